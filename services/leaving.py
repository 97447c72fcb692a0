"""A senior takes her consent back, and may give it again."""

from db.models import Senior
from db.words import Action
from services import cards, consent
from services.access import Permission
from services.finding import store_keys
from services.reach import allow_close
from services.work import Work


def withdraw_consent(work: Work, *, senior_id: int) -> None:
    """Let a senior go who wishes it: phone and needs are erased, her cards and keys end.

    Her visits stay counted. A second time changes nothing. Raises NotFound, NotAllowed.
    """
    senior = work.get(Senior, senior_id, lock=True)
    allow_close(work, Permission.REGISTER_SENIORS, senior)
    if not consent.stands(work, senior):
        return
    consent.withdraw(work, senior)
    cards.withdraw_all(work, senior)
    senior.phone = senior.needs = ""
    work.record(Action.SENIOR_CHANGED, senior, fields=["phone", "needs"])
    store_keys(work, senior)


def renew_consent(work: Work, *, senior_id: int, consent_wording: str) -> None:
    """Take down that a senior agrees again; she can be found and gets a card.

    A second time changes nothing. Raises NotFound, NotAllowed, ConsentMissing.
    """
    senior = work.get(Senior, senior_id, lock=True)
    allow_close(work, Permission.REGISTER_SENIORS, senior)
    if consent.stands(work, senior):
        return
    consent.give(work, senior, consent_wording)
    cards.first_card(work, senior)
    store_keys(work, senior)
