"""Very many visits, drawn a few thousand activities at a time."""

from datetime import datetime

import numpy as np
from sqlalchemy.orm import Session

from db.base import Model
from db.models import Activity, Attendance, Enrolment, TurnedAway
from db.words import ActivityState, EnrolmentState, How
from services.demonstration.crowds import (
    COMING,
    DAY,
    MINUTE,
    SECOND,
    Flags,
    Instants,
    Ints,
    Scale,
    first_midnight,
)
from services.demonstration.days import SEASON
from services.demonstration.lessons import TITLES, uids
from services.demonstration.pouring import Columns, digits, pour, table_of
from services.demonstration.pupils import Pupils

ASKING = 26
LASTS = 90 * MINUTE
# Four classes a day, in minutes of the day in UTC.
SLOTS = np.array((60, 165, 330, 435))
HOW_OFTEN = {
    How.CARD: 0.6,
    How.NUMBER: 0.12,
    How.NAME: 0.1,
    How.SELF: 0.08,
    How.ROLL_CALL: 0.05,
    How.WALK_IN: 0.05,
}
VOIDED = 0.005
CALLED_OFF = 0.02


class Teller:
    """Tells what happened, some activities at a time, oldest first."""

    def __init__(self, db: Session, seed: int, scale: Scale, at: datetime, points: Ints) -> None:
        self.db, self.scale, self.points = db, scale, points
        self.random = np.random.default_rng(seed)
        self.ids: dict[type[Model], int] = {}
        self.lessons, self.pupils = uids(), Pupils(db, seed, at)
        weekdays = _weekdays(first_midnight(scale, at), scale.years * 365)
        turns = np.arange(scale.meetings) * (len(weekdays) * len(SLOTS)) // scale.meetings
        starts = weekdays[turns // len(SLOTS)] + SLOTS[turns % len(SLOTS)] * MINUTE
        every = np.tile(starts, scale.stations)
        order = np.argsort(every, kind="stable")
        self.starts_at = every[order]
        self.station = np.repeat(np.arange(scale.stations), scale.meetings)[order]
        turn = np.tile(np.arange(scale.meetings), scale.stations)[order]
        self.share = turn / scale.meetings
        # Counted from 0: one after the other at every station, another at each at the same time.
        self.lesson = (turn * 7 + self.station) % len(TITLES)

    @property
    def count(self) -> int:
        """Return how many activities there are in all."""
        return len(self.starts_at)

    def tell(self, first: int, last: int) -> None:
        """Store the activities from first to last, with who enrolled and who came."""
        share = self.random.random(last - first)
        called_off = share < CALLED_OFF
        came, stayed_away = self._how_many(first, last, called_off)
        # Where somebody waits, every seat is given away.
        waits = (share > 0.6) & ~called_off
        seats = np.where(waits, came + stayed_away, ASKING)
        self._store_activities(first, last, seats, called_off)

        place = np.arange(ASKING)[None, :]
        seniors = self._who(first, last)
        has_seat = place < (came + stayed_away)[:, None]
        self._enrol(first, seniors, has_seat, EnrolmentState.ENROLLED)
        self._enrol(first, seniors, ~has_seat & waits[:, None], EnrolmentState.WAITING)
        self._enrol(first, seniors, ~has_seat & ~waits[:, None], EnrolmentState.CANCELLED)
        meeting, senior = self._come(first, seniors, place < came[:, None])
        self._learn(first + meeting, senior)
        self._turn_away(first, np.flatnonzero(waits & (share > 0.9)))

    def _how_many(self, first: int, last: int, called_off: Flags) -> tuple[Ints, Ints]:
        """Draw how many come, by season, and how many have a seat and do not come."""
        months = self.starts_at[first:last].astype("datetime64[M]").astype(int) % 12
        likely = COMING / ASKING * np.array(SEASON)[months] / np.mean(SEASON)
        came = np.where(called_off, 0, self.random.binomial(ASKING, np.clip(likely, 0, 0.97)))
        stayed_away = self.random.binomial(ASKING - came, 0.6)
        return came, np.where(came + stayed_away == 0, 1, stayed_away)

    def _who(self, first: int, last: int) -> Ints:
        """Draw who asks, a row for each activity: those whose time it is; one in 25 from elsewhere."""
        around = self.scale.around
        chance = self.random.random((last - first, around), dtype=np.float32)
        asking = min(ASKING, around)
        drawn = np.argpartition(chance, asking - 1, axis=1)[:, :asking]
        begins = self.share[first:last] * (self.scale.pool - around)
        seniors = 1 + drawn + (begins.astype(np.int64) + self.station[first:last] * self.scale.pool)[:, None]
        elsewhere = self.random.integers(1, self.scale.pool * self.scale.stations + 1, last - first)
        goes = (self.random.random(last - first) < 1 / 25) & ~(seniors == elsewhere[:, None]).any(axis=1)
        seniors[:, 0] = np.where(goes, elsewhere, seniors[:, 0])
        return seniors

    def _store_activities(self, first: int, last: int, seats: Ints, called_off: Flags) -> None:
        ids = np.arange(first + 1, last + 1)
        lessons = self.lesson[first:last]
        for off in (False, True):
            for lesson, (zh, en) in enumerate(TITLES):
                chosen = (called_off == off) & (lessons == lesson)
                starts_at = self.starts_at[first:last][chosen]
                station = self.station[first:last][chosen]
                state = ActivityState.CANCELLED if off else ActivityState.CLOSED
                named = {"lesson": self.lessons[lesson], "title_zh": zh, "title_en": en, "series": ""}
                row: Columns = {
                    "id": ids[chosen],
                    "public_id": digits(ids[chosen], 16),
                    "programme_id": 1,
                    "station_id": self.points[station],
                    "trainer_id": station + 2,
                    "room": "活动室",
                    "starts_at": starts_at,
                    "ends_at": starts_at + LASTS,
                    "seats": seats[chosen],
                    "state": state.value,
                    "reason": "停电" if off else "",
                    "door_secret": digits(ids[chosen], 64),
                }
                pour(self.db, table_of(Activity), {**row, **named})

    def _enrol(self, first: int, seniors: Ints, chosen: Flags, state: EnrolmentState) -> None:
        meeting, place = np.nonzero(chosen)
        starts_at = self.starts_at[first + meeting]
        queued_at = starts_at - self.random.integers(1, 14 * 24 * 60, len(meeting)) * MINUTE - DAY
        ids = self._next(Enrolment, len(meeting))
        row: Columns = {
            "id": ids,
            "activity_id": first + meeting + 1,
            "senior_id": seniors[meeting, place],
            "state": state.value,
            "party": digits(ids, 16),
            "queued_at": queued_at,
            "enrolled_at": queued_at if state is not EnrolmentState.WAITING else None,
            "cancelled_at": starts_at - 300 * MINUTE if state is EnrolmentState.CANCELLED else None,
            "reason": "",
        }
        pour(self.db, table_of(Enrolment), row)

    def _come(self, first: int, seniors: Ints, chosen: Flags) -> tuple[Ints, Ints]:
        """Store who came and return of each visit that stands which activity it was, and who."""
        meeting, place = np.nonzero(chosen)
        drawn = self.random.choice(len(HOW_OFTEN) + 1, len(meeting), p=[*_how_often(), VOIDED])
        minutes = self.random.normal(-6, 5, len(meeting))
        arrived_at = self.starts_at[first + meeting] + (minutes * 60e6).astype("timedelta64[us]")
        for number, how in enumerate([*HOW_OFTEN, How.CARD]):
            these = drawn == number
            ids = self._next(Attendance, int(these.sum()))
            is_voided = number == len(HOW_OFTEN)
            trainer = self.station[first + meeting[these]] + 2
            row: Columns = {
                "id": ids,
                "activity_id": first + meeting[these] + 1,
                "senior_id": seniors[meeting[these], place[these]],
                "arrived_at": arrived_at[these],
                "how": how.value,
                "client_id": digits(ids, 32),
                "recorded_by": None if how is How.SELF else trainer,
                "recorded_at": arrived_at[these] + SECOND,
                "voided_at": arrived_at[these] + MINUTE if is_voided else None,
                "voided_by": trainer if is_voided else None,
                "reason": "刷错卡" if is_voided else "",
            }
            pour(self.db, table_of(Attendance), row)
        stands = drawn < len(HOW_OFTEN)
        return meeting[stands], seniors[meeting, place][stands]

    def _learn(self, at: Ints, senior: Ints) -> None:
        self.pupils.tell(at + 1, self.lesson[at], self.station[at], self.starts_at[at], senior)

    def _turn_away(self, first: int, meeting: Ints) -> None:
        ids = self._next(TurnedAway, len(meeting))
        row: Columns = {
            "id": ids,
            "activity_id": first + meeting + 1,
            "came_at": self.starts_at[first + meeting],
            "client_id": digits(ids, 32),
            "recorded_by": self.station[first + meeting] + 2,
        }
        pour(self.db, table_of(TurnedAway), row)

    def _next(self, model: type[Model], count: int) -> Ints:
        """Return the next ids of a table."""
        last = self.ids.get(model, 0)
        self.ids[model] = last + count
        return np.arange(last + 1, last + count + 1)


def _how_often() -> list[float]:
    return [often * (1 - VOIDED) for often in HOW_OFTEN.values()]


def _weekdays(first: np.datetime64, days: int) -> Instants:
    """Return the midnights of all days from Monday to Friday."""
    every = first.astype("datetime64[D]") + np.arange(days)
    weekdays: Instants = every[np.is_busday(every)].astype("datetime64[us]")
    return weekdays
