"""The courses of this installation, read again whenever one of their files has changed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from threading import Lock

from services import clock, narration
from services.catalogue import Course, Example, Lesson, Shelf, Shelved, gallery, load
from services.catalogue.lesson import Track
from services.errors import N_, Refused
from settings import ROOT

COURSES = ROOT / "courses"
PRONUNCIATION = "pronunciation.yaml"
LOOKS_EVERY = timedelta(seconds=1)


class NoSuchLesson(Refused):
    """The lesson was removed, is broken at the moment, or never was."""

    sentence = N_("This lesson is not here at the moment. Please choose another one.")


@dataclass(frozen=True, slots=True)
class TrackLine:
    """A track and its lessons that are taught, in order. course: the folder of its course."""

    course: str
    track: Track
    lessons: tuple[Shelved, ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was read, of which files, and when it was last compared with them."""

    courses: Path
    stamp: tuple[tuple[str, int], ...]
    shelf: Shelf
    looked_at: datetime


_last: _Reading | None = None
_one_reads = Lock()


def shelf() -> Shelf:
    """Return all lessons and faults as the files say, or said a second ago.

    While one takes in what changed, which may need seconds, the others go on with what they have.
    """
    last = _last if _last and _last.courses == COURSES else None
    if last and abs(clock.now() - last.looked_at) < LOOKS_EVERY:
        return last.shelf
    if not _one_reads.acquire(blocking=last is None):
        return last.shelf if last else shelf()
    try:
        return _read_if_changed()
    finally:
        _one_reads.release()


def last_read() -> Shelf:
    """Return the shelf as it was read last, for what must not wait for files."""
    return _last.shelf if _last and _last.courses == COURSES else shelf()


def lesson(slug_or_uid: str, *, drafts: bool = False) -> Shelved:
    """Return a lesson by its uid or its folder; a retired one too, a draft if asked. Raises NoSuchLesson."""
    for shelved in shelf().lessons.values():
        if slug_or_uid in (shelved.lesson.uid, shelved.slug) and (drafts or not is_draft(shelved.lesson)):
            return shelved
    raise NoSuchLesson


def taught() -> tuple[Shelved, ...]:
    """Return the lessons seniors choose from, in the order of their courses."""
    return tuple(one for one in shelf().lessons.values() if one.lesson.status == "active")


def tracks() -> tuple[TrackLine, ...]:
    """Return the tracks that have lessons to take."""
    by_folder = {(one.course, one.slug): one for one in taught()}
    lines = [
        TrackLine(folder, track, _of(track, folder, by_folder))
        for folder, course in _courses().items()
        for track in course.tracks
    ]
    return tuple(line for line in lines if line.lessons)


def recordings(shelved: Shelved) -> dict[str, str]:
    """Return the file of every spoken line that is recorded, as found below the folder of its course."""
    folder = shelved.folder / narration.AUDIO
    changed_at = folder.stat().st_mtime if folder.is_dir() else 0.0
    files = _recorded(shelved.lesson.uid, shelved.version, changed_at, _stamp(COURSES))
    return {line: f"{shelved.course}/{shelved.slug}/{narration.AUDIO}/{name}" for line, name in files}


def building_blocks() -> tuple[Example, ...]:
    """Return an example of every block of which a practice phone is made, as courses/README.md has them."""
    return gallery(COURSES)


def is_draft(lesson: Lesson) -> bool:
    """Tell whether a lesson is still being written."""
    return lesson.status == "draft"


def _courses() -> dict[str, Course]:
    return shelf().courses


def _of(track: Track, folder: str, by_folder: dict[tuple[str, str], Shelved]) -> tuple[Shelved, ...]:
    return tuple(by_folder[folder, slug] for slug in track.lessons if (folder, slug) in by_folder)


def _stamp(courses: Path) -> tuple[tuple[str, int], ...]:
    files = [courses / PRONUNCIATION, *courses.glob("*/course.yaml"), *courses.glob("*/*/lesson.yaml")]
    return tuple((str(file), file.stat().st_mtime_ns) for file in sorted(files) if file.is_file())


def _read_if_changed() -> Shelf:
    global _last
    stamp = _stamp(COURSES)
    is_same = _last and (_last.courses, _last.stamp) == (COURSES, stamp)
    found = _last.shelf if _last and is_same else load(COURSES)
    _last = _Reading(COURSES, stamp, found, clock.now())
    return found


@lru_cache(maxsize=200)
def _recorded(
    uid: str, _version: str, _changed_at: float, _stamp: tuple[tuple[str, int], ...]
) -> tuple[tuple[str, str], ...]:
    known = narration.load(COURSES / PRONUNCIATION)
    return tuple(narration.tapes(shelf().lessons[uid], known).items())
