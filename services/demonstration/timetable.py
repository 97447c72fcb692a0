"""The timetable of the demonstration: what was planned, what became of it, and what is on right now."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from db.words import ActivityState
from services import clock
from services.demonstration.days import dice, is_off, last_day
from services.demonstration.names import CANCELLED, MOVED, NOT_HELD, TYPHOON
from services.demonstration.places import CENTRE, ZONE, Group, Story

LESSONS = 20
LASTS = timedelta(minutes=90)
MORNING, AFTERNOON = time(9, 30), time(14)
# What is moved goes to Saturday, each weekday's class to an hour of its own.
SATURDAY = (time(8, 30), time(10, 15), time(12, 30), time(14, 15), time(16))
SILENT_FOR = timedelta(days=19)
LATELY = timedelta(days=10)
FIVE_MINUTES = 300
CLOSED_AFTER = timedelta(hours=1)
# Where the room is cool, or the story must not be mistaken for the summer.
KEEP_GOING = (Story.SHRINKING, Story.NEW, Story.FULL)


@dataclass(slots=True)
class Meeting:
    """A gathering as it is told. lesson: counts from 0. planned_at: where it stood, if it was moved.

    decided_at: when it was called off. wanted: how many want to come; without it, who feels like it.
    """

    group: Group
    starts_at: datetime
    lesson: int
    trainer: str
    state: ActivityState = ActivityState.PLANNED
    reason: str = ""
    planned_at: datetime | None = None
    decided_at: datetime | None = None
    wanted: int | None = None
    id: int = 0

    @property
    def ends_at(self) -> datetime:
        """Return when it is over."""
        return self.starts_at + LASTS

    @property
    def seats(self) -> int:
        """Return how many fit in."""
        return self.group.place.seats

    @property
    def on(self) -> date:
        """Return the day on which it is, in the place's zone."""
        return clock.local(self.starts_at, ZONE).date()


def timetable(seed: int, every: Sequence[Group], at: datetime) -> list[Meeting]:
    """Return all activities, oldest first, ids counting from 1."""
    now = _around_now(every, at)
    busy = {(meeting.group.place.id, meeting.on) for meeting in now}
    today = clock.local(at, ZONE).date()
    busy |= {(meeting.group.place.id, today) for meeting in now}
    weekly = [meeting for group in every for meeting in _weekly(seed, group, at)]
    made = now + [meeting for meeting in weekly if (meeting.group.place.id, meeting.on) not in busy]
    made.sort(key=lambda meeting: (meeting.starts_at, meeting.group.number))
    for number, meeting in enumerate(made, 1):
        meeting.id = number
    return made


def _weekly(seed: int, group: Group, at: datetime) -> Iterator[Meeting]:
    """Give what a group meets for, week by week; the lessons go on only when one was held."""
    lesson = group.number * 5 if group.place.id == CENTRE else 0
    first = group.begins_on + timedelta(days=(group.weekday - group.begins_on.weekday()) % 7)
    last = last_day(clock.local(at, ZONE).date())
    for week in range((last - first).days // 7 + 1):
        on = first + timedelta(weeks=week)
        rests = group.number % 2 == 0 and group.place.story not in KEEP_GOING and group.place.id != CENTRE
        if is_off(on, rests_in_heat=rests):
            continue
        wall = MORNING if group.is_morning else AFTERNOON
        meeting = Meeting(group, clock.instant(on, wall, ZONE), lesson % LESSONS, group.trainer)
        _befall(dice(seed, "fate", group.number, on), meeting, at)
        lesson += meeting.state in (ActivityState.PLANNED, ActivityState.CLOSED)
        yield meeting


def _befall(roll: random.Random, meeting: Meeting, at: datetime) -> None:
    """Let become of a meeting what becomes of one in forty, as far as it is known by now."""
    fate = roll.random()
    decided_at = meeting.starts_at - timedelta(hours=roll.randint(20, 60))
    if fate < 0.022 and decided_at <= at:
        meeting.state, meeting.reason = ActivityState.CANCELLED, _why_cancelled(roll, meeting.on)
        meeting.decided_at = decided_at
        return
    if fate < 0.03 and meeting.starts_at <= at:
        meeting.state, meeting.reason = ActivityState.NOT_HELD, roll.choice(NOT_HELD)
        return
    if 0.03 <= fate < 0.045 and decided_at <= at:
        meeting.planned_at, meeting.reason = meeting.starts_at, roll.choice(MOVED)
        saturday = meeting.on + timedelta(days=5 - meeting.on.weekday())
        meeting.starts_at = clock.instant(saturday, SATURDAY[meeting.group.weekday], ZONE)
    if meeting.ends_at + CLOSED_AFTER <= at and not _is_forgotten(roll, meeting, at):
        meeting.state = ActivityState.CLOSED


def _why_cancelled(roll: random.Random, on: date) -> str:
    in_season = 7 <= on.month <= 9
    return roll.choice((*CANCELLED, TYPHOON, TYPHOON) if in_season else CANCELLED)


def _is_forgotten(roll: random.Random, meeting: Meeting, at: datetime) -> bool:
    """Tell whether nobody has closed the records: a silent place, or now and then lately."""
    return is_silent(meeting, at) or (at - meeting.ends_at < LATELY and roll.random() < 0.15)


def is_silent(meeting: Meeting, at: datetime) -> bool:
    """Tell whether the place has stopped entering who came."""
    return meeting.group.place.story is Story.SILENT and at - meeting.starts_at < SILENT_FOR


def _around_now(every: Sequence[Group], at: datetime) -> list[Meeting]:
    """Return three activities of this hour, whatever hour it is: one runs, one begins, one comes later.

    The trainers of the street teach them, who have no weekly class.
    """
    centre = next(group for group in every if group.place.id == CENTRE)
    full = next(group for group in every if group.place.story is Story.FULL)
    quiet = next(group for group in every if group.place.story is Story.HALF_EMPTY)
    hours = ((centre, -20, 43), (full, 15, 33), (quiet, 75, 9))
    return [
        Meeting(
            group,
            _on_five(at + timedelta(minutes=minutes)),
            lesson=(at.timetuple().tm_yday // 7 + number) % LESSONS,
            trainer=f"trainer-{number}",
            wanted=wanted,
        )
        for number, (group, minutes, wanted) in enumerate(hours, 1)
    ]


def _on_five(at: datetime) -> datetime:
    """Return the last instant at which a clock showed full five minutes."""
    seconds = int(at.timestamp())
    return datetime.fromtimestamp(seconds - seconds % FIVE_MINUTES, at.tzinfo)
