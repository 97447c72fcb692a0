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

from datetime import date, timedelta
from math import ceil

import numpy as np
import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from db.functions import epoch
from db.learning import ProgressEvent
from db.models import Senior, Station
from db.words import EventKind, PracticeMode
from services import clock, library
from services.overview import plan
from services.overview.choice import Choice, months_later, months_to
from services.overview.reading import wall_clock
from services.overview.selecting import Selection, number, select_for
from services.population import BANDS
from services.review import ENOUGH, MASTERED_AFTER
from services.work import Work

OWN = and_(ProgressEvent.kind == EventKind.PRACTISED, ProgressEvent.mode == PracticeMode.OWN)
DONE = or_(OWN, ProgressEvent.kind == EventKind.FINISHED)
AT = epoch(ProgressEvent.happened_at)


def lessons(work: Work, *, choice: Choice) -> pd.DataFrame:
    """Return how many seniors are how far in each lesson that is taught.

    One row for each lesson, in the order in which they are taught; columns: lesson (uid), code, zh, en,
    begun, done, alone, due, mastered (people), alone_share (of those who began), mastery (of those due).
    NaN for a share of nobody. Raises NotAllowed, NotFound.
    """
    known = _standing(work, choice)
    taught = [one.lesson for one in library.taught() if choice.lesson in ("", one.lesson.uid)]
    counts = known.groupby("lesson")[["begun", "done", "alone", "due", "mastered"]].sum()
    table = counts.reindex([lesson.uid for lesson in taught], fill_value=0).reset_index()
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
    known = _standing(work, choice)
    rows = []
    for line in library.tracks():
        uids = [one.lesson.uid for one in line.lessons]
        needed = ceil(ENOUGH * len(uids))
        own = known[known["lesson"].isin(uids)].groupby("senior")["alone"].sum()
        completed = int((own >= needed).sum())
        title = line.track.title
        share = completed / len(own) if len(own) else np.nan
        rows.append(
            (line.course, line.track.uid, title.zh, title.en, len(uids), needed, len(own), completed, share)
        )
    columns = ["course", "track", "zh", "en", "lessons", "needed", "begun", "completed", "completion"]
    return pd.DataFrame(rows, columns=columns)


def mastery_by_month(work: Work, *, choice: Choice, months: int = 13) -> pd.DataFrame:
    """Return how mastery stood at the end of each month up to that of the last chosen day.

    One row for each month, oldest first; columns: month (its first day), due, mastered (lessons of people,
    so that somebody counts once for each lesson), mastery (NaN while nothing was due). The running month
    tells how it stands today. Raises NotAllowed, NotFound.
    """
    chosen = select_for(work, choice)
    firsts = months_to(choice.last_on, months)
    rows = work.db.execute(
        _of_the_chosen(
            chosen,
            months_later(firsts[-1], 1) - timedelta(days=1),
            ProgressEvent.lesson,
            AT.label("at"),
            case((OWN, 1), else_=0).label("is_own"),
            Station.zone,
        ).where(DONE)
    ).all()
    known = pd.DataFrame(rows, columns=["senior", "lesson", "at", "is_own", "zone"])
    known["day"] = wall_clock(known["at"].to_numpy(dtype=np.int64), known["zone"].to_numpy())[0]
    pair = ["senior", "lesson"]
    known["due"] = known.groupby(pair)["day"].transform("min") + MASTERED_AFTER.days
    again = known[(known["is_own"] == 1) & (known["day"] >= known["due"])]
    due = np.sort(known.drop_duplicates(pair)["due"].to_numpy(dtype=np.int64))
    mastered = np.sort(again.groupby(pair)["day"].min().to_numpy(dtype=np.int64))
    ends = [min(number(months_later(first, 1)) - 1, chosen.today) for first in firsts]
    table = pd.DataFrame(
        {
            "month": firsts,
            "due": np.searchsorted(due, ends, side="right"),
            "mastered": np.searchsorted(mastered, ends, side="right"),
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


def _standing(work: Work, choice: Choice) -> pd.DataFrame:
    """Return for every senior and lesson, with 1 and 0, what holds at the end of the last chosen day."""
    chosen = select_for(work, choice)
    rows = work.db.execute(
        _of_the_chosen(
            chosen,
            choice.last_on,
            ProgressEvent.lesson,
            func.min(case((DONE, AT))).label("done"),
            func.max(case((OWN, AT))).label("own"),
            func.min(Station.zone).label("zone"),
        ).group_by("senior", ProgressEvent.lesson)
    ).all()
    known = pd.DataFrame(rows, columns=["senior", "lesson", "done_at", "own_at", "zone"])
    done, own = known["done_at"].notna(), known["own_at"].notna()
    zones = known["zone"].to_numpy()
    first = wall_clock(known["done_at"].fillna(0).to_numpy(dtype=np.int64), zones)[0]
    last = wall_clock(known["own_at"].fillna(0).to_numpy(dtype=np.int64), zones)[0]
    today = min(number(choice.last_on), chosen.today)
    known["begun"] = 1
    known["done"] = done.astype(int)
    known["alone"] = own.astype(int)
    known["due"] = (done & (first + MASTERED_AFTER.days <= today)).astype(int)
    known["mastered"] = (own & (last >= first + MASTERED_AFTER.days)).astype(int)
    return known


def _of_the_chosen(
    chosen: Selection, last_on: date, *columns: ColumnElement[object] | object
) -> Select[*tuple[object, ...]]:
    """Return the query for what the chosen seniors did until a day is over; first column: the senior.

    What was done under a record that was merged is hers who was kept.
    """
    record, choice = aliased(Senior), chosen.choice
    conditions: list[ColumnElement[bool]] = [
        Senior.station_id.in_(chosen.scope),
        ProgressEvent.happened_at < clock.day_bounds(last_on, chosen.zone)[1],
    ]
    if choice.lesson:
        conditions.append(ProgressEvent.lesson == choice.lesson)
    if choice.gender:
        conditions.append(Senior.gender == choice.gender)
    if choice.neighbourhood:
        conditions.append(Senior.neighbourhood == choice.neighbourhood)
    if choice.band:
        youngest, oldest = BANDS[choice.band]
        year = choice.last_on.year
        conditions.append(Senior.birth_year.between(year - oldest, year - youngest))
    return (
        select(Senior.id.label("senior"), *columns)
        .select_from(ProgressEvent)
        .join(record, record.id == ProgressEvent.senior_id)
        .join(Senior, Senior.id == func.coalesce(record.merged_into_id, record.id))
        .join(Station, Station.id == Senior.station_id)
        .where(*conditions)
    )
