"""Counting: the sums from which every figure of attendance follows, for any grouping of activities."""

import numpy as np
import pandas as pd

from db.words import ActivityState, How
from services.overview.columns import HOWS, STATES, Ints
from services.overview.selecting import Selection

BEST = 3
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
    activities, columns = chosen.columns.activities, chosen.columns
    rows, held = chosen.activities, chosen.held
    over = held[chosen.is_over[held]]
    state = activities.state[rows]
    past = activities.ends[rows] <= chosen.now
    visits, places, wanting = columns.visits, columns.places, columns.wanting
    came_to = visits.activity[chosen.visits]
    at = group[came_to]
    expected = group[places.activity[chosen.expected]]
    liked = columns.faces.face[chosen.faces] == BEST
    faces = group[columns.faces.activity[chosen.faces]]
    late = visits.after[chosen.visits] > 0
    planned = past & (state == STATES.index(ActivityState.PLANNED))

    def counted(groups: Ints) -> Ints:
        return np.bincount(groups[groups >= 0], minlength=count)

    sums = {
        "activities": counted(group[held]),
        "cancelled": counted(group[rows[state == STATES.index(ActivityState.CANCELLED)]]),
        "not_held": counted(group[rows[state == STATES.index(ActivityState.NOT_HELD)]]),
        "not_closed": counted(group[rows[planned]]),
        "visits": counted(at),
        "people": different(at, visits.senior[chosen.visits], count),
        "newcomers": counted(at[columns.is_first[chosen.visits]]),
        "walk_ins": counted(at[visits.how[chosen.visits] == HOWS.index(How.WALK_IN)]),
        "late": counted(at[late]),
        "seats": _summed(group[over], activities.seats[over], count),
        "seated": counted(at[chosen.is_over[came_to]]),
        "expected": counted(expected),
        "came": counted(expected[places.came[chosen.expected]]),
        "unmet": counted(group[wanting.activity[chosen.wanting]]),
        "best": counted(faces[liked]),
        "faces": counted(faces),
    }
    return pd.DataFrame(sums, columns=list(SUMS))


def whole(chosen: Selection) -> Ints:
    """Return the grouping that puts every activity into one group."""
    return np.zeros(len(chosen.columns.activities.id), dtype=np.int64)


def different(groups: Ints, seniors: Ints, count: int) -> Ints:
    """Return how many different people there are in each group; those of group -1 are left out."""
    people = int(seniors.max(initial=0)) + 1
    keys = groups[groups >= 0] * people + seniors[groups >= 0]
    if count * people <= SMALL:
        seen = np.zeros(count * people, dtype=bool)
        seen[keys] = True
        marks: Ints = seen.reshape(count, people).sum(axis=1, dtype=np.int64)
        return marks
    return np.bincount(pd.unique(keys) // people, minlength=count)


def _summed(groups: Ints, numbers: Ints, count: int) -> Ints:
    inside = groups >= 0
    return np.bincount(groups[inside], weights=numbers[inside], minlength=count).astype(np.int64)
