"""One action is one transaction; every rule gets the work in hand first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import ColumnElement, false, or_
from sqlalchemy.orm import InstrumentedAttribute, Session

from db import transaction
from db.audit import AuditEntry
from db.base import Model
from db.models import Station
from db.words import Action
from services import clock
from services.access import Actor, Permission
from services.errors import NotAllowed, NotFound

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Work:
    """The open transaction, who asks, and the instant at which it all happens."""

    db: Session
    actor: Actor
    at: datetime

    def get(self, model: type[M], row_id: int, *, lock: bool = False) -> M:
        """Return the row; `lock` keeps others from changing it until the end. Raises NotFound.

        On SQLite a writer already holds the whole file, so `lock` changes nothing there.
        """
        row = self.db.get(model, row_id, with_for_update=lock, populate_existing=lock)
        if row is None:
            raise NotFound
        return row

    def station(self, station_id: int) -> Station:
        """Return a station. Raises NotFound."""
        return self.get(Station, station_id)

    def allow(self, permission: Permission, *, station_id: int) -> None:
        """Refuse unless the actor may do this at this station.

        Raises NotFound where the actor has no business at all, NotAllowed where only this is missing.
        """
        path = self.station(station_id).path
        if self.actor.may(permission, path):
            return
        known = any(path.startswith(held.path) for held in self.actor.roles)
        raise NotAllowed if known else NotFound

    def allow_anywhere(self, permission: Permission) -> None:
        """Refuse unless there is a station at which the actor may do this. Raises NotAllowed."""
        if not self.actor.may_anywhere(permission):
            raise NotAllowed

    def within(self, permission: Permission, path: InstrumentedAttribute[str]) -> ColumnElement[bool]:
        """Return the condition that limits a query to stations at which the actor may do this."""
        paths = self.actor.paths(permission)
        return or_(*(path.startswith(p, autoescape=True) for p in paths)) if paths else false()

    def record(self, action: Action, subject: Model, **details: Any) -> None:
        """Write down who did what to which row. `details` holds ids and words, never names or phones."""
        if subject.id is None:
            self.db.flush()
        self.db.add(
            AuditEntry(
                at=self.at,
                staff_id=self.actor.staff_id,
                device_id=self.actor.device_id,
                action=action,
                subject=subject.__tablename__,
                subject_id=subject.id,
                details=details,
            )
        )


def do(
    rule: Callable[Concatenate[Work, P], R],
    actor: Actor,
    *args: P.args,
    **kwargs: P.kwargs,
) -> R:
    """Run a rule that changes something, in a transaction of its own. Raises what the rule raises."""
    with transaction.writing(transaction.engine()) as db:
        return rule(Work(db, actor, clock.now()), *args, **kwargs)


def ask(
    rule: Callable[Concatenate[Work, P], R],
    actor: Actor,
    *args: P.args,
    **kwargs: P.kwargs,
) -> R:
    """Run a rule that only looks, in a read-only transaction. Raises what the rule raises."""
    with transaction.reading(transaction.engine()) as db:
        return rule(Work(db, actor, clock.now()), *args, **kwargs)
