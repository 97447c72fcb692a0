"""The recordings of a lesson: their names, which are there, which are missing, which nobody needs."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from services.narration.spelling import Pronunciation, spell

AUDIO = "audio"
VOICE = "zf_xiaoyi"
SPEED = 0.85
# The voice drags a few words by themselves, and slurs them when it is slowed down further.
SHORT, SPEED_SHORT = 10, 0.95


def recording_name(text: str, pronunciation: Pronunciation) -> str:
    """Return the file name of a line: it changes when the voice, its speed or what it says changes."""
    said = f"{VOICE}|{SPEED}|{SHORT}|{SPEED_SHORT}|{spell(text, pronunciation)}"
    return hashlib.sha256(said.encode()).hexdigest()[:16] + ".mp3"


def recorded(lines: Iterable[str], folder: Path, pronunciation: Pronunciation) -> dict[str, str]:
    """Return the file of every line that has its recording in the folder."""
    there = _files(folder)
    names = {line: recording_name(line, pronunciation) for line in lines}
    return {line: name for line, name in names.items() if name in there}


def missing(lines: Iterable[str], folder: Path, pronunciation: Pronunciation) -> tuple[str, ...]:
    """Return the lines without a recording, in their order."""
    there = _files(folder)
    return tuple(line for line in lines if recording_name(line, pronunciation) not in there)


def stale(lines: Iterable[str], folder: Path, pronunciation: Pronunciation) -> tuple[str, ...]:
    """Return the files in the folder that belong to no line any more, by name."""
    wanted = {recording_name(line, pronunciation) for line in lines}
    return tuple(sorted(_files(folder) - wanted))


def _files(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("*.mp3")}
