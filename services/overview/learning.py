"""What people can do now: how far they are in every lesson and track, and what they thought of it.

Lessons and tracks tell how it stood at the end of the last chosen day, whenever people began: of the
seniors whose home station is among the chosen places, guests left out. What was learnt belongs to no
session: a trainer or a programme that is chosen changes nothing there. As everywhere,
  begun     anything at all was done in the lesson
  done      it was gone through to its last page, or practised on one's own
  alone     practised on one's own
  due       done at least 7 days ago
  mastered  done on one's own 7 days after the first time or later
"""

from dataclasses import dataclass
from math import ceil

import numpy as np
import pandas as pd

from services import library
from services.overview import following, plan
from services.overview.choice import Choice, months_later, months_to
from services.overview.columns import Flags, rows_of
from services.overview.learnt import Firsts, Learnt
from services.overview.selecting import Selection, number, select_for
from services.review import ENOUGH, MASTERED_AFTER
from services.work import Work


def lessons(work: Work, *, choice: Choice) -> pd.DataFrame:
    """Return how many seniors are how far in each lesson that is taught.

    One row for each lesson, in the order in which they are taught; columns: lesson (uid), code, zh, en,
    begun, done, alone, due, mastered (people), alone_share (of those who began), mastery (of those due).
    NaN for a share of nobody. Raises NotAllowed, NotFound.
    """
    standing = _standing(work, choice)
    taught = [one.lesson for one in library.taught() if choice.lesson in ("", one.lesson.uid)]
    table = pd.DataFrame({"lesson": [lesson.uid for lesson in taught]})
    rows = [standing.learnt.place(lesson.uid) for lesson in taught]
    for name, holds in standing.holds.items():
        # One more than there are: at the place of what nobody began stands nobody.
        count = np.bincount(standing.firsts.lesson[holds], minlength=len(standing.learnt.lessons) + 1)
        table[name] = count[rows]
    table.insert(1, "code", [lesson.code for lesson in taught])
    table.insert(2, "zh", [lesson.title.zh for lesson in taught])
    table.insert(3, "en", [lesson.title.en for lesson in taught])
    table["alone_share"] = table["alone"] / table["begun"].where(table["begun"] > 0, np.nan)
    table["mastery"] = table["mastered"] / table["due"].where(table["due"] > 0, np.nan)
    return table


def tracks(work: Work, *, choice: Choice) -> pd.DataFrame:
    """Return how many seniors began and completed each track.

    One row for each track, in the order of the courses; columns: course, track, zh, en, lessons (how many
    are taught), needed (so many on one's own complete it), begun, completed (people), completion (NaN where
    nobody began). Raises NotAllowed, NotFound.
    """
    standing = _standing(work, choice)
    firsts, begun, alone = standing.firsts, standing.holds["begun"], standing.holds["alone"]
    size = int(firsts.senior.max(initial=0)) + 1
    rows = []
    for line in library.tracks():
        uids = [one.lesson.uid for one in line.lessons]
        needed = ceil(ENOUGH * len(uids))
        within = np.isin(firsts.lesson, [standing.learnt.place(uid) for uid in uids])
        own = np.bincount(firsts.senior[within & alone], minlength=size)
        began = np.bincount(firsts.senior[within & begun], minlength=size) > 0
        count, completed = int(began.sum()), int((began & (own >= needed)).sum())
        title = line.track.title
        share = completed / count if count else np.nan
        rows.append(
            (line.course, line.track.uid, title.zh, title.en, len(uids), needed, count, completed, share)
        )
    columns = ["course", "track", "zh", "en", "lessons", "needed", "begun", "completed", "completion"]
    return pd.DataFrame(rows, columns=columns)


def mastery_by_month(work: Work, *, choice: Choice, months: int = 13) -> pd.DataFrame:
    """Return how mastery stood at the end of each month up to that of the last chosen day.

    One row for each month, oldest first; columns: month (its first day), due, mastered (lessons of people,
    so that somebody counts once for each lesson), mastery (NaN while nothing was due). The running month
    tells how it stands today. Raises NotAllowed, NotFound.
    """
    learnt = following.current(work)
    chosen = select_for(work, choice)
    firsts = _of_the_chosen(chosen, learnt)
    months_on = months_to(choice.last_on, months)
    ends = [min(number(months_later(month, 1)) - 1, chosen.today) for month in months_on]
    table = pd.DataFrame(
        {
            "month": months_on,
            "due": [int((firsts.done <= end - MASTERED_AFTER.days).sum()) for end in ends],
            "mastered": [int((firsts.mastered <= end).sum()) for end in ends],
        }
    )
    table["mastery"] = table["mastered"] / table["due"].where(table["due"] > 0, np.nan)
    return table


def by_lesson(work: Work, *, choice: Choice) -> pd.DataFrame:
    """Return the figures of attendance and satisfaction for each lesson that was taught on the chosen days.

    One row for each lesson with an activity, as taught, what is taught no more last; columns: lesson (uid,
    "" where an activity had none), zh, en ("" and "" there), SUMS, SHARES; satisfied is NaN below FEWEST
    opinions. Empty when nothing was planned. Raises NotAllowed, NotFound.
    """
    table = plan.by_lesson(work, choice=choice)
    uids = table["lesson"].tolist()
    shelf = library.shelf().lessons
    titles = [shelf[uid].lesson.title if uid in shelf else None for uid in uids]
    table.insert(1, "zh", [title.zh if title else uid for title, uid in zip(titles, uids, strict=True)])
    table.insert(2, "en", [title.en if title else uid for title, uid in zip(titles, uids, strict=True)])
    order = {uid: at for at, uid in enumerate(shelf)}
    taught = sorted(range(len(uids)), key=lambda at: order.get(uids[at], len(order)))
    return table.iloc[taught].reset_index(drop=True)


@dataclass(frozen=True)
class _Standing:
    """Who of the chosen got how far in which lesson, and for each row what holds at the end of the days."""

    learnt: Learnt
    firsts: Firsts
    holds: dict[str, Flags]


def _standing(work: Work, choice: Choice) -> _Standing:
    learnt = following.current(work)
    chosen = select_for(work, choice)
    firsts = _of_the_chosen(chosen, learnt)
    last = number(choice.last_on)
    today = min(last, chosen.today)
    holds: dict[str, Flags] = {
        "begun": firsts.begun <= last,
        "done": firsts.done <= last,
        "alone": firsts.alone <= last,
        "due": firsts.done <= today - MASTERED_AFTER.days,
        "mastered": firsts.mastered <= last,
    }
    return _Standing(learnt, firsts, holds)


def _of_the_chosen(chosen: Selection, learnt: Learnt) -> Firsts:
    """Return how far those came whom the choice is about, in the lessons it is about."""
    firsts = learnt.firsts
    fits: Flags = np.isin(firsts.station, np.array(chosen.scope, dtype=np.int64))
    if chosen.choice.lesson:
        fits &= firsts.lesson == learnt.place(chosen.choice.lesson)
    if chosen.people is not None:
        fits &= chosen.people[firsts.senior]
    rows: Firsts = rows_of(firsts, fits)
    return rows
