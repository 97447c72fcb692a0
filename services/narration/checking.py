"""What the checker says about recordings: lines without one, recordings without a line, unsayable words."""

from dataclasses import dataclass

from services.catalogue import Fault, Shelved, spoken
from services.errors import N_
from services.narration.recordings import AUDIO, missing, recorded, stale
from services.narration.spelling import Pronunciation, unreadable


def tapes(shelved: Shelved, pronunciation: Pronunciation) -> dict[str, str]:
    """Return the file in the folder `audio` beside the lesson for every Chinese line that is recorded."""
    return recorded(spoken(shelved.lesson), shelved.folder / AUDIO, pronunciation)


@dataclass(frozen=True, slots=True)
class Speech:
    """The recordings of a lesson: how many, how long, how many bytes."""

    files: int
    minutes: float
    size: int


def speech(shelved: Shelved, pronunciation: Pronunciation) -> Speech:
    """Return how much is recorded of a lesson."""
    names = set(tapes(shelved, pronunciation).values())
    size = sum((shelved.folder / AUDIO / name).stat().st_size for name in names)
    return Speech(len(names), size / BYTES_PER_MINUTE, size)


def unrecorded(shelved: Shelved, pronunciation: Pronunciation) -> list[Fault]:
    """Return what is wrong with the recordings of a lesson; a draft needs none.

    Nothing of this keeps a lesson from being taught: a line without a recording is spoken by the browser.
    """
    if shelved.lesson.status == "draft":
        return []
    lines, folder = spoken(shelved.lesson), shelved.folder / AUDIO
    file = f"{shelved.course}/{shelved.slug}/lesson.yaml"
    unheard = dict.fromkeys(word for line in lines for word in unreadable(line, pronunciation))
    return [
        *(_fault(file, N_("The voice cannot say “%(what)s”."), _LIST, word) for word in unheard),
        *(
            _fault(file, N_("Not recorded: “%(what)s”."), _RECORD, line)
            for line in missing(lines, folder, pronunciation)
        ),
        *(
            _fault(file, N_("No line needs the recording %(what)s any more."), _RECORD, name)
            for name in stale(lines, folder, pronunciation)
        ),
    ]


# 32 kbit/s.
BYTES_PER_MINUTE = 240_000
_LIST = N_("Write in courses/pronunciation.yaml how it is said.")
_RECORD = N_("Run make narrate.")


def _fault(file: str, what: str, todo: str, about: str) -> Fault:
    return Fault(file, AUDIO, 0, what, todo, {"what": about})
