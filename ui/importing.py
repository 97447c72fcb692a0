"""What becomes of the rows of a list, in words."""

from collections.abc import Sequence

from db.words import Gender
from services.importing import Fate, Known, Likeness, PreviewRow
from ui.people import plain
from ui.text import _, explain, named


def joined(words: Sequence[str], most: int = 8) -> str:
    """Return the first of these words with marks between them; what stands in files is shown as it is."""
    shown = [plain(word) for word in words[:most]]
    return _(", ").join(shown) + (" …" if len(words) > most else "")


def line(row: PreviewRow) -> tuple[str, ...]:
    """Return a row as the table shows it."""
    gender = {Gender.FEMALE: _("woman"), Gender.MALE: _("man"), None: ""}[row.gender]
    born = str(row.birth_year or "")
    return (
        str(row.number),
        fate_of(row),
        row.name,
        born,
        gender,
        row.phone_masked,
        row.neighbourhood,
        row.needs,
    )


def kind_of(fate: Fate) -> str:
    """Return the name of a kind of rows."""
    return {
        Fate.NEW: _("New"),
        Fate.SAME: _("Registered already"),
        Fate.REPEATED: _("Twice in the list"),
        Fate.FAULTY: _("Faulty"),
    }[fate]


def fate_of(row: PreviewRow) -> str:
    """Return in words what a row becomes, and why."""
    if row.fault:
        return _("Faulty: %(why)s", why=explain(row.fault))
    if row.same_as and row.likeness:
        return _("The same as %(whom)s: %(why)s", whom=whom(row.same_as), why=reason(row.likeness))
    if row.same_row and row.likeness:
        return _("The same as row %(row)s: %(why)s", row=row.same_row, why=reason(row.likeness))
    if row.shares_phone:
        return _("New. The phone is also that of %(whom)s", whom=whom(row.shares_phone))
    return _("New")


def whom(known: Known) -> str:
    """Return somebody registered in words."""
    parts = (known.name, str(known.birth_year or ""), known.number, named(known.station_zh, known.station_en))
    return " ".join(part for part in parts if part)


def reason(likeness: Likeness) -> str:
    """Return in words why two are taken for one."""
    return {
        Likeness.YEAR: _("same name and year of birth"),
        Likeness.PHONE: _("same name and phone"),
        Likeness.NAME: _("same name"),
    }[likeness]
