"""The plan against what was held, why not, and where people found no seat."""

import numpy as np
import pandas as pd
from sqlalchemy import select

from db.models import Activity
from services.overview.choice import Choice
from services.overview.figures import with_shares
from services.overview.selecting import select_for
from services.overview.tally import tally
from services.work import Work

AT_ONCE = 20_000


def reasons(work: Work, *, choice: Choice) -> pd.DataFrame:
    """Return why activities on the chosen days were called off or did not take place, most frequent first.

    Columns: state ("cancelled", "not_held"), reason (as it was written; "" where none was), activities.
    Empty when all took place. Raises NotAllowed, NotFound.
    """
    chosen = select_for(work, choice)
    about = chosen.columns.activities
    rows = chosen.activities[chosen.columns.called_off[chosen.activities]]
    ids = about.id[rows].tolist()
    found = [
        (row.state.value, row.reason)
        for at in range(0, len(ids), AT_ONCE)
        for row in work.db.execute(
            select(Activity.state, Activity.reason).where(Activity.id.in_(ids[at : at + AT_ONCE]))
        )
    ]
    table = pd.DataFrame(found, columns=["state", "reason"])
    counted = table.groupby(["state", "reason"]).size().rename("activities").reset_index()
    return counted.sort_values(["activities", "state", "reason"], ascending=[False, True, True]).reset_index(
        drop=True
    )


def by_lesson(work: Work, *, choice: Choice) -> pd.DataFrame:
    """Return the figures of every lesson taught on the chosen days, by its code; "" for no lesson.

    Columns: lesson, SUMS, SHARES. Empty when nothing was planned. Raises NotAllowed, NotFound.
    """
    chosen = select_for(work, choice)
    about = chosen.columns.activities
    names, inverse = np.unique(about.lesson[chosen.activities], return_inverse=True)
    group = np.full(len(about.id), -1)
    group[chosen.activities] = inverse
    table = with_shares(tally(chosen, group, len(names)), choice)
    table.insert(0, "lesson", names.tolist())
    return table
