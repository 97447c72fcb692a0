"""Course files that are broken on purpose, and what the checker says of them."""

from pathlib import Path

from services.catalogue import check

COURSES = Path(__file__).resolve().parents[1] / "courses"


def swap(courses: Path, old: str, new: str, lesson: str) -> None:
    """Put one text in the place of another in a lesson's file."""
    path = courses / lesson
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults(courses: Path) -> str:
    """Return what is wrong, a line for each fault."""
    return "\n".join(str(fault) for fault in check(courses))
