"""Who comes: early or late, announced or not, let in or turned away."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from db.words import ActivityState, EnrolmentState, How
from services.demonstration.crowd import Party
from services.demonstration.days import rains, season
from services.demonstration.people import Member
from services.demonstration.places import Story
from services.demonstration.timetable import Meeting, is_silent

OFFERED_AFTER = timedelta(minutes=16)
OPENS_BEFORE = timedelta(minutes=28)
COMES_LATE = 0.08
COMES_HOPING = 0.35
COMES_UNASKED = 0.035
NOT_HERE = "not here"


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who came and was let in."""

    member: Member
    at: datetime
    how: How


@dataclass(slots=True)
class Door:
    """What happened at the door of one meeting. turned_away: who, None for a stranger, and when.

    taken: seats that belong to somebody; absent: whose seats stay empty. offered_at: when empty
    chairs were passed on; seated: to whom of the waiting; gave_way: from whom.
    """

    arrivals: list[Arrival] = field(default_factory=list)
    turned_away: list[tuple[Member | None, datetime]] = field(default_factory=list)
    taken: int = 0
    absent: list[Party] = field(default_factory=list)
    offered_at: datetime | None = None
    gave_way: list[Party] = field(default_factory=list)
    seated: list[Party] = field(default_factory=list)


def is_attended(meeting: Meeting, at: datetime) -> bool:
    """Tell whether somebody could have come by now, and it was written down."""
    if meeting.state not in (ActivityState.PLANNED, ActivityState.CLOSED) or is_silent(meeting, at):
        return False
    return meeting.starts_at - OPENS_BEFORE <= at


def open_door(
    seed: int,
    roll: random.Random,
    meeting: Meeting,
    asked: Sequence[Party],
    nearby: Iterable[Member],
    at: datetime,
) -> Door:
    """Let those come who asked, then those who hope for a chair, then those from nearby."""
    door = Door()
    likely = _turn_up(seed, meeting)
    for party in asked:
        if party.state is EnrolmentState.ENROLLED:
            door.taken += len(party.members)
            if roll.random() < party.members[0].reliable * likely:
                _come(roll, door, meeting, party.members)
            else:
                door.absent.append(party)
    # Empty chairs are taken from those who enrolled last.
    door.absent.sort(key=lambda party: party.seated_at or meeting.starts_at)
    _offer(roll, door, meeting, asked, at)
    _walk_in(roll, door, meeting, nearby)
    _forget_later(door, at)
    return door


def _turn_up(seed: int, meeting: Meeting) -> float:
    likely = 0.86 if rains(seed, meeting.on) else 1.0
    if meeting.group.place.story is Story.FORGETFUL:
        likely *= 0.8
    if meeting.group.place.story is Story.FULL:
        # Who waited weeks for a seat does not leave it empty.
        likely *= 1.1
    return likely * (0.93 if season(meeting.on) < 0.8 else 1.0)


def _come(roll: random.Random, door: Door, meeting: Meeting, members: Sequence[Member]) -> None:
    first = members[0]
    minutes = roll.gauss(0, 3.5) - first.early / timedelta(minutes=1)
    if roll.random() < COMES_LATE:
        minutes = roll.triangular(3, 30, 6)
    at = meeting.starts_at + timedelta(minutes=max(-27.0, minutes))
    for member in members:
        how = How.PAPER if meeting.group.place.by_paper else member.way
        if how is How.ROLL_CALL:
            # A roll call says who is here, not since when; who comes later is looked up by name.
            how, at = (How.ROLL_CALL, meeting.starts_at) if at < meeting.starts_at else (How.NAME, at)
        door.arrivals.append(Arrival(member, at, how))
        at += timedelta(seconds=roll.randint(5, 40))


def _offer(roll: random.Random, door: Door, meeting: Meeting, asked: Sequence[Party], at: datetime) -> None:
    """Pass empty chairs on to the waiting, in their order; who came for nothing is turned away."""
    waiting = [party for party in asked if party.state is EnrolmentState.WAITING]
    comes = COMES_HOPING * (1.7 if meeting.group.place.story is Story.FULL else 1)
    hoping = [party for party in waiting if roll.random() < comes]
    moment = meeting.starts_at + OFFERED_AFTER
    if moment > at:
        return
    # What is on at this hour is left to whoever tries the house out.
    if not meeting.wanted and roll.random() < 0.75:
        _pass_on(door, meeting, waiting, moment)
    for party in hoping:
        if party in door.seated:
            entered = moment + timedelta(minutes=roll.randint(1, 5))
            door.arrivals += [Arrival(member, entered, How.NUMBER) for member in party.members]
        else:
            came_at = meeting.starts_at - timedelta(seconds=roll.randint(0, 600))
            door.turned_away += [(member, came_at) for member in party.members]


def _pass_on(door: Door, meeting: Meeting, waiting: Sequence[Party], moment: datetime) -> None:
    chairs = meeting.seats - len(door.arrivals)
    door.offered_at = moment
    for party in waiting:
        size = len(party.members)
        if size > chairs or not _make_room(door, meeting, size):
            break
        chairs -= size
        door.taken += size
        door.seated.append(party)


def _make_room(door: Door, meeting: Meeting, size: int) -> bool:
    """Free this many seats of those who have not come, if there are enough."""
    while door.taken + size > meeting.seats and door.absent:
        gave_way = door.absent.pop()
        door.gave_way.append(gave_way)
        door.taken -= len(gave_way.members)
    return door.taken + size <= meeting.seats


def _walk_in(roll: random.Random, door: Door, meeting: Meeting, nearby: Iterable[Member]) -> None:
    for member in nearby:
        is_stranger = member.registered_at is None
        if roll.random() >= (0.85 if is_stranger else COMES_UNASKED):
            continue
        came_at = meeting.starts_at + timedelta(seconds=roll.randint(-600, 420))
        if door.taken < meeting.seats:
            door.arrivals.append(Arrival(member, came_at, How.WALK_IN))
            door.taken += 1
        elif roll.random() < 0.5 and not meeting.wanted and _make_room(door, meeting, 1):
            door.offered_at = meeting.starts_at + OFFERED_AFTER
            later = door.offered_at + timedelta(seconds=roll.randint(60, 400))
            door.arrivals.append(Arrival(member, later, How.WALK_IN))
            door.taken += 1
        else:
            door.turned_away.append((None if is_stranger else member, came_at))
            if is_stranger and roll.random() < 0.6:
                member.registered_at = came_at + timedelta(minutes=4)


def _forget_later(door: Door, at: datetime) -> None:
    """Leave out what has not happened yet, and count the visits of those who came."""
    door.arrivals = [arrival for arrival in door.arrivals if arrival.at <= at]
    door.turned_away = [(member, came_at) for member, came_at in door.turned_away if came_at <= at]
    for arrival in door.arrivals:
        member = arrival.member
        member.visits += 1
        member.visits_left -= 1
        if member.registered_at is None:
            member.registered_at = arrival.at - timedelta(seconds=80)
