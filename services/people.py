"""Seniors: registered in one transaction, looked at and changed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from db.models import Attendance, Merge, Senior, Station
from db.words import Action, Gender
from services import cards, clock, consent
from services.access import Permission
from services.details import age, clean, clean_name, clean_phone, masked
from services.errors import N_, Refused
from services.finding import Found, one, store_keys
from services.newcomer import insert, just_made
from services.reach import allow_close, allow_in_street, is_close, street_of
from services.work import Work

MOST_SIMILAR = 6
MOST_NEIGHBOURHOODS = 40


class NoPhone(Refused):
    """Nothing to call."""

    sentence = N_("No phone number was left.")


class OtherStreet(Refused):
    """The new home station is not in the senior's street."""

    sentence = N_("A senior can only move to a station of the same subdistrict.")


@dataclass(frozen=True, slots=True)
class Registered:
    """A new senior: what is said to her and what her card's code holds."""

    id: int
    number: str
    card_token: str


@dataclass(frozen=True, slots=True)
class MergedRecord:
    """Another record that turned out to be the same person."""

    merge_id: int
    name: str
    number: str
    merged_at: datetime


@dataclass(frozen=True, slots=True)
class SeniorCard:
    """A senior as her page shows her.

    needs: None where they are none of the actor's business. may: what the actor may do with her.
    """

    id: int
    number: str
    name: str
    birth_year: int | None
    age: int | None
    gender: Gender | None
    phone_masked: str
    neighbourhood: str
    needs: str | None
    station_id: int
    station_zh: str
    station_en: str
    registered_at: datetime
    visits: int
    last_came_at: datetime | None
    cards: tuple[cards.CardLine, ...]
    consents: tuple[consent.ConsentLine, ...]
    merged: tuple[MergedRecord, ...]
    may: frozenset[Permission]


def register(
    work: Work,
    *,
    station_id: int,
    name: str,
    birth_year: int | None = None,
    gender: Gender | None = None,
    phone: str = "",
    neighbourhood: str = "",
    needs: str = "",
    consent_wording: str,
) -> Registered:
    """Store a new senior with number, keys, first card and consent, all or nothing.

    The same once more within SECOND_TAP is one registration. Raises NotFound, NotAllowed,
    ConsentMissing, NumbersUsedUp, and Invalid with the wrong field.
    """
    work.allow(Permission.REGISTER_SENIORS, station_id=station_id)
    wording = consent.check_wording(consent_wording)
    details = clean(
        today=clock.local(work.at, work.station(station_id).zone).date(),
        name=name,
        birth_year=birth_year,
        gender=gender,
        phone=phone,
        neighbourhood=neighbourhood,
        needs=needs,
    )

    made = just_made(work, station_id, details)
    if made:
        return Registered(*made)

    senior = insert(work, station_id, details)
    work.record(Action.REGISTERED, senior, station=station_id)
    card = cards.first_card(work, senior)
    consent.give(work, senior, wording)
    store_keys(work, senior)
    return Registered(senior.id, senior.number, card.token)


def similar(
    work: Work, *, station_id: int, name: str, birth_year: int | None, phone: str
) -> tuple[Found, ...]:
    """Return those of the street who may be this person: same name and birth year, or same phone.

    An unknown birth year fits every year. Empty when nobody is alike. Raises NotFound, NotAllowed,
    and Invalid with the wrong field.
    """
    work.allow(Permission.REGISTER_SENIORS, station_id=station_id)
    name, phone = clean_name(name), clean_phone(phone)
    alike = Senior.name == name
    if birth_year is not None:
        alike &= or_(Senior.birth_year == birth_year, Senior.birth_year.is_(None))
    street = street_of(work.station(station_id).path)
    listed = (
        select(Senior.id)
        .join(Station, Station.id == Senior.station_id)
        .where(Station.path.startswith(f"/{street}/"), Senior.merged_into_id.is_(None))
        .where(or_(alike, Senior.phone == phone) if phone else alike)
        .order_by(Senior.id)
        .limit(MOST_SIMILAR)
    )
    return tuple(one(work, senior_id) for senior_id in work.db.scalars(listed).all())


def edit(
    work: Work,
    *,
    senior_id: int,
    name: str,
    birth_year: int | None,
    gender: Gender | None,
    neighbourhood: str,
    phone: str | None = None,
    needs: str | None = None,
    station_id: int | None = None,
) -> None:
    """Change what is known of a senior; None leaves phone, needs or home station as they are.

    Raises NotFound, NotAllowed, OtherStreet, and Invalid with the wrong field.
    """
    senior = work.get(Senior, senior_id, lock=True)
    allow_close(work, Permission.REGISTER_SENIORS, senior)
    home = work.station(senior.station_id)
    details = clean(
        today=clock.local(work.at, home.zone).date(),
        name=name,
        birth_year=birth_year,
        gender=gender,
        phone=senior.phone if phone is None else phone,
        neighbourhood=neighbourhood,
        needs=senior.needs if needs is None else needs,
    )

    changed = list(details.put_into(senior))
    if station_id is not None and station_id != home.id:
        _move(work, senior, station_id)
        changed.append("station_id")
    if changed:
        store_keys(work, senior)
        work.record(Action.SENIOR_CHANGED, senior, fields=changed)


def look(work: Work, *, senior_id: int) -> SeniorCard:
    """Return a senior as her page shows her; for a merged record the one that was kept.

    Raises NotFound, NotAllowed.
    """
    senior = work.get(Senior, senior_id)
    if senior.merged_into_id is not None:
        senior = work.get(Senior, senior.merged_into_id)
    allow_in_street(work, Permission.FIND_SENIORS, senior)
    home = work.station(senior.station_id)
    visits, last_came_at = _visits(work, senior)
    may = frozenset(permission for permission in Permission if is_close(work, permission, senior))
    return SeniorCard(
        id=senior.id,
        number=senior.number,
        name=senior.name,
        birth_year=senior.birth_year,
        age=age(senior.birth_year, work.at),
        gender=senior.gender,
        phone_masked=masked(senior.phone),
        neighbourhood=senior.neighbourhood,
        needs=senior.needs if Permission.REGISTER_SENIORS in may else None,
        station_id=home.id,
        station_zh=home.name_zh,
        station_en=home.name_en,
        registered_at=senior.registered_at,
        visits=visits,
        last_came_at=last_came_at,
        cards=cards.cards_of(work, senior),
        consents=consent.consents_of(work, senior),
        merged=_merged(work, senior),
        may=may,
    )


def show_phone(work: Work, *, senior_id: int) -> str:
    """Return the phone in full; that it was shown is recorded. Raises NotFound, NotAllowed, NoPhone."""
    senior = work.get(Senior, senior_id)
    allow_close(work, Permission.SHOW_PHONE, senior)
    if not senior.phone:
        raise NoPhone
    work.record(Action.PHONE_SHOWN, senior)
    return senior.phone


def neighbourhoods(work: Work, *, station_id: int) -> tuple[str, ...]:
    """Return where the seniors of a station live, the most frequent first. Raises NotFound, NotAllowed."""
    work.allow(Permission.REGISTER_SENIORS, station_id=station_id)
    listed = (
        select(Senior.neighbourhood)
        .where(Senior.station_id == station_id, Senior.neighbourhood != "")
        .group_by(Senior.neighbourhood)
        .order_by(func.count().desc(), Senior.neighbourhood)
        .limit(MOST_NEIGHBOURHOODS)
    )
    return tuple(work.db.scalars(listed))


def _move(work: Work, senior: Senior, station_id: int) -> None:
    work.allow(Permission.REGISTER_SENIORS, station_id=station_id)
    if street_of(work.station(station_id).path) != street_of(work.station(senior.station_id).path):
        raise OtherStreet
    senior.station_id = station_id


def _visits(work: Work, senior: Senior) -> tuple[int, datetime | None]:
    counted = select(func.count(), func.max(Attendance.arrived_at)).where(
        Attendance.senior_id == senior.id, Attendance.voided_at.is_(None)
    )
    row = work.db.execute(counted).one()
    return row[0], row[1]


def _merged(work: Work, senior: Senior) -> tuple[MergedRecord, ...]:
    listed = (
        select(Merge, Senior)
        .join(Senior, Senior.id == Merge.merged_id)
        .where(Merge.kept_id == senior.id, Merge.undone_at.is_(None))
        .order_by(Merge.id.desc())
    )
    return tuple(
        MergedRecord(merge.id, record.name, record.number, merge.merged_at)
        for merge, record in work.db.execute(listed)
    )
