"""Whom to telephone: the station somebody belongs to, or the place above it that has a telephone."""

from dataclasses import dataclass

from sqlalchemy import select

from db.models import Device, Senior, Station
from db.words import StationKind
from services.work import Work


@dataclass(frozen=True, slots=True)
class Telephone:
    """A place and its number."""

    name_zh: str
    name_en: str
    phone: str


def to_call(work: Work) -> Telephone | None:
    """Return whom somebody at home or before a tablet telephones with a question; None if nobody is known.

    A senior calls her own station, a tablet or a staff member theirs, and whoever is not known the
    street, if this house serves a single one.
    """
    station_id = _own(work)
    return nearest(work, station_id) if station_id is not None else None


def nearest(work: Work, station_id: int) -> Telephone | None:
    """Return the telephone of a place, or of the next one above it. Asks for no permission."""
    above = [int(part) for part in work.station(station_id).path.strip("/").split("/")]
    rows = work.db.scalars(
        select(Station).where(Station.id.in_(above), Station.phone != "").order_by(Station.path.desc())
    )
    place = rows.first()
    return Telephone(place.name_zh, place.name_en, place.phone) if place else None


def _own(work: Work) -> int | None:
    actor = work.actor
    if actor.senior_id is not None:
        return work.get(Senior, actor.senior_id).station_id
    if actor.device_id is not None:
        return work.get(Device, actor.device_id).station_id
    if actor.roles:
        return actor.roles[0].station_id
    streets = work.db.scalars(
        select(Station.id).where(Station.kind == StationKind.STREET, Station.is_open).limit(2)
    ).all()
    return streets[0] if len(streets) == 1 else None
