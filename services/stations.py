"""The tree of places: street, area, station, point."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from db.models import Activity, Station
from db.words import Action, ActivityState, StationKind
from services.access import Permission
from services.details import clean_phone
from services.errors import N_, Invalid, Refused
from services.work import Work

ORDER = tuple(StationKind)
MOST_SEATS = 500
LENGTHS = {"name_zh": 60, "name_en": 80, "address": 120}


class NameMissing(Invalid):
    """A place without a name."""

    sentence = N_("Please enter the name of the place.")


class NameTooLong(Invalid):
    """A text that does not fit."""

    sentence = N_("This text is too long: %(most)s characters at most.")


class SeatsOutOfRange(Invalid):
    """No seats, or more than any room has."""

    sentence = N_("Please enter between 1 and %(most)s seats.")


class NotBelow(Invalid):
    """A place of this kind does not belong there."""

    sentence = N_("A place of this kind cannot stand below the chosen one.")


class StillPlanned(Refused):
    """Sessions are to come."""

    sentence = N_("%(planned)s sessions are still planned here. Please move or cancel them first.")


class HasOpenPlaces(Refused):
    """Places below are in use."""

    sentence = N_("%(places)s places below are still open. Please close them first.")


class ParentClosed(Refused):
    """The place above is not in use."""

    sentence = N_("The place above is closed. Please open that one first.")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the tree. depth: 0 for the topmost one the actor sees. may_hold: kinds that fit below."""

    id: int
    parent_id: int | None
    depth: int
    kind: StationKind
    name_zh: str
    name_en: str
    address: str
    phone: str
    seats: int
    is_open: bool
    may_hold: tuple[StationKind, ...]


def places(work: Work, *, permission: Permission, also_closed: bool = False) -> tuple[Place, ...]:
    """Return the places at which the actor may do this, each followed by those below it.

    Empty when there is none.
    """
    listed = select(Station).where(work.within(permission, Station.path))
    if not also_closed:
        listed = listed.where(Station.is_open)
    stations = {station.id: station for station in work.db.scalars(listed)}
    depths: dict[int, int] = {}
    for station in sorted(stations.values(), key=_in_tree):
        depths[station.id] = depths.get(station.parent_id or 0, -1) + 1
    return tuple(_place(stations[station_id], depth) for station_id, depth in depths.items())


def add(
    work: Work,
    *,
    parent_id: int,
    kind: StationKind,
    name_zh: str,
    name_en: str = "",
    address: str = "",
    phone: str = "",
    seats: int = 30,
) -> int:
    """Add a place below another one and return its id; the same name there again is the same place.

    Raises NotFound, NotAllowed, ParentClosed, and Invalid with the wrong field.
    """
    work.allow(Permission.MANAGE_STATIONS, station_id=parent_id)
    parent = work.get(Station, parent_id, lock=True)
    if kind not in _below(parent.kind):
        raise NotBelow("kind")
    if not parent.is_open:
        raise ParentClosed
    told = _clean(name_zh=name_zh, name_en=name_en, address=address, phone=phone, seats=seats)
    same = select(Station.id).where(
        Station.parent_id == parent_id, Station.kind == kind, Station.name_zh == told["name_zh"]
    )
    there = work.db.scalar(same)
    if there is not None:
        return there

    station = Station(parent_id=parent_id, path="/", kind=kind, zone=parent.zone, is_open=True, **told)
    work.db.add(station)
    work.db.flush()
    station.path = f"{parent.path}{station.id}/"
    work.record(Action.STATION_ADDED, station, parent=parent_id)
    return station.id


def change(
    work: Work,
    *,
    station_id: int,
    name_zh: str,
    name_en: str = "",
    address: str = "",
    phone: str = "",
    seats: int,
) -> None:
    """Change what is known of a place. Raises NotFound, NotAllowed, and Invalid with the wrong field."""
    work.allow(Permission.MANAGE_STATIONS, station_id=station_id)
    station = work.get(Station, station_id, lock=True)
    told = _clean(name_zh=name_zh, name_en=name_en, address=address, phone=phone, seats=seats)
    changed = [field for field, value in told.items() if getattr(station, field) != value]
    if not changed:
        return
    for field in changed:
        setattr(station, field, told[field])
    work.record(Action.STATION_CHANGED, station, fields=changed)


def close(work: Work, *, station_id: int) -> None:
    """Take a place out of use; nothing about its past changes. Twice changes nothing.

    Raises NotFound, NotAllowed, HasOpenPlaces, StillPlanned.
    """
    work.allow(Permission.MANAGE_STATIONS, station_id=station_id)
    station = work.get(Station, station_id, lock=True)
    if not station.is_open:
        return
    below = select(func.count()).where(Station.parent_id == station_id, Station.is_open)
    places = work.db.scalar(below)
    if places:
        raise HasOpenPlaces(places=places)
    planned = _planned(work, station_id, work.at)
    if planned:
        raise StillPlanned(planned=planned)
    station.is_open = False
    work.record(Action.STATION_CHANGED, station, is_open=False)


def reopen(work: Work, *, station_id: int) -> None:
    """Take a place into use again. Twice changes nothing. Raises NotFound, NotAllowed, ParentClosed."""
    work.allow(Permission.MANAGE_STATIONS, station_id=station_id)
    station = work.get(Station, station_id, lock=True)
    if station.is_open:
        return
    if station.parent_id is not None and not work.station(station.parent_id).is_open:
        raise ParentClosed
    station.is_open = True
    work.record(Action.STATION_CHANGED, station, is_open=True)


def _planned(work: Work, station_id: int, at: datetime) -> int:
    listed = select(func.count()).where(
        Activity.station_id == station_id,
        Activity.ends_at > at,
        Activity.state == ActivityState.PLANNED,
    )
    return work.db.scalar(listed) or 0


def _clean(**told: str | int) -> dict[str, str | int]:
    """Return the texts without blanks around them, the phone in digits."""
    clean = {field: " ".join(value.split()) for field, value in told.items() if isinstance(value, str)}
    if not clean["name_zh"]:
        raise NameMissing("name_zh")
    clean["name_en"] = clean["name_en"] or clean["name_zh"]
    for field, most in LENGTHS.items():
        if len(clean[field]) > most:
            raise NameTooLong(field, most=most)
    seats = told["seats"]
    if not isinstance(seats, int) or not 1 <= seats <= MOST_SEATS:
        raise SeatsOutOfRange("seats", most=MOST_SEATS)
    return {**clean, "phone": clean_phone(clean["phone"]), "seats": seats}


def _in_tree(station: Station) -> list[int]:
    return [int(part) for part in station.path.strip("/").split("/")]


def _place(station: Station, depth: int) -> Place:
    return Place(
        id=station.id,
        parent_id=station.parent_id,
        depth=depth,
        kind=station.kind,
        name_zh=station.name_zh,
        name_en=station.name_en,
        address=station.address,
        phone=station.phone,
        seats=station.seats,
        is_open=station.is_open,
        may_hold=_below(station.kind),
    )


def _below(kind: StationKind) -> tuple[StationKind, ...]:
    return ORDER[ORDER.index(kind) + 1 :]
