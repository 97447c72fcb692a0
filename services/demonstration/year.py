"""The year itself: meeting after meeting, told into rows."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from db.words import ActivityState, EnrolmentState, How
from services.demonstration.crowd import Party, parties
from services.demonstration.days import dice
from services.demonstration.door import NOT_HERE, Arrival, Door, is_attended, open_door
from services.demonstration.names import NOBODY_CAME, WITHDRAWN
from services.demonstration.people import Member
from services.demonstration.places import CENTRE, Group
from services.demonstration.timetable import Meeting

Row = dict[str, Any]
ALSO_AT_THE_CENTRE = 0.07


@dataclass(slots=True)
class Book:
    """What was written down, as rows ready to be stored."""

    enrolments: list[Row] = field(default_factory=list)
    attendances: list[Row] = field(default_factory=list)
    turned_away: list[Row] = field(default_factory=list)


def tell(
    seed: int,
    at: datetime,
    meetings: Sequence[Meeting],
    everybody: Sequence[Member],
    staff_ids: Mapping[str, int],
    progress: Callable[[int, int], None],
) -> Book:
    """Let the year happen up to `at`; the members remember how often they came."""
    book = Book()
    homes = _homes(everybody)
    guests = _guests(seed, everybody, {meeting.group.number: meeting.group for meeting in meetings})
    for number, meeting in enumerate(meetings):
        roll = dice(seed, "meeting", meeting.group.number, meeting.on)
        _tell_one(seed, roll, at, meeting, _around(meeting, homes, guests), staff_ids[meeting.trainer], book)
        if number % 100 == 0:
            progress(number, len(meetings))
    progress(len(meetings), len(meetings))
    _register_the_rest(everybody, at)
    return book


def _homes(everybody: Sequence[Member]) -> dict[int, list[list[Member]]]:
    """Return the households of each group, those first who joined first."""
    homes: dict[int, list[list[Member]]] = {}
    for _, home in groupby(everybody, key=lambda member: member.household):
        members = list(home)
        homes.setdefault(members[0].group.number, []).append(members)
    return homes


def _guests(
    seed: int, everybody: Sequence[Member], every: Mapping[int, Group]
) -> dict[int, list[list[Member]]]:
    """Return who of the points also goes to a class of the centre, never at the time of her own."""
    roll = dice(seed, "guests")
    centre = [group for group in every.values() if group.place.id == CENTRE]
    guests: dict[int, list[list[Member]]] = {}
    for member in everybody:
        if member.group.place.id == CENTRE or roll.random() >= ALSO_AT_THE_CENTRE:
            continue
        group = roll.choice([group for group in centre if group.weekday != member.group.weekday])
        guests.setdefault(group.number, []).append([member])
    return guests


def _around(
    meeting: Meeting, homes: dict[int, list[list[Member]]], guests: dict[int, list[list[Member]]]
) -> list[list[Member]]:
    """Return the households this meeting is for: at the centre, one of this hour is for all its groups."""
    number = meeting.group.number
    if not meeting.wanted:
        return homes.get(number, []) + guests.get(number, [])
    if meeting.group.place.id != CENTRE:
        return homes.get(number, [])
    return [home for group in homes.values() for home in group if home[0].group.place.id == CENTRE]


def _tell_one(
    seed: int,
    roll: random.Random,
    at: datetime,
    meeting: Meeting,
    around: list[list[Member]],
    trainer_id: int,
    book: Book,
) -> None:
    here = [home for home in around if home[0].joins_at < meeting.starts_at]
    asked = parties(roll, meeting, here, at)
    door = Door()
    if is_attended(meeting, at):
        known = {member.id for party in asked for member in party.members}
        nearby = [m for home in here for m in home if m.id not in known and m.visits_left > 0]
        door = open_door(seed, roll, meeting, asked, nearby, at)
    for party in asked:
        book.enrolments += _enrolled(roll, meeting, party, door)
    for arrival in door.arrivals:
        book.attendances += _came(roll, meeting, arrival, trainer_id, at)
        if arrival.how is How.WALK_IN:
            book.enrolments += _given_a_seat(roll, meeting, arrival)
    if meeting.state is ActivityState.CLOSED and not door.arrivals:
        meeting.state, meeting.reason = ActivityState.NOT_HELD, NOBODY_CAME
    for member, came_at in door.turned_away:
        book.turned_away.append(
            {
                "activity_id": meeting.id,
                "senior_id": member.id if member else None,
                "came_at": came_at,
                "client_id": client_id(roll),
                "recorded_by": trainer_id,
            }
        )


def _enrolled(roll: random.Random, meeting: Meeting, party: Party, door: Door) -> list[Row]:
    state, seated_at = party.state, party.seated_at
    cancelled_at = party.cancels_at if state is EnrolmentState.CANCELLED else None
    reason = roll.choice(WITHDRAWN) if cancelled_at else ""
    if party in door.gave_way:
        state, cancelled_at, reason = EnrolmentState.CANCELLED, door.offered_at, NOT_HERE
    if party in door.seated:
        state, seated_at = EnrolmentState.ENROLLED, door.offered_at
    token = f"{roll.getrandbits(64):016x}"
    return [
        _place(meeting, member, token, state, party.asks_at, seated_at)
        | {"cancelled_at": cancelled_at, "reason": reason}
        for member in party.members
    ]


def _given_a_seat(roll: random.Random, meeting: Meeting, arrival: Arrival) -> list[Row]:
    """Return the seat of somebody who came without one."""
    token = f"{roll.getrandbits(64):016x}"
    return [_place(meeting, arrival.member, token, EnrolmentState.ENROLLED, arrival.at, arrival.at)]


def _place(
    meeting: Meeting,
    member: Member,
    token: str,
    state: EnrolmentState | None,
    queued_at: datetime,
    enrolled_at: datetime | None,
) -> Row:
    return {
        "activity_id": meeting.id,
        "senior_id": member.id,
        "state": state,
        "party": token,
        "queued_at": queued_at,
        "enrolled_at": enrolled_at,
        "cancelled_at": None,
        "reason": "",
    }


def _came(
    roll: random.Random, meeting: Meeting, arrival: Arrival, trainer_id: int, at: datetime
) -> list[Row]:
    """Return the row of an arrival; none while the sheet of paper has not been keyed in."""
    recorded_at = arrival.at + timedelta(milliseconds=roll.randint(120, 900))
    if arrival.how is How.PAPER:
        recorded_at = meeting.ends_at + timedelta(minutes=40, seconds=roll.randrange(300))
    if arrival.how is How.ROLL_CALL:
        recorded_at = meeting.starts_at + timedelta(seconds=roll.randrange(60, 240))
    if recorded_at > at:
        return []
    return [
        {
            "activity_id": meeting.id,
            "senior_id": arrival.member.id,
            "arrived_at": arrival.at,
            "how": arrival.how,
            "client_id": client_id(roll),
            "recorded_by": None if arrival.how is How.SELF else trainer_id,
            "recorded_at": recorded_at,
            "voided_at": None,
            "voided_by": None,
            "reason": "",
        }
    ]


def client_id(roll: random.Random) -> str:
    """Return an id as a browser makes them."""
    return str(UUID(int=roll.getrandbits(128), version=4))


def _register_the_rest(everybody: Sequence[Member], at: datetime) -> None:
    for member in everybody:
        if member.registered_at is None:
            member.registered_at = min(member.joins_at, at - timedelta(days=2))
