"""QR cards: short links that nobody can guess, revoked when lost, replaced in one tap."""

import re
import secrets
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from db.learning import Learner
from db.models import Activity, Card, Enrolment, Senior
from db.words import Action, EnrolmentState
from services import consent
from services.access import Permission
from services.errors import N_, Refused
from services.reach import allow_in_street
from services.work import Work

# Without 0 o 1 l i, which are taken for one another. 14 of 31 signs: 69 bits.
SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 14
TOKEN = re.compile(rf"(?:^|/)([{SIGNS}]{{{LENGTH}}})/?$")
MOST_PRINTED = 500


class TooManyCards(Refused):
    """Nobody prints that many at once on purpose."""

    sentence = N_("At most %(most)s cards are printed at once. Please choose fewer people.")


@dataclass(frozen=True, slots=True)
class CardToPrint:
    """What stands on a card."""

    name: str
    number: str
    token: str


@dataclass(frozen=True, slots=True)
class CardLine:
    """A card in a senior's list. revoked_at: None while it opens the door."""

    id: int
    issued_at: datetime
    revoked_at: datetime | None


def token_in(scanned: str) -> str:
    """Return the token in what a scanner typed, link or bare; empty when there is none.

    Capital and full-width letters are forgiven: scanners type them when the keyboard is set so.
    """
    found = TOKEN.search(unicodedata.normalize("NFKC", scanned).strip().lower())
    return found.group(1) if found else ""


def issue(work: Work, *, senior_id: int) -> str:
    """Give a senior a card and return its token; the one she has already, if it is good.

    Raises NotFound, NotAllowed, ConsentMissing.
    """
    senior = work.get(Senior, senior_id, lock=True)
    allow_in_street(work, Permission.REGISTER_SENIORS, senior)
    return _good_or_new(work, senior).token


def replace(work: Work, *, senior_id: int) -> str:
    """Make a senior's lost cards worthless and return the token of a new one.

    Raises NotFound, NotAllowed, ConsentMissing.
    """
    senior = work.get(Senior, senior_id, lock=True)
    allow_in_street(work, Permission.REGISTER_SENIORS, senior)
    withdraw_all(work, senior)
    return _good_or_new(work, senior).token


def revoke(work: Work, *, card_id: int) -> None:
    """Make a card worthless. A second time changes nothing. Raises NotFound, NotAllowed."""
    card = work.get(Card, card_id, lock=True)
    allow_in_street(work, Permission.REGISTER_SENIORS, work.get(Senior, card.senior_id))
    _revoke(work, card)


def to_print(work: Work, *, senior_ids: Collection[int]) -> tuple[CardToPrint, ...]:
    """Return what stands on these seniors' cards, in the order given; whoever has none gets one.

    Merged and double ones are printed once. Raises NotFound, NotAllowed, TooManyCards, ConsentMissing.
    """
    if len(senior_ids) > MOST_PRINTED:
        raise TooManyCards(most=MOST_PRINTED)
    printed: dict[int, CardToPrint] = {}
    for senior_id in senior_ids:
        senior = work.get(Senior, senior_id)
        if senior.merged_into_id is not None:
            senior = work.get(Senior, senior.merged_into_id)
        allow_in_street(work, Permission.REGISTER_SENIORS, senior)
        if senior.id not in printed:
            card = _good_or_new(work, senior)
            work.record(Action.CARDS_PRINTED, card, senior=senior.id)
            printed[senior.id] = CardToPrint(senior.name, senior.number, card.token)
    return tuple(printed.values())


def of_activity(work: Work, *, activity_id: int) -> dict[int, str]:
    """Return the names of the seniors enrolled or waiting at an activity by id, in order of name.

    Raises NotFound, NotAllowed.
    """
    activity = work.get(Activity, activity_id)
    work.allow(Permission.FIND_SENIORS, station_id=activity.station_id)
    listed = (
        select(Senior.id, Senior.name)
        .join(Enrolment, Enrolment.senior_id == Senior.id)
        .where(Enrolment.activity_id == activity_id, Enrolment.state != EnrolmentState.CANCELLED)
        .order_by(Senior.name, Senior.id)
    )
    return {row.id: row.name for row in work.db.execute(listed)}


def cards_of(work: Work, senior: Senior) -> tuple[CardLine, ...]:
    """Return a senior's cards, newest first. Asks nobody's permission: the calling rule has."""
    cards = work.db.scalars(select(Card).where(Card.senior_id == senior.id).order_by(Card.id.desc()))
    return tuple(CardLine(card.id, card.issued_at, card.revoked_at) for card in cards)


def first_card(work: Work, senior: Senior) -> Card:
    """Give a new senior a card. Asks nobody's permission: the calling rule has."""
    card = new_card(work, senior)
    work.db.add(card)
    work.record(Action.CARD_ISSUED, card, senior=senior.id)
    return card


def new_card(work: Work, senior: Senior) -> Card:
    """Return a card that is not yet stored. Asks nobody's permission: the calling rule has."""
    return Card(senior_id=senior.id, token=_token(), issued_at=work.at)


def withdraw_all(work: Work, senior: Senior) -> None:
    """Make all of a senior's cards worthless. Asks nobody's permission: the calling rule has."""
    good = select(Card).where(Card.senior_id == senior.id, Card.revoked_at.is_(None))
    for card in work.db.scalars(good).all():
        _revoke(work, card)


def _good_or_new(work: Work, senior: Senior) -> Card:
    good = select(Card).where(Card.senior_id == senior.id, Card.revoked_at.is_(None))
    card = work.db.scalar(good.order_by(Card.id.desc()).limit(1))
    if card is None and not consent.stands(work, senior):
        raise consent.ConsentMissing("consent")
    return card or first_card(work, senior)


def _revoke(work: Work, card: Card) -> None:
    if card.revoked_at is None:
        card.revoked_at = work.at
        _end_at_home(work, work.get(Senior, card.senior_id))
        work.record(Action.CARD_REVOKED, card, senior=card.senior_id)


def _end_at_home(work: Work, senior: Senior) -> None:
    """End learning on phones, where her card alone was asked for: somebody else may have found it."""
    hers = (senior.id, senior.merged_into_id or senior.id)
    on_phones = Learner.senior_id.in_(hers), Learner.device_id.is_(None), Learner.ended_at.is_(None)
    work.db.execute(update(Learner).where(*on_phones).values(ended_at=work.at))


def _token() -> str:
    return "".join(secrets.choice(SIGNS) for _place in range(LENGTH))
