"""What a door sends: arrivals of several people, doors and moments, written down in one go."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import String, bindparam, select
from sqlalchemy.exc import IntegrityError

from db import transaction
from db.models import Activity, Card, Senior, Station
from db.words import How
from services import attendance, cards, clock, finding, identity, numbers
from services.access import NOBODY, Actor, Permission
from services.arriving import arrive
from services.errors import N_, NotSignedIn, Refused
from services.finding import Found
from services.reach import allow_in_street
from services.work import Work

# Asked at every scan: putting the question together costs more than its answer.
CARD = select(Card.senior_id, Card.revoked_at).where(Card.token == bindparam("token", type_=String))


class CardUnknown(Refused):
    """No card of this subdistrict."""

    sentence = N_("This is not one of our cards. Please look for the person by name or number.")


class CardRevoked(Refused):
    """A card reported lost."""

    sentence = N_("This card was replaced by a new one. Please check who it is, and look for the name.")


class NumberWrong(Refused):
    """The check digit does not fit. near: those whose number is one slip away."""

    sentence = N_("%(number)s cannot be a number of ours: one digit is wrong. Please read it again.")


class NumberUnknown(Refused):
    """A right number that nobody here has."""

    sentence = N_("Nobody here has the number %(number)s. Please look for the name.")


class Do(StrEnum):
    """What a line from the door asks for."""

    ARRIVE = "arrive"
    UNDO = "undo"
    TURN_AWAY = "turn_away"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened at a door. id: made there.

    Who it was: the code of a card, a number, or a senior's id. of: the id of the arrival to undo.
    """

    id: str
    do: Do = Do.ARRIVE
    code: str = ""
    number: str = ""
    senior_id: int | None = None
    how: How = How.NAME
    at: datetime | None = None
    let_in: bool = False
    although_full: bool = False
    of: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a line.

    outcome: a word of attendance.Outcome, or undone, turned_away, refused, or "again" if it has to be
    sent once more.
    senior: whose line it was, as far as known. near: those whom a mistyped number may mean.
    """

    id: str
    outcome: str
    arrival: attendance.Arrival | None = None
    refused: Refused | None = None
    senior: Found | None = None
    near: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class Parcel:
    """What one request brought: whose sign-in it came with, and the lines of one activity."""

    sign_in: str
    activity_id: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Door:
    """An activity, locked, and its station: held on to, since the session forgets what nobody holds."""

    activity: Activity
    station: Station


Taken = tuple[Answer, ...] | NotSignedIn


def take_all(parcels: Sequence[Parcel]) -> list[Taken]:
    """Take down these parcels in one transaction, and return the answers of each, in order.

    When it returns, everything answered is stored. A line that is refused takes nothing with it.
    """
    try:
        return _together(parcels)
    except IntegrityError:
        # One line met something stored in this very moment: it alone has to come again.
        return [_line_by_line(parcel) for parcel in parcels]


def _together(parcels: Sequence[Parcel]) -> list[Taken]:
    answers: dict[int, Taken] = {}
    with transaction.writing(transaction.engine()) as db, db.no_autoflush:
        at, actors, doors = clock.now(), dict[str, Actor](), dict[tuple[str, int], Door | Refused]()
        # Every writer locks activities in the same order, so that no two wait for each other.
        for place in sorted(range(len(parcels)), key=lambda place: parcels[place].activity_id):
            parcel = parcels[place]
            if parcel.sign_in not in actors:
                actors[parcel.sign_in] = identity.who(Work(db, NOBODY, at), sign_in=parcel.sign_in)
            work = Work(db, actors[parcel.sign_in], at)
            if work.actor.staff_id is None:
                answers[place] = NotSignedIn()
                continue
            key = (parcel.sign_in, parcel.activity_id)
            if key not in doors:
                doors[key] = _door(work, parcel.activity_id)
            answers[place] = tuple(_answer(work, doors[key], line) for line in parcel.lines)
    return [answers[place] for place in range(len(parcels))]


def _line_by_line(parcel: Parcel) -> Taken:
    answers: list[Answer] = []
    for line in parcel.lines:
        try:
            [taken] = _together([replace(parcel, lines=(line,))])
        except IntegrityError:
            taken = (Answer(line.id, "again"),)
        if isinstance(taken, NotSignedIn):
            return taken
        answers += taken
    return tuple(answers)


def _door(work: Work, activity_id: int) -> Door | Refused:
    try:
        activity = work.get(Activity, activity_id, lock=True)
        station = work.station(activity.station_id)
        work.allow(Permission.CHECK_IN, station_id=station.id)
    except Refused as refused:
        return refused
    return Door(activity, station)


def _answer(work: Work, door: Door | Refused, line: Line) -> Answer:
    if isinstance(door, Refused):
        return Answer(line.id, "refused", refused=door)
    try:
        return _take(work, door.activity, line)
    except Refused as refused:
        return _refusal(work, door.activity, line, refused)


def _take(work: Work, activity: Activity, line: Line) -> Answer:
    """Do what a line asks for. Whatever says no here does so before anything is changed."""
    if line.do is Do.UNDO:
        attendance.undo(work, client_id=line.of, undone_at=line.at)
        return Answer(line.id, "undone")
    who = _who(work, line)
    if line.do is Do.TURN_AWAY:
        attendance.turn_away(work, activity_id=activity.id, client_id=line.id, senior_id=who, came_at=line.at)
        return Answer(line.id, "turned_away")
    if who is None:
        raise CardUnknown
    arrival = arrive(
        work,
        activity,
        who,
        how=line.how,
        client_id=line.id,
        arrived_at=line.at,
        let_in=line.let_in,
        although_full=line.although_full,
    )
    return Answer(line.id, arrival.outcome, arrival)


def _refusal(work: Work, activity: Activity, line: Line, refused: Refused) -> Answer:
    """Return why not, with whom it was about and who else may be meant, as far as the actor may know."""
    senior, near = None, tuple[Found, ...]()
    with suppress(Refused):
        if isinstance(refused, CardRevoked):
            senior = finding.find_card(work, token=line.code).senior
        elif isinstance(refused, NumberWrong):
            near = finding.find_near(work, station_id=activity.station_id, number=line.number)
        else:
            senior = _shown(work, _who(work, line))
    return Answer(line.id, "refused", refused=refused, senior=senior, near=near)


def _shown(work: Work, senior_id: int | None) -> Found | None:
    if senior_id is None:
        return None
    allow_in_street(work, Permission.FIND_SENIORS, work.get(Senior, senior_id))
    return finding.one(work, senior_id)


def _who(work: Work, line: Line) -> int | None:
    if line.code:
        card = work.db.execute(CARD, {"token": cards.token_in(line.code)}).first()
        if card is None:
            raise CardUnknown
        if card.revoked_at is not None:
            raise CardRevoked
        return int(card.senior_id)
    if line.number:
        if not numbers.is_number(line.number):
            raise NumberWrong(number=line.number)
        senior_id = work.db.scalar(select(Senior.id).where(Senior.number == line.number))
        if senior_id is None:
            raise NumberUnknown(number=line.number)
        return senior_id
    return line.senior_id
