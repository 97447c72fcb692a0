"""What is told of a senior: cleaned of the accidents of typing, refused where it cannot be right."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

from db.models import Senior
from db.words import Gender
from services.errors import N_, Invalid

NAME_LENGTH = 40
NEIGHBOURHOOD_LENGTH = 40
NEEDS_LENGTH = 200
OLDEST_YEAR = 1900
MOBILE_LENGTH = 11
MOBILE = re.compile(r"1[3-9]\d{9}")
LANDLINE = re.compile(r"(0\d{2,3})?[2-9]\d{6,7}")
DOTS = str.maketrans(dict.fromkeys("・•‧∙⋅.", "·"))


class NameMissing(Invalid):
    """No name was given."""

    sentence = N_("Please enter the name.")


class NameWrong(Invalid):
    """Digits or signs only."""

    sentence = N_("This does not look like a name. Please check it.")


class NameTooLong(Invalid):
    """The name does not fit on a card."""

    sentence = N_("This name is longer than %(most)s characters. Please check it.")


class BirthYearWrong(Invalid):
    """What stands there is no year."""

    sentence = N_("Please enter the year of birth with four digits, for example 1948.")


class BirthYearAhead(Invalid):
    """Nobody was born in the future."""

    sentence = N_("The year of birth %(year)s lies in the future.")


class BirthYearTooEarly(Invalid):
    """Nobody alive was born then."""

    sentence = N_("The year of birth %(year)s is too long ago. Please check it.")


class PhoneWrong(Invalid):
    """Neither a mobile nor a landline number of the mainland."""

    sentence = N_(
        "This phone number cannot be right. A mobile number has 11 digits and begins with 1; "
        "a landline has 7 or 8 digits, with or without the area code."
    )


class NeighbourhoodTooLong(Invalid):
    """The neighbourhood is more than a name."""

    sentence = N_("The neighbourhood is longer than %(most)s characters. Its short name is enough.")


class NeedsTooLong(Invalid):
    """The note is an essay."""

    sentence = N_("The note is longer than %(most)s characters. Please shorten it.")


@dataclass(frozen=True, slots=True)
class Details:
    """What is stored of a senior, clean. phone: digits only, empty when none was told."""

    name: str
    birth_year: int | None
    gender: Gender | None
    phone: str
    neighbourhood: str
    needs: str

    def put_into(self, senior: Senior) -> tuple[str, ...]:
        """Write these into the record and return the names of the fields that changed."""
        changed = tuple(field for field in self.__slots__ if getattr(senior, field) != getattr(self, field))
        for field in changed:
            setattr(senior, field, getattr(self, field))
        return changed


def clean(
    *,
    today: date,
    name: str,
    birth_year: int | None,
    gender: Gender | None,
    phone: str,
    neighbourhood: str,
    needs: str,
) -> Details:
    """Return the details as they are stored. Raises Invalid with the field that is wrong."""
    return Details(
        name=clean_name(name),
        birth_year=_clean_birth_year(birth_year, today),
        gender=Gender(gender) if gender else None,
        phone=clean_phone(phone),
        neighbourhood=_short(
            neighbourhood,
            NEIGHBOURHOOD_LENGTH,
            NeighbourhoodTooLong("neighbourhood", most=NEIGHBOURHOOD_LENGTH),
        ),
        needs=_short(needs, NEEDS_LENGTH, NeedsTooLong("needs", most=NEEDS_LENGTH)),
    )


def clean_name(name: str) -> str:
    """Return the name without the accidents of typing. Raises NameMissing, NameWrong, NameTooLong.

    Chinese names lose all spaces, others keep one between their parts; dots become the middle dot.
    """
    name = " ".join(_plain(name).split())
    if not name:
        raise NameMissing("name")
    if not any(sign.isalpha() for sign in name):
        raise NameWrong("name")
    if not name.isascii():
        name = name.replace(" ", "").translate(DOTS)
    if len(name) > NAME_LENGTH:
        raise NameTooLong("name", most=NAME_LENGTH)
    return name


def clean_phone(phone: str) -> str:
    """Return the digits of a mainland phone number, empty for none. Raises PhoneWrong.

    Full-width digits, spaces, hyphens, brackets and +86 are forgiven.
    """
    digits = re.sub(r"[\s()/.\-‐-―]", "", _plain(phone))
    digits = re.sub(r"^(\+86|0086|86(?=1\d{10}$))", "", digits)
    if not digits:
        return ""
    if not digits.isascii() or not (MOBILE.fullmatch(digits) or LANDLINE.fullmatch(digits)):
        raise PhoneWrong("phone")
    return digits


def birth_year_from(text: str) -> int | None:
    """Return the year typed, None for nothing. Raises BirthYearWrong.

    Two digits are a year of the last century: nobody born after 2000 is a senior.
    """
    digits = _plain(text).removesuffix("年").strip()
    if not digits:
        return None
    if not re.fullmatch(r"\d{4}|\d{2}", digits, re.ASCII):
        raise BirthYearWrong("birth_year")
    return int(digits) if len(digits) == 4 else 1900 + int(digits)


def masked(phone: str) -> str:
    """Return the phone as it is shown to everybody: 138****5678."""
    shown = phone[:3] if len(phone) == MOBILE_LENGTH else ""
    hidden = "*" * (len(phone) - len(shown) - 4)
    return f"{shown}{hidden}{phone[-4:]}"


def _clean_birth_year(year: int | None, today: date) -> int | None:
    if year is None:
        return None
    if year > today.year:
        raise BirthYearAhead("birth_year", year=year)
    if year < OLDEST_YEAR:
        raise BirthYearTooEarly("birth_year", year=year)
    return year


def _short(text: str, most: int, refusal: Invalid) -> str:
    text = " ".join(_visible(text).split())
    if len(text) > most:
        raise refusal
    return text


def _plain(text: str) -> str:
    """Make full-width forms narrow and drop what cannot be seen."""
    return _visible(unicodedata.normalize("NFKC", text)).strip()


def _visible(text: str) -> str:
    return "".join(sign for sign in text if sign.isspace() or sign.isprintable())


def age(birth_year: int | None, at: datetime) -> int | None:
    """Return how old somebody turns in the year of `at`; None where the birth year is unknown."""
    return None if birth_year is None else at.year - birth_year
