"""The course files as a whole: what is good to teach, what is wrong, a new draft, what the player gets."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from services.catalogue.checking import check_lesson
from services.catalogue.lesson import Course, Lesson
from services.catalogue.parts import Part
from services.catalogue.phone import Phone
from services.catalogue.reading import Page, read, understand
from services.catalogue.texts import Fault
from services.catalogue.varying import ANEW, bring_home, phone_of, spread
from services.catalogue.walk import resolve
from services.errors import N_

DRAFT = "new-lesson.yaml"


@dataclass(frozen=True, slots=True)
class Shelved:
    """A lesson that can be taught: where it stands, what it says, which version it is."""

    course: str
    slug: str
    folder: Path
    version: str
    lesson: Lesson


@dataclass(frozen=True, slots=True)
class Shelf:
    """All courses as far as they are good, and everything that is wrong with the rest."""

    courses: dict[str, Course]
    lessons: dict[str, Shelved]
    faults: tuple[Fault, ...]


def load(courses_dir: Path) -> Shelf:
    """Read every course; a broken lesson is left out and explained, the others go on.

    Lessons are by uid, in the order of their course.
    """
    courses: dict[str, Course] = {}
    lessons: list[Shelved] = []
    faults: list[Fault] = []
    for folder in sorted(path.parent for path in courses_dir.glob("*/course.yaml")):
        page = read(folder / "course.yaml", f"{folder.name}/course.yaml")
        course = understand(page, Course)
        slugs = list(course.lessons) if course else []
        if course:
            courses[folder.name] = course
            _check_course(course, folder, page)
        unlisted = sorted(path.parent.name for path in folder.glob("*/lesson.yaml"))
        faults += page.faults
        for slug in dict.fromkeys([*slugs, *unlisted]):
            shelved, found = _lesson(folder, slug)
            faults += found
            lessons += [shelved] if shelved else []
    faults += _across(lessons)
    return Shelf(courses, _by_uid(lessons), tuple(faults))


def check(courses_dir: Path) -> list[Fault]:
    """Return every fault in the course files, all in one run."""
    return list(load(courses_dir).faults)


def _by_uid(lessons: list[Shelved]) -> dict[str, Shelved]:
    found: dict[str, Shelved] = {}
    for shelved in lessons:
        found.setdefault(shelved.lesson.uid, shelved)
    return found


def _lesson(folder: Path, slug: str) -> tuple[Shelved | None, list[Fault]]:
    path = folder / slug / "lesson.yaml"
    about = path.stat() if path.is_file() else None
    shelved, faults = _read_lesson(folder, slug, about and (about.st_mtime_ns, about.st_size))
    return shelved, list(faults)


# A lesson that did not change is not read and walked through again: that takes a quarter of a second.
@lru_cache(maxsize=200)
def _read_lesson(
    folder: Path, slug: str, _stamp: tuple[int, int] | None
) -> tuple[Shelved | None, list[Fault]]:
    path = folder / slug / "lesson.yaml"
    page = read(path, f"{folder.name}/{slug}/lesson.yaml")
    forms = spread(page)
    lesson = understand(page, Lesson)
    if lesson is None:
        return None, page.faults
    phone = resolve(lesson.phone, page)
    lesson = lesson.model_copy(update={"phone": phone.with_others(_others(forms, page))})
    if not page.faults:
        check_lesson(lesson, page, forms)
    if page.faults:
        return None, page.faults
    return Shelved(folder.name, slug, path.parent, _version(lesson), lesson), []


def _others(forms: list[Page], page: Page) -> tuple[Phone, ...]:
    """Return the other forms of a phone, each as sound as the first."""
    others = []
    for at, form in enumerate(forms, 1):
        phone = phone_of(form)
        others += [resolve(phone, form)] if phone else []
        bring_home(form, at, page)
        form.faults.clear()
    return tuple(others)


def _version(lesson: Lesson) -> str:
    whole = [lesson, *lesson.phone.variants()[1:]]
    text = json.dumps([one.model_dump(mode="json") for one in whole], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _check_course(course: Course, folder: Path, page: Page) -> None:
    for slug, count in Counter(course.lessons).items():
        if count > 1:
            page.fault(("lessons",), N_("“%(name)s” is listed twice."), N_("List it once."), name=slug)
    for path in sorted(folder.glob("*/lesson.yaml")):
        if path.parent.name not in course.lessons:
            page.fault(
                ("lessons",),
                N_("The lesson “%(name)s” is not listed."),
                N_("Add it to the list, in its place."),
                name=path.parent.name,
            )
    for at, track in enumerate(course.tracks):
        for slug in track.lessons:
            if slug not in course.lessons:
                page.fault(
                    ("tracks", at, "lessons"),
                    N_("“%(name)s” is no lesson of this course."),
                    N_("Take one from the list of lessons."),
                    name=slug,
                )


def _across(lessons: list[Shelved]) -> list[Fault]:
    """Note what only shows when lessons are laid side by side."""
    faults: list[Fault] = []
    codes = {shelved.lesson.code for shelved in lessons}
    seen: dict[str, str] = {}
    for shelved in lessons:
        page = Page(f"{shelved.course}/{shelved.slug}/lesson.yaml")
        uid = shelved.lesson.uid
        if uid in seen:
            page.fault(
                ("uid",),
                N_("This uid belongs to “%(other)s” already."),
                N_("Make up a new one."),
                other=seen[uid],
            )
        seen.setdefault(uid, shelved.slug)
        for code in sorted(set(shelved.lesson.prerequisites) - codes):
            if not _planned(code):
                page.fault(
                    ("prerequisites",), N_("There is no lesson %(code)s."), N_("Correct the code."), code=code
                )
        faults += page.faults
    return faults


def _planned(code: str) -> bool:
    """The series has twenty lessons; one that is not written yet may be named."""
    return code[:1] == "L" and code[1:].isdigit() and 1 <= int(code[1:]) <= 20


def new_lesson(course_dir: Path, slug: str, *, uid: str) -> Path:
    """Write a draft that passes the checker, and return its file; an existing lesson is left alone.

    Raises FileExistsError.
    """
    folder = course_dir / slug
    folder.mkdir(parents=True, exist_ok=False)
    text = (course_dir.parent / DRAFT).read_text(encoding="utf-8")
    path = folder / "lesson.yaml"
    path.write_text(text.replace("uid: new-lesson", f"uid: {uid}", 1), encoding="utf-8")
    return path


def for_player(shelved: Shelved) -> dict[str, Any]:
    """Return the whole lesson as the browser gets it: plain, both languages, blocks named by `kind`."""
    lesson = shelved.lesson
    page: dict[str, Any] = plain(lesson)
    for word in ("map", "sources", "needs_check", "status", "asked"):
        page.pop(word, None)
    page["phone"] = _phone(lesson.phone)
    return {**page, "version": shelved.version, "slug": shelved.slug}


def _phone(phone: Phone) -> dict[str, Any]:
    """Return the phone as it is the first time, and of every other form what is different."""
    first, *others = (plain(one) for one in phone.variants())
    first.pop("vary", None)
    if others:
        first["variants"] = [_different(first, other) for other in others]
    return dict(first)


def _different(first: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    screens = {name: one for name, one in other["screens"].items() if first["screens"][name] != one}
    rest = {name: other[name] for name in ANEW if first[name] != other[name]}
    return {**rest, "screens": screens}


def plain(value: Any) -> Any:
    """Return a piece of a lesson as the browser gets it: without what is not said."""
    if isinstance(value, BaseModel):
        fields = {
            (info.alias or name): plain(getattr(value, name))
            for name, info in type(value).model_fields.items()
        }
        kept = {
            name: one for name, one in fields.items() if not (one is None or one is False or one in ([], ""))
        }
        return {"kind": value.KIND, **kept} if isinstance(value, Part) else kept
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a lesson, for editors."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Lesson.model_json_schema()}
