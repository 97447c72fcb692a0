"""Seats and the waiting list of one activity: whole parties, strictly in order.

The first party waiting is the next to be seated. While a couple is first and one seat is free, that
seat is kept for the couple: nobody behind them is seated before them. Whoever calls holds the lock
on the activity, and has asked who is allowed.
"""

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import func, select

from db.models import Activity, Enrolment
from db.words import Action, EnrolmentState
from services.errors import N_, Refused
from services.work import Work

TICK = timedelta(microseconds=1)


class PartyTooLarge(Refused):
    """More people than the activity has seats."""

    sentence = N_("%(people)s people cannot come together: this session has %(seats)s seats in all.")


def taken(work: Work, activity_id: int) -> int:
    """Return how many seats are taken."""
    return (
        work.db.scalar(
            select(func.count()).where(
                Enrolment.activity_id == activity_id, Enrolment.state == EnrolmentState.ENROLLED
            )
        )
        or 0
    )


def line(work: Work, activity_id: int) -> list[list[Enrolment]]:
    """Return the parties that wait, first come first. Who waits together has one queued_at."""
    rows = work.db.scalars(
        select(Enrolment)
        .where(Enrolment.activity_id == activity_id, Enrolment.state == EnrolmentState.WAITING)
        .order_by(Enrolment.queued_at, Enrolment.id)
    )
    return [list(party) for _, party in groupby(rows, lambda row: row.queued_at)]


def turns(rows: Sequence[Enrolment]) -> dict[int, int]:
    """Return, by senior, how many of these waiting rows must be seated first, plus one."""
    turns: dict[int, int] = {}
    for row in rows:
        turns[row.senior_id] = 1 + sum(other.queued_at < row.queued_at for other in rows)
    return turns


def place(work: Work, activity: Activity, senior_ids: Sequence[int]) -> None:
    """Seat these seniors together, or let them wait together.

    Who has a seat keeps it. Who waits already waits on with the others, where the last of them
    stands, so that nobody is overtaken. Raises PartyTooLarge.
    """
    before = _standing(work, activity.id, senior_ids)
    new = [senior_id for senior_id in senior_ids if senior_id not in before]
    stands = {row.queued_at for row in before.values() if row.state is EnrolmentState.WAITING}
    if not new and len(stands) <= 1:
        return
    waiting = [row for party in line(work, activity.id) for row in party if row.queued_at in stands]
    if len(new) + len(waiting) > activity.seats:
        raise PartyTooLarge(people=len(new) + len(waiting), seats=activity.seats)

    together = next((row.party for row in before.values()), secrets.token_hex(8))
    queued_at = _end_of_line(work, activity.id) if new else max(stands)
    waiting += [_row(work, activity.id, senior_id) for senior_id in new]
    for row in waiting:
        row.party, row.queued_at = together, queued_at
    work.db.flush()
    free = activity.seats - taken(work, activity.id)
    seat(work, fitting(work, activity.id, free), newcomers=new)
    _record_queued(work, waiting, new)


def leave(work: Work, rows: Collection[Enrolment], *, reason: str) -> None:
    """Give up these places; the rows stay and say since when and why."""
    for row in rows:
        row.state = EnrolmentState.CANCELLED
        row.cancelled_at = work.at
        row.reason = reason
        work.record(Action.ENROLMENT_CANCELLED, row, activity=row.activity_id, senior=row.senior_id)


def move_up(work: Work, activity: Activity) -> list[Enrolment]:
    """Seat whoever is next as long as whole parties fit, and return them in order."""
    work.db.flush()
    return seat(work, fitting(work, activity.id, activity.seats - taken(work, activity.id)))


def fitting(work: Work, activity_id: int, seats: int) -> list[Enrolment]:
    """Return those next in line for this many seats: whole parties, none skipped."""
    found: list[Enrolment] = []
    for party in line(work, activity_id):
        if len(found) + len(party) > seats:
            break
        found += party
    return found


def seat(work: Work, rows: Sequence[Enrolment], *, newcomers: Collection[int] = ()) -> list[Enrolment]:
    """Turn these waiting places into seats; newcomers never waited."""
    for row in rows:
        row.state = EnrolmentState.ENROLLED
        row.enrolled_at = work.at
        action = Action.ENROLLED if row.senior_id in newcomers else Action.SEATED
        work.record(action, row, activity=row.activity_id, senior=row.senior_id)
    work.db.flush()
    return list(rows)


def party_of(work: Work, own: Enrolment) -> list[Enrolment]:
    """Return the standing places of those she comes with, her own among them."""
    return list(
        work.db.scalars(
            select(Enrolment).where(
                Enrolment.activity_id == own.activity_id,
                Enrolment.party == own.party,
                Enrolment.state != EnrolmentState.CANCELLED,
            )
        )
    )


def _record_queued(work: Work, rows: Sequence[Enrolment], new: Collection[int]) -> None:
    for row in rows:
        if row.senior_id in new and row.state is EnrolmentState.WAITING:
            work.record(Action.QUEUED, row, activity=row.activity_id, senior=row.senior_id)


def _standing(work: Work, activity_id: int, senior_ids: Sequence[int]) -> dict[int, Enrolment]:
    rows = work.db.scalars(
        select(Enrolment)
        .where(
            Enrolment.activity_id == activity_id,
            Enrolment.senior_id.in_(senior_ids),
            Enrolment.state != EnrolmentState.CANCELLED,
        )
        .order_by(Enrolment.queued_at)
    )
    return {row.senior_id: row for row in rows}


def _row(work: Work, activity_id: int, senior_id: int) -> Enrolment:
    row = work.db.scalar(
        select(Enrolment).where(Enrolment.activity_id == activity_id, Enrolment.senior_id == senior_id)
    )
    if row is None:
        row = Enrolment(activity_id=activity_id, senior_id=senior_id, party="", queued_at=work.at)
        work.db.add(row)
    row.state = EnrolmentState.WAITING
    row.enrolled_at = row.cancelled_at = None
    row.reason = ""
    return row


def _end_of_line(work: Work, activity_id: int) -> datetime:
    # Two who ask at once get the lock in either order: the order of the line is that of the lock.
    last = work.db.scalar(
        select(Enrolment.queued_at)
        .where(Enrolment.activity_id == activity_id)
        .order_by(Enrolment.queued_at.desc())
        .limit(1)
    )
    return work.at if last is None else max(work.at, last + TICK)
