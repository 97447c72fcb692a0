"""Two records of one person become one, and can become two again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select

from db.base import Model
from db.models import Activity, Attendance, Card, Enrolment, Merge, Senior, TurnedAway
from db.words import Action, ActivityState, EnrolmentState
from services import joining, waiting
from services.access import Permission
from services.errors import N_, NotFound, Refused
from services.finding import store_keys
from services.reach import street_of
from services.work import Work

M = TypeVar("M", bound=Model)
H = TypeVar("H", Card, TurnedAway)
REASON = "merged"
# Of two places at one activity the better one stays.
RANK = {EnrolmentState.ENROLLED: 2, EnrolmentState.WAITING: 1, EnrolmentState.CANCELLED: 0}
MOMENTS = ("queued_at", "enrolled_at", "cancelled_at")


class SameRecord(Refused):
    """One record twice."""

    sentence = N_("This is one and the same record. Please choose the other one.")


class MergedElsewhere(Refused):
    """One of the two is already part of a third."""

    sentence = N_("One of these records already belongs to another one. Please look it up again.")


class LaterMergeFirst(Refused):
    """The kept record was merged on since."""

    sentence = N_("These records were merged on with a third one. Please undo that merge first.")


def merge(work: Work, *, keep_id: int, merge_id: int) -> int:
    """Make one record of two and return the id of the merge.

    Visits, places, cards, keys and what was learnt go over to the record that is kept. Where both stood
    at one activity, the better place stays and the visit counts once. The same two again change nothing,
    nor does a record that came along with one merged before: the merge that brought it is returned.
    Raises NotFound, NotAllowed, SameRecord, MergedElsewhere.
    """
    if keep_id == merge_id:
        raise SameRecord
    activities = _lock_activities(work, merge_id)
    kept, merged = _both(work, keep_id, merge_id)
    if merged.merged_into_id == kept.id:
        return _standing(work, merged).id
    if kept.merged_into_id is not None or merged.merged_into_id is not None:
        raise MergedElsewhere

    followers = _followers(work, merged)
    moved: dict[str, Any] = {
        "cards": _hand_over(work, Card, merged, kept),
        "turned_away": _hand_over(work, TurnedAway, merged, kept),
        **_hand_over_visits(work, merged, kept),
        **_hand_over_places(work, merged, kept, activities),
        "learning": joining.join(work, merged, kept),
        "followers": [record.id for record in followers],
    }
    for record in (merged, *followers):
        record.merged_into_id = kept.id
    made = Merge(
        kept_id=kept.id, merged_id=merged.id, merged_at=work.at, merged_by=work.actor.staff_id, moved=moved
    )
    work.db.add(made)
    work.record(Action.SENIORS_MERGED, made, kept=kept.id, merged=merged.id)
    store_keys(work, merged)
    store_keys(work, kept)
    return made.id


def undo_merge(work: Work, *, merge_id: int) -> None:
    """Make two records of one again, with all that was moved. A second time changes nothing.

    What came after the merge stays with the record that was kept. A seat that somebody else got
    meanwhile becomes the first turn on the waiting list. Raises NotFound, NotAllowed, LaterMergeFirst.
    """
    made = work.get(Merge, merge_id)
    activities = _lock_activities(work, made.merged_id)
    kept, merged = _both(work, made.kept_id, made.merged_id)
    work.db.refresh(made)
    if made.undone_at is not None:
        return
    if kept.merged_into_id is not None:
        raise LaterMergeFirst

    made.undone_at = work.at
    moved = made.moved
    _give_back(work, moved, merged)
    _put_back(work, moved["changed_places"], activities)
    if "learning" in moved:
        joining.part(work, moved["learning"], merged)
    merged.merged_into_id = None
    for record in _rows(work, Senior, moved["followers"]):
        record.merged_into_id = merged.id
    work.record(Action.MERGE_UNDONE, made, kept=kept.id, merged=merged.id)
    store_keys(work, merged)
    store_keys(work, kept)


def _both(work: Work, keep_id: int, merge_id: int) -> tuple[Senior, Senior]:
    """Load and lock both records, in one order whoever asks, and allow."""
    found = {senior_id: work.get(Senior, senior_id, lock=True) for senior_id in sorted((keep_id, merge_id))}
    kept, merged = found[keep_id], found[merge_id]
    for record in (kept, merged):
        work.allow(Permission.MERGE_SENIORS, station_id=record.station_id)
    streets = {street_of(work.station(record.station_id).path) for record in (kept, merged)}
    if len(streets) > 1:
        raise NotFound
    return kept, merged


def _lock_activities(work: Work, senior_id: int) -> dict[int, Activity]:
    # Before the seniors: whoever enrols holds the activity and then needs the senior's row.
    places = select(Enrolment.activity_id).where(Enrolment.senior_id == senior_id)
    locked = work.db.scalars(
        select(Activity).where(Activity.id.in_(places)).order_by(Activity.id).with_for_update()
    )
    return {activity.id: activity for activity in locked}


def _standing(work: Work, merged: Senior) -> Merge:
    """Return the merge by which a record is part of another: of its own, though that was merged on since."""
    return work.db.scalars(select(Merge).where(Merge.merged_id == merged.id, Merge.undone_at.is_(None))).one()


def _followers(work: Work, merged: Senior) -> Sequence[Senior]:
    """Return the records that were merged into this one before; they follow it."""
    return work.db.scalars(select(Senior).where(Senior.merged_into_id == merged.id)).all()


def _hand_over(work: Work, model: type[H], merged: Senior, kept: Senior) -> list[int]:
    rows = work.db.scalars(select(model).where(model.senior_id == merged.id)).all()
    for row in rows:
        row.senior_id = kept.id
    return [row.id for row in rows]


def _hand_over_visits(work: Work, merged: Senior, kept: Senior) -> dict[str, list[int]]:
    counted = select(Attendance.activity_id).where(
        Attendance.senior_id == kept.id, Attendance.voided_at.is_(None)
    )
    twice = set(work.db.scalars(counted))
    visits, voided = [], []
    for visit in work.db.scalars(select(Attendance).where(Attendance.senior_id == merged.id)).all():
        if visit.voided_at is None and visit.activity_id in twice:
            visit.voided_at, visit.voided_by, visit.reason = work.at, work.actor.staff_id, REASON
            work.record(Action.CHECK_IN_VOIDED, visit, activity=visit.activity_id, senior=merged.id)
            voided.append(visit.id)
        else:
            visit.senior_id = kept.id
            visits.append(visit.id)
    return {"visits": visits, "voided": voided}


def _hand_over_places(
    work: Work, merged: Senior, kept: Senior, activities: dict[int, Activity]
) -> dict[str, list[Any]]:
    of_kept = {
        place.activity_id: place
        for place in work.db.scalars(select(Enrolment).where(Enrolment.senior_id == kept.id))
    }
    moved: list[int] = []
    changed: list[dict[str, Any]] = []
    for place in work.db.scalars(select(Enrolment).where(Enrolment.senior_id == merged.id)).all():
        other = of_kept.get(place.activity_id)
        if other is None:
            place.senior_id = kept.id
            moved.append(place.id)
        elif place.state is not EnrolmentState.CANCELLED:
            changed += _join(work, place, other)
            _move_up(work, activities[place.activity_id])
    return {"places": moved, "changed_places": changed}


def _join(work: Work, place: Enrolment, other: Enrolment) -> list[dict[str, Any]]:
    """Leave the better of two places to `other` and return how both were."""
    before = [_as_it_is(row) for row in (place, other)]
    if RANK[place.state] > RANK[other.state]:
        _restore(other, before[0])
    waiting.leave(work, [place], reason=REASON)
    return [{**was, "became": row.state} for was, row in zip(before, (place, other), strict=True)]


def _give_back(work: Work, moved: dict[str, Any], merged: Senior) -> None:
    for card in _rows(work, Card, moved["cards"]):
        card.senior_id = merged.id
    for turned_away in _rows(work, TurnedAway, moved["turned_away"]):
        turned_away.senior_id = merged.id
    for place in _rows(work, Enrolment, moved["places"]):
        place.senior_id = merged.id
    for visit in _rows(work, Attendance, moved["visits"]):
        visit.senior_id = merged.id
    for visit in _rows(work, Attendance, moved["voided"]):
        visit.voided_at = visit.voided_by = None
        visit.reason = ""
    work.db.flush()


def _put_back(work: Work, changed: Sequence[dict[str, Any]], activities: dict[int, Activity]) -> None:
    """Restore the places that the merge changed and nobody has changed since."""
    restored = []
    for was in changed:
        place = work.get(Enrolment, was["id"])
        if place.state == was["became"]:
            _restore(place, was)
            restored.append(place)
    work.db.flush()
    for place in restored:
        activity = activities[place.activity_id]
        full = waiting.taken(work, activity.id) > activity.seats
        if full and place.state is EnrolmentState.ENROLLED:
            place.state, place.enrolled_at = EnrolmentState.WAITING, None
            work.db.flush()


def _move_up(work: Work, activity: Activity) -> None:
    if activity.state is ActivityState.PLANNED and work.at < activity.starts_at:
        waiting.move_up(work, activity)


def _as_it_is(place: Enrolment) -> dict[str, Any]:
    moments = {field: getattr(place, field) for field in MOMENTS}
    return {
        "id": place.id,
        "state": place.state,
        "party": place.party,
        "reason": place.reason,
        **{field: at.isoformat() if at else None for field, at in moments.items()},
    }


def _restore(place: Enrolment, was: dict[str, Any]) -> None:
    place.state = EnrolmentState(was["state"])
    place.party, place.reason = was["party"], was["reason"]
    for field in MOMENTS:
        setattr(place, field, datetime.fromisoformat(was[field]) if was[field] else None)


def _rows(work: Work, model: type[M], ids: Sequence[int]) -> Sequence[M]:
    return work.db.scalars(select(model).where(model.id.in_(ids))).all()
