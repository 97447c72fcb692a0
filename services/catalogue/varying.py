"""A practice phone that is not the same every time: the rows of `vary` put into it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from services.catalogue.phone import Phone
from services.catalogue.reading import Page, Place, understand
from services.catalogue.texts import BAR, Entry
from services.errors import N_

ANEW = ("start", "home", "path", "surprise", "task", "done")
_HOLE = re.compile(r"\{([a-z][a-z0-9_]*)\}")


class _Only(Entry):
    phone: Phone


def spread(page: Page) -> list[Page]:
    """Return the pages of a lesson's phone in all its forms; the first one is put into the page itself.

    A phone that does not vary has none besides. What is wrong with the rows is noted.
    """
    written = page.data.get("phone") if isinstance(page.data, dict) else None
    rows = written.get("vary") if isinstance(written, dict) else None
    if not isinstance(written, dict) or not isinstance(rows, list) or not _sound(rows, page):
        return []
    forms = [_form(written, row) for row in rows]
    page.data = {**page.data, "phone": forms[0]}
    _unfilled(forms[0], page)
    return [_page(page, at, form, rows[at]) for at, form in enumerate(forms) if at]


def phone_of(form: Page) -> Phone | None:
    """Make the phone of one form, or note why it cannot be made."""
    made = understand(form, _Only)
    return made.phone if made else None


def bring_home(form: Page, at: int, page: Page) -> None:
    """Note the faults of a form, counted from 1, in the lesson's page; what all have, only once."""
    known = {(fault.line, fault.what, str(fault.values)) for fault in page.faults}
    for fault in form.faults:
        if (fault.line, fault.what, str(fault.values)) not in known:
            page.faults.append(replace(fault, place=f"vary {at + 1} › {fault.place}"))


def _sound(rows: list[Any], page: Page) -> bool:
    before = len(page.faults)
    place: Place = ("phone", "vary")
    if len(rows) < 2:
        page.fault(place, N_("Nothing varies here."), N_("Write at least two rows, or take `vary` out."))
    for at, row in enumerate(rows):
        if not isinstance(row, dict):
            page.fault(
                (*place, at), N_("This row has no words."), N_("Write `word: 中文 | English` in braces.")
            )
        elif isinstance(rows[0], dict) and _words(row) != _words(rows[0]):
            page.fault(
                (*place, at),
                N_("This row has other words than the first: %(words)s."),
                N_("Every row needs the same words."),
                words=", ".join(sorted(_words(row) ^ _words(rows[0]))),
            )
    return len(page.faults) == before


def _words(row: Mapping[str, Any]) -> set[str]:
    return {name for name in row if name not in ANEW}


def _form(written: dict[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    words = {name: str(value) for name, value in row.items() if name not in ANEW}
    own = {name: value for name, value in row.items() if name in ANEW}
    filled: dict[str, Any] = _fill({**written, **own, "vary": []}, words)
    return {**filled, "vary": written["vary"]}


def _fill(value: Any, words: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return _filled(value, words) if "{" in value else value
    if isinstance(value, list):
        return [_fill(one, words) for one in value]
    if isinstance(value, dict):
        # `text: {friend}` without quotes is read as a field without a value.
        if len(value) == 1 and None in value.values() and next(iter(value)) in words:
            return words[next(iter(value))]
        return {name: _fill(one, words) for name, one in value.items()}
    return value


def _filled(text: str, words: Mapping[str, str]) -> str:
    whole = _HOLE.fullmatch(text.strip())
    if whole and whole[1] in words:
        return words[whole[1]]
    halves = BAR.split(text)

    def half(at: int) -> str:
        return _HOLE.sub(lambda hole: BAR.split(words.get(hole[1], hole[0]))[-at:][0].strip(), halves[at])

    return " | ".join(half(at) for at in range(len(halves)))


def _page(page: Page, at: int, form: dict[str, Any], row: Mapping[str, Any]) -> Page:
    """Return a page with one form of the phone, whose lines are those where it is written."""
    lines = dict(page.lines)
    for name in ANEW:
        if name in row:
            lines = {place: line for place, line in lines.items() if place[:2] != ("phone", name)}
            lines |= {
                ("phone", *place[3:]): line
                for place, line in page.lines.items()
                if place[:4] == ("phone", "vary", at, name)
            }
    made = Page(page.file, {"phone": form}, lines)
    _unfilled(form, made)
    return made


def _unfilled(form: Mapping[str, Any], page: Page) -> None:
    for place, text in _texts({name: value for name, value in form.items() if name != "vary"}, ("phone",)):
        for hole in _HOLE.findall(text):
            page.fault(
                place, N_("No row of `vary` has the word “%(word)s”."), N_("Add it to every row."), word=hole
            )


def _texts(value: Any, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from _texts(one, (*place, name))
    elif isinstance(value, list):
        for at, one in enumerate(value):
            yield from _texts(one, (*place, at))
