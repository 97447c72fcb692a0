"""What a senior agrees to: the wordings in one place, given before somebody, withdrawn, never deleted."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from db.models import Consent, Senior
from db.words import Action, Purpose
from services.errors import N_, Invalid
from services.work import Work

CURRENT = "2026-1"


class ConsentMissing(Invalid):
    """Without her agreement nothing is stored."""

    sentence = N_("Please read the consent out and tick that she or he agrees. Without it nothing is stored.")


@dataclass(frozen=True, slots=True)
class Wording:
    """What is read out before somebody is registered."""

    version: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """A consent in a senior's list."""

    wording: str
    given_at: datetime
    withdrawn_at: datetime | None


# An earlier wording stays: it says what those agreed to who heard it.
WORDINGS = {
    wording.version: wording
    for wording in (
        Wording(
            version="2026-1",
            zh=(
                "为了给您安排课程、请您签到、记下您学会了什么，我们会保存您的姓名、出生年份、"
                "所在居委，以及您愿意留下的电话和需要照顾的地方。这些只给街道和驿站的工作人员用于"
                "上课，不登记身份证号，不交给别人，也不用来推销。您随时可以查看、更改，或者让我们"
                "停止使用；不同意也可以来问问题，只是不能登记。您同意吗？"
            ),
            en=(
                "To find you a place in the lessons, to note that you came and what you have learnt, we "
                "keep your name, year of birth and neighbourhood, and, if you like, your phone number "
                "and what we should be mindful of. Only the staff of the subdistrict and its stations "
                "use this, for the lessons. We ask for no ID number, pass nothing on and sell you "
                "nothing. You may see it, change it or have us stop at any time. Without it you may "
                "still come and ask, only we cannot register you. Do you agree?"
            ),
        ),
    )
}


def current() -> Wording:
    """Return the wording to be read out today."""
    return WORDINGS[CURRENT]


def check_wording(version: str) -> str:
    """Return the version if there is such a wording. Raises ConsentMissing."""
    if version not in WORDINGS:
        raise ConsentMissing("consent")
    return version


def stands(work: Work, senior: Senior) -> bool:
    """Tell whether a senior's consent stands. Asks nobody's permission: the calling rule has."""
    return any(line.withdrawn_at is None for line in consents_of(work, senior))


def give(work: Work, senior: Senior, wording: str) -> None:
    """Take down that a senior agreed. Asks nobody's permission: the calling rule has."""
    consent = new_consent(work, senior, wording)
    work.db.add(consent)
    work.record(Action.CONSENTED, consent, senior=senior.id, wording=wording)


def new_consent(work: Work, senior: Senior, wording: str) -> Consent:
    """Return a consent that is not yet stored. Asks nobody's permission: the calling rule has."""
    return Consent(
        senior_id=senior.id,
        purpose=Purpose.REGISTRATION,
        wording=check_wording(wording),
        given_at=work.at,
        given_before=work.actor.staff_id,
    )


def withdraw(work: Work, senior: Senior) -> None:
    """Take down that a senior no longer agrees. Asks nobody's permission: the calling rule has."""
    standing = select(Consent).where(Consent.senior_id == senior.id, Consent.withdrawn_at.is_(None))
    for consent in work.db.scalars(standing).all():
        consent.withdrawn_at = work.at
        work.record(Action.CONSENT_WITHDRAWN, consent, senior=senior.id)


def consents_of(work: Work, senior: Senior) -> tuple[ConsentLine, ...]:
    """Return a senior's consents, newest first. Asks nobody's permission: the calling rule has."""
    given = work.db.scalars(select(Consent).where(Consent.senior_id == senior.id).order_by(Consent.id.desc()))
    return tuple(ConsentLine(line.wording, line.given_at, line.withdrawn_at) for line in given)
