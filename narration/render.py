"""`python -m narration.render [l01 …]`: make the recordings that are missing, remove those nobody needs.

With no name all lessons are rendered. It may be stopped at any time and goes on where it stopped.
"""

import shutil
import sys
import time
from pathlib import Path

from narration import sound
from narration.lessons import COURSES, lessons, pronunciation
from narration.voice import RATE, Voice
from services import catalogue, narration
from settings import ROOT

CACHE = ROOT / "build/narrate"


def main(names: list[str]) -> None:
    """Bring the recordings of the lessons named, or of all, up to date."""
    known = pronunciation()
    voice: Voice | None = None
    for shelved in lessons(names):
        lines, folder = catalogue.spoken(shelved.lesson), shelved.folder / narration.AUDIO
        todo = narration.missing(lines, folder, known)
        print(f"{shelved.slug}: {len(lines)} lines, {len(todo)} to record", flush=True)
        for line in todo:
            path = folder / narration.recording_name(line, known)
            if not _borrow(path):
                voice = voice or Voice(CACHE)
                _record(voice, line, narration.spell(line, known), path)
        for name in narration.stale(lines, folder, known):
            (folder / name).unlink()
            print(f"  removed {name}", flush=True)


def _borrow(path: Path) -> bool:
    """Copy a recording that another lesson has made already."""
    for other in COURSES.glob(f"*/*/{narration.AUDIO}/{path.name}"):
        path.parent.mkdir(exist_ok=True)
        shutil.copyfile(other, path)
        return True
    return False


def _record(voice: Voice, line: str, spelled: str, path: Path) -> None:
    began = time.monotonic()
    samples = sound.finish(voice.say(spelled))
    if voice.dropped:
        raise ValueError(f"The voice does not know the sounds {sorted(voice.dropped)} in: {line}")
    path.parent.mkdir(exist_ok=True)
    half = path.with_suffix(".part")
    half.write_bytes(sound.to_mp3(samples))
    half.rename(path)
    took = time.monotonic() - began
    print(f"  {path.name} {len(samples) / RATE:5.1f} s, made in {took:5.1f} s: {line}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
