"""The figures by plain queries, one statement each: what the fast ones have to agree with."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from db.learning import Feedback
from db.models import Activity, Attendance, Enrolment, Senior, Station, TurnedAway
from db.words import ActivityState, How
from services import clock
from services.doorway import is_late
from services.overview import Choice
from services.population import BANDS

CALLED_OFF = (ActivityState.CANCELLED, ActivityState.NOT_HELD)


@dataclass(frozen=True)
class Plain:
    """Counts for one choice by asking the database each time. path: the node's, "/" for all."""

    db: Session
    choice: Choice
    path: str
    now: datetime

    def sums(self) -> dict[str, int]:
        """Return the sums as services.overview.tally names them."""
        came = self.count(self.attended())
        return {
            "activities": self.count(select(Activity.id).where(self.chosen(), self.held())),
            "cancelled": self.count(self.in_state(ActivityState.CANCELLED)),
            "not_held": self.count(self.in_state(ActivityState.NOT_HELD)),
            "not_closed": self.count(
                self.in_state(ActivityState.PLANNED).where(Activity.ends_at <= self.now)
            ),
            "visits": came,
            "people": self.count(self.attended(Attendance.senior_id).distinct()),
            "newcomers": self.count(self.attended().where(~self.came_before())),
            "walk_ins": self.count(self.attended().where(Attendance.how == How.WALK_IN)),
            "late": self.late(),
            "seats": self.db.scalar(select(func.sum(Activity.seats)).where(self.chosen(), self.over())) or 0,
            "seated": self.count(self.attended().where(self.over())),
            "expected": self.count(self.expected()),
            "came": self.count(self.expected().where(self.attendance_of(Enrolment.senior_id))),
            "unmet": self.count(self.waited()) + self.count(self.turned_away()),
            "best": self.count(self.opinions().where(Feedback.face == 3)),
            "faces": self.count(self.opinions()),
        }

    def count(self, query: Select[Any]) -> int:
        return self.db.scalar(select(func.count()).select_from(query.subquery())) or 0

    def late(self) -> int:
        rows = self.db.execute(self.attended().with_only_columns(Attendance.arrived_at, Activity.starts_at))
        return sum(is_late(row.arrived_at, row.starts_at) for row in rows)

    def chosen(self) -> ColumnElement[bool]:
        """The activities on the chosen days, by each station's own midnight."""
        choice = self.choice
        stations = self.db.execute(
            select(Station.id, Station.zone).where(Station.path.startswith(self.path))
        ).all()
        days = [
            and_(
                Activity.station_id == station.id,
                Activity.starts_at >= clock.day_bounds(choice.first_on, station.zone)[0],
                Activity.starts_at < clock.day_bounds(choice.last_on, station.zone)[1],
            )
            for station in stations
        ]
        conditions = [or_(*days)]
        if choice.programme_id is not None:
            conditions.append(Activity.programme_id == choice.programme_id)
        if choice.lesson:
            conditions.append(Activity.lesson == choice.lesson)
        if choice.trainer_id is not None:
            conditions.append(Activity.trainer_id == choice.trainer_id)
        return and_(*conditions)

    def held(self) -> ColumnElement[bool]:
        some = aliased(Attendance)
        somebody = exists().where(some.activity_id == Activity.id, some.voided_at.is_(None))
        return Activity.state.not_in(CALLED_OFF) & ((Activity.state == ActivityState.CLOSED) | somebody)

    def over(self) -> ColumnElement[bool]:
        return self.held() & (Activity.ends_at <= self.now)

    def in_state(self, state: ActivityState) -> Select[Any]:
        return select(Activity.id).where(self.chosen(), Activity.state == state)

    def of_people(self, query: Select[Any], senior_id: Any) -> Select[Any]:
        """Limit a query to the people chosen."""
        choice = self.choice
        if not choice.is_about_some_people:
            return query
        query = query.join(Senior, Senior.id == senior_id)
        if choice.band:
            youngest, oldest = BANDS[choice.band]
            query = query.where(
                Senior.birth_year.between(choice.last_on.year - oldest, choice.last_on.year - youngest)
            )
        if choice.gender:
            query = query.where(Senior.gender == choice.gender)
        if choice.neighbourhood:
            query = query.where(Senior.neighbourhood == choice.neighbourhood)
        return query

    def attended(self, what: Any = Attendance.id) -> Select[Any]:
        visits = (
            select(what)
            .join(Activity, Activity.id == Attendance.activity_id)
            .where(Attendance.voided_at.is_(None), self.chosen(), self.held())
        )
        return self.of_people(visits, Attendance.senior_id)

    def came_before(self) -> ColumnElement[bool]:
        earlier, then = aliased(Attendance), aliased(Activity)
        somebody = aliased(Attendance)
        return exists(
            select(earlier.id)
            .join(then, then.id == earlier.activity_id)
            .where(
                earlier.senior_id == Attendance.senior_id,
                earlier.voided_at.is_(None),
                (then.starts_at < Activity.starts_at)
                | (and_(then.starts_at == Activity.starts_at, then.id < Activity.id)),
                then.state.not_in(CALLED_OFF),
                exists().where(somebody.activity_id == then.id, somebody.voided_at.is_(None)),
            )
        )

    def attendance_of(self, senior_id: Any) -> ColumnElement[bool]:
        return exists().where(
            Attendance.activity_id == Activity.id,
            Attendance.senior_id == senior_id,
            Attendance.voided_at.is_(None),
        )

    def at_the_start(self) -> ColumnElement[bool]:
        """The places that stood when it began, not those that a merge left behind."""
        own = select(Senior.id).where(Senior.merged_into_id.is_(None))
        standing = Enrolment.cancelled_at.is_(None) | (Enrolment.cancelled_at >= Activity.starts_at)
        return standing & Enrolment.senior_id.in_(own)

    def expected(self) -> Select[Any]:
        given_at_the_door = exists().where(
            Attendance.activity_id == Enrolment.activity_id,
            Attendance.senior_id == Enrolment.senior_id,
            Attendance.how == How.WALK_IN,
            Attendance.recorded_at == Enrolment.enrolled_at,
        )
        places = (
            select(Enrolment.id)
            .join(Activity, Activity.id == Enrolment.activity_id)
            .where(self.chosen(), self.over(), self.at_the_start())
            .where(Enrolment.enrolled_at < Activity.starts_at, ~given_at_the_door)
        )
        return self.of_people(places, Enrolment.senior_id)

    def waited(self) -> Select[Any]:
        waiting = (
            select(Enrolment.id)
            .join(Activity, Activity.id == Enrolment.activity_id)
            .where(self.chosen(), self.over(), self.at_the_start())
            .where(Enrolment.enrolled_at.is_(None), Enrolment.queued_at < Activity.starts_at)
            .where(~self.attendance_of(Enrolment.senior_id))
        )
        return self.of_people(waiting, Enrolment.senior_id)

    def turned_away(self) -> Select[Any]:
        """Those nobody knew, and those known who did not wait as well and did not come after all."""
        waited = exists().where(
            Enrolment.activity_id == Activity.id,
            Enrolment.senior_id == TurnedAway.senior_id,
            Enrolment.enrolled_at.is_(None),
            Enrolment.queued_at < Activity.starts_at,
            Enrolment.cancelled_at.is_(None) | (Enrolment.cancelled_at >= Activity.starts_at),
        )
        away = (
            select(TurnedAway.id)
            .join(Activity, Activity.id == TurnedAway.activity_id)
            .where(self.chosen(), self.over())
            .where(TurnedAway.senior_id.is_(None) | (~waited & ~self.attendance_of(TurnedAway.senior_id)))
        )
        return self.of_people(away, TurnedAway.senior_id)

    def opinions(self) -> Select[Any]:
        return (
            select(Feedback.id)
            .join(Activity, Activity.id == Feedback.activity_id)
            .where(self.chosen(), self.held())
        )


def plain(db: Session, choice: Choice, path: str, now: datetime) -> dict[str, int]:
    """Return the sums by plain queries."""
    return Plain(db, choice, path, now).sums()
