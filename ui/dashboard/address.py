"""The address of a page of figures says what was chosen, so that it can be sent to a colleague."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from db.words import Gender
from services.overview import Choice, Offers, Period, Place, days_of
from services.population import BANDS

PERIOD, FROM, TO, BACK = "period", "from", "to", "back"
USUAL = Period.THIS_MONTH
EARLIEST = date(2000, 1, 1)
LONGEST = timedelta(days=20 * 366)
# What the address calls it, and what Choice does.
FILTERS = {
    "station": "station_id",
    "programme": "programme_id",
    "lesson": "lesson",
    "trainer": "trainer_id",
    "age": "band",
    "gender": "gender",
    "neighbourhood": "neighbourhood",
}
NAMES = (PERIOD, FROM, TO, BACK, *FILTERS)


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for. period: None where the days stand in it one by one.

    back: the query that leads back to the longer stretch from which one month was opened, "" for none.
    left_out: something in it is not known here, or not one's own, and was passed over.
    """

    choice: Choice
    period: Period | None
    back: str = ""
    left_out: bool = False


def read(query: Mapping[str, str], places: Iterable[Place], offers: Offers, today: date) -> Asked:
    """Return what a query asks for; what cannot be understood falls back to all, this month."""
    period, (first_on, last_on), is_good = _days(query, today)
    known: dict[str, set[str]] = {
        "station": {str(place.id) for place in places},
        "programme": {str(one[0]) for one in offers.programmes},
        "lesson": set(offers.lessons),
        "trainer": {str(one[0]) for one in offers.trainers},
        "age": {*BANDS},
        "gender": {*Gender},
        "neighbourhood": set(offers.neighbourhoods),
    }
    made: dict[str, Callable[[str], object]] = {
        "station": int,
        "programme": int,
        "trainer": int,
        "gender": Gender,
    }
    choice = Choice(first_on, last_on)
    for name, field in FILTERS.items():
        value = query.get(name, "")
        if value in known[name]:
            choice = replace(choice, **{field: made.get(name, str)(value)})  # type: ignore[arg-type]
        elif value:
            is_good = False
    back = query.get(BACK, "")
    if period or (back and not _span(back, today)):
        back = ""
    return Asked(choice, period, back, left_out=not is_good)


def written(asked: Asked) -> dict[str, str]:
    """Return the query that asks for this; what is usual is left out."""
    query = {}
    if asked.period is None:
        query = {FROM: asked.choice.first_on.isoformat(), TO: asked.choice.last_on.isoformat()}
        if asked.back:
            query[BACK] = asked.back
    elif asked.period != USUAL:
        query[PERIOD] = asked.period.value
    for name, field in FILTERS.items():
        value = getattr(asked.choice, field)
        if value:
            query[name] = str(value)
    return query


def opened(asked: Asked, first_on: date, last_on: date) -> Asked:
    """Return the same with a part of its days, from which there is a way back."""
    choice = replace(asked.choice, first_on=first_on, last_on=last_on)
    whole = asked.back or (asked.period.value if asked.period else _joined(asked.choice))
    return replace(asked, choice=choice, period=None, back="" if whole == _joined(choice) else whole)


def closed(asked: Asked, today: date) -> Asked:
    """Return what it was opened from."""
    found = _span(asked.back, today)
    if not found:
        return replace(asked, back="")
    period, (first_on, last_on) = found
    return Asked(replace(asked.choice, first_on=first_on, last_on=last_on), period)


def whole_of(asked: Asked, today: date) -> tuple[Period | None, tuple[date, date]] | None:
    """Return the stretch it was opened from; None if it was not."""
    return _span(asked.back, today) if asked.back else None


def _days(query: Mapping[str, str], today: date) -> tuple[Period | None, tuple[date, date], bool]:
    """Return period and days of a query, and whether all of it could be understood."""
    if FROM in query or TO in query:
        found = _span(f"{query.get(FROM, '')}~{query.get(TO, '')}", today)
    else:
        found = _span(query.get(PERIOD, USUAL), today)
    if found:
        return *found, True
    return USUAL, days_of(USUAL, today), False


def _span(text: str, today: date) -> tuple[Period | None, tuple[date, date]] | None:
    if text in set(Period):
        period = Period(text)
        return period, days_of(period, today)
    first, _tilde, last = text.partition("~")
    try:
        first_on, last_on = sorted((date.fromisoformat(first), date.fromisoformat(last)))
    except ValueError:
        return None
    if first_on < EARLIEST or last_on.year > today.year + 1 or last_on - first_on > LONGEST:
        return None
    return None, (first_on, last_on)


def _joined(choice: Choice) -> str:
    return f"{choice.first_on.isoformat()}~{choice.last_on.isoformat()}"
