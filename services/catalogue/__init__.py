"""The course files: their schema, their checker, and what the lesson player gets."""

from services.catalogue.checking import Numbers, needs_verifying, numbers, spoken
from services.catalogue.lesson import Course, Lesson
from services.catalogue.shelf import Shelf, Shelved, check, for_player, load, new_lesson, schema
from services.catalogue.texts import Fault

__all__ = [
    "Course",
    "Fault",
    "Lesson",
    "Numbers",
    "Shelf",
    "Shelved",
    "check",
    "for_player",
    "load",
    "needs_verifying",
    "new_lesson",
    "numbers",
    "schema",
    "spoken",
]
