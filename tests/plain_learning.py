"""What was learnt, event by event: what the columns kept in memory have to agree with."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import ceil
from statistics import median
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from db.learning import Learner, ProgressEvent
from db.models import Device, Senior, Station
from db.words import EventKind, PracticeMode
from services import clock, library
from services.overview import Choice
from services.overview.attention import STUCK_DAYS, STUCK_SHARE
from services.population import BANDS

A_WEEK = timedelta(days=7)


@dataclass
class Pair:
    """A senior and a lesson: the days of everything she did in it until a day is over."""

    senior: int
    lesson: str
    own: list[date]
    done: list[date]

    def holds(self, today: date) -> dict[str, bool]:
        due = min(self.done) + A_WEEK if self.done else None
        return {
            "begun": True,
            "done": due is not None,
            "alone": bool(self.own),
            "due": due is not None and due <= today,
            "mastered": due is not None and any(day >= due for day in self.own),
        }


def pairs(db: Session, choice: Choice, path: str, until: date) -> list[Pair]:
    """Return what the chosen people did until a day is over, on the calendar of each one's home."""
    found: dict[tuple[int, str], Pair] = {}
    for event, senior, zone in _events(db, path):
        day = clock.local(event.happened_at, zone).date()
        if day <= until and _is_chosen(senior, choice) and choice.lesson in ("", event.lesson):
            pair = found.setdefault((senior.id, event.lesson), Pair(senior.id, event.lesson, [], []))
            is_own = event.kind is EventKind.PRACTISED and event.mode is PracticeMode.OWN
            pair.own += [day] * is_own
            pair.done += [day] * (is_own or event.kind is EventKind.FINISHED)
    return list(found.values())


def lessons(db: Session, choice: Choice, path: str, today: date) -> dict[str, dict[str, int]]:
    """Return as services.overview.learning.lessons how many are how far, where anybody began."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for pair in pairs(db, choice, path, choice.last_on):
        counts[pair.lesson].update(pair.holds(min(today, choice.last_on)))
    return {uid: {name: int(count) for name, count in counted.items()} for uid, counted in counts.items()}


def tracks(db: Session, choice: Choice, path: str) -> list[tuple[int, int]]:
    """Return how many began and completed each track."""
    every = pairs(db, choice, path, choice.last_on)
    told = []
    for line in library.tracks():
        uids = {one.lesson.uid for one in line.lessons}
        alone: Counter[int] = Counter()
        for pair in every:
            if pair.lesson in uids:
                alone[pair.senior] += bool(pair.own)
        needed = ceil(0.8 * len(uids))
        told.append((len(alone), sum(count >= needed for count in alone.values())))
    return told


def mastery(db: Session, choice: Choice, path: str, on: date) -> tuple[int, int]:
    """Return how many lessons of people were due and mastered when a day was over."""
    held = [pair.holds(on) for pair in pairs(db, choice, path, on)]
    return sum(one["due"] for one in held), sum(one["mastered"] for one in held)


def on_their_own(db: Session, choice: Choice) -> set[int]:
    """Return who did something on her own on the chosen days."""
    return {
        senior.id
        for event, senior, zone in _events(db, "/")
        if event.kind is EventKind.PRACTISED and event.mode is PracticeMode.OWN
        if choice.first_on <= clock.local(event.happened_at, zone).date() <= choice.last_on
    }


def stuck(db: Session, path: str, after: datetime, until: datetime) -> dict[Any, tuple[Any, ...]]:
    """Return for each lesson, kind and step: people, hints and wrong taps each time, median of seconds."""
    at: dict[Any, list[tuple[int, ProgressEvent]]] = defaultdict(list)
    for who, event in _steps(db, path, after, until):
        at[event.lesson, event.kind, event.step].append((who, event))
    return {
        spot: (
            len({who for who, _event in here}),
            sum(event.hints for _who, event in here) / len(here),
            sum(event.wrong_taps for _who, event in here) / len(here),
            median(event.seconds for _who, event in here),
        )
        for spot, here in at.items()
    }


def concerns(db: Session, path: str, now: datetime, fewest: int) -> list[tuple[str, int, int, int]]:
    """Return lesson, step, helped and people of each move at which every second one needed a hint."""
    came: dict[Any, set[int]] = defaultdict(set)
    helped: dict[Any, set[int]] = defaultdict(set)
    for who, event in _steps(db, path, now - STUCK_DAYS, datetime.max.replace(tzinfo=UTC)):
        if event.kind is EventKind.MOVE and event.mode is PracticeMode.HINTS:
            came[event.lesson, event.step].add(who)
            helped[event.lesson, event.step] |= {who} if event.hints else set()
    return [
        (lesson, step, len(helped[lesson, step]), len(people))
        for (lesson, step), people in sorted(came.items())
        if len(people) >= fewest and len(helped[lesson, step]) >= len(people) * STUCK_SHARE
    ]


def _events(db: Session, path: str) -> Iterator[tuple[ProgressEvent, Senior, str]]:
    """Give the events of seniors at home there: what a merged record did is hers who was kept."""
    record = aliased(Senior)
    rows = db.execute(
        select(ProgressEvent, Senior, Station.zone)
        .join(record, record.id == ProgressEvent.senior_id)
        .join(Senior, Senior.id == func.coalesce(record.merged_into_id, record.id))
        .join(Station, Station.id == Senior.station_id)
        .where(Station.path.startswith(path))
    )
    return ((event, senior, zone) for event, senior, zone in rows)


def _is_chosen(senior: Senior, choice: Choice) -> bool:
    youngest, oldest = BANDS[choice.band] if choice.band else (0, 0)
    age = choice.last_on.year - (senior.birth_year or 0)
    return (
        (not choice.band or (senior.birth_year is not None and youngest <= age <= oldest))
        and choice.gender in (None, "", senior.gender)
        and choice.neighbourhood in (None, "", senior.neighbourhood)
    )


def _steps(db: Session, path: str, after: datetime, until: datetime) -> Iterator[tuple[int, ProgressEvent]]:
    rows = db.execute(
        select(ProgressEvent)
        .join(Learner, Learner.id == ProgressEvent.learner_id)
        .join(Device, Device.id == Learner.device_id)
        .join(Station, Station.id == Device.station_id)
        .where(
            Station.path.startswith(path),
            ProgressEvent.kind.in_((EventKind.READ, EventKind.MOVE)),
            ProgressEvent.happened_at > after,
            ProgressEvent.happened_at <= until,
        )
    )
    return ((event.senior_id or -event.learner_id, event) for event in rows.scalars())
