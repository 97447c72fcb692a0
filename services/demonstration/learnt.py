"""What was learnt on the tablets in the year, and what people thought of the sessions."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from db.words import EventKind, PracticeMode
from services import library
from services.demonstration.days import dice
from services.demonstration.lessons import SLUG, uids
from services.demonstration.places import CENTRE, Story
from services.demonstration.timetable import Meeting
from services.demonstration.year import Book, Row

PRACTISES = 0.8
# Step by step only as far back as anybody asks where people get stuck; before that the outcome.
IN_DETAIL = timedelta(days=45)
LOOKS_AGAIN = 0.6
SAYS = 0.3
IS_KNOWN = 0.4
TABLETS = 3
HAND_UP_FOR = timedelta(minutes=6)
BEST_FACE = 0.82
LEAST_LIKED = 0.58
# Lessons, counted from 0, of which one move is hard for every second one, and how often help is needed.
HARD = {3: 0.62, 6: 0.58, 15: 0.7}
USUALLY = 0.14


@dataclass(frozen=True, slots=True)
class Content:
    """A lesson as far as it can be gone through: its uid and version, so many steps, moves, questions."""

    uid: str
    version: str
    steps: int
    moves: int
    questions: int


@dataclass(slots=True)
class Learnt:
    """Rows ready to be stored; a learner's and an event's id count from 1."""

    devices: list[Row] = field(default_factory=list)
    learners: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    faces: list[Row] = field(default_factory=list)
    hands: list[Row] = field(default_factory=list)


def contents() -> list[Content | None]:
    """Return the twenty lessons in order; None for one that has no files."""
    shelf = library.shelf().lessons
    found = [shelf.get(uid) for uid in uids()]
    return [
        Content(
            one.lesson.uid,
            one.version,
            len(one.lesson.steps),
            len(one.lesson.phone.path),
            len(one.lesson.questions),
        )
        if one and one.course == SLUG and one.lesson.status == "active"
        else None
        for one in found
    ]


def learn(
    seed: int, at: datetime, meetings: Sequence[Meeting], book: Book, staff_ids: Mapping[str, int]
) -> Learnt:
    """Let those who came practise, look at old lessons again, and say how they liked it."""
    learnt = Learnt()
    bound = _tablets(seed, meetings, staff_ids, learnt)
    lessons = contents()
    came: dict[int, list[Row]] = {}
    for row in book.attendances:
        if row["voided_at"] is None:
            came.setdefault(row["activity_id"], []).append(row)
    known: dict[int, list[Content]] = {}
    for meeting in meetings:
        roll = dice(seed, "learnt", meeting.group.number, meeting.starts_at)
        here = sorted(came.get(meeting.id, ()), key=lambda row: int(row["senior_id"]))
        for row in here:
            _practise(seed, roll, at, meeting, row, lessons, bound, known, learnt)
        if here and meeting.ends_at < at:
            _say(roll, meeting, here, learnt)
    _raise_a_hand(at, meetings, bound, learnt)
    return learnt


def _tablets(
    seed: int, meetings: Sequence[Meeting], staff_ids: Mapping[str, int], learnt: Learnt
) -> dict[int, list[int]]:
    """Bind tablets at every place before its first class, and return their ids by place."""
    roll = dice(seed, "tablets")
    first: dict[int, Meeting] = {}
    for meeting in meetings:
        first.setdefault(meeting.group.place.id, meeting)
    bound: dict[int, list[int]] = {}
    for place_id, meeting in sorted(first.items()):
        for number in range(1, TABLETS + 1):
            learnt.devices.append(
                {
                    # The hash of no token: nobody has these tablets in hand.
                    "token_hash": _digits(roll, 64),
                    "station_id": place_id,
                    "name": f"{number}",
                    "bound_at": meeting.starts_at - timedelta(days=3, minutes=-number),
                    "bound_by": staff_ids[meeting.group.trainer],
                    "released_at": None,
                }
            )
            bound.setdefault(place_id, []).append(len(learnt.devices))
    return bound


def _practise(
    seed: int,
    roll: random.Random,
    at: datetime,
    meeting: Meeting,
    row: Row,
    lessons: Sequence[Content | None],
    bound: Mapping[int, Sequence[int]],
    known: dict[int, list[Content]],
    learnt: Learnt,
) -> None:
    """Let one go through the lesson of the day, and often one of those before on her own."""
    senior_id = int(row["senior_id"])
    skill = dice(seed, "skill", senior_id).triangular(0.25, 0.98, 0.72)
    begins = max(meeting.starts_at, row["arrived_at"]) + timedelta(seconds=roll.randrange(300, 1200))
    lesson = lessons[meeting.lesson]
    before = known.setdefault(senior_id, [])
    if roll.random() >= PRACTISES or begins + timedelta(minutes=40) > at:
        return
    events: list[Row] = []
    if lesson:
        is_detailed = at - meeting.starts_at < IN_DETAIL
        events += _go_through(roll, lesson, HARD.get(meeting.lesson, 0), skill, is_detailed=is_detailed)
    if before and roll.random() < LOOKS_AGAIN:
        mode = PracticeMode.OWN if roll.random() < skill else PracticeMode.HINTS
        events.append(_event(roll.choice(before), EventKind.PRACTISED, mode=mode, seconds=70))
    if not events:
        return
    if lesson and any(one["kind"] is EventKind.FINISHED for one in events):
        before.append(lesson)
    learner = _learner(roll, learnt, roll.choice(bound[meeting.group.place.id]), senior_id, begins)
    moment = begins
    for event in events:
        moment += timedelta(seconds=max(1, int(event["seconds"])))
        about = {"learner_id": learner, "senior_id": senior_id, "activity_id": meeting.id}
        when = {"client_id": _digits(roll, 32), "happened_at": moment, "received_at": moment}
        learnt.events.append(event | about | when)
    learnt.learners[-1] |= {"seen_at": moment, "ended_at": moment}


def _go_through(
    roll: random.Random, lesson: Content, hard: float, skill: float, *, is_detailed: bool
) -> Iterator[Row]:
    """Give what the tablet reports of a lesson, from the first page to where she leaves it."""
    yield _event(lesson, EventKind.OPENED)
    if is_detailed:
        for step in range(1, lesson.steps + 1):
            yield _event(lesson, EventKind.READ, step, seconds=round(roll.triangular(6, 70, 18)))
        for move in range(1, lesson.moves + 1):
            needed = hard if hard and move == lesson.moves // 2 else USUALLY
            hints = roll.randint(1, 3) if roll.random() < needed else 0
            about = {"mode": PracticeMode.HINTS, "hints": hints, "wrong_taps": hints, "taps": hints + 1}
            seconds = round(roll.triangular(3, 30, 7)) + 12 * hints
            yield _event(lesson, EventKind.MOVE, move, seconds=seconds, **about)
    yield _event(lesson, EventKind.PRACTISED, mode=PracticeMode.HINTS, seconds=120)
    if roll.random() < skill:
        yield _event(lesson, EventKind.PRACTISED, mode=PracticeMode.OWN, seconds=90)
    if roll.random() < 0.85:
        for question in range(1, lesson.questions + 1) if is_detailed else ():
            yield _event(lesson, EventKind.ANSWER, question, taps=1, seconds=roll.randint(5, 40))
        yield _event(lesson, EventKind.FINISHED)


def _event(lesson: Content, kind: EventKind, step: int = 0, **about: object) -> Row:
    usual = {"mode": None, "taps": 0, "wrong_taps": 0, "hints": 0, "seconds": 0}
    return {"lesson": lesson.uid, "version": lesson.version, "kind": kind, "step": step} | usual | about


def _learner(
    roll: random.Random, learnt: Learnt, device_id: int, senior_id: int | None, began_at: datetime
) -> int:
    learnt.learners.append(
        {
            "token_hash": _digits(roll, 64),
            "key": _digits(roll, 24),
            "senior_id": senior_id,
            "device_id": device_id,
            "began_at": began_at,
            "seen_at": began_at,
            "ended_at": None,
        }
    )
    return len(learnt.learners)


def _say(roll: random.Random, meeting: Meeting, here: Sequence[Row], learnt: Learnt) -> None:
    """Let some tap a face; where people are turned away, fewer are happy."""
    likes = LEAST_LIKED if meeting.group.place.story is Story.SHRINKING else BEST_FACE
    for row in here:
        if roll.random() < SAYS:
            face = 3 if roll.random() < likes else roll.choices((2, 1), (4, 1))[0]
            learnt.faces.append(
                {
                    "client_id": _digits(roll, 32),
                    "activity_id": meeting.id,
                    "senior_id": row["senior_id"] if roll.random() < IS_KNOWN else None,
                    "face": face,
                    "given_at": meeting.ends_at - timedelta(seconds=roll.randrange(540)),
                }
            )


def _raise_a_hand(
    at: datetime, meetings: Sequence[Meeting], bound: Mapping[int, Sequence[int]], learnt: Learnt
) -> None:
    """Let somebody without a name wait for the teacher at the centre, where a class is on."""
    running = [one for one in meetings if one.group.place.id == CENTRE and one.starts_at <= at < one.ends_at]
    if not running:
        return
    roll = dice(0, "hand")
    raised_at = at - HAND_UP_FOR
    learner = _learner(roll, learnt, bound[CENTRE][0], None, raised_at - timedelta(minutes=5))
    learnt.learners[-1]["seen_at"] = at
    learnt.hands.append(
        {
            "client_id": _digits(roll, 32),
            "station_id": CENTRE,
            "activity_id": running[0].id,
            "learner_id": learner,
            "lesson": "",
            "step": 0,
            "raised_at": raised_at,
            "taken_at": None,
            "taken_by": None,
            "done_at": None,
        }
    )


def _digits(roll: random.Random, count: int) -> str:
    return f"{roll.getrandbits(count * 4):0{count}x}"
