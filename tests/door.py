"""A doorway to test: a house with a trainer who is signed in, an activity, and people with cards."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, insert, select

from db import transaction
from db.models import Activity, Card, Enrolment, House, Programme, Role, Senior, SeniorKey, SignIn, Staff, Station
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
    now = clock.now()
    starts_at = starts_at or now + timedelta(minutes=10)
    with transaction.writing(engine) as db:
        if db.scalar(select(House.id)) is None:
            db.add(House(set_up_at=now))
        station = db.get(Station, station_id) if station_id else None
        if station is None:
            station = Station(
                path="/", kind=StationKind.STREET, name_zh="凉城", name_en="Liangcheng", zone="Asia/Shanghai"
            )
            db.add(station)
            db.flush()
            station.path = f"/{station.id}/"
        trainer = db.get(Staff, trainer_id) if trainer_id else None
        if trainer is None:
            trainer = Staff(user_name=secrets.token_hex(6), name="Tina", password_hash="-")
            db.add(trainer)
            db.flush()
            db.add(Role(staff_id=trainer.id, station_id=station.id, name=RoleName.TRAINER))
        programme = db.scalar(select(Programme).limit(1))
        if programme is None:
            programme = Programme(slug="intelligent-living", name_zh="智能走进生活", name_en="Intelligent Living")
            db.add(programme)
            db.flush()
        activity = Activity(
            public_id=secrets.token_hex(8),
            programme_id=programme.id,
            station_id=station.id,
            trainer_id=trainer.id,
            title_zh="微信视频通话",
            title_en="Video calls",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=90),
            seats=seats or seniors,
            door_secret=secrets.token_hex(32),
        )
        token = secrets.token_urlsafe(32)
        db.add_all(
            [
                activity,
                SignIn(
                    token_hash=hash_of(token),
                    staff_id=trainer.id,
                    signed_in_at=now,
                    expires_at=now + timedelta(days=1),
                ),
            ]
        )
        db.flush()
        root = int(station.path.split("/")[1])
        first = (db.scalar(select(Senior.id).order_by(Senior.id.desc()).limit(1)) or 0) + 1
        ids = list(range(first, first + seniors))
        named = {i: (_name(i), _number(i)) for i in ids}
        tokens = {i: "".join(secrets.choice(cards.SIGNS) for _ in range(cards.LENGTH)) for i in ids}
        if not ids:
            return Doorway(activity.id, station.id, trainer.id, token, [])
        db.execute(
            insert(Senior),
            [
                {
                    "id": i,
                    "number": number,
                    "name": name,
                    "phone": f"138{i:08d}",
                    "station_id": station.id,
                    "registered_at": now,
                }
                for i, (name, number) in named.items()
            ],
        )
        db.execute(insert(Card), [{"token": tokens[i], "senior_id": i, "issued_at": now} for i in ids])
        db.execute(
            insert(SeniorKey),
            [
                {"senior_id": i, "root_id": root, "key": key}
                for i, (name, number) in named.items()
                for key in finding.keys(name, number, f"138{i:08d}")
            ],
        )
        db.execute(
            insert(Enrolment),
            [
                {
                    "activity_id": activity.id,
                    "senior_id": i,
                    "state": EnrolmentState.ENROLLED,
                    "party": str(i),
                    "queued_at": now,
                    "enrolled_at": now,
                }
                for i in ids
            ],
        )
        return Doorway(activity.id, station.id, trainer.id, token, [(i, tokens[i]) for i in ids])


def _name(i: int) -> str:
    return SURNAMES[i % len(SURNAMES)] + GIVEN[i // len(SURNAMES) % len(GIVEN)]


def _number(i: int) -> str:
    five = f"{i:05d}"
    return five + numbers.check_digit(five)
