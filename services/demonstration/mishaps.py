"""What goes wrong in a year: wrong taps taken back, and people who were registered twice."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from db.words import How
from services import numbers
from services.demonstration.days import dice
from services.demonstration.names import VOIDED
from services.demonstration.people import Member
from services.demonstration.year import Book, Row, client_id

VOIDED_OF = 0.006
TWICE = 14
MERGED = 8
HOWS = (How.CARD, How.NAME, How.NUMBER)


def take_back(seed: int, book: Book, everybody: Sequence[Member]) -> None:
    """Add arrivals that were taken down for the wrong person and voided a little later."""
    roll = dice(seed, "voids")
    here: dict[int, set[int]] = defaultdict(set)
    for row in book.attendances + book.enrolments:
        here[row["activity_id"]].add(row["senior_id"])
    neighbours: dict[int, list[Member]] = defaultdict(list)
    for member in everybody:
        neighbours[member.group.place.id].append(member)
    places = {member.id: member.group.place.id for member in everybody}

    confused = [row for row in book.attendances if row["how"] in HOWS and roll.random() < VOIDED_OF]
    for row in confused:
        wrong = roll.choice(neighbours[places[row["senior_id"]]])
        is_new = wrong.registered_at is None or wrong.registered_at >= row["arrived_at"]
        if is_new or wrong.id in here[row["activity_id"]]:
            continue
        here[row["activity_id"]].add(wrong.id)
        # Right after the real arrival, and seen soon; never later than the row it was confused with.
        arrived_at = row["recorded_at"] - timedelta(seconds=roll.randint(150, 240))
        book.attendances.append(
            row
            | {
                "senior_id": wrong.id,
                "arrived_at": arrived_at,
                "how": roll.choice(HOWS),
                "client_id": client_id(roll),
                "recorded_at": arrived_at + timedelta(milliseconds=300),
                "voided_at": arrived_at + timedelta(seconds=roll.randint(15, 140)),
                "voided_by": row["recorded_by"],
                "reason": roll.choice(VOIDED),
            }
        )


@dataclass(frozen=True, slots=True)
class FoundOut:
    """Two records that turned out to be one person's, and when."""

    keep_id: int
    merge_id: int
    at: datetime


def register_twice(seed: int, book: Book, everybody: list[Member]) -> list[FoundOut]:
    """Give some people a second record with some of their visits; return those that were found out.

    Adds the records to everybody.
    """
    roll = dice(seed, "twice")
    visits: dict[int, list[Row]] = defaultdict(list)
    places: dict[tuple[int, int], Row] = {}
    for row in book.attendances:
        visits[row["senior_id"]].append(row)
    for row in book.enrolments:
        places[row["activity_id"], row["senior_id"]] = row
    regulars = [
        member
        for member in everybody
        if len(visits[member.id]) >= 6 and all(row["voided_at"] is None for row in visits[member.id])
    ]
    taken = {member.number for member in everybody}
    found_out = []
    for number, member in enumerate(roll.sample(regulars, min(TWICE, len(regulars)))):
        # The first visits and the latest stay: the first record is the one in use.
        moved = sorted(visits[member.id], key=lambda row: row["arrived_at"])[3:5]
        places_moved = [places.get((row["activity_id"], member.id)) for row in moved]
        rows = moved + [row for row in places_moved if row]
        first = min(row.get("queued_at") or row["arrived_at"] for row in rows)
        second = replace(
            member,
            id=len(everybody) + 1,
            number=_other_number(roll.randrange(numbers.POSSIBLE), taken),
            birth_year=member.birth_year + roll.choice((0, 0, 0, 1)),
            phone=roll.choice((member.phone, member.phone, "")),
            needs="",
            registered_at=first - timedelta(minutes=2),
            household=0,
        )
        for row in rows:
            row["senior_id"] = second.id
        everybody.append(second)
        if number < MERGED:
            last = max(row.get("recorded_at") or row["queued_at"] for row in rows)
            found_out.append(FoundOut(member.id, second.id, last + timedelta(days=roll.randint(2, 9))))
    return found_out


def _other_number(serial: int, taken: set[str]) -> str:
    five = f"{serial:05}"
    number = five + numbers.check_digit(five)
    if number in taken:
        return _other_number((serial + 1) % numbers.POSSIBLE, taken)
    taken.add(number)
    return number
