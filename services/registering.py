"""Register seniors by the hundred: what people.register does for one, in few statements."""

from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from db.models import Senior, SeniorKey
from db.words import Action
from services import cards, consent, numbers
from services.access import Permission
from services.details import Details
from services.finding import keys
from services.reach import street_of
from services.work import Work

AT_ONCE = 250
TRIES = 5


def register_all(
    work: Work,
    *,
    station_id: int,
    people: Sequence[Details],
    consent_wording: str,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[int, ...]:
    """Store new seniors with numbers, keys, cards and consents, all or nothing; return their ids in order.

    `progress` hears how many of how many are stored. Raises NotFound, NotAllowed, ConsentMissing,
    NumbersUsedUp.
    """
    work.allow(Permission.REGISTER_SENIORS, station_id=station_id)
    wording = consent.check_wording(consent_wording)
    ids: list[int] = []
    for some in _parts(people):
        seniors = _insert_all(work, station_id, some)
        _equip(work, station_id, seniors, wording)
        ids += [senior.id for senior in seniors]
        # What is stored need not be looked through again with every further part.
        work.db.expunge_all()
        if progress:
            progress(len(ids), len(people))
    return tuple(ids)


def _parts(people: Sequence[Details]) -> Iterator[Sequence[Details]]:
    return (people[start : start + AT_ONCE] for start in range(0, len(people), AT_ONCE))


def _insert_all(work: Work, station_id: int, people: Sequence[Details]) -> list[Senior]:
    """Store the records under free numbers; if somebody took one in the same moment, under others."""
    for attempt in range(TRIES):
        seniors = [
            Senior(
                number=number,
                station_id=station_id,
                registered_at=work.at,
                registered_by=work.actor.staff_id,
            )
            for number in numbers.several_free(work.db, len(people))
        ]
        for senior, details in zip(seniors, people, strict=True):
            details.put_into(senior)
        try:
            with work.db.begin_nested():
                work.db.add_all(seniors)
        except IntegrityError:
            if attempt == TRIES - 1:
                raise
        else:
            return seniors
    raise numbers.NumbersUsedUp


def _equip(work: Work, station_id: int, seniors: Sequence[Senior], wording: str) -> None:
    street = street_of(work.station(station_id).path)
    issued = [cards.new_card(work, senior) for senior in seniors]
    given = [consent.new_consent(work, senior, wording) for senior in seniors]
    work.db.add_all([*issued, *given])
    work.db.flush()
    # Fifteen keys a senior: as plain rows they are stored in a third of the time.
    work.db.execute(
        insert(SeniorKey),
        [
            {"senior_id": senior.id, "root_id": street, "key": key}
            for senior in seniors
            for key in sorted(keys(senior.name, senior.number, senior.phone))
        ],
    )
    for senior, card, agreed in zip(seniors, issued, given, strict=True):
        work.record(Action.REGISTERED, senior, station=station_id)
        work.record(Action.CARD_ISSUED, card, senior=senior.id)
        work.record(Action.CONSENTED, agreed, senior=senior.id, wording=wording)
    work.db.flush()
