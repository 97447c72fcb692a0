"""Who asks for a seat, who gets one, who waits and who thinks better of it."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise

from db.words import EnrolmentState
from services import clock
from services.demonstration.days import season
from services.demonstration.people import Member
from services.demonstration.places import ZONE, Story
from services.demonstration.timetable import LASTS, Meeting

CANCELS = 0.075
SHRINKS_FOR = timedelta(weeks=8)
WEEK = timedelta(weeks=1)


@dataclass(slots=True)
class Party:
    """People who ask together: one, or a couple. state: none as long as they have not asked."""

    members: list[Member]
    asks_at: datetime
    cancels_at: datetime | None = None
    state: EnrolmentState | None = None
    seated_at: datetime | None = None


def parties(
    roll: random.Random, meeting: Meeting, households: Sequence[list[Member]], at: datetime
) -> list[Party]:
    """Return who asks for a seat before the meeting or `at`, in that order, and what became of it."""
    homes = [[one for one in home if _may_ask(one, meeting)] for home in households]
    known = [home for home in homes if home]
    willing = _some(roll, known, meeting.wanted) if meeting.wanted else _keen(roll, known, meeting, at)
    asking = [_asking(roll, meeting, home) for home in willing]
    asking.sort(key=lambda party: party.asks_at)
    for before, after in pairwise(asking):
        after.asks_at = max(after.asks_at, before.asks_at + timedelta(seconds=20))
    _seat(asking, meeting.seats, min(at, meeting.decided_at or meeting.starts_at))
    return [party for party in asking if party.state]


def _may_ask(member: Member, meeting: Meeting) -> bool:
    since = member.registered_at
    is_known = since is not None and since < meeting.starts_at - timedelta(hours=3)
    return is_known and member.visits_left > 0


def _some(roll: random.Random, homes: list[list[Member]], wanted: int) -> list[list[Member]]:
    """Draw households until there are this many people, or no more."""
    drawn: list[list[Member]] = []
    for home in roll.sample(homes, len(homes)):
        if sum(map(len, drawn)) < wanted:
            drawn.append(home)
    return drawn


def _keen(
    roll: random.Random, homes: list[list[Member]], meeting: Meeting, at: datetime
) -> list[list[Member]]:
    """Draw the households that feel like coming."""
    likely = season(meeting.on)
    left = at - meeting.starts_at
    if meeting.group.place.story is Story.SHRINKING and left < SHRINKS_FOR:
        likely = min(likely, season(meeting.on - SHRINKS_FOR)) * (0.3 + 0.32 * max(left / SHRINKS_FOR, 0))
    return [home for home in homes if roll.random() < min(0.97, likely * _keenness(home[0]))]


def _keenness(member: Member) -> float:
    return 0.96 if member.visits == 0 else member.keen


def _asking(roll: random.Random, meeting: Meeting, home: list[Member]) -> Party:
    since = [one.registered_at for one in home if one.registered_at]
    party = Party(home, max(_asks_at(roll, meeting), *since))
    if roll.random() < CANCELS:
        ends = meeting.starts_at - timedelta(minutes=40)
        party.cancels_at = max(party.asks_at + (ends - party.asks_at) * roll.random(), party.asks_at)
    return party


def _asks_at(roll: random.Random, meeting: Meeting) -> datetime:
    """Draw when somebody asks: at the end of a class before, or at the desk in the days between."""
    weeks = roll.choices((0, 1, 2), (4, 4, 2))[0]
    if weeks and not meeting.wanted:
        return meeting.starts_at - weeks * WEEK + LASTS + timedelta(seconds=roll.randrange(900))
    on = meeting.on - timedelta(days=1 + int(roll.triangular(0, 15, 3)))
    return clock.instant(on, time(roll.randint(9, 16), roll.randrange(60), roll.randrange(60)), ZONE)


def _seat(asking: Sequence[Party], seats: int, until: datetime) -> None:
    """Let everybody ask and withdraw in turn; whole parties are seated strictly in order."""
    events = [(party.asks_at, False, number) for number, party in enumerate(asking)]
    events += [(party.cancels_at, True, n) for n, party in enumerate(asking) if party.cancels_at]
    waiting: list[Party] = []
    free = seats
    for when, withdraws, number in sorted(events):
        if when >= until:
            break
        party = asking[number]
        if withdraws:
            free += len(party.members) if party.state is EnrolmentState.ENROLLED else 0
            waiting = [other for other in waiting if other is not party]
            party.state = EnrolmentState.CANCELLED
        else:
            party.state = EnrolmentState.WAITING
            waiting.append(party)
        while waiting and len(waiting[0].members) <= free:
            seated = waiting.pop(0)
            seated.state, seated.seated_at = EnrolmentState.ENROLLED, when
            free -= len(seated.members)
