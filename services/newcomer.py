"""How a new senior's record is stored: under a free number, once however often the button is tapped."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from db.models import Card, Senior
from services import numbers
from services.details import Details
from services.work import Work

TRIES = 20
SECOND_TAP = timedelta(seconds=10)


def just_made(work: Work, station_id: int, details: Details) -> tuple[int, str, str] | None:
    """Return id, number and card token of what the first tap made, None if this is the first.

    Within one transaction nobody taps twice: two like rows of a list are two people.
    """
    same = (getattr(Senior, field) == getattr(details, field) for field in Details.__slots__)
    row = work.db.execute(
        select(Senior.id, Senior.number, Card.token)
        .join(Card, Card.senior_id == Senior.id)
        .where(Senior.station_id == station_id, Senior.registered_by == work.actor.staff_id, *same)
        .where(Senior.registered_at < work.at, Senior.registered_at >= work.at - SECOND_TAP)
        .where(Senior.merged_into_id.is_(None), Card.revoked_at.is_(None))
        .limit(1)
    ).first()
    return (row[0], row[1], row[2]) if row else None


def insert(work: Work, station_id: int, details: Details) -> Senior:
    """Store the record under a free number; if somebody took it in the same moment, under another."""
    for attempt in range(TRIES):
        senior = Senior(
            number=numbers.free(work.db),
            station_id=station_id,
            registered_at=work.at,
            registered_by=work.actor.staff_id,
        )
        details.put_into(senior)
        try:
            with work.db.begin_nested():
                work.db.add(senior)
        except IntegrityError:
            if attempt == TRIES - 1:
                raise
        else:
            return senior
    raise numbers.NumbersUsedUp
