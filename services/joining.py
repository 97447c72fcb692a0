"""What was learnt under two records of one person becomes one, and can become two again."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from db.learning import Certificate, Feedback, Learner, LessonState, Preference, ProgressEvent
from db.models import Senior
from services.work import Work

MANY = (Learner, ProgressEvent, Feedback)


def join(work: Work, merged: Senior, kept: Senior) -> dict[str, Any]:
    """Hand over all that was learnt and return what went over, within another rule.

    Of what a record has only once both keep theirs; for the place in a lesson the newer one counts.
    """
    return {
        **{model.__tablename__: _hand_over(work, model, merged, kept) for model in MANY},
        "certificate": _hand_over_certificates(work, merged, kept),
        "preference": _hand_over_preference(work, merged, kept),
        **_hand_over_places(work, merged, kept),
    }


def part(work: Work, moved: dict[str, Any], merged: Senior) -> None:
    """Give back what went over; a place in a lesson only if she has not gone on since."""
    for model in (*MANY, Certificate, Preference, LessonState):
        _give(work, model, moved[model.__tablename__], merged)
    for was in moved["changed_states"]:
        state = work.get(LessonState, was["id"])
        if state.updated_at == datetime.fromisoformat(was["became"]):
            state.version, state.state = was["version"], was["state"]
            state.updated_at = datetime.fromisoformat(was["updated_at"])


def _hand_over(
    work: Work, model: type[Learner | ProgressEvent | Feedback], merged: Senior, kept: Senior
) -> list[int]:
    ids = list(work.db.scalars(select(model.id).where(model.senior_id == merged.id).order_by(model.id)))
    _give(work, model, ids, kept)
    return ids


def _hand_over_certificates(work: Work, merged: Senior, kept: Senior) -> list[int]:
    has = {(one.course, one.track) for one in _of(work, Certificate, kept)}
    ids = [one.id for one in _of(work, Certificate, merged) if (one.course, one.track) not in has]
    _give(work, Certificate, ids, kept)
    return ids


def _hand_over_preference(work: Work, merged: Senior, kept: Senior) -> list[int]:
    ids = [] if list(_of(work, Preference, kept)) else [one.id for one in _of(work, Preference, merged)]
    _give(work, Preference, ids, kept)
    return ids


def _hand_over_places(work: Work, merged: Senior, kept: Senior) -> dict[str, list[Any]]:
    of_kept = {state.lesson: state for state in _of(work, LessonState, kept)}
    moved, changed = [], []
    for state in _of(work, LessonState, merged):
        other = of_kept.get(state.lesson)
        if other is None:
            moved.append(state.id)
        elif state.updated_at > other.updated_at:
            changed.append(_as_it_is(other) | {"became": state.updated_at.isoformat()})
            other.version, other.state, other.updated_at = state.version, state.state, state.updated_at
    _give(work, LessonState, moved, kept)
    return {"lesson_state": moved, "changed_states": changed}


def _as_it_is(state: LessonState) -> dict[str, Any]:
    return {
        "id": state.id,
        "version": state.version,
        "state": state.state,
        "updated_at": state.updated_at.isoformat(),
    }


def _of(work: Work, model: Any, senior: Senior) -> Iterable[Any]:
    return work.db.scalars(select(model).where(model.senior_id == senior.id).order_by(model.id)).all()


def _give(work: Work, model: Any, ids: list[int], to: Senior) -> None:
    if ids:
        work.db.execute(update(model).where(model.id.in_(ids)).values(senior_id=to.id))
