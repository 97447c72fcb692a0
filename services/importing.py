"""Import a roster: show what every row will become, then store all of it or nothing."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import ColumnElement, select

from db.models import Senior, Station
from db.words import Action, Gender
from services import clock, consent, registering, roster_file
from services.access import Permission
from services.details import Details, masked
from services.errors import Invalid
from services.reach import street_of
from services.roster_file import Roster, RosterRow
from services.work import Work

ASKED_AT_ONCE = 500


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    SAME = "same"
    REPEATED = "repeated"
    FAULTY = "faulty"


class Likeness(StrEnum):
    """Why a row is taken for somebody: the same name, and what else."""

    YEAR = "year"
    PHONE = "phone"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of the street who is registered already."""

    id: int
    number: str
    name: str
    birth_year: int | None
    station_zh: str
    station_en: str


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """What will become of a row; `number` counts as the file does.

    same_as: whom a SAME row is. same_row: the earlier row that a REPEATED one repeats. likeness: why.
    shares_phone: of a NEW row, somebody else with this phone, as couples have. fault: of a FAULTY row.
    """

    number: int
    fate: Fate
    name: str
    birth_year: int | None = None
    gender: Gender | None = None
    phone_masked: str = ""
    neighbourhood: str = ""
    needs: str = ""
    same_as: Known | None = None
    same_row: int | None = None
    likeness: Likeness | None = None
    shares_phone: Known | None = None
    fault: Invalid | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file will become. roster: as it was read, to be confirmed."""

    roster: Roster
    rows: tuple[PreviewRow, ...]
    counts: dict[Fate, int]


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import, in people; senior_ids: the new ones in the order of the file."""

    senior_ids: tuple[int, ...]
    same: int
    repeated: int
    faulty: int


@dataclass(frozen=True, slots=True)
class _Person:
    """Somebody a row may be: registered already, or an earlier row of the file."""

    details: Details
    by_age: bool = False
    known: Known | None = None
    row: int | None = None


def preview(work: Work, *, station_id: int, content: bytes, sheet: str = "") -> Preview:
    """Show what each row of a file will become; nothing is stored.

    Of several sheets with names `sheet` is read, else the longest. Raises NotFound, NotAllowed, and
    what roster_file.read() raises.
    """
    work.allow(Permission.IMPORT, station_id=station_id)
    today = clock.local(work.at, work.station(station_id).zone).date()
    roster = roster_file.read(content, today=today, sheet=sheet)
    return judge(work, station_id=station_id, roster=roster)


def judge(work: Work, *, station_id: int, roster: Roster, different: Collection[int] = ()) -> Preview:
    """Tell anew what becomes of a file that was read; the rows `different` are nobody known.

    Raises NotFound, NotAllowed.
    """
    work.allow(Permission.IMPORT, station_id=station_id)
    street = street_of(work.station(station_id).path)
    people = [row.details for row in roster.rows if row.details]
    named = _people_called(work, street, {details.name for details in people})
    phones = _people_reached_at(work, street, {details.phone for details in people if details.phone})
    rows = []
    for row in roster.rows:
        judged = _judged(row, named, phones, is_different=row.number in different)
        rows.append(judged)
        if row.details and judged.fate is Fate.NEW:
            named[row.details.name].append(_Person(row.details, row.by_age, row=row.number))
    return Preview(roster, tuple(rows), Counter(row.fate for row in rows))


def confirm(
    work: Work,
    *,
    station_id: int,
    roster: Roster,
    consent_wording: str,
    different: Collection[int] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Imported:
    """Register everybody new in a roster, all or nothing; who is known already stays as she is.

    A second time changes nothing. `different`: the rows that are taken for somebody known and are
    somebody else all the same. Raises NotFound, NotAllowed, ConsentMissing, NumbersUsedUp.
    """
    work.allow(Permission.IMPORT, station_id=station_id)
    consent.check_wording(consent_wording)
    # Two who import the same list at once: the second one finds what the first has stored.
    work.get(Station, street_of(work.station(station_id).path), lock=True)
    judged = judge(work, station_id=station_id, roster=roster, different=different)
    new = {row.number for row in judged.rows if row.fate is Fate.NEW}
    people = [row.details for row in roster.rows if row.details and row.number in new]

    ids = registering.register_all(
        work, station_id=station_id, people=people, consent_wording=consent_wording, progress=progress
    )
    counts = judged.counts
    if ids:
        station = work.station(station_id)
        work.record(Action.ROSTER_IMPORTED, station, **{fate.value: counts[fate] for fate in Fate})
    return Imported(ids, counts[Fate.SAME], counts[Fate.REPEATED], counts[Fate.FAULTY])


def _judged(
    row: RosterRow,
    named: dict[str, list[_Person]],
    phones: dict[str, list[_Person]],
    *,
    is_different: bool,
) -> PreviewRow:
    details = row.details
    if details is None:
        return PreviewRow(row.number, Fate.FAULTY, row.typed, fault=row.fault)
    judged = PreviewRow(
        number=row.number,
        fate=Fate.NEW,
        name=details.name,
        birth_year=details.birth_year,
        gender=details.gender,
        phone_masked=masked(details.phone),
        neighbourhood=details.neighbourhood,
        needs=details.needs,
    )
    alike = None if is_different else _most_alike(row, details, named[details.name])
    if alike is None:
        sharing = next(iter(phones.get(details.phone, ())), None)
        return replace(judged, shares_phone=sharing.known if sharing else None)
    likeness, person = alike
    fate = Fate.SAME if person.known else Fate.REPEATED
    return replace(judged, fate=fate, same_as=person.known, same_row=person.row, likeness=likeness)


def _most_alike(
    row: RosterRow, details: Details, people: Sequence[_Person]
) -> tuple[Likeness, _Person] | None:
    order = list(Likeness)
    found = [
        (likeness, person)
        for person in people
        if (likeness := _likeness(details, person, within=int(row.by_age or person.by_age)))
    ]
    return min(found, key=lambda alike: order.index(alike[0]), default=None)


def _likeness(details: Details, person: _Person, *, within: int) -> Likeness | None:
    """Tell why two of the same name are the same; `within` so many years a birth year still fits."""
    other = person.details
    if details.gender and other.gender and details.gender is not other.gender:
        return None
    if details.birth_year is not None and other.birth_year is not None:
        if abs(details.birth_year - other.birth_year) <= within:
            return Likeness.YEAR
        return Likeness.PHONE if details.phone and details.phone == other.phone else None
    return Likeness.PHONE if details.phone and details.phone == other.phone else Likeness.NAME


def _people_called(work: Work, street: int, names: Collection[str]) -> dict[str, list[_Person]]:
    found: dict[str, list[_Person]] = defaultdict(list)
    for some in _parts(names):
        for person in _people(work, street, Senior.name.in_(some)):
            found[person.details.name].append(person)
    return found


def _people_reached_at(work: Work, street: int, phones: Collection[str]) -> dict[str, list[_Person]]:
    found: dict[str, list[_Person]] = defaultdict(list)
    for some in _parts(phones):
        for person in _people(work, street, Senior.phone.in_(some)):
            found[person.details.phone].append(person)
    return found


def _parts(words: Collection[str]) -> Iterator[Sequence[str]]:
    ordered = sorted(words)
    return (ordered[start : start + ASKED_AT_ONCE] for start in range(0, len(ordered), ASKED_AT_ONCE))


def _people(work: Work, street: int, wanted: ColumnElement[bool]) -> Iterator[_Person]:
    """Give those of the street who fit; a record merged into another one stands for that one."""
    rows = work.db.execute(
        select(Senior, Station)
        .join(Station, Station.id == Senior.station_id)
        .where(Station.path.startswith(f"/{street}/"), wanted)
        .order_by(Senior.id)
    )
    for senior, station in rows:
        details = Details(**{field: getattr(senior, field) for field in Details.__slots__})
        kept = work.get(Senior, senior.merged_into_id) if senior.merged_into_id else senior
        known = Known(kept.id, kept.number, kept.name, kept.birth_year, station.name_zh, station.name_en)
        yield _Person(details, known=known)
