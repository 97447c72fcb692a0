"""Learning at home, on a senior's own phone: her card lets her begin, and what she practises counts.

Whoever finds a lost card can learn with it and read the masked name, nothing else; see also
services.access.Actor.senior_at_tablet. A card that is replaced ends it on every phone.
"""

import secrets
from dataclasses import dataclass

from sqlalchemy import select

from db.learning import Learner
from db.models import Card, Senior
from services import cards, learners
from services.errors import N_, Refused
from services.identity import hash_of
from services.learners import Begun, CardReplaced, CardUnknown, masked
from services.work import Work


class OnATablet(Refused):
    """A tablet of a station, which others use as well."""

    sentence = N_("This is a tablet of the station. Please show the card on its front page.")


@dataclass(frozen=True, slots=True)
class AtHome:
    """Who learns on this phone. name: masked."""

    key: str
    name: str


def begin(work: Work, *, token: str) -> Begun:
    """Let the owner of this card learn on this phone; whoever learnt on it before ends.

    The card is the permission. Raises OnATablet, CardUnknown, CardReplaced.
    """
    if work.actor.device_id is not None:
        raise OnATablet
    card = work.db.scalar(select(Card).where(Card.token == cards.token_in(token)))
    senior = learners.standing(work, card.senior_id) if card else None
    if card is None or senior is None:
        raise CardUnknown
    if card.revoked_at is not None:
        raise CardReplaced
    learners.end(work)
    opened, key = secrets.token_urlsafe(32), secrets.token_hex(12)
    work.db.add(
        Learner(token_hash=hash_of(opened), key=key, senior_id=senior.id, began_at=work.at, seen_at=work.at)
    )
    return Begun(opened, key, learners.likes(work, senior.id))


def here(work: Work) -> AtHome | None:
    """Return who learns on this phone, None for nobody or on a tablet."""
    if work.actor.learner_id is None or work.actor.senior_id is None or work.actor.device_id is not None:
        return None
    learner = work.get(Learner, work.actor.learner_id)
    return AtHome(learner.key, masked(work.get(Senior, work.actor.senior_id).name))
