"""Seniors check themselves in: the room's screen shows a changing code, their own phone does the rest.

The code proves that somebody is in the room, card number and end of the phone prove who it is. Whoever
opened the page with a good code gets a ticket, so that nobody has to type against the clock.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select

from db.models import Activity, Senior, Station
from db.words import ActivityState, How
from services import tries
from services.agenda import DOOR_OPENS, DOOR_SHUTS
from services.arriving import Arrival, Outcome, arrive
from services.doorway import moment_of
from services.errors import N_, Invalid, Refused
from services.numbers import is_number
from services.reach import street_of
from services.work import Work

STEP = timedelta(seconds=30)
DRIFT = 1
CODE_LENGTH = 8
DIGITS = 4
TICKET_LASTS = timedelta(minutes=10)
WRONG_TAILS = 5
WRONG_AT_ONE_DOOR = 60
WRONG_DIGITS = 30


class CodeGone(Refused):
    """Not the code of now, or not one of ours."""

    sentence = N_("The code on the screen has changed since. Please scan it again, or type the four digits.")


class TicketGone(Invalid):
    """The page was open for longer than TICKET_LASTS."""

    sentence = N_("This page was open for a long time. Please also type the four digits on the screen.")


class TriesUsedUp(Refused):
    """Too many wrong tries."""

    sentence = N_(
        "That did not fit several times. Please see the trainer at the door, who checks you in gladly."
    )


class DoorShut(Refused):
    """The activity is over, not yet on, or called off."""

    sentence = N_("Nobody can check in to this session now. The trainer knows more.")


class NumberMistyped(Invalid):
    """Not six digits with a right check digit: one look at it tells, no matter whose it is."""

    sentence = N_(
        "This number cannot be right. It stands on your card and has six digits; please compare it."
    )


class NumberMissing(Invalid):
    """The field is empty."""

    sentence = N_("Please type the six digits of your card number.")


class TailMistyped(Invalid):
    """Not four digits."""

    sentence = N_("Please type the last four digits of your phone number.")


class DoNotBelong(Refused):
    """Wrong number, wrong phone, or none known: which of them, nobody is told."""

    sentence = N_(
        "Number and phone do not belong together. Please check both. If you never left us a phone number, "
        "the trainer at the door checks you in."
    )


class Came(StrEnum):
    """What came of checking oneself in."""

    CAME = "came"
    ALREADY = "already"
    TO_THE_TRAINER = "to_the_trainer"
    DO_NOT_BELONG = "do_not_belong"
    TRIES_USED_UP = "tries_used_up"


@dataclass(frozen=True, slots=True)
class Entrance:
    """A session one may check in to, and the ticket for it."""

    public_id: str
    ticket: str
    title_zh: str
    title_en: str
    station_zh: str
    station_en: str
    room: str
    zone: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a code: the sessions it opens, empty for a wrong one; locked after too many."""

    entrances: tuple[Entrance, ...]
    is_locked: bool = False


@dataclass(frozen=True, slots=True)
class SelfArrival:
    """What came of it. name, arrived_at: only of somebody who proved who she is."""

    came: Came
    name: str = ""
    arrived_at: datetime | None = None
    is_late: bool = False


def code(door_secret: str, at: datetime, *, steps: int = 0) -> str:
    """Return the code of an instant, or of so many steps later: eight digits (RFC 6238, SHA-256).

    The link in the QR carries all of them; the last four are those to be typed.
    """
    counter = int(at.timestamp() // STEP.total_seconds()) + steps
    mac = hmac.digest(bytes.fromhex(door_secret), counter.to_bytes(8), "sha256")
    offset = mac[-1] & 0x0F
    number = int.from_bytes(mac[offset : offset + 4]) & 0x7FFFFFFF
    return f"{number % 10**CODE_LENGTH:0{CODE_LENGTH}}"


def enter(work: Work, *, code: str, origin: str, public_id: str = "") -> Tried:
    """Tell which sessions this code opens at this moment: of a link, or the four digits alone.

    Never raises for a wrong code: the count of wrong digits from this origin must be kept. Two doors
    may show the same four digits; then both are answered. Raises DoorShut.
    """
    name = f"from {hashlib.sha256(origin.encode()).hexdigest()[:24]}"
    typed = len(code) == DIGITS
    if typed and tries.locked_until(work, name):
        return Tried((), is_locked=True)
    found = [activity for activity in _open(work, public_id) if _fits(work, activity, code)]
    if typed and found:
        tries.forget(work, name)
    elif typed:
        locked = tries.count(work, name, allowed=WRONG_DIGITS)
        return Tried((), is_locked=locked is not None)
    return Tried(tuple(_entrance(work, activity) for activity in found))


def entrance(work: Work, *, public_id: str, ticket: str) -> Entrance:
    """Return the session a ticket is for. Raises TicketGone, DoorShut."""
    return _entrance(work, _of_ticket(work, public_id, ticket))


def check_in_self(
    work: Work, *, public_id: str, ticket: str, number: str, phone_tail: str, client_id: str
) -> SelfArrival:
    """Check in whoever has this card number and this end of the phone, if a seat is hers or free.

    The ticket is the permission. Whoever waits or finds no seat is sent to the trainer. Never raises
    for a wrong number or phone: the count must be kept, and an unknown number is counted and told the
    same way. client_id: made with the page, at most 32 signs. Raises TicketGone, DoorShut,
    NumberMissing, NumberMistyped, TailMistyped, WrongStation, WrongDay.
    """
    activity = _of_ticket(work, public_id, ticket, lock=True)
    number, phone_tail = digits_of(number), digits_of(phone_tail)
    if not is_number(number):
        raise (NumberMistyped if number else NumberMissing)("number")
    if len(phone_tail) != DIGITS:
        raise TailMistyped("phone_tail")
    own, door = f"self {number}", f"self at {activity.id}"
    if tries.locked_until(work, own) or tries.locked_until(work, door):
        return SelfArrival(Came.TRIES_USED_UP)
    senior_id = _whose(work, activity, number, phone_tail)
    if senior_id is None:
        tries.count(work, door, allowed=WRONG_AT_ONE_DOOR)
        locked = tries.count(work, own, allowed=WRONG_TAILS)
        return SelfArrival(Came.TRIES_USED_UP if locked else Came.DO_NOT_BELONG)

    tries.forget(work, own)
    # The number makes the id her own: a couple shares a phone, and goes back to the same page.
    client_id = f"{client_id}-{number}"
    arrival = arrive(work, activity, senior_id, how=How.SELF, client_id=client_id)
    if arrival.outcome is Outcome.NOT_ENROLLED:
        arrival = arrive(work, activity, senior_id, how=How.SELF, client_id=client_id, let_in=True)
    return _told(arrival)


def digits_of(typed: str) -> str:
    """Return the digits somebody typed: full-width ones and blanks are forgiven."""
    return "".join(str(int(sign)) for sign in typed if sign.isdecimal())


def ticket_for(door_secret: str, at: datetime) -> str:
    """Return the ticket of somebody who showed a good code at this instant."""
    until = int((at + TICKET_LASTS).timestamp())
    return f"{until}.{_seal(door_secret, until)}"


def _seal(door_secret: str, until: int) -> str:
    return hmac.new(bytes.fromhex(door_secret), f"ticket {until}".encode(), "sha256").hexdigest()[:24]


def _open(work: Work, public_id: str) -> list[Activity]:
    """Return the activity of that name, or without a name all whose doors are open."""
    wanted = select(Activity).order_by(Activity.id)
    if public_id:
        wanted = wanted.where(Activity.public_id == public_id)
    else:
        wanted = wanted.where(
            Activity.starts_at <= work.at + DOOR_OPENS,
            Activity.ends_at >= work.at - DOOR_SHUTS,
            Activity.state == ActivityState.PLANNED,
        )
    return list(work.db.scalars(wanted))


def _fits(work: Work, activity: Activity, shown: str) -> bool:
    if len(shown) not in (DIGITS, CODE_LENGTH) or not shown.isascii():
        return False
    return any(
        hmac.compare_digest(code(activity.door_secret, work.at, steps=steps)[-len(shown) :], shown)
        for steps in range(-DRIFT, DRIFT + 1)
    )


def _of_ticket(work: Work, public_id: str, ticket: str, *, lock: bool = False) -> Activity:
    wanted = select(Activity).where(Activity.public_id == public_id)
    activity = work.db.scalar(wanted.with_for_update() if lock else wanted)
    until, _, seal = ticket.partition(".")
    if activity is None or not (until.isascii() and until.isdigit() and len(until) <= 12):
        raise TicketGone("digits")
    good = hmac.compare_digest(_seal(activity.door_secret, int(until)).encode(), seal.encode())
    if not good or int(until) < work.at.timestamp():
        raise TicketGone("digits")
    _check_open(work, activity)
    return activity


def _entrance(work: Work, activity: Activity) -> Entrance:
    _check_open(work, activity)
    station = work.station(activity.station_id)
    return Entrance(
        public_id=activity.public_id,
        ticket=ticket_for(activity.door_secret, work.at),
        title_zh=activity.title_zh,
        title_en=activity.title_en,
        station_zh=station.name_zh,
        station_en=station.name_en,
        room=activity.room,
        zone=station.zone,
        starts_at=activity.starts_at,
        ends_at=activity.ends_at,
    )


def _check_open(work: Work, activity: Activity) -> None:
    try:
        moment_of(work, activity, None)
    except Refused as refused:
        raise DoorShut from refused


def _whose(work: Work, activity: Activity, number: str, phone_tail: str) -> int | None:
    """Return the senior of this street with this number and end of the phone."""
    street = street_of(work.station(activity.station_id).path)
    senior = work.db.scalar(
        select(Senior)
        .join(Station, Station.id == Senior.station_id)
        .where(Senior.number == number, Station.path.startswith(f"/{street}/"))
    )
    if senior is None:
        return None
    kept = work.get(Senior, senior.merged_into_id) if senior.merged_into_id else senior
    tails = {record.phone[-DIGITS:] for record in (senior, kept)}
    return kept.id if phone_tail in tails else None


def _told(arrival: Arrival) -> SelfArrival:
    if arrival.outcome is Outcome.CAME:
        return SelfArrival(Came.CAME, arrival.name, arrival.arrived_at, arrival.is_late)
    if arrival.outcome is Outcome.ALREADY:
        return SelfArrival(Came.ALREADY, arrival.name, arrival.arrived_at, arrival.is_late)
    return SelfArrival(Came.TO_THE_TRAINER, arrival.name)
