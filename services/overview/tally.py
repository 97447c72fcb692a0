"""Counting: the sums from which every figure of attendance follows, for any grouping of activities."""

import numpy as np
import pandas as pd

from db.words import ActivityState
from services.overview.columns import STATES, Ints
from services.overview.selecting import Selection

# Up to so many marks, marking each person in each group is quicker than looking for repeats.
SMALL = 50_000_000
SUMS = (
    "activities",
    "cancelled",
    "not_held",
    "not_closed",
    "visits",
    "people",
    "newcomers",
    "walk_ins",
    "late",
    "seats",
    "seated",
    "expected",
    "came",
    "unmet",
    "best",
    "faces",
)


def tally(chosen: Selection, group: Ints, count: int) -> pd.DataFrame:
    """Return the sums for each of `count` groups. group: for every activity its group, or -1 for none.

    One row for each group, columns SUMS, whole numbers. activities: held; cancelled, not_held: called
    off before, or afterwards found not to have taken place; not_closed: over and not closed. people:
    different ones within the group, so that rows must not be added up. seats, seated, expected, came,
    unmet: at activities that are over. seated: visits there. came: of those expected. best: opinions
    with the best face, of `faces`.
    """
    activities, rows = chosen.columns.activities, chosen.activities
    of_held, of_over = group[chosen.held], group[chosen.over]
    state = activities.state[rows]
    past = activities.ends[rows] <= chosen.now
    came = np.repeat(of_held, chosen.of_held["visits"])
    sums = {
        "activities": _counted(of_held, count),
        "cancelled": _counted(group[rows[state == STATES.index(ActivityState.CANCELLED)]], count),
        "not_held": _counted(group[rows[state == STATES.index(ActivityState.NOT_HELD)]], count),
        "not_closed": _counted(group[rows[past & (state == STATES.index(ActivityState.PLANNED))]], count),
        "people": different(came, chosen.columns.visits.senior[chosen.visits], count),
        **{name: _summed(of_held, numbers, count) for name, numbers in chosen.of_held.items()},
        **{name: _summed(of_over, numbers, count) for name, numbers in chosen.of_over.items()},
    }
    return pd.DataFrame(sums, columns=list(SUMS))


def whole(chosen: Selection) -> Ints:
    """Return the grouping that puts every activity into one group."""
    return np.zeros(len(chosen.columns.activities.id), dtype=np.int64)


def different(groups: Ints, seniors: Ints, count: int) -> Ints:
    """Return how many different people there are in each group; those of group -1 are left out."""
    inside = groups >= 0
    if not inside.all():
        groups, seniors = groups[inside], seniors[inside]
    people = int(seniors.max(initial=0)) + 1
    keys = groups * people + seniors
    if count * people <= SMALL:
        seen = np.zeros(count * people, dtype=bool)
        seen[keys] = True
        marks: Ints = seen.reshape(count, people).sum(axis=1, dtype=np.int64)
        return marks
    return np.bincount(pd.unique(keys) // people, minlength=count)


def _counted(groups: Ints, count: int) -> Ints:
    return np.bincount(groups[groups >= 0], minlength=count)


def _summed(groups: Ints, numbers: Ints, count: int) -> Ints:
    inside = groups >= 0
    return np.bincount(groups[inside], weights=numbers[inside], minlength=count).astype(np.int64)
