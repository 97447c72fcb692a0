"""What a lesson must keep to besides its form, and its figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from services.catalogue.lesson import Lesson
from services.catalogue.phone import Phone
from services.catalogue.reading import Page
from services.catalogue.standing import check_met, check_phone, on_way
from services.catalogue.varying import bring_home
from services.errors import N_

LONGEST_DO = 24
ALWAYS_SEEN = ("back", "home", "fan", "lens")
GOOD_FOR = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Numbers:
    """The figures of one lesson; lengths are counted in Chinese characters."""

    code: str
    steps: int
    median_do: float
    longest_do: int
    median_say: float
    screens: int
    targets: int
    moves: int
    lines_spoken: int


def check_lesson(lesson: Lesson, page: Page, forms: Sequence[Page] = ()) -> None:
    """Note everything in a lesson that would trouble a senior, in every form its phone takes."""
    _steps(lesson, page)
    _questions(lesson, page)
    _goal(lesson, page)
    first, *others = lesson.phone.variants()
    used = {thing for phone in lesson.phone.variants() for thing in on_way(phone)}
    met = check_phone(first, page, used)
    for at, (phone, form) in enumerate(zip(others, forms, strict=True), 1):
        met |= check_phone(phone, form, used)
        bring_home(form, at, page)
    if not page.faults:
        check_met(first, met, page)


def _steps(lesson: Lesson, page: Page) -> None:
    for at, step in enumerate(lesson.steps):
        place = ("steps", at)
        if len(step.do.zh) > LONGEST_DO:
            page.fault(
                (*place, "do"),
                N_("The action has %(count)s characters in Chinese."),
                N_("At most %(most)s; make two steps of it."),
                count=len(step.do.zh),
                most=LONGEST_DO,
            )
        screen = lesson.phone.screens.get(step.screen)
        if screen is None:
            page.fault(
                (*place, "screen"),
                N_("There is no screen “%(name)s”."),
                N_("The screens are: %(names)s."),
                name=step.screen,
                names=", ".join(lesson.phone.screens),
            )
        elif step.touch and step.touch not in ALWAYS_SEEN and step.touch not in screen.spots():
            page.fault(
                (*place, "touch"),
                N_("On the screen “%(screen)s” there is nothing called “%(name)s”."),
                N_("What is there: %(names)s."),
                screen=step.screen,
                name=step.touch,
                names=", ".join([*screen.spots(), *ALWAYS_SEEN]),
            )


def _questions(lesson: Lesson, page: Page) -> None:
    for at, question in enumerate(lesson.questions):
        right = sum(option.right for option in question.options)
        if right != 1:
            page.fault(
                ("questions", at),
                N_("%(count)s answers are marked as right."),
                N_("Mark exactly one with `right: yes`."),
                count=right,
            )
    if not any(question.kind == "safety" for question in lesson.questions):
        page.fault(("questions",), N_("No question is about safety."), N_("Give one of them `kind: safety`."))


def _goal(lesson: Lesson, page: Page) -> None:
    if not lesson.goal.zh.startswith("我能自己"):
        page.fault(
            ("goal",), N_("The goal does not begin with 我能自己."), N_("Say what she can do on her own.")
        )
    if not any(move.goal for move in lesson.phone.path):
        page.fault(
            ("phone", "path"),
            N_("“On my own” would show no list of what to do."),
            N_("Give two to five moves of the path a `goal:`."),
        )


def needs_verifying(lesson: Lesson, today: date) -> bool:
    """Tell whether nobody has checked the lesson on a real phone for 180 days."""
    return lesson.verified_on is None or today - lesson.verified_on > GOOD_FOR


def numbers(lesson: Lesson) -> Numbers:
    """Count what a lesson asks of a senior."""
    actions = [len(step.do.zh) for step in lesson.steps]
    return Numbers(
        code=lesson.code,
        steps=len(lesson.steps),
        median_do=median(actions),
        longest_do=max(actions),
        median_say=median(len(step.say.zh) for step in lesson.steps),
        screens=len(lesson.phone.screens),
        targets=max(len(screen.spots()) for screen in lesson.phone.screens.values()),
        moves=len(lesson.phone.path),
        lines_spoken=len(spoken(lesson)),
    )


def spoken(lesson: Lesson) -> tuple[str, ...]:
    """Return every Chinese line the player may read aloud, each once, in order."""
    return tuple(dict.fromkeys(_lines(lesson)))


def _lines(lesson: Lesson) -> Iterable[str]:
    yield from (lesson.goal.zh, lesson.why.zh)
    for step in lesson.steps:
        yield from (step.say.zh, step.see.zh, step.stuck.zh)
    for phone in lesson.phone.variants():
        yield from _phone_lines(phone)
    for question in lesson.questions:
        yield question.ask.zh
        for option in question.options:
            yield from (option.text.zh, option.why.zh)
    yield from (line.zh for line in (*lesson.card.lines, lesson.card.rhyme))
    yield from (lesson.take_home.zh, lesson.without_phone.zh)


def _phone_lines(phone: Phone) -> Iterable[str]:
    yield phone.task.zh
    for move in phone.path:
        yield from (text.zh for text in (move.say, move.hint, move.goal) if text)
    yield from (text.zh for text in (phone.surprise.say, phone.surprise.hint, phone.done) if text)
    for screen in phone.screens.values():
        if screen.lost:
            yield screen.lost.zh
        for spot in screen.spots().values():
            yield from (text.zh for text in (spot.wrong, spot.also, spot.slip) if text)
