"""What the tests of learning begin with: a bound tablet, seniors with cards, a course of two lessons."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, select

from db import transaction
from db.learning import Learner, ProgressEvent
from db.models import Card, Consent, Device, Senior
from db.words import EventKind, PracticeMode, Purpose
from services import identity, learners, library, progress, work
from services.access import NOBODY
from services.identity import hash_of
from services.learners import Begun
from services.numbers import check_digit
from services.progress import Kept, Parcel, Taken
from services.whereabouts import Event
from tests.conftest import NINE, Person

LESSON, OTHER_LESSON = list(library.shelf().lessons)[:2]


class Tablet:
    """A bound tablet; whoever is before it acts through its cookies."""

    def __init__(self, engine: Engine, station_id: int, bound_by: int, name: str = "7") -> None:
        self.token, self.engine = f"tablet-{name}-{station_id}", engine
        self.learner = ""
        self.key = ""
        with transaction.writing(engine) as db:
            db.add(
                Device(
                    token_hash=hash_of(self.token),
                    station_id=station_id,
                    name=name,
                    bound_at=NINE,
                    bound_by=bound_by,
                )
            )

    @property
    def person(self) -> Person:
        """Whoever is before it now, as the cookies say."""
        actor = work.ask(identity.who, NOBODY, tablet=self.token, learner=self.learner or None)
        return Person(actor)

    def begin(self, begun: Begun | None) -> None:
        assert begun is not None
        self.learner, self.key = begun.token, begun.key

    def card(self, token: str) -> None:
        self.begin(self.person.do(learners.begin_by_card, scanned=token))

    def send(self, *events: Event, key: str = "", sent_at: datetime = NINE) -> Taken:
        """Report events, as whoever is or was before it."""
        parcel = Parcel(key or self.key, self.learner, self.token, sent_at, events)
        return work.do(progress.take, NOBODY, parcels=[parcel])[0]

    def kept(self, *events: Event, **about: Any) -> tuple[str, ...]:
        taken = self.send(*events, **about)
        assert isinstance(taken, Kept), taken
        return taken.ids


def senior(engine: Engine, station_id: int, **about: Any) -> tuple[int, str, str]:
    """Register a senior with card and consent, and return her id, number and card."""
    with transaction.writing(engine) as db:
        at = (db.scalar(select(Senior.id).order_by(Senior.id.desc()).limit(1)) or 0) + 1
        five = f"{at:05d}"
        made = Senior(
            number=five + check_digit(five),
            station_id=station_id,
            registered_at=NINE,
            **({"name": "王美英", "birth_year": 1948} | about),
        )
        db.add(made)
        db.flush()
        token = f"23456789abcd{at % 10 if at % 10 > 1 else 'x'}{'x' * (at > 9)}".ljust(14, "k")
        db.add(Card(token=token, senior_id=made.id, issued_at=NINE))
        db.add(Consent(senior_id=made.id, purpose=Purpose.REGISTRATION, wording="2026-1", given_at=NINE))
        return made.id, made.number, token


def event(id_: str, kind: EventKind = EventKind.STEP, at: datetime = NINE, **about: Any) -> Event:
    """Make an event as a browser reports it."""
    usual: dict[str, Any] = {
        "id": id_.rjust(8, "0"),
        "lesson": LESSON,
        "version": "v1",
        "kind": kind,
        "mode": None,
        "step": 1,
        "taps": 0,
        "wrong_taps": 0,
        "hints": 0,
        "seconds": 0,
        "at": at,
    }
    return Event(**(usual | about))


def did(
    engine: Engine,
    senior_id: int,
    kind: EventKind,
    after: timedelta = timedelta(0),
    mode: PracticeMode | None = None,
    lesson: str = LESSON,
) -> None:
    """Let a senior have done something, so long after NINE."""
    at = NINE + after
    with transaction.writing(engine) as db:
        key = f"{senior_id}"
        learner = db.scalar(select(Learner).where(Learner.key == key))
        if learner is None:
            learner = Learner(token_hash=key, key=key, senior_id=senior_id, began_at=NINE, seen_at=NINE)
            db.add(learner)
            db.flush()
        db.add(
            ProgressEvent(
                client_id=f"{lesson[:12]}-{kind}-{at:%m%d%H%M}-{senior_id}"[:40],
                learner_id=learner.id,
                senior_id=senior_id,
                lesson=lesson,
                version="v1",
                kind=kind,
                mode=mode,
                happened_at=at,
                received_at=at,
            )
        )
