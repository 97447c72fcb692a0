"""What very many people learnt on the tablets, drawn a few thousand sessions at a time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from sqlalchemy import insert
from sqlalchemy.orm import Session

from db.learning import Learner, ProgressEvent
from db.models import Device
from db.words import EventKind, PracticeMode
from services.demonstration.crowds import DAY, MINUTE, SECOND, Flags, Instants, Ints, instant
from services.demonstration.learnt import HARD, TABLETS, USUALLY, Content, contents
from services.demonstration.pouring import Columns, digits, pour, table_of

# One visit in so many is gone through on a tablet: four lessons in five years for each senior.
OF_VISITS = 0.11
GUESTS = 0.05
# Step by step for half a year; before that, as most of it, the outcome.
IN_DETAIL = timedelta(days=180)
ALONE = 0.6
FINISHES = 0.85
AGAIN = 0.4


@dataclass(frozen=True, slots=True)
class Sittings:
    """People before tablets. senior, activity: None for guests, and where no session was on."""

    learner: Ints
    senior: Ints | None
    activity: Ints | None
    begins: Instants

    def some(self, chosen: Flags) -> "Sittings":
        """Return some of them."""
        senior, activity = (None if one is None else one[chosen] for one in (self.senior, self.activity))
        return Sittings(self.learner[chosen], senior, activity, self.begins[chosen])


def store_tablets(db: Session, points: Ints, at: datetime) -> None:
    """Bind tablets at every point; the first number of a point's is its place times TABLETS plus 1."""
    db.execute(
        insert(table_of(Device)),
        [
            {
                "id": at_point * TABLETS + number,
                # The hash of no token: nobody has these tablets in hand.
                "token_hash": f"{at_point * TABLETS + number:064}",
                "station_id": int(point),
                "name": f"{number}",
                "bound_at": at,
                "bound_by": at_point + 2,
            }
            for at_point, point in enumerate(points)
            for number in range(1, TABLETS + 1)
        ],
    )


class Pupils:
    """Tells what was learnt in the sessions, and weeks after them."""

    def __init__(self, db: Session, seed: int, at: datetime) -> None:
        self.db, self.now, self.lessons = db, instant(at), contents()
        self.random = np.random.default_rng((seed, 2))
        self.learners = self.events = 0

    def tell(self, activity: Ints, lesson: Ints, point: Ints, starts_at: Instants, senior: Ints) -> None:
        """Let some of these visits be gone through on a tablet. lesson, point: counted from 0."""
        learns = self.random.random(len(senior)) < OF_VISITS
        nameless = self.random.random(len(senior)) < GUESTS
        for number, content in enumerate(self.lessons):
            for is_guest in (False, True):
                rows = np.flatnonzero(learns & (lesson == number) & (nameless == is_guest))
                if content and len(rows):
                    begins = starts_at[rows] + self.random.integers(300, 1200, len(rows)) * SECOND
                    known = None if is_guest else senior[rows]
                    here = self._sit_down(known, activity[rows], point[rows], begins)
                    self._go_through(content, HARD.get(number, USUALLY), here)
                    if not is_guest:
                        self._come_back(content, here, point[rows])

    def _sit_down(
        self, senior: Ints | None, activity: Ints | None, point: Ints, begins: Instants
    ) -> Sittings:
        ids = np.arange(self.learners + 1, self.learners + len(begins) + 1)
        self.learners += len(ids)
        row: Columns = {
            "id": ids,
            "token_hash": digits(ids, 64),
            "key": digits(ids, 24),
            "senior_id": senior,
            "device_id": point * TABLETS + ids % TABLETS + 1,
            "began_at": begins,
            "seen_at": begins + 40 * MINUTE,
            "ended_at": begins + 40 * MINUTE,
        }
        pour(self.db, table_of(Learner), row)
        return Sittings(ids, senior, activity, begins)

    def _go_through(self, lesson: Content, hard: float, here: Sittings) -> None:
        self._did(lesson, EventKind.OPENED, here)
        self._step_by_step(lesson, hard, here.some(here.begins > self.now - np.timedelta64(IN_DETAIL)))
        chance = self.random.random(len(here.begins))
        self._did(lesson, EventKind.PRACTISED, here, 20 * MINUTE, mode=PracticeMode.HINTS, seconds=120)
        alone = here.some(chance < ALONE)
        self._did(lesson, EventKind.PRACTISED, alone, 25 * MINUTE, mode=PracticeMode.OWN, seconds=90)
        self._did(lesson, EventKind.FINISHED, here.some(chance < FINISHES), 30 * MINUTE)

    def _step_by_step(self, lesson: Content, hard: float, here: Sittings) -> None:
        count = len(here.begins)
        for step in range(1, lesson.steps + 1):
            took = self.random.integers(6, 70, count)
            self._did(lesson, EventKind.READ, here, step * MINUTE, step=step, seconds=took)
        for move in range(1, lesson.moves + 1):
            needed = hard if move == lesson.moves // 2 else USUALLY
            hints = (self.random.random(count) < needed) * self.random.integers(1, 4, count)
            about = {"hints": hints, "wrong_taps": hints, "taps": hints + 1}
            took = self.random.integers(3, 30, count) + 12 * hints
            after = 10 * MINUTE + move * 30 * SECOND
            mode = PracticeMode.HINTS
            self._did(lesson, EventKind.MOVE, here, after, mode=mode, step=move, seconds=took, **about)

    def _come_back(self, lesson: Content, here: Sittings, point: Ints) -> None:
        """Let some do it again on their own, a week to six weeks later."""
        later = here.begins + self.random.integers(7, 42, len(here.begins)) * DAY
        back = (self.random.random(len(later)) < AGAIN) & (later < self.now - DAY)
        if here.senior is not None and back.any():
            again = self._sit_down(here.senior[back], None, point[back], later[back])
            self._did(lesson, EventKind.PRACTISED, again, MINUTE, mode=PracticeMode.OWN, seconds=70)

    def _did(
        self,
        lesson: Content,
        kind: EventKind,
        by: Sittings,
        after: np.timedelta64 = 0 * MINUTE,
        *,
        mode: PracticeMode | None = None,
        **about: Ints | int,
    ) -> None:
        ids = np.arange(self.events + 1, self.events + len(by.begins) + 1)
        self.events += len(ids)
        if not len(ids):
            return
        row: Columns = {
            "id": ids,
            "client_id": digits(ids, 32),
            "learner_id": by.learner,
            "senior_id": by.senior,
            "activity_id": by.activity,
            "lesson": lesson.uid,
            "version": lesson.version,
            "kind": kind.value,
            "mode": mode.value if mode else None,
            "happened_at": by.begins + after,
            "received_at": by.begins + after,
        }
        usual = {"step": 0, "taps": 0, "wrong_taps": 0, "hints": 0, "seconds": 0}
        pour(self.db, table_of(ProgressEvent), {**row, **usual, **about})
