"""Who is it: setting up the house, signing in and out, and the actor behind a cookie."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import String, bindparam, exists, select, update

from db.learning import Learner
from db.models import Device, House, Role, SignIn, Staff, Station
from db.types import UtcDateTime
from db.words import Action, RoleName, StationKind
from services import tries
from services.access import NOBODY, Actor, Held
from services.errors import N_, Invalid, NotFound, NotSignedIn, Refused
from services.work import Work
from settings import settings

STAYS_SIGNED_IN = timedelta(days=30)
# The tablet itself clears its screen after minutes; this is for one that was shut with somebody inside.
STAYS_AT_THE_TABLET = timedelta(minutes=30)
# Nobody but her uses her own phone: long enough for a review after a month, and a holiday.
STAYS_ON_HER_PHONE = timedelta(days=180)
FAILURES_ALLOWED = 5
PASSWORD_LENGTH = 8


class AlreadySetUp(Refused):
    """The house has an administrator already."""

    sentence = N_("This house is set up already. Please sign in.")


class PasswordTooShort(Invalid):
    """Shorter than PASSWORD_LENGTH."""

    sentence = N_("The password needs at least %(length)s characters. A short sentence is easy to remember.")


class UserNameUnfit(Invalid):
    """A user name with characters that are hard to type."""

    sentence = N_("The user name needs 2 to 40 letters or digits, without spaces.")


class NameMissing(Invalid):
    """An empty name."""

    sentence = N_("Please enter a name.")


# Asked at every tap: putting the question together costs more than its answer.
SIGNED_IN = (
    select(Staff.id, Staff.name, Role.name.label("role"), Role.station_id, Station.path)
    .join(SignIn, SignIn.staff_id == Staff.id)
    .outerjoin(Role, Role.staff_id == Staff.id)
    .outerjoin(Station, Station.id == Role.station_id)
    .where(
        SignIn.token_hash == bindparam("token", type_=String),
        SignIn.revoked_at.is_(None),
        SignIn.expires_at > bindparam("now", type_=UtcDateTime),
        Staff.is_active,
    )
)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What came of an attempt: a token for the cookie, or none; locked_until says how long to wait."""

    token: str | None
    locked_until: datetime | None = None


@cache
def hasher() -> PasswordHasher:
    """Return the argon2id hasher, with the library's present parameters (RFC 9106, low memory)."""
    return PasswordHasher()


@cache
def _nobodys_hash() -> str:
    return hasher().hash(secrets.token_hex())


def hash_of(token: str) -> str:
    """Return what is stored of a token: it is random, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_set_up(work: Work) -> bool:
    """Tell whether there is anybody who could sign in."""
    return bool(work.db.scalar(select(exists().where(House.id > 0))))


def is_demo(work: Work) -> bool:
    """Tell whether the data of this house are made up."""
    return bool(work.db.scalar(select(House.is_demo)))


def checked_user_name(user_name: str) -> str:
    """Return the user name as it is stored: trimmed, lower case. Raises UserNameUnfit."""
    tidy = user_name.strip().lower()
    if not 2 <= len(tidy) <= 40 or any(c.isspace() for c in tidy):
        raise UserNameUnfit("user_name")
    return tidy


def checked_password(password: str) -> str:
    """Return the hash of a new password. Raises PasswordTooShort."""
    if len(password) < PASSWORD_LENGTH:
        raise PasswordTooShort("password", length=PASSWORD_LENGTH)
    return hasher().hash(password)


def set_up(work: Work, *, street_zh: str, street_en: str, user_name: str, name: str, password: str) -> int:
    """Make the street and its first administrator; return the staff id. Raises AlreadySetUp, Invalid."""
    if is_set_up(work):
        raise AlreadySetUp
    if not street_zh.strip():
        raise NameMissing("street_zh")
    if not name.strip():
        raise NameMissing("name")
    tidy, hashed = checked_user_name(user_name), checked_password(password)

    work.db.add(House(set_up_at=work.at, is_demo=False))
    street = Station(
        path="/",
        kind=StationKind.STREET,
        name_zh=street_zh.strip(),
        name_en=street_en.strip() or street_zh.strip(),
        zone=settings().zone,
    )
    staff = Staff(user_name=tidy, name=name.strip(), password_hash=hashed)
    work.db.add_all([street, staff])
    work.db.flush()
    street.path = f"/{street.id}/"
    work.db.add(Role(staff_id=staff.id, station_id=street.id, name=RoleName.ADMIN))
    work.record(Action.HOUSE_SET_UP, street, staff=staff.id)
    return staff.id


def whose_password(work: Work, *, user_name: str, password: str) -> int | None:
    """Return the id of the active staff member these fit, or None.

    Takes as long for a name nobody has, so that the time does not tell.
    """
    staff = work.db.scalar(select(Staff).where(Staff.user_name == user_name.strip().lower()))
    try:
        hasher().verify(staff.password_hash if staff else _nobodys_hash(), password)
    except (VerifyMismatchError, InvalidHashError):
        return None
    return staff.id if staff and staff.is_active else None


def locked_until(work: Work, *, user_name: str) -> datetime | None:
    """Return until when this user name is locked after wrong passwords, or None."""
    return tries.locked_until(work, _tried(user_name))


def open_sign_in(work: Work, *, user_name: str, staff_id: int | None, browser: str) -> SignedIn:
    """Open a sign-in for the staff member whose password fitted, or count a failure for the name.

    Never raises for a wrong password: the count must be kept.
    """
    until = locked_until(work, user_name=user_name)
    if until:
        return SignedIn(None, until)
    if staff_id is None:
        return SignedIn(None, tries.count(work, _tried(user_name), allowed=FAILURES_ALLOWED))

    tries.forget(work, _tried(user_name))
    token = secrets.token_urlsafe(32)
    opened = SignIn(
        token_hash=hash_of(token),
        staff_id=staff_id,
        signed_in_at=work.at,
        expires_at=work.at + STAYS_SIGNED_IN,
        browser=browser[:200],
    )
    work.db.add(opened)
    work.record(Action.SIGNED_IN, opened, staff=staff_id)
    return SignedIn(token)


def _tried(user_name: str) -> str:
    return user_name.strip().lower()[:40]


def reset_password(work: Work, *, user_name: str, password: str) -> None:
    """Give a staff member a new password from the server's own console. Raises NotFound, Invalid."""
    staff = work.db.scalar(select(Staff).where(Staff.user_name == _tried(user_name)))
    if staff is None:
        raise NotFound
    staff.password_hash = checked_password(password)
    end_sign_ins(work, staff_id=staff.id)
    tries.forget(work, staff.user_name)
    work.record(Action.PASSWORD_CHANGED, staff)


def sign_out(work: Work, *, token: str) -> None:
    """End this sign-in. Ending it twice changes nothing."""
    opened = work.db.scalar(select(SignIn).where(SignIn.token_hash == hash_of(token)))
    if opened is None or opened.revoked_at:
        return
    opened.revoked_at = work.at
    work.record(Action.SIGNED_OUT, opened)


def sign_out_everywhere(work: Work) -> int:
    """End all the actor's own sign-ins and return how many. Raises NotSignedIn."""
    if work.actor.staff_id is None:
        raise NotSignedIn
    return end_sign_ins(work, staff_id=work.actor.staff_id)


def end_sign_ins(work: Work, *, staff_id: int, keep: str = "") -> int:
    """End somebody's sign-ins but the one with the token `keep`, within another rule; return how many."""
    ended = work.db.scalars(
        update(SignIn)
        .where(SignIn.staff_id == staff_id, SignIn.revoked_at.is_(None), SignIn.token_hash != hash_of(keep))
        .values(revoked_at=work.at)
        .returning(SignIn.id)
    ).all()
    if ended:
        work.record(Action.SIGNED_OUT, work.get(Staff, staff_id), sign_ins=len(ended))
    return len(ended)


def who(
    work: Work, *, sign_in: str | None = None, tablet: str | None = None, learner: str | None = None
) -> Actor:
    """Return the actor behind these cookie tokens, as the database says now; NOBODY if none stands."""
    device = _device(work, tablet) if tablet else None
    staff = _staff(work, sign_in) if sign_in else []
    learning = _learner(work, learner, device[0] if device else None) if learner else None
    if not staff and device is None and learning is None:
        return NOBODY
    return Actor(
        staff_id=staff[0].id if staff else None,
        name=staff[0].name if staff else "",
        roles=tuple(Held(row.role, row.station_id, row.path) for row in staff if row.role),
        device_id=device[0] if device else None,
        device_path=device[1] if device else "",
        learner_id=learning[0] if learning else None,
        senior_id=learning[1] if learning else None,
    )


def _staff(work: Work, token: str) -> Sequence[Any]:
    """Return a row for every role of who is signed in with this token; one without a role if she has none."""
    return work.db.execute(SIGNED_IN, {"token": hash_of(token), "now": work.at}).all()


def _device(work: Work, token: str) -> tuple[int, str] | None:
    row = work.db.execute(
        select(Device.id, Station.path)
        .join(Station, Station.id == Device.station_id)
        .where(Device.token_hash == hash_of(token), Device.released_at.is_(None))
    ).first()
    return (row.id, row.path) if row else None


def _learner(work: Work, token: str, device_id: int | None) -> tuple[int, int | None] | None:
    """Return learner and senior while she is before this very tablet, or has her own phone."""
    stays = STAYS_AT_THE_TABLET if device_id is not None else STAYS_ON_HER_PHONE
    row = work.db.execute(
        select(Learner.id, Learner.senior_id).where(
            Learner.token_hash == hash_of(token),
            Learner.device_id == device_id,
            Learner.ended_at.is_(None),
            Learner.seen_at > work.at - stays,
        )
    ).first()
    return (row.id, row.senior_id) if row else None
