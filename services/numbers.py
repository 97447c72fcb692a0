"""Six-digit senior numbers: the last digit checks the five before it (Damm)."""

import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Senior
from services.errors import N_, Refused

LENGTH = 6
POSSIBLE = 10 ** (LENGTH - 1)
GUESSES = 32
SHUFFLER = secrets.SystemRandom()

# A totally anti-symmetric quasigroup: every wrong digit and every swap of neighbours shows.
DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


class NumbersUsedUp(Refused):
    """Every six-digit number belongs to somebody."""

    sentence = N_("All six-digit numbers are taken. Please tell the administrator.")


def check_digit(five: str) -> str:
    """Return the digit that belongs behind these five."""
    interim = 0
    for digit in five:
        interim = int(DAMM[interim][int(digit)])
    return str(interim)


def is_number(text: str) -> bool:
    """Tell whether this is six digits of which the last is right."""
    return _is_six_digits(text) and check_digit(text[:-1]) == text[-1]


def near(number: str) -> list[str]:
    """Return the right numbers one slip away from a wrong one, in order.

    A slip is one wrong digit or two neighbours swapped. Empty when it is no six digits.
    """
    if not _is_six_digits(number):
        return []
    wrong = {
        number[:place] + digit + number[place + 1 :] for place in range(LENGTH) for digit in "0123456789"
    }
    swapped = {
        number[:place] + number[place + 1] + number[place] + number[place + 2 :]
        for place in range(LENGTH - 1)
    }
    return sorted(slip for slip in wrong | swapped if slip != number and is_number(slip))


def free(db: Session) -> str:
    """Return a number nobody has, picked at random. Raises NumbersUsedUp.

    Somebody else may take it in the same moment: the unique constraint decides.
    """
    guesses = [_made(secrets.randbelow(POSSIBLE)) for _ in range(GUESSES)]
    taken = set(db.scalars(select(Senior.number).where(Senior.number.in_(guesses))))
    left = [guess for guess in guesses if guess not in taken] or _all_free(db)
    if not left:
        raise NumbersUsedUp
    return secrets.choice(left)


def several_free(db: Session, count: int) -> list[str]:
    """Return so many different numbers nobody has, picked at random. Raises NumbersUsedUp.

    Somebody else may take one in the same moment: the unique constraint decides.
    """
    guesses = [
        _made(serial) for serial in SHUFFLER.sample(range(POSSIBLE), min(POSSIBLE, 2 * count + GUESSES))
    ]
    taken = set(db.scalars(select(Senior.number).where(Senior.number.in_(guesses))))
    left = [guess for guess in guesses if guess not in taken]
    if len(left) < count:
        left = _all_free(db)
        SHUFFLER.shuffle(left)
    if len(left) < count:
        raise NumbersUsedUp
    return left[:count]


def _all_free(db: Session) -> list[str]:
    taken = set(db.scalars(select(Senior.number)))
    return [number for number in map(_made, range(POSSIBLE)) if number not in taken]


def _made(serial: int) -> str:
    five = f"{serial:0{LENGTH - 1}}"
    return five + check_digit(five)


def _is_six_digits(text: str) -> bool:
    return len(text) == LENGTH and text.isascii() and text.isdigit()
