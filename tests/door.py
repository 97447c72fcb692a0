"""A doorway to test: a house with a trainer who is signed in, an activity, and people with cards."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from db import transaction
from db.models import (
    Activity,
    Card,
    Enrolment,
    House,
    Programme,
    Role,
    Senior,
    SeniorKey,
    SignIn,
    Staff,
    Station,
)
from db.words import EnrolmentState, RoleName, StationKind
from services import cards, clock, finding, numbers
from services.identity import hash_of

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗"
GIVEN = ("美英", "建国", "秀兰", "桂珍", "志明", "丽华", "国强", "玉梅", "文英", "德福")


@dataclass(frozen=True)
class Doorway:
    """An activity, a trainer's sign-in token, and who is enrolled: (senior id, card token)."""

    activity_id: int
    station_id: int
    trainer_id: int
    sign_in: str
    people: list[tuple[int, str]]


def furnish(
    engine: Engine,
    *,
    seniors: int = 30,
    seats: int | None = None,
    starts_at: datetime | None = None,
    station_id: int | None = None,
    trainer_id: int | None = None,
) -> Doorway:
    """Make an activity with so many people enrolled, and whatever it needs that is not there yet."""
    with transaction.writing(engine) as db:
        if db.scalar(select(House.id)) is None:
            db.add(House(set_up_at=clock.now()))
        station = db.get_one(Station, station_id) if station_id else _street(db)
        trainer_id = trainer_id or _trainer(db, station)
        activity_id = _activity(db, station, trainer_id, seats or seniors, starts_at)
        people = _people(db, station, seniors)
        _enrol(db, activity_id, people)
        return Doorway(activity_id, station.id, trainer_id, _signed_in(db, trainer_id), people)


def _street(db: Session) -> Station:
    station = Station(
        path="/", kind=StationKind.STREET, name_zh="凉城", name_en="Liangcheng", zone="Asia/Shanghai"
    )
    db.add(station)
    db.flush()
    station.path = f"/{station.id}/"
    return station


def _trainer(db: Session, station: Station) -> int:
    trainer = Staff(user_name=secrets.token_hex(6), name="Tina", password_hash="-")
    db.add(trainer)
    db.flush()
    db.add(Role(staff_id=trainer.id, station_id=station.id, name=RoleName.TRAINER))
    return trainer.id


def _signed_in(db: Session, staff_id: int) -> str:
    token, now = secrets.token_urlsafe(32), clock.now()
    until = now + timedelta(days=1)
    db.add(SignIn(token_hash=hash_of(token), staff_id=staff_id, signed_in_at=now, expires_at=until))
    return token


def _activity(db: Session, station: Station, trainer_id: int, seats: int, starts_at: datetime | None) -> int:
    programme = db.scalar(select(Programme).limit(1))
    if programme is None:
        programme = Programme(slug="intelligent-living", name_zh="智能走进生活", name_en="Intelligent Living")
        db.add(programme)
        db.flush()
    starts_at = starts_at or clock.now() + timedelta(minutes=10)
    activity = Activity(
        public_id=secrets.token_hex(8),
        programme_id=programme.id,
        station_id=station.id,
        trainer_id=trainer_id,
        title_zh="微信视频通话",
        title_en="Video calls",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=90),
        seats=seats,
        door_secret=secrets.token_hex(32),
    )
    db.add(activity)
    db.flush()
    return activity.id


def _people(db: Session, station: Station, how_many: int) -> list[tuple[int, str]]:
    if not how_many:
        return []
    now, root = clock.now(), int(station.path.split("/")[1])
    first = (db.scalar(select(Senior.id).order_by(Senior.id.desc()).limit(1)) or 0) + 1
    about = [(_name(i), _number(i), f"138{i:08d}") for i in range(first, first + how_many)]
    rows = [
        {"name": name, "number": number, "phone": phone, "station_id": station.id, "registered_at": now}
        for name, number, phone in about
    ]
    ids = list(db.scalars(insert(Senior).returning(Senior.id, sort_by_parameter_order=True), rows))
    tokens = ["".join(secrets.choice(cards.SIGNS) for _ in range(cards.LENGTH)) for _ in ids]
    people = list(zip(ids, tokens, strict=True))
    db.execute(insert(Card), [{"token": token, "senior_id": i, "issued_at": now} for i, token in people])
    keys = [
        {"senior_id": i, "root_id": root, "key": key}
        for i, about_her in zip(ids, about, strict=True)
        for key in finding.keys(*about_her)
    ]
    db.execute(insert(SeniorKey), keys)
    return people


def _enrol(db: Session, activity_id: int, people: list[tuple[int, str]]) -> None:
    now = clock.now()
    rows = [
        {
            "activity_id": activity_id,
            "senior_id": i,
            "state": EnrolmentState.ENROLLED,
            "party": str(i),
            "queued_at": now,
            "enrolled_at": now,
        }
        for i, _token in people
    ]
    if rows:
        db.execute(insert(Enrolment), rows)


def _name(i: int) -> str:
    return SURNAMES[i % len(SURNAMES)] + GIVEN[i // len(SURNAMES) % len(GIVEN)]


def _number(i: int) -> str:
    five = f"{i:05d}"
    return five + numbers.check_digit(five)
