"""Find a senior in one box: by number, name, pinyin, initials, or the end of the phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Select, case, delete, false, func, select

from db.models import Card, Senior, SeniorKey, Station
from db.words import Gender
from services import consent
from services.access import Permission
from services.cards import token_in
from services.details import PhoneWrong, age, clean_phone, masked
from services.numbers import near
from services.reach import street_of
from services.spelling import is_chinese, signs, spellings, squeezed, surname_length
from services.work import Work

KEY_LENGTH = 80
TAIL = 4
# Enough to put one's own station first; a longer list would be typed on, not read.
LOOKED_THROUGH = 1000
AFTER_ALL_KEYS = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Found:
    """A senior as a list shows her. age: None where the birth year is unknown."""

    id: int
    number: str
    name: str
    birth_year: int | None
    age: int | None
    gender: Gender | None
    phone_masked: str
    neighbourhood: str
    station_id: int
    station_zh: str
    station_en: str


class CardState(StrEnum):
    """What a scanned card is worth."""

    GOOD = "good"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FoundCard:
    """A scanned card. senior: None for an unknown one."""

    state: CardState
    senior: Found | None = None


def keys(name: str, number: str, phone: str) -> set[str]:
    """Return everything a senior is found by, squeezed."""
    parts = signs(name)
    found = {number, squeezed(name), phone[-TAIL:]}
    if parts:
        found |= _keys_of_name(parts)
    return {key[:KEY_LENGTH] for key in found if key}


def find(work: Work, *, station_id: int, text: str, limit: int = 12) -> tuple[Found, ...]:
    """Return the seniors of the station's street whom this text may mean.

    Those whom it names fully come first, then those of the station and below it, then by name. Empty when
    nobody fits or too little was typed. Raises NotFound, NotAllowed.
    """
    work.allow(Permission.FIND_SENIORS, station_id=station_id)
    wanted = squeezed(text)[:KEY_LENGTH]
    if len(wanted) < 2 and not (wanted and is_chinese(wanted)):
        return ()
    home = work.station(station_id).path
    if wanted.isdigit() and len(wanted) > len("123456"):
        return _listed(work, _by_phone(street_of(home), text).limit(limit))
    return _listed(work, _by_key(wanted, home).limit(limit))


def find_near(work: Work, *, station_id: int, number: str) -> tuple[Found, ...]:
    """Return the seniors of the station's street whose number is one slip away from this wrong one.

    Empty when the number is right or nobody is near. Raises NotFound, NotAllowed.
    """
    work.allow(Permission.FIND_SENIORS, station_id=station_id)
    street = street_of(work.station(station_id).path)
    listed = _of_street(street).where(Senior.number.in_(near(number)))
    return _listed(work, listed.order_by(Senior.number))


def find_card(work: Work, *, token: str) -> FoundCard:
    """Tell what a scanned card is worth: the link of its code, or the bare token.

    A card of a street in which the actor finds nobody is unknown to her. Raises NotAllowed.
    """
    work.allow_anywhere(Permission.FIND_SENIORS)
    card = work.db.scalar(select(Card).where(Card.token == token_in(token)))
    senior = work.db.get(Senior, card.senior_id) if card else None
    if card is None or senior is None:
        return FoundCard(CardState.UNKNOWN)
    street = street_of(work.station(senior.station_id).path)
    if street not in map(street_of, work.actor.paths(Permission.FIND_SENIORS)):
        return FoundCard(CardState.UNKNOWN)
    state = CardState.REVOKED if card.revoked_at else CardState.GOOD
    return FoundCard(state, one(work, senior.id))


def one(work: Work, senior_id: int) -> Found:
    """Return a senior as a list shows her. Asks nobody's permission: the calling rule has."""
    senior = work.get(Senior, senior_id)
    return _found(work, senior, work.station(senior.station_id))


def store_keys(work: Work, senior: Senior) -> None:
    """Bring a senior's keys up to date.

    A merged record gives its own to the one that is kept; without consent nobody is found.
    """
    work.db.flush()
    work.db.execute(delete(SeniorKey).where(SeniorKey.senior_id == senior.id))
    if senior.merged_into_id is not None or not consent.stands(work, senior):
        return
    merged = work.db.scalars(select(Senior).where(Senior.merged_into_id == senior.id))
    wanted = set[str]().union(
        *(keys(record.name, record.number, record.phone) for record in (senior, *merged))
    )
    street = street_of(work.station(senior.station_id).path)
    work.db.add_all(SeniorKey(senior_id=senior.id, root_id=street, key=key) for key in sorted(wanted))


def _keys_of_name(parts: Sequence[str]) -> set[str]:
    length = surname_length(parts)
    found = {"".join(parts), "".join(parts[length:])}
    for way in spellings(parts):
        for spelt in _with_and_without_dots(way):
            found |= {"".join(spelt), "".join(spelt[length:])}
        found.add("".join(syllable[0] for syllable in way))
    return set(map(squeezed, found))


def _with_and_without_dots(way: Sequence[str]) -> tuple[Sequence[str], ...]:
    """Return lv also as lu and lyu, as those type it who find no ü."""
    if not any(syllable.startswith(("lv", "nv")) for syllable in way):
        return (way,)
    return (way, [s.replace("v", "u") for s in way], [s.replace("v", "yu") for s in way])


def _of_street(street: int) -> Select[Senior, Station]:
    """Return the query for the seniors of a street, without merged records."""
    return (
        select(Senior, Station)
        .join(Station, Station.id == Senior.station_id)
        .where(Station.path.startswith(f"/{street}/"), Senior.merged_into_id.is_(None))
    )


def _by_key(wanted: str, home: str) -> Select[Senior, Station]:
    looked = (
        select(SeniorKey.senior_id, SeniorKey.key)
        .where(
            SeniorKey.root_id == street_of(home),
            SeniorKey.key >= wanted,
            SeniorKey.key < wanted + AFTER_ALL_KEYS,
        )
        .order_by(SeniorKey.key)
        .limit(LOOKED_THROUGH)
        .subquery()
    )
    fully = func.max(case((looked.c.key == wanted, 1), else_=0)).label("fully")
    hits = select(looked.c.senior_id, fully).group_by(looked.c.senior_id).subquery()
    at_home = case((Station.path.startswith(home), 1), else_=0)
    return (
        select(Senior, Station)
        .join(hits, hits.c.senior_id == Senior.id)
        .join(Station, Station.id == Senior.station_id)
        .where(Senior.merged_into_id.is_(None))
        .order_by(hits.c.fully.desc(), at_home.desc(), Senior.name, Senior.id)
    )


def _by_phone(street: int, text: str) -> Select[Senior, Station]:
    try:
        phone = clean_phone(text)
    except PhoneWrong:
        return _of_street(street).where(false())
    return _of_street(street).where(Senior.phone == phone).order_by(Senior.name, Senior.id)


def _listed(work: Work, listed: Select[Senior, Station]) -> tuple[Found, ...]:
    return tuple(_found(work, senior, station) for senior, station in work.db.execute(listed))


def _found(work: Work, senior: Senior, station: Station) -> Found:
    return Found(
        id=senior.id,
        number=senior.number,
        name=senior.name,
        birth_year=senior.birth_year,
        age=age(senior.birth_year, work.at),
        gender=senior.gender,
        phone_masked=masked(senior.phone),
        neighbourhood=senior.neighbourhood,
        station_id=station.id,
        station_zh=station.name_zh,
        station_en=station.name_en,
    )
