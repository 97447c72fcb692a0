"""The people of the demonstration, all made up: staff with their roles, and seniors as they could be."""

import random
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from db.words import Gender, How, RoleName, StationKind
from services import clock, numbers
from services.demonstration.days import dice, season
from services.demonstration.names import FLOWERS, NEEDS, STAFF_NAMES, name_for
from services.demonstration.places import CENTRE, ZONE, Group, Place, Story

SENIORS = 1200
COUPLES = 0.11
WALKS_IN = 0.4
FOR_EVER = 10_000
FULLY_STAFFED = ("east1",)
HOWS = (How.CARD, How.NUMBER, How.NAME, How.SELF, How.ROLL_CALL)
HOW_OFTEN = (64, 12, 9, 9, 6)


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who signs in, with one role at one place."""

    id: int
    user_name: str
    name: str
    password: str
    role: RoleName
    place: Place


@dataclass(slots=True)
class Member:
    """A senior, and how she is: what the story of the year is told from.

    joins_at: from when she wants to come. registered_at: none until she is. walks_in: she first
    comes unannounced. keen: how often she enrols; reliable: how often she then comes;
    early: how long before the start she likes to be there. visits: how often she was there;
    visits_left: after how many more she will have enough.
    """

    id: int
    number: str
    name: str
    gender: Gender
    birth_year: int
    phone: str
    neighbourhood: str
    needs: str
    group: Group
    household: int
    joins_at: datetime
    registered_at: datetime | None
    walks_in: bool
    keen: float
    reliable: float
    early: timedelta
    way: How
    visits_left: int
    visits: int = 0


def staff(seed: int, every: list[Place]) -> list[Worker]:
    """Return staff of every role at every level; each user name says who it is."""
    roll = dice(seed, "staff")
    names = roll.sample(STAFF_NAMES, len(STAFF_NAMES))
    made: list[Worker] = []
    for role, place, user_name in _posts(every):
        made.append(Worker(len(made) + 1, user_name, names[len(made)], new_password(), role, place))
    return made


def new_password() -> str:
    """Return a password that is easy to read out; never from the seed, which everybody knows."""
    first, second = secrets.choice(FLOWERS), secrets.choice(FLOWERS)
    return f"{first}-{second}-{1000 + secrets.randbelow(9000)}"


def _posts(every: list[Place]) -> Iterator[tuple[RoleName, Place, str]]:
    """Give the role, place and user name of everybody who works there."""
    for place in every:
        at = f"-{place.key}" if place.key else ""
        for role in reversed(RoleName):
            count = _how_many(role, place)
            for number in range(1, count + 1):
                yield role, place, f"{role.value}{at}" + (f"-{number}" if count > 1 else "")


def _how_many(role: RoleName, place: Place) -> int:
    """Return how many of a role work at a place; most points are served by the staff of their area."""
    if place.key in FULLY_STAFFED:
        return 1
    if place.kind is StationKind.POINT:
        return int(role is RoleName.HELPER and place.story in (Story.FULL, Story.NEW, Story.SHRINKING))
    if role is RoleName.TRAINER:
        return 3 if place.kind is StationKind.STREET else 2
    return int(role is not RoleName.ADMIN or place.kind is not StationKind.AREA)


def members(seed: int, every: list[Group], today: date) -> list[Member]:
    """Return all seniors, in the order in which they first want to come; ids count from 1."""
    roll = dice(seed, "seniors")
    drafts: list[tuple[datetime, int, Group, int]] = []
    have = dict.fromkeys((group.number for group in every), 0)
    while len(drafts) < SENIORS:
        group = min(every, key=lambda one: (have[one.number] + 1) / (one.place.seats * one.appeal))
        joins_at = _joins_at(roll, group, today)
        size = 1 + (roll.random() < COUPLES and len(drafts) + 2 <= SENIORS)
        household = len(drafts) + 1
        drafts.extend([(joins_at, household, group, place) for place in range(size)])
        have[group.number] += size
    drafts.sort(key=lambda draft: (draft[0], draft[1]))
    return _persons(roll, drafts, today)


def _persons(
    roll: random.Random, drafts: list[tuple[datetime, int, Group, int]], today: date
) -> list[Member]:
    made: list[Member] = []
    known: set[tuple[str, int]] = set()
    given = roll.sample(range(numbers.POSSIBLE), len(drafts))
    for number, (joins_at, household, group, place_in_couple) in enumerate(drafts):
        partner = made[-1] if place_in_couple else None
        person = _person(roll, partner, known)
        known.add(person[:2])
        member = _member(roll, person, group, joins_at, today)
        member.id, member.household = number + 1, household
        five = f"{given[number]:05}"
        member.number = five + numbers.check_digit(five)
        if partner:
            _live_together(roll, member, partner)
        made.append(member)
    return made


def _person(
    roll: random.Random, partner: Member | None, known: set[tuple[str, int]]
) -> tuple[str, int, Gender]:
    """Draw a name, birth year and gender that nobody has yet."""
    while True:
        gender = Gender.FEMALE if roll.random() < 0.68 else Gender.MALE
        year = round(roll.triangular(1935, 1966, 1952))
        if partner:
            gender = Gender.MALE if partner.gender is Gender.FEMALE else Gender.FEMALE
            year = min(1966, max(1935, partner.birth_year + roll.randint(-3, 3)))
        name = name_for(roll, gender, year)
        if (name, year) not in known:
            return name, year, gender


def _member(
    roll: random.Random, person: tuple[str, int, Gender], group: Group, joins_at: datetime, today: date
) -> Member:
    name, birth_year, gender = person
    walks_in = roll.random() < WALKS_IN and joins_at.date() < today - timedelta(weeks=3)
    is_first = joins_at.date() < group.begins_on + timedelta(weeks=5)
    return Member(
        id=0,
        number="",
        name=name,
        gender=gender,
        birth_year=birth_year,
        # No telephone company has numbers that begin with 194.
        phone=f"194{roll.randrange(10**8):08}" if roll.random() < 0.86 else "",
        neighbourhood=_neighbourhood(roll, group),
        needs=roll.choice(NEEDS) if roll.random() < 0.14 else "",
        group=group,
        household=0,
        joins_at=joins_at,
        registered_at=None if walks_in else joins_at,
        walks_in=walks_in,
        keen=roll.triangular(0.6, 1.0, 0.9),
        reliable=min(0.99, roll.triangular(0.7, 1.0, 0.93)),
        early=timedelta(minutes=roll.gauss(6, 4)),
        way=roll.choices(HOWS, HOW_OFTEN)[0],
        visits_left=_visits(roll, is_first),
    )


def _neighbourhood(roll: random.Random, group: Group) -> str:
    if group.place.id == CENTRE or roll.random() < 0.12:
        return roll.choice(("凉城一村", "凉城三村", "汶水东路", "广粤路", "水电一村", "车站南路", "锦园"))
    return group.place.name_zh.removesuffix("驿站")


def _live_together(roll: random.Random, member: Member, partner: Member) -> None:
    for shared in ("neighbourhood", "registered_at", "walks_in", "keen", "early", "visits_left"):
        setattr(member, shared, getattr(partner, shared))
    if roll.random() < 0.3:
        member.phone = partner.phone


def _joins_at(roll: random.Random, group: Group, today: date) -> datetime:
    """Draw when somebody first wants to come: many at the beginning, then by season."""
    days = (today - group.begins_on).days
    if roll.random() < (0.2 if group.place.story is Story.NEW else 0.36):
        on = group.begins_on - timedelta(days=roll.randint(3, 12)) + timedelta(days=roll.randint(0, 28))
        on = min(on, today - timedelta(days=1))
    else:
        on = today
        while on >= today or roll.random() > season(on):
            on = group.begins_on + timedelta(days=roll.randrange(max(2, days)))
    return clock.instant(on, time(roll.randint(9, 16), roll.randrange(60)), ZONE)


def _visits(roll: random.Random, is_first: bool) -> int:
    """Draw after how many visits somebody has had enough; newcomers give up more often."""
    kinds = (7, 8, 16, 69) if is_first else (23, 10, 19, 48)
    kind = roll.choices(range(4), kinds)[0]
    return (1, roll.randint(2, 3), roll.randint(4, 14), FOR_EVER)[kind]
