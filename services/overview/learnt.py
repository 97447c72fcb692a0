"""What was learnt, kept column by column: who got how far in which lesson and when, and every step.

Why it is kept beside the columns of the visits and not among them is in
docs/decisions/0004-figures-from-columns.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from services.overview.columns import Flags, Ints, Small

# A step of a lesson as one number: the lesson's, read or move, and which.
STEPS_OF_A_LESSON = 4096
PERSON = 2**33


@dataclass(frozen=True)
class Firsts:
    """A row for every senior and lesson she began: the days of the first times.

    senior: the record that was kept of several. station: her home. lesson: place in the lessons.
    Days since 1970 on her home station's calendar, NEVER for what did not happen yet: begun, done, alone
    and mastered are explained in services.overview.learning.
    """

    senior: Small
    station: Small
    lesson: Small
    begun: Small
    done: Small
    alone: Small
    mastered: Small


@dataclass(frozen=True)
class OwnDays:
    """A row for every day on which a senior did something on her own."""

    senior: Small
    day: Small


@dataclass(frozen=True)
class Steps:
    """A row for every step that was read, and every move made, on a tablet.

    who: the senior, or the learner below zero for a guest. spot: see `spot`. at: seconds since 1970.
    with_hints: practising with hints.
    """

    who: Small
    spot: Small
    device: Small
    at: Small
    hints: Small
    wrong_taps: Small
    seconds: Small
    with_hints: Flags


@dataclass(frozen=True, slots=True)
class Events:
    """How far the events are known. read_to: the last one.

    settled: up to this one no other can appear any more; unsettled: how many above it are known.
    """

    read_to: int = 0
    settled: int = 0
    unsettled: int = 0


@dataclass(frozen=True, eq=False)
class Learnt:
    """All of it at one moment. lessons: their uids, in no order."""

    firsts: Firsts
    own_days: OwnDays
    steps: Steps
    lessons: tuple[str, ...]

    def place(self, uid: str) -> int:
        """Return a lesson's place; -1 if nobody began it."""
        return self.lessons.index(uid) if uid in self.lessons else -1


def spot(lesson: Any, is_move: Any, step: Any) -> Any:
    """Return a step of a lesson, or a move on its practice phone, as one number."""
    return (lesson * 2 + is_move) * STEPS_OF_A_LESSON + step


def parts(number: Any) -> tuple[Any, Any, Any]:
    """Return of such numbers the lesson's place, 1 for a move or 0, and the step."""
    rest, step = np.divmod(number, STEPS_OF_A_LESSON)
    return rest // 2, rest % 2, step


def rows_on(steps: Steps, devices: Sequence[int], fits: Flags) -> Ints:
    """Return the rows that fit and were done on these tablets."""
    rows = np.flatnonzero(fits)
    return rows[np.isin(steps.device[rows], np.array(devices, dtype=np.int64))]


def people_at(steps: Steps, rows: Ints) -> dict[int, int]:
    """Return how many different people are at each spot of these rows."""
    both = steps.spot[rows].astype(np.int64) * PERSON + steps.who[rows]
    # Somebody without a name is below zero, which takes one from the spot.
    spots, people = np.unique((pd.unique(both) + PERSON // 2) // PERSON, return_counts=True)
    return dict(zip(spots.tolist(), people.tolist(), strict=True))
