"""What an activity must be before it can be planned: the checks and how they say no."""

from datetime import datetime, timedelta

from sqlalchemy import literal, select

from db.models import Programme, Role, Staff, Station
from services import waiting
from services.access import PERMISSIONS, Permission
from services.errors import N_, Invalid
from services.work import Work

LONGEST = timedelta(hours=8)
MOST_SEATS = 500
LENGTHS = {"title_zh": 80, "title_en": 120, "room": 40, "reason": 200, "lesson": 60}
TRAINING_ROLES = [role for role, may in PERMISSIONS.items() if Permission.PLAN in may]


class EndsBeforeStart(Invalid):
    """The end is not after the start."""

    sentence = N_("The session ends before it starts. Please choose a later end.")


class TooLong(Invalid):
    """Longer than LONGEST."""

    sentence = N_("A session lasts 8 hours at most. Please check the start and the end.")


class StartsInThePast(Invalid):
    """The start has gone by."""

    sentence = N_("This start has already gone by. Please choose a later time.")


class NoTitle(Invalid):
    """An empty title."""

    sentence = N_("Please give the session a title.")


class TooManyWords(Invalid):
    """A text that does not fit."""

    sentence = N_("This text is too long: %(most)s characters at most.")


class NoReason(Invalid):
    """A reason is needed and none was given."""

    sentence = N_("Please write down why, in a few words.")


class SeatsOutOfRange(Invalid):
    """No seats, or more than any room has."""

    sentence = N_("Please enter between 1 and %(most)s seats.")


class SeatsBelowEnrolled(Invalid):
    """Fewer seats than are taken."""

    sentence = N_("%(enrolled)s people have a seat already. Please enter at least %(enrolled)s seats.")


class SeatsBelowParty(Invalid):
    """Fewer seats than people who wait together: they could never come in."""

    sentence = N_("%(people)s people wait together. Please enter at least %(people)s seats.")


class StationClosed(Invalid):
    """The station is not in use."""

    sentence = N_("This station is closed. Please choose another one.")


class ProgrammeRetired(Invalid):
    """The programme is no longer offered."""

    sentence = N_("This programme is no longer offered. Please choose another one.")


class NotATrainer(Invalid):
    """The person chosen does not train at this station."""

    sentence = N_("This person does not teach at this station. Please choose another trainer.")


def check_times(work: Work, *, starts_at: datetime, ends_at: datetime) -> None:
    """Refuse a start gone by, an end before it, and more than LONGEST."""
    if starts_at < work.at:
        raise StartsInThePast("starts_at")
    if ends_at <= starts_at:
        raise EndsBeforeStart("ends_at")
    if ends_at - starts_at > LONGEST:
        raise TooLong("ends_at")


def check_offer(work: Work, *, station: Station, programme_id: int) -> None:
    """Refuse a closed station and a programme no longer offered. Raises NotFound."""
    if not station.is_open:
        raise StationClosed("station_id")
    if not work.get(Programme, programme_id).is_active:
        raise ProgrammeRetired("programme_id")


def check_trainer(work: Work, *, station: Station, trainer_id: int | None) -> None:
    """Refuse somebody who does not train at this station; nobody yet is all right."""
    if trainer_id is not None and trainer_id not in dict(trainers(work, station=station)):
        raise NotATrainer("trainer_id")


def trainers(work: Work, *, station: Station) -> list[tuple[int, str]]:
    """Return id and name of those who may train at this station, those nearest to it first."""
    rows = work.db.execute(
        select(Staff.id, Staff.name)
        .join(Role, Role.staff_id == Staff.id)
        .join(Station, Station.id == Role.station_id)
        .where(
            Staff.is_active,
            Role.name.in_(TRAINING_ROLES),
            literal(station.path).startswith(Station.path),
        )
        .order_by(Station.path.desc(), Staff.name, Staff.id)
    )
    return list(dict.fromkeys((row.id, row.name) for row in rows))


def check_seats(work: Work, *, seats: int, activity_id: int | None = None) -> None:
    """Refuse seats that no room has, or that those already enrolled or waiting together exceed."""
    if not 1 <= seats <= MOST_SEATS:
        raise SeatsOutOfRange("seats", most=MOST_SEATS)
    if activity_id is None:
        return
    enrolled = waiting.taken(work, activity_id)
    if seats < enrolled:
        raise SeatsBelowEnrolled("seats", enrolled=enrolled)
    largest = max((len(party) for party in waiting.line(work, activity_id)), default=0)
    if seats < largest:
        raise SeatsBelowParty("seats", people=largest)


def tidy(**texts: str) -> dict[str, str]:
    """Return the texts without blanks around them. Raises NoTitle, NoReason, TooManyWords."""
    tidied = {field: " ".join(text.split()) for field, text in texts.items()}
    if "title_zh" in tidied:
        tidied["title_en"] = tidied.get("title_en") or tidied["title_zh"]
    for field, text in tidied.items():
        if len(text) > LENGTHS[field]:
            raise TooManyWords(field, most=LENGTHS[field])
    if tidied.get("title_zh") == "":
        raise NoTitle("title_zh")
    if tidied.get("reason") == "":
        raise NoReason("reason")
    return tidied
