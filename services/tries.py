"""Guessing has a bound: wrong tries under a name are counted, and from some number on refused for a while.

The names share their table with those of signing in; theirs have no blank in them, these have one.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from db.models import SignInFailure
from db.words import Action
from services.work import Work

LOCKED_FOR = timedelta(minutes=10)
FORGOTTEN_AFTER = timedelta(days=1)


def locked_until(work: Work, name: str) -> datetime | None:
    """Return until when nothing is tried under this name, or None."""
    until = work.db.scalar(select(SignInFailure.locked_until).where(SignInFailure.user_name == name))
    return until if until and until > work.at else None


def count(work: Work, name: str, *, allowed: int) -> datetime | None:
    """Count a wrong try, and return until when the name is locked if it was the last one allowed.

    Tries more than LOCKED_FOR apart are not the same attempt. Asks nobody's permission: the rule has.
    """
    work.db.execute(delete(SignInFailure).where(SignInFailure.failed_at < work.at - FORGOTTEN_AFTER))
    tried = _row(work, name)
    if tried.locked_until or tried.failed_at < work.at - LOCKED_FOR:
        tried.failures, tried.locked_until = 0, None
    tried.failures += 1
    tried.failed_at = work.at
    if tried.failures >= allowed:
        tried.locked_until = work.at + LOCKED_FOR
    work.record(Action.SIGN_IN_FAILED, tried, failures=tried.failures)
    return tried.locked_until


def forget(work: Work, name: str) -> None:
    """Forget the wrong tries under this name: the right one came."""
    work.db.execute(delete(SignInFailure).where(SignInFailure.user_name == name))


def _row(work: Work, name: str) -> SignInFailure:
    """Return the row of this name, locked; a new one if nobody makes it in the same moment."""
    wanted = select(SignInFailure).where(SignInFailure.user_name == name).with_for_update()
    found = work.db.scalar(wanted)
    if found is not None:
        return found
    made = SignInFailure(user_name=name, failures=0, failed_at=work.at)
    try:
        with work.db.begin_nested():
            work.db.add(made)
    except IntegrityError:
        return work.db.scalars(wanted).one()
    return made
