"""What a cell of a roster says, however it was typed: a name, a year of birth, a phone, or nothing."""

import re
import unicodedata
from datetime import date, timedelta

from db.words import Gender
from services.details import PhoneWrong, birth_year_from, clean_phone
from services.errors import N_, Invalid

Cell = str | float | bool
OLDEST = 120
# Excel counts days from here; what lies between these two is a day on which a senior may be born.
FIRST_DAY = date(1899, 12, 30)
SERIAL_DAYS = range(3654, 40178)  # 1910 to 2009
ID_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
OLD_ID_NUMBER = re.compile(r"\d{6}\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}")
NOTHING = {"-", "--", "/", "\\", "无", "没有", "不详", "未知", "未填", "暂无", "保密", "n/a", "none", "null"}
WOMEN = {"女", "女性", "女士", "f", "female", "woman"}
MEN = {"男", "男性", "男士", "先生", "m", "male", "man"}
MOBILE = re.compile(r"1[3-9]\d{9}")
SHANGHAI = "21"


class BirthUnclear(Invalid):
    """Neither a year nor a day nor an age."""

    sentence = N_("“%(typed)s” is neither a year of birth nor an age.")


class AgeWrong(Invalid):
    """An age that nobody has."""

    sentence = N_("“%(typed)s” cannot be an age.")


class GenderUnclear(Invalid):
    """A word that is no gender."""

    sentence = N_("“%(typed)s” in the gender column is not understood. 男 or 女 is.")


def text(cell: Cell, *, narrow: bool = True) -> str:
    """Return what the cell says: without blanks around it, whole numbers without a point.

    `narrow` makes full-width digits and signs plain; sentences keep their full-width commas. Words
    for "nothing" are nothing, and so is an ID number: it is never taken over.
    """
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    plain = (unicodedata.normalize("NFKC", str(cell)) if narrow else str(cell)).strip(" \t\r\n\"'’`")
    # Programs that export numbers as text write ="138…".
    plain = plain.removeprefix('="').strip()
    plain = ID_NUMBER.sub("", plain).strip()
    return "" if plain.lower() in NOTHING else plain


def is_id_number(cell: Cell) -> bool:
    """Tell whether the cell holds nothing but an ID number."""
    plain = unicodedata.normalize("NFKC", str(int(cell) if isinstance(cell, float) else cell))
    plain = re.sub(r"[\s'\"=]", "", plain)
    return bool(ID_NUMBER.fullmatch(plain) or OLD_ID_NUMBER.fullmatch(plain))


def holds_id_number(cell: Cell) -> bool:
    """Tell whether there is an ID number somewhere in the cell."""
    return bool(ID_NUMBER.search(unicodedata.normalize("NFKC", str(cell)))) or is_id_number(cell)


def birth_year(typed: str, today: date) -> int | None:
    """Return the year in a cell for the birth: a year, a month, a day in any of their forms, or an age.

    None for nothing. Raises BirthUnclear, AgeWrong.
    """
    if not typed:
        return None
    if "岁" in typed:
        return year_of_age(typed, today)
    plain = typed.removesuffix("生").replace(" ", "")
    if plain.isdigit() and int(plain) in SERIAL_DAYS:
        return (FIRST_DAY + timedelta(days=int(plain))).year
    whole = re.fullmatch(r"(\d{4})(\d{2}|\d{4}|\.\d+|[-/.年].*)?", plain, re.ASCII)
    if whole:
        return int(whole.group(1))
    short = re.fullmatch(r"(\d{2})(年.*|[-/.]\d.*)?", plain, re.ASCII)
    if short:
        return birth_year_from(short.group(1))
    last = re.fullmatch(r"\d{1,2}[-/.]\d{1,2}[-/.](\d{4})", plain, re.ASCII)
    if last:
        return int(last.group(1))
    raise BirthUnclear("birth_year", typed=typed)


def year_of_age(typed: str, today: date) -> int | None:
    """Return the year of birth of somebody of that age today; a year in the column is a year.

    None for nothing. Raises AgeWrong.
    """
    if not typed:
        return None
    digits = re.sub(r"[\s周岁虚约]|\.0$", "", typed)
    if re.fullmatch(r"(19|20)\d{2}", digits, re.ASCII):
        return int(digits)
    if not re.fullmatch(r"\d{1,3}", digits, re.ASCII) or not 0 < int(digits) <= OLDEST:
        raise AgeWrong("birth_year", typed=typed)
    return today.year - int(digits)


def gender(typed: str) -> Gender | None:
    """Return the gender, None for nothing. Raises GenderUnclear."""
    word = typed.lower()
    if not word:
        return None
    if word in WOMEN:
        return Gender.FEMALE
    if word in MEN:
        return Gender.MALE
    raise GenderUnclear("gender", typed=typed)


def phone(typed: str) -> str:
    """Return the phone, the mobile one where there are several; empty for none. Raises PhoneWrong."""
    try:
        return _one_phone(typed)
    except PhoneWrong:
        several = [found for part in re.split(r"[\s/、,;|或和]+", typed) if (found := _if_right(part))]
        if not several:
            raise
        return next((number for number in several if MOBILE.fullmatch(number)), several[0])


def _one_phone(typed: str) -> str:
    digits = re.sub(r"[\s\-]", "", typed)
    if digits.isdigit() and len(digits) == 10 and digits.startswith(SHANGHAI):
        # As a number the cell has lost the zero of the area code.
        return clean_phone(f"0{digits}")
    return clean_phone(typed)


def _if_right(part: str) -> str:
    try:
        return _one_phone(part)
    except PhoneWrong:
        return ""
