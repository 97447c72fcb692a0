"""Whose hours made it possible: trainers' by the sessions they held, helpers' by those they took part in."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import select

from db.models import Staff
from services.overview.choice import Choice
from services.overview.columns import Ints
from services.overview.selecting import Selection, select_for
from services.work import Work

HOUR = 3600


def hours(work: Work, *, choice: Choice) -> pd.DataFrame:
    """Return the hours of everybody of the staff on the chosen days, most hours first.

    trainer: hours of the activities held of which she was the trainer. helper: hours of those at which
    she took down at least one arrival and was not the trainer; each counts whole. Columns: staff (id),
    name, sessions (held, in either part), trained, helped (hours). Empty when nothing was held.
    Raises NotAllowed, NotFound.
    """
    chosen = select_for(work, choice)
    about = chosen.columns.activities
    lengths = (about.ends - about.starts) / HOUR
    trained = chosen.held[about.trainer[chosen.held] > 0]
    helping, helpers = _helped(chosen)
    size = int(max(about.trainer[trained].max(initial=0), helpers.max(initial=0))) + 1

    def summed(people: Ints, activities: Ints) -> NDArray[np.float64]:
        return np.bincount(people, weights=lengths[activities], minlength=size).astype(np.float64)

    sessions = np.bincount(about.trainer[trained], minlength=size) + np.bincount(helpers, minlength=size)
    as_trainer, as_helper = summed(about.trainer[trained], trained), summed(helpers, helping)
    ids = np.flatnonzero(sessions)
    found = work.db.execute(select(Staff.id, Staff.name).where(Staff.id.in_(ids.tolist())))
    names = {row.id: row.name for row in found}
    table = pd.DataFrame(
        {
            "staff": ids,
            "name": [names.get(one, "") for one in ids.tolist()],
            "sessions": sessions[ids],
            "trained": as_trainer[ids],
            "helped": as_helper[ids],
        }
    )
    table["both"] = table["trained"] + table["helped"]
    table = table.sort_values(["both", "name"], ascending=[False, True]).drop(columns="both")
    return table.reset_index(drop=True)


def _helped(chosen: Selection) -> tuple[Ints, Ints]:
    """Return activity and helper, each pair once: who took down arrivals there and was not the trainer."""
    visits, trainer = chosen.columns.visits, chosen.columns.activities.trainer
    held = np.zeros(len(trainer), dtype=bool)
    held[chosen.held] = True
    # Whoever came: a choice of some people changes nothing about who was there to help.
    rows = np.flatnonzero(held[visits.activity] & (visits.staff > 0))
    activity, staff = visits.activity[rows].astype(np.int64), visits.staff[rows].astype(np.int64)
    others = staff != trainer[activity]
    most = int(staff.max(initial=0)) + 1
    pairs = pd.unique(activity[others] * most + staff[others])
    return pairs // most, pairs % most
