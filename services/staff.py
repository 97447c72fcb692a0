"""Those who sign in: added, renamed, given roles and passwords, and let go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import delete, exists, func, literal, select

from db.models import Role, SignIn, SignInFailure, Staff, Station
from db.words import Action, RoleName
from services import identity
from services.access import PERMISSIONS, Permission
from services.errors import N_, Invalid, NotAllowed, NotFound, Refused
from services.identity import (
    NameMissing,
    checked_password,
    checked_user_name,
)
from services.reach import street_of
from services.work import Work

NAME_LENGTH = 60
MANAGING = [role for role, may in PERMISSIONS.items() if Permission.MANAGE_STAFF in may]


class UserNameTaken(Invalid):
    """Somebody signs in by this name."""

    sentence = N_("Somebody already signs in as “%(user_name)s”. Please choose another user name.")


class NameTooLong(Invalid):
    """The name does not fit."""

    sentence = N_("This name is longer than %(most)s characters.")


class LastAdministrator(Refused):
    """Nobody else could manage the staff there."""

    sentence = N_(
        "Nobody else manages the staff there. Please give another person this role first, "
        "so that nobody is locked out."
    )


class NotOneself(Refused):
    """One cannot close one's own account."""

    sentence = N_("You cannot close your own account. Another administrator can.")


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """A role somebody has at a station and below."""

    name: RoleName
    station_id: int
    station_zh: str
    station_en: str


@dataclass(frozen=True, slots=True)
class StaffRow:
    """Somebody who signs in. mine: whether the actor may change her. locked_until: after wrong passwords."""

    id: int
    user_name: str
    name: str
    is_active: bool
    roles: tuple[RoleHeld, ...]
    sign_ins: int
    locked_until: datetime | None
    mine: bool


def everybody(work: Work) -> tuple[StaffRow, ...]:
    """Return those with a role where the actor manages staff, and those without any role, by name.

    Raises NotAllowed.
    """
    work.allow_anywhere(Permission.MANAGE_STAFF)
    here = exists().where(
        Role.staff_id == Staff.id,
        Role.station_id == Station.id,
        work.within(Permission.MANAGE_STAFF, Station.path),
    )
    listed = select(Staff).where(here | ~exists().where(Role.staff_id == Staff.id))
    return tuple(
        row_of(work, staff) for staff in work.db.scalars(listed.order_by(Staff.name, Staff.id)).all()
    )


def add(work: Work, *, user_name: str, name: str, password: str, station_id: int, role: RoleName) -> int:
    """Add somebody with a first password and a first role; return the id.

    The very same person a second time is the first one. Raises NotFound, NotAllowed, and Invalid with
    the wrong field.
    """
    work.allow(Permission.MANAGE_STAFF, station_id=station_id)
    tidy, shown = checked_user_name(user_name), checked_name(name)
    there = work.db.scalar(select(Staff).where(Staff.user_name == tidy))
    if there is not None:
        if there.name == shown and fits(there, password) and _holds(work, there.id, station_id, role):
            return there.id
        raise UserNameTaken("user_name", user_name=tidy)
    staff = Staff(user_name=tidy, name=shown, password_hash=checked_password(password))
    work.db.add(staff)
    work.record(Action.STAFF_ADDED, staff)
    give_role(work, staff_id=staff.id, station_id=station_id, role=role)
    return staff.id


def change(work: Work, *, staff_id: int, name: str, is_active: bool) -> None:
    """Rename somebody, or close or open her account; closing ends her sign-ins. Twice changes nothing.

    Raises NotFound, NotAllowed, NotOneself, LastAdministrator, and Invalid with the wrong field.
    """
    staff = _theirs(work, staff_id)
    shown = checked_name(name)
    changed = [
        field
        for field, value in (("name", shown), ("is_active", is_active))
        if getattr(staff, field) != value
    ]
    if not changed:
        return
    if "is_active" in changed and not is_active:
        if staff_id == work.actor.staff_id:
            raise NotOneself
        _leave_somebody_in_charge(work, staff, _stations_managed(work, staff_id))
        identity.end_sign_ins(work, staff_id=staff_id)
    staff.name, staff.is_active = shown, is_active
    work.record(Action.STAFF_CHANGED, staff, fields=changed)


def give_role(work: Work, *, staff_id: int, station_id: int, role: RoleName) -> None:
    """Give somebody a role at a station and below. Twice changes nothing. Raises NotFound, NotAllowed."""
    work.allow(Permission.MANAGE_STAFF, station_id=station_id)
    staff = _theirs(work, staff_id)
    if _holds(work, staff_id, station_id, role):
        return
    work.db.add(Role(staff_id=staff_id, station_id=station_id, name=role))
    work.record(Action.ROLE_GIVEN, staff, station=station_id, role=role.value)


def take_role(work: Work, *, staff_id: int, station_id: int, role: RoleName) -> None:
    """Take a role from somebody. Twice changes nothing. Raises NotFound, NotAllowed, LastAdministrator."""
    work.allow(Permission.MANAGE_STAFF, station_id=station_id)
    staff = work.get(Staff, staff_id)
    if not _holds(work, staff_id, station_id, role):
        return
    if role in MANAGING:
        _leave_somebody_in_charge(work, staff, [work.station(station_id)])
    work.db.execute(
        delete(Role).where(Role.staff_id == staff_id, Role.station_id == station_id, Role.name == role)
    )
    work.record(Action.ROLE_TAKEN, staff, station=station_id, role=role.value)


def set_password(work: Work, *, staff_id: int, password: str) -> None:
    """Give somebody a new password; her sign-ins and a lock after wrong ones end.

    Raises NotFound, NotAllowed, PasswordTooShort.
    """
    staff = _theirs(work, staff_id)
    staff.password_hash = checked_password(password)
    work.db.execute(delete(SignInFailure).where(SignInFailure.user_name == staff.user_name))
    identity.end_sign_ins(work, staff_id=staff_id)
    work.record(Action.PASSWORD_CHANGED, staff)


def sign_out(work: Work, *, staff_id: int) -> int:
    """End somebody's sign-ins on all devices and return how many. Raises NotFound, NotAllowed."""
    return identity.end_sign_ins(work, staff_id=_theirs(work, staff_id).id)


def _theirs(work: Work, staff_id: int) -> Staff:
    """Return somebody all of whose roles are where the actor manages staff: nobody reaches higher.

    Raises NotFound, NotAllowed.
    """
    work.allow_anywhere(Permission.MANAGE_STAFF)
    staff = work.get(Staff, staff_id, lock=True)
    paths = _paths(work, staff_id)
    within = [work.actor.may(Permission.MANAGE_STAFF, path) for path in paths]
    if paths and not any(within):
        raise NotFound
    if not all(within):
        raise NotAllowed
    return staff


def _leave_somebody_in_charge(work: Work, leaving: Staff, stations: Sequence[Station]) -> None:
    """Refuse if nobody else who can sign in would manage the staff of one of these stations."""
    for station in stations:
        # Two who take each other's role at once: the second one sees what the first has done.
        work.get(Station, street_of(station.path), lock=True)
        others = (
            select(func.count())
            .select_from(Role)
            .join(Staff, Staff.id == Role.staff_id)
            .join(Station, Station.id == Role.station_id)
            .where(Role.name.in_(MANAGING), Staff.is_active, Staff.id != leaving.id)
            .where(literal(station.path).startswith(Station.path))
        )
        if not work.db.scalar(others):
            raise LastAdministrator


def _stations_managed(work: Work, staff_id: int) -> Sequence[Station]:
    listed = select(Station).join(Role, Role.station_id == Station.id)
    return work.db.scalars(listed.where(Role.staff_id == staff_id, Role.name.in_(MANAGING))).all()


def _paths(work: Work, staff_id: int) -> Sequence[str]:
    listed = select(Station.path).join(Role, Role.station_id == Station.id)
    return work.db.scalars(listed.where(Role.staff_id == staff_id)).all()


def _holds(work: Work, staff_id: int, station_id: int, role: RoleName) -> bool:
    held = select(Role.id).where(Role.staff_id == staff_id, Role.station_id == station_id, Role.name == role)
    return work.db.scalar(held) is not None


def fits(staff: Staff, password: str) -> bool:
    """Tell whether this is her password."""
    try:
        return identity.hasher().verify(staff.password_hash, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def checked_name(name: str) -> str:
    """Return a person's name as it is stored. Raises NameMissing, NameTooLong."""
    tidy = " ".join(name.split())
    if not tidy:
        raise NameMissing("name")
    if len(tidy) > NAME_LENGTH:
        raise NameTooLong("name", most=NAME_LENGTH)
    return tidy


def row_of(work: Work, staff: Staff) -> StaffRow:
    """Return somebody as a list shows her. Asks nobody's permission: the calling rule has."""
    rows = work.db.execute(
        select(Role.name, Station)
        .join(Station, Station.id == Role.station_id)
        .where(Role.staff_id == staff.id)
        .order_by(Station.path, Role.name)
    ).all()
    open_ = select(func.count()).where(
        SignIn.staff_id == staff.id, SignIn.revoked_at.is_(None), SignIn.expires_at > work.at
    )
    return StaffRow(
        id=staff.id,
        user_name=staff.user_name,
        name=staff.name,
        is_active=staff.is_active,
        roles=tuple(RoleHeld(name, at.id, at.name_zh, at.name_en) for name, at in rows),
        sign_ins=work.db.scalar(open_) or 0,
        locked_until=identity.locked_until(work, user_name=staff.user_name),
        mine=all(work.actor.may(Permission.MANAGE_STAFF, at.path) for _name, at in rows),
    )
