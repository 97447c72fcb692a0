"""The lessons that are read aloud, as a command names them."""

from services import catalogue, narration
from settings import ROOT

COURSES = ROOT / "courses"


def lessons(names: list[str]) -> list[catalogue.Shelved]:
    """Return the lessons whose folder begins with one of the names (l01); all if none is given."""
    wanted = tuple(name.lower() for name in names)
    found = catalogue.load(COURSES).lessons.values()
    return [shelved for shelved in found if not wanted or shelved.slug.startswith(wanted)]


def pronunciation() -> narration.Pronunciation:
    """Return the pronunciation list of the courses.

    Raises ValueError if it cannot be read: every recording would be made without it.
    """
    known = narration.load(COURSES / "pronunciation.yaml")
    if known.trouble:
        raise ValueError(known.trouble)
    return known
