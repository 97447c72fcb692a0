"""What stations offer: a programme is added once and then planned everywhere."""

from dataclasses import dataclass

from sqlalchemy import select

from db.models import Programme
from db.words import Action
from services.access import Permission
from services.errors import N_, Invalid
from services.work import Work

LENGTHS = {"slug": 60, "name_zh": 60, "name_en": 80}


class NameMissing(Invalid):
    """A programme without a name."""

    sentence = N_("Please enter the name of the programme.")


class NameTooLong(Invalid):
    """A text that does not fit."""

    sentence = N_("This text is too long: %(most)s characters at most.")


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """A programme. slug: the folder of its course, empty lessons where there is none."""

    id: int
    slug: str
    name_zh: str
    name_en: str
    is_active: bool


def programmes(work: Work) -> tuple[ProgrammeRow, ...]:
    """Return all programmes in the order they were added. Raises NotAllowed."""
    work.allow_anywhere(Permission.MANAGE_STATIONS)
    rows = work.db.scalars(select(Programme).order_by(Programme.id))
    return tuple(ProgrammeRow(row.id, row.slug, row.name_zh, row.name_en, row.is_active) for row in rows)


def add(work: Work, *, slug: str, name_zh: str, name_en: str = "") -> int:
    """Add the programme of a course and return its id; a second one of that course is the first.

    Raises NotAllowed, NameMissing, NameTooLong.
    """
    work.allow_anywhere(Permission.MANAGE_STATIONS)
    told = _clean(slug=slug, name_zh=name_zh, name_en=name_en)
    there = work.db.scalar(select(Programme.id).where(Programme.slug == told["slug"]))
    if there is not None:
        return there
    programme = Programme(**told)
    work.db.add(programme)
    work.record(Action.PROGRAMME_ADDED, programme)
    return programme.id


def change(work: Work, *, programme_id: int, name_zh: str, name_en: str, is_active: bool) -> None:
    """Rename a programme, or offer it or no longer. Twice changes nothing.

    Raises NotFound, NotAllowed, NameMissing, NameTooLong.
    """
    work.allow_anywhere(Permission.MANAGE_STATIONS)
    programme = work.get(Programme, programme_id, lock=True)
    told = _clean(slug=programme.slug, name_zh=name_zh, name_en=name_en) | {"is_active": is_active}
    changed = [field for field, value in told.items() if getattr(programme, field) != value]
    if not changed:
        return
    for field in changed:
        setattr(programme, field, told[field])
    work.record(Action.PROGRAMME_CHANGED, programme, fields=changed)


def _clean(**told: str) -> dict[str, str | bool]:
    clean = {field: " ".join(text.split()) for field, text in told.items()}
    if not clean["name_zh"]:
        raise NameMissing("name_zh")
    clean["name_en"] = clean["name_en"] or clean["name_zh"]
    clean["slug"] = clean["slug"] or clean["name_zh"]
    for field, most in LENGTHS.items():
        if len(clean[field]) > most:
            raise NameTooLong(field, most=most)
    return dict(clean)
