"""What stands on a lesson's papers, in the reader's language: step card, trainer's notes, paper phone."""

from collections.abc import Iterator
from datetime import date

from papers import step_cards
from papers.notes import Answer, Form, Move, Notes, Question, Step
from services import catalogue, library
from services.catalogue import Lesson, Shelved
from services.catalogue.parts import ALWAYS
from services.catalogue.texts import Words
from services.catalogue.walk import aims
from web.paper_screens import Told, picture, words_of
from web.paper_words import (
    BACK,
    BEFORE,
    DONE_BEFORE,
    HEADINGS,
    HOME,
    LENGTHS,
    LOOK_FOR,
    NEXT_TIME,
    PLAN,
    VARIES,
    WITH_PAPER,
    WITH_PHONES,
)
from web.text import Speaker

MOST_WRONG = 4


def headings(speak: Speaker) -> dict[str, str]:
    """Return the headings of the notes and the paper phone."""
    return {name: speak(words) for name, words in HEADINGS.items()}


def card_of(shelved: Shelved, speak: Speaker, base: str) -> step_cards.StepCard:
    """Return what stands on the step card of a lesson. base: how phones reach this server."""
    told, lesson = _telling(speak), shelved.lesson
    return step_cards.StepCard(
        code=lesson.code,
        title=told(lesson.title),
        lines=tuple(map(told, lesson.card.lines)),
        rhyme=told(lesson.card.rhyme),
        link=f"{base}/lesson/{shelved.slug}",
    )


def notes_of(shelved: Shelved, speak: Speaker, today: date) -> Notes:
    """Return the trainer's notes of a lesson. today: on the wall calendar."""
    told, lesson = _telling(speak), shelved.lesson
    phone = lesson.phone
    return Notes(
        code=lesson.code,
        title=told(lesson.title),
        goal=told(lesson.goal),
        why=told(lesson.why),
        before=(*_prerequisites(lesson, speak), *map(speak, BEFORE)),
        to_check=_to_check(lesson, speak, today),
        plan=tuple(_plan(speak)),
        new_words=tuple((told(one.word), told(one.means)) for one in lesson.new_words),
        steps=tuple(
            Step(told(one.say), told(one.do), told(one.see), told(one.stuck)) for one in lesson.steps
        ),
        task=told(phone.task),
        goals=tuple(told(move.goal) for move in phone.path if move.goal),
        moves=tuple(_moves(lesson, speak)),
        end=picture(phone.screens[aims(phone)[-1]], "", told, (speak(BACK), speak(HOME))),
        done=told(phone.done),
        varies=_varies(lesson, speak),
        forms=tuple(_forms(lesson, speak)),
        questions=tuple(
            Question(
                told(one.ask),
                tuple(Answer(told(option.text), told(option.why), option.right) for option in one.options),
            )
            for one in lesson.questions
        ),
        mistakes=tuple(map(told, lesson.mistakes)),
        safety=tuple(map(told, lesson.safety)),
        asked=tuple((told(one.ask), told(one.answer)) for one in lesson.asked),
        with_phones=tuple(map(speak, WITH_PHONES)),
        with_paper=(speak(WITH_PAPER[0], after=phone.surprise.after), *map(speak, WITH_PAPER[1:])),
        without_phone=told(lesson.without_phone),
        take_home=told(lesson.take_home),
        next_time=speak(NEXT_TIME),
        rhyme=told(lesson.card.rhyme),
    )


def _telling(speak: Speaker) -> Told:
    def told(words: Words | None) -> str:
        if words is None:
            return ""
        return words.en if speak.language == "en" else words.zh

    return told


def _plan(speak: Speaker) -> list[tuple[str, str]]:
    rows, begins = [], 0
    for (when, what), length in zip(PLAN, LENGTHS, strict=True):
        rows.append((speak(when, **{"from": begins, "to": begins + length}), speak(what)))
        begins += length
    return rows


def _prerequisites(lesson: Lesson, speak: Speaker) -> list[str]:
    """Return the sentence about the lessons to do before, none if there are none."""
    told = _telling(speak)
    titles = {one.lesson.code: told(one.lesson.title) for one in library.shelf().lessons.values()}
    named = [f"{code} {titles.get(code, '')}".strip() for code in lesson.prerequisites]
    if not named:
        return []
    return [speak(DONE_BEFORE, lessons=", ".join(named))]


def _varies(lesson: Lesson, speak: Speaker) -> str:
    """Return the sentence about practising again, "" where the exercise stays the same."""
    forms = len(lesson.phone.variants())
    return speak(VARIES, forms=forms) if forms > 1 else ""


def _forms(lesson: Lesson, speak: Speaker) -> Iterator[Form]:
    """Give the forms of the exercise that go another way than the first."""
    told, (first, *others) = _telling(speak), lesson.phone.variants()
    for phone in others:
        if [(move.at, move.do) for move in phone.path] != [(move.at, move.do) for move in first.path]:
            yield Form(told(phone.task), tuple(told(move.say) for move in phone.path), told(phone.done))


def _to_check(lesson: Lesson, speak: Speaker, today: date) -> tuple[str, ...]:
    """Return what was not verified on a real phone of late; authors write both languages around a slash."""
    if not catalogue.needs_verifying(lesson, today):
        return ()
    halves = [line.replace("〔核〕", "").strip().partition(" / ") for line in lesson.needs_check]
    return tuple((en or zh) if speak.language == "en" else zh for zh, _slash, en in halves)


def _moves(lesson: Lesson, speak: Speaker) -> Iterator[Move]:
    """Give the moves of the path in order, the surprise where it jumps up."""
    phone, told = lesson.phone, _telling(speak)
    for at, move in enumerate(phone.path, 1):
        yield _move(lesson, speak, f"{at}", move.at, move.do, told(move.say), told(move.hint))
        if at == phone.surprise.after:
            jump = phone.surprise
            yield _move(lesson, speak, "", jump.screen, jump.way_out, told(jump.say), told(jump.hint))


def _move(lesson: Lesson, speak: Speaker, number: str, at: str, tap: str, say: str, hint: str) -> Move:
    told, screen = _telling(speak), lesson.phone.screens[at]
    always = (speak(BACK), speak(HOME))
    others = [(name, spot) for name, spot in screen.spots().items() if name != tap and spot.wrong]
    right = dict(zip(ALWAYS, always, strict=True)).get(tap) or words_of(screen.spots()[tap], told)
    beside = "" if tap in ALWAYS else told(screen.spots()[tap].note)
    return Move(
        number=number,
        picture=picture(screen, tap, told, always),
        tap=" · ".join(part for part in (right, beside) if part),
        say=say,
        hint=hint or (speak(LOOK_FOR, words=right) if right else say),
        wrong=tuple((words_of(spot, told), told(spot.wrong)) for _name, spot in others[:MOST_WRONG]),
    )
