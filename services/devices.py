"""Tablets: bound to a station once by somebody of its staff, and released again."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from db.models import Device, Staff, Station
from db.words import Action
from services.access import Permission
from services.errors import N_, Invalid, NotSignedIn, Refused
from services.identity import hash_of
from services.work import Work

NAME_LENGTH = 40


class NameMissing(Invalid):
    """A tablet without a name."""

    sentence = N_("Please give the tablet a name, for example the number on its back.")


class NameTooLong(Invalid):
    """The name does not fit."""

    sentence = N_("This name is longer than %(most)s characters.")


class StationClosed(Refused):
    """The station is not in use."""

    sentence = N_("This place is closed. Please choose another one.")


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A bound tablet. bound_by: the name of who bound it."""

    id: int
    name: str
    station_id: int
    station_zh: str
    station_en: str
    zone: str
    bound_at: datetime
    bound_by: str


def bind(work: Work, *, station_id: int, name: str) -> str:
    """Bind the tablet the actor holds to a station and return the token for its cookie.

    A tablet that is bound already is released first. Raises NotSignedIn, NotFound, NotAllowed,
    StationClosed, NameMissing, NameTooLong.
    """
    if work.actor.staff_id is None:
        raise NotSignedIn
    work.allow(Permission.BIND_TABLETS, station_id=station_id)
    if not work.station(station_id).is_open:
        raise StationClosed
    shown = " ".join(name.split())
    if not shown:
        raise NameMissing("name")
    if len(shown) > NAME_LENGTH:
        raise NameTooLong("name", most=NAME_LENGTH)

    if work.actor.device_id is not None:
        _release(work, work.get(Device, work.actor.device_id, lock=True))
    token = secrets.token_urlsafe(32)
    device = Device(
        token_hash=hash_of(token),
        station_id=station_id,
        name=shown,
        bound_at=work.at,
        bound_by=work.actor.staff_id,
    )
    work.db.add(device)
    work.record(Action.DEVICE_BOUND, device, station=station_id)
    return token


def release(work: Work, *, device_id: int) -> None:
    """Release a tablet, wherever it is; it is nobody's from its next tap on. Twice changes nothing.

    Raises NotFound, NotAllowed.
    """
    device = work.get(Device, device_id, lock=True)
    work.allow(Permission.BIND_TABLETS, station_id=device.station_id)
    _release(work, device)


def devices(work: Work) -> tuple[DeviceRow, ...]:
    """Return the bound tablets of the stations at which the actor binds them, by station and name."""
    rows = work.db.execute(
        _listed()
        .where(work.within(Permission.BIND_TABLETS, Station.path))
        .order_by(Station.path, Device.name)
    )
    return tuple(DeviceRow(**row._mapping) for row in rows)


def this_one(work: Work) -> DeviceRow | None:
    """Return the tablet the actor holds, None when it is not bound."""
    row = work.db.execute(_listed().where(Device.id == work.actor.device_id)).first()
    return DeviceRow(**row._mapping) if row else None


def _listed() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Device.id,
            Device.name,
            Device.station_id,
            Station.name_zh.label("station_zh"),
            Station.name_en.label("station_en"),
            Station.zone,
            Device.bound_at,
            Staff.name.label("bound_by"),
        )
        .join(Station, Station.id == Device.station_id)
        .join(Staff, Staff.id == Device.bound_by)
        .where(Device.released_at.is_(None))
    )


def _release(work: Work, device: Device) -> None:
    if device.released_at is None:
        device.released_at = work.at
        work.record(Action.DEVICE_RELEASED, device, station=device.station_id)
