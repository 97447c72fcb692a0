"""The call list of those who stayed away: with whole phones, and written down each time it is taken out."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import select

from db.models import Senior, Station
from db.words import Action
from services.access import Permission
from services.overview.choice import Choice
from services.overview.people import follow_up
from services.work import Work


@dataclass(frozen=True, slots=True)
class Missing:
    """A senior to call. phone is whole, "" where none was told; last: as in follow_up()."""

    number: str
    name: str
    neighbourhood: str
    phone: str
    missed: int
    waited: int
    last: date | None


def follow_up_calls(work: Work, *, choice: Choice) -> tuple[Missing, ...]:
    """Return whom to call, as follow_up() does, with whole phones, where the actor may see those.

    That they were taken out is recorded at every station. Raises NotAllowed, NotFound.
    """
    work.allow_anywhere(Permission.SHOW_PHONE)
    listed = follow_up(work, choice=choice)
    phones: dict[int, str] = {}
    at: dict[int, int] = {}
    rows = work.db.execute(
        select(Senior.id, Senior.phone, Senior.station_id)
        .join(Station, Station.id == Senior.station_id)
        .where(Senior.id.in_(listed["senior"].tolist()), work.within(Permission.SHOW_PHONE, Station.path))
    )
    for row in rows:
        phones[row.id] = row.phone
        at[row.station_id] = at.get(row.station_id, 0) + 1
    for station_id, people in sorted(at.items()):
        work.record(Action.CALL_LIST_PRINTED, work.station(station_id), people=people)
    return tuple(_missing(row, phones[row.senior]) for row in _rows(listed) if row.senior in phones)


def _missing(row: Any, phone: str) -> Missing:
    return Missing(row.number, row.name, row.neighbourhood, phone, int(row.missed), int(row.waited), row.last)


def _rows(table: pd.DataFrame) -> list[Any]:
    return list(table.itertuples(index=False))
