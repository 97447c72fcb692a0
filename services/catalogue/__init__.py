"""The course files: their schema, their checker, and what the lesson player gets."""

from services.catalogue.checking import Numbers, needs_verifying, numbers, spoken
from services.catalogue.figures import Figures, figures
from services.catalogue.gallery import Example, gallery
from services.catalogue.lesson import Course, Lesson
from services.catalogue.shelf import Shelf, Shelved, check, for_player, load, new_lesson, schema
from services.catalogue.texts import Fault

__all__ = [
    "Course",
    "Example",
    "Fault",
    "Figures",
    "Lesson",
    "Numbers",
    "Shelf",
    "Shelved",
    "check",
    "figures",
    "for_player",
    "gallery",
    "load",
    "needs_verifying",
    "new_lesson",
    "numbers",
    "schema",
    "spoken",
]
