"""Put the demonstration into the database: whole tables at once, with their ids."""

import random
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from sqlalchemy.orm import Session

from db.learning import Feedback, Learner, ProgressEvent, RaisedHand
from db.models import (
    Activity,
    Attendance,
    Card,
    Consent,
    Device,
    Enrolment,
    Programme,
    Role,
    Senior,
    SeniorKey,
    Staff,
    Station,
    TurnedAway,
)
from db.population import Population
from db.words import Purpose, RoleName
from services import cards, consent, finding, identity, schedule
from services.demonstration.days import dice
from services.demonstration.learnt import Learnt
from services.demonstration.lessons import PROGRAMME, SLUG, TITLES, uids
from services.demonstration.people import Member, Worker
from services.demonstration.places import STREET, ZONE, Place
from services.demonstration.pouring import fill
from services.demonstration.timetable import Meeting
from services.demonstration.year import Book, Row

PROGRAMME_ID = 1


def store_places(db: Session, every: Sequence[Place]) -> None:
    """Store the tree and what it offers."""
    fill(db, Station, [_station(place) for place in every])
    names = {"name_zh": PROGRAMME[0], "name_en": PROGRAMME[1]}
    fill(db, Programme, [{"id": PROGRAMME_ID, "slug": SLUG, **names}])


def _station(place: Place) -> Row:
    return {
        "id": place.id,
        "parent_id": place.parent,
        "path": place.path,
        "kind": place.kind,
        "name_zh": place.name_zh,
        "name_en": place.name_en,
        "address": place.address,
        "phone": f"021-0000{place.id:04}",
        "zone": ZONE,
        "seats": place.seats,
    }


def store_staff(db: Session, workers: Sequence[Worker]) -> None:
    """Store the staff with their roles; hashing takes its time, so both hands are used."""
    with ThreadPoolExecutor(max_workers=4) as hands:
        hashes = list(hands.map(identity.hasher().hash, [worker.password for worker in workers]))
    staff = [
        {"id": worker.id, "user_name": worker.user_name, "name": worker.name, "password_hash": hashed}
        for worker, hashed in zip(workers, hashes, strict=True)
    ]
    fill(db, Staff, staff)
    fill(
        db,
        Role,
        [
            {"id": worker.id, "staff_id": worker.id, "station_id": worker.place.id, "name": worker.role}
            for worker in workers
        ],
    )


def store_seniors(db: Session, seed: int, everybody: Sequence[Member], workers: Sequence[Worker]) -> None:
    """Store the seniors with what they are found by, their cards and consents."""
    roll = dice(seed, "cards")
    trainers = {worker.user_name: worker.id for worker in workers if worker.role is RoleName.TRAINER}
    by = {member.id: trainers[member.group.trainer] for member in everybody}
    fill(db, Senior, [_senior(member, by[member.id]) for member in everybody])
    given = [(member.id, member.registered_at) for member in everybody]
    fill(
        db,
        Card,
        [
            {
                "id": number,
                "token": _signs(roll, cards.SIGNS, cards.LENGTH),
                "senior_id": number,
                "issued_at": at,
            }
            for number, at in given
        ],
    )
    fill(
        db,
        Consent,
        [
            {
                "id": number,
                "senior_id": number,
                "purpose": Purpose.REGISTRATION,
                "wording": consent.CURRENT,
                "given_at": at,
                "given_before": by[number],
            }
            for number, at in given
        ],
    )
    keys = (
        {"senior_id": member.id, "root_id": STREET, "key": key}
        for member in everybody
        for key in sorted(finding.keys(member.name, member.number, member.phone))
    )
    fill(db, SeniorKey, [{"id": number, **row} for number, row in enumerate(keys, 1)])


def _senior(member: Member, registered_by: int) -> Row:
    return {
        "id": member.id,
        "number": member.number,
        "name": member.name,
        "birth_year": member.birth_year,
        "gender": member.gender,
        "phone": member.phone,
        "neighbourhood": member.neighbourhood,
        "needs": member.needs,
        "station_id": member.group.place.id,
        "registered_at": member.registered_at,
        "registered_by": registered_by,
    }


def store_activities(
    db: Session, seed: int, meetings: Iterable[Meeting], staff_ids: Mapping[str, int]
) -> None:
    """Store the timetable."""
    roll = dice(seed, "activities")
    lessons = uids()
    series: dict[int, str] = {}
    rows = []
    for meeting in meetings:
        group = meeting.group
        if group.number not in series:
            series[group.number] = _signs(roll, schedule.UNMISTAKABLE, 16)
        title_zh, title_en = TITLES[meeting.lesson]
        rows.append(
            {
                "id": meeting.id,
                "public_id": _signs(roll, schedule.UNMISTAKABLE, 16),
                "programme_id": PROGRAMME_ID,
                "station_id": group.place.id,
                "trainer_id": staff_ids[meeting.trainer],
                "lesson": lessons[meeting.lesson],
                "title_zh": title_zh,
                "title_en": title_en,
                "room": group.room,
                "starts_at": meeting.starts_at,
                "ends_at": meeting.ends_at,
                "seats": meeting.seats,
                "series": "" if meeting.wanted else series[group.number],
                "state": meeting.state,
                "reason": meeting.reason,
                "planned_at": meeting.planned_at,
                "door_secret": f"{roll.getrandbits(256):064x}",
            }
        )
    fill(db, Activity, rows)


def store_book(db: Session, book: Book) -> None:
    """Store who enrolled, who came and who found no seat, in the order in which it was written down."""
    for model, rows, moment in (
        (Enrolment, book.enrolments, "queued_at"),
        (Attendance, book.attendances, "recorded_at"),
        (TurnedAway, book.turned_away, "came_at"),
    ):
        ordered = sorted(rows, key=lambda row, moment=moment: _moment(row, moment))  # type: ignore[misc]
        fill(db, model, [{"id": number, **row} for number, row in enumerate(ordered, 1)])


def store_learnt(db: Session, learnt: Learnt) -> None:
    """Store the tablets, who was before them, what was done there and what people thought."""
    for model, rows in (
        (Device, learnt.devices),
        (Learner, learnt.learners),
        (ProgressEvent, learnt.events),
        (Feedback, learnt.faces),
        (RaisedHand, learnt.hands),
    ):
        fill(db, model, [{"id": number, **row} for number, row in enumerate(rows, 1)])


def store_residents(db: Session, rows: Sequence[Row]) -> None:
    """Store how many residents the places have."""
    fill(db, Population, [{"id": number, **row} for number, row in enumerate(rows, 1)])


def _moment(row: Row, moment: str) -> datetime:
    at: datetime = row[moment]
    return at


def _signs(roll: random.Random, signs: str, length: int) -> str:
    return "".join(roll.choices(signs, k=length))
