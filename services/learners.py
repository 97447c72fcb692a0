"""Who is before the tablet: a senior with her card or her number, or a guest without a name."""

import secrets
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, or_, select, update

from db.learning import Learner, Preference
from db.models import Card, Senior, Station
from services import cards, consent, numbers, tries
from services.errors import N_, Invalid, Refused
from services.identity import hash_of
from services.reach import street_of
from services.self_check_in import digits_of
from services.work import Work

WRONG_YEARS = 5
WRONG_AT_ONE_TABLET = 40
TEXT_SIZES = (22, 26, 30)
VOICES = ("normal", "slow")
LANGUAGES = ("zh-CN", "en")


class NoTablet(Refused):
    """A browser that is bound to no station."""

    sentence = N_("This tablet does not belong to a station yet. Please ask a helper.")


class CardUnknown(Refused):
    """No card of this subdistrict."""

    sentence = N_("This is not one of our cards. Please try once more, or use your number.")


class CardReplaced(Refused):
    """A card that was reported lost."""

    sentence = N_("There is a newer card for this one. Please take the new card, or your number.")


class NumberMistyped(Invalid):
    """Not six digits with a right check digit."""

    sentence = N_("This number cannot be right. Please compare it with your card: it has six digits.")


class YearMistyped(Invalid):
    """Not a year."""

    sentence = N_("Please type the year you were born in, four digits, for example 1948.")


class DoNotBelong(Refused):
    """Wrong number, wrong year, or none known: which of them, nobody is told."""

    sentence = N_("Number and year of birth do not go together. Please look at your card once more.")


class RestAWhile(Refused):
    """Too many wrong tries."""

    sentence = N_(
        "That did not fit several times, so the number rests for ten minutes. A helper gladly assists you, "
        "or learn without your name for now."
    )


class NotKnown(Refused):
    """Something that needs a name, asked by a guest or nobody."""

    sentence = N_("Please show your card first, or type your number.")


@dataclass(frozen=True, slots=True)
class Begun:
    """Somebody began. token: for her cookie. language: as she likes it, "" when she never chose."""

    token: str
    key: str
    language: str


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of number and year of birth: begun, or why not."""

    begun: Begun | None
    refused: Refused | None = None


@dataclass(frozen=True, slots=True)
class Before:
    """Who is before the tablet. name: masked, "" for a guest. voice: "normal" or "slow"."""

    key: str
    senior_id: int | None
    name: str
    text_size: int
    voice: str


def begin_by_card(work: Work, *, scanned: str) -> Begun:
    """Let the senior of this card begin; whoever was before the tablet ends.

    Raises NoTablet, CardUnknown, CardReplaced.
    """
    street = _street(work)
    card = work.db.scalar(select(Card).where(Card.token == cards.token_in(scanned)))
    senior = _of_street(work, card.senior_id, street) if card else None
    if card is None or senior is None:
        raise CardUnknown
    if card.revoked_at is not None:
        raise CardReplaced
    return _begin(work, senior)


def begin_by_number(work: Work, *, number: str, birth_year: str) -> Tried:
    """Let the senior with this number and year of birth begin; whoever was before the tablet ends.

    Never raises for a wrong year: the count must be kept, and a number nobody has is counted and told
    the same way. Raises NoTablet, NumberMistyped, YearMistyped.
    """
    street = _street(work)
    number, year = digits_of(number), digits_of(birth_year)
    if not numbers.is_number(number):
        raise NumberMistyped("number")
    if len(year) != 4:
        raise YearMistyped("birth_year")
    own, here = f"learn {number}", f"learn at {work.actor.device_id}"
    if tries.locked_until(work, own) or tries.locked_until(work, here):
        return Tried(None, RestAWhile())
    senior_id = work.db.scalar(select(Senior.id).where(Senior.number == number))
    senior = _of_street(work, senior_id, street) if senior_id else None
    if senior is None or senior.birth_year != int(year):
        tries.count(work, here, allowed=WRONG_AT_ONE_TABLET)
        locked = tries.count(work, own, allowed=WRONG_YEARS)
        return Tried(None, RestAWhile() if locked else DoNotBelong())
    tries.forget(work, own)
    return Tried(_begin(work, senior))


def begin_guest(work: Work) -> Begun:
    """Let somebody without a name begin; whoever was before the tablet ends. Raises NoTablet."""
    _street(work)
    return _begin(work, None)


def end(work: Work) -> None:
    """End whoever is before this tablet or phone. Twice changes nothing. Asks for no permission."""
    if work.actor.learner_id is not None:
        _end(work, Learner.id == work.actor.learner_id)


def still_here(work: Work) -> None:
    """Note that she is still there, so that the tablet stays hers. Asks for no permission."""
    work.db.execute(update(Learner).where(Learner.id == work.actor.learner_id).values(seen_at=work.at))


def before(work: Work) -> Before | None:
    """Return who is before the tablet or phone, None when nobody is."""
    if work.actor.learner_id is None:
        return None
    learner = work.get(Learner, work.actor.learner_id)
    if learner.senior_id is None:
        return Before(learner.key, None, "", TEXT_SIZES[0], VOICES[0])
    liked = _preference(work, learner.senior_id) or Preference(text_size=TEXT_SIZES[0], voice=VOICES[0])
    name = work.get(Senior, learner.senior_id).name
    return Before(learner.key, learner.senior_id, masked(name), liked.text_size, liked.voice)


def prefer(
    work: Work, *, text_size: int | None = None, language: str | None = None, voice: str | None = None
) -> None:
    """Remember how the senior likes to read; a guest's wish is not kept. Twice changes nothing.

    Raises Invalid.
    """
    for field, wish, known in (
        ("text_size", text_size, TEXT_SIZES),
        ("language", language, LANGUAGES),
        ("voice", voice, VOICES),
    ):
        if wish is not None and wish not in known:
            raise Invalid(field)
    if work.actor.senior_id is None:
        return
    liked = _preference(work, work.actor.senior_id)
    if liked is None:
        liked = Preference(senior_id=work.actor.senior_id)
        work.db.add(liked)
    liked.text_size = text_size or liked.text_size
    liked.language = language or liked.language
    liked.voice = voice or liked.voice


def the_senior(work: Work) -> Senior:
    """Return the senior before the tablet, within another rule. Raises NotKnown."""
    if work.actor.senior_at_tablet is None:
        raise NotKnown
    return work.get(Senior, work.actor.senior_at_tablet)


def standing(work: Work, senior_id: int) -> Senior | None:
    """Return the record a merged one became, None if her consent does not stand, within another rule."""
    senior = work.get(Senior, senior_id)
    while senior.merged_into_id is not None:
        senior = work.get(Senior, senior.merged_into_id)
    return senior if consent.stands(work, senior) else None


def likes(work: Work, senior_id: int) -> str:
    """Return the language a senior likes, "" when she never chose, within another rule."""
    liked = _preference(work, senior_id)
    return liked.language if liked else ""


def records_of(senior_id: int) -> Select[int]:
    """Return the query for the ids of a senior's records: hers, and those merged into it."""
    return select(Senior.id).where(or_(Senior.id == senior_id, Senior.merged_into_id == senior_id))


def masked(name: str) -> str:
    """Return a name as others may read it over a shoulder: 王*英, 李*, 欧**娜."""
    if len(name) < 2:
        return name
    last = name[-1] if len(name) > 2 else ""
    return name[0] + "*" * (len(name) - 1 - len(last)) + last


def _street(work: Work) -> int:
    if work.actor.device_id is None:
        raise NoTablet
    return street_of(work.actor.device_path)


def _of_street(work: Work, senior_id: int, street: int) -> Senior | None:
    senior = standing(work, senior_id)
    here = senior is not None and street_of(work.get(Station, senior.station_id).path) == street
    return senior if here else None


def _begin(work: Work, senior: Senior | None) -> Begun:
    _end(work, Learner.device_id == work.actor.device_id)
    token, key = secrets.token_urlsafe(32), secrets.token_hex(12)
    work.db.add(
        Learner(
            token_hash=hash_of(token),
            key=key,
            senior_id=senior.id if senior else None,
            device_id=work.actor.device_id,
            began_at=work.at,
            seen_at=work.at,
        )
    )
    return Begun(token, key, likes(work, senior.id) if senior else "")


def _end(work: Work, which: ColumnElement[bool]) -> None:
    work.db.execute(update(Learner).where(which, Learner.ended_at.is_(None)).values(ended_at=work.at))


def _preference(work: Work, senior_id: int) -> Preference | None:
    return work.db.scalar(select(Preference).where(Preference.senior_id == senior_id))
