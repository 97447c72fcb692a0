"""`python -m narration.check [l01 …]`: measure every recording, listen to it, and name the lines to doubt.

Ends with an error when a recording is missing, stale or out of bounds.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from narration import hearing, sound
from narration.lessons import lessons, pronunciation
from narration.render import CACHE
from narration.voice import MARK, RATE, Samples
from services import catalogue, narration

FASTEST, SLOWEST = 0.13, 0.36
LOUDNESS_SPREAD = 1.5
LOUDEST_PEAK = 0.98
# A recogniser mishears now and then; more than this is worth a person's ear.
MISHEARD = 0.15
_FRAME = RATE // 50


@dataclass(frozen=True, slots=True)
class Measured:
    """One recording: its figures, what was to be said, what was heard."""

    line: str
    seconds: float
    size: int
    loudness: float
    peak: float
    per_syllable: float
    syllables: int
    misheard: int
    heard: str

    def faults(self) -> list[str]:
        """Return what is out of bounds."""
        bounds = {
            f"{self.per_syllable:.2f} s a syllable": FASTEST <= self.per_syllable <= SLOWEST,
            f"{self.loudness:.1f} LUFS": abs(self.loudness - sound.LOUDNESS) <= LOUDNESS_SPREAD,
            f"peak {self.peak:.2f}": self.peak <= LOUDEST_PEAK,
        }
        return [fault for fault, kept in bounds.items() if not kept]

    def doubtful(self) -> bool:
        """Tell whether a person should listen."""
        return self.misheard > max(1, MISHEARD * self.syllables) or self.misheard == self.syllables


def main(names: list[str]) -> None:
    """Print the table, the faults and the doubts of the lessons named, or of all."""
    known, ears = pronunciation(), hearing.Ears(CACHE)
    print(f"{'lesson':28} lines missing stale seconds   kB  LUFS         peak  s/syllable  misheard")
    wrong = 0
    for shelved in lessons(names):
        lines, folder = catalogue.spoken(shelved.lesson), shelved.folder / narration.AUDIO
        files = narration.recorded(lines, folder, known)
        measured = [
            _measure(line, folder / name, narration.spell(line, known), ears) for line, name in files.items()
        ]
        missing, stale = (len(find(lines, folder, known)) for find in (narration.missing, narration.stale))
        print(f"{shelved.slug:28} {len(lines):5} {missing:7} {stale:5} {_row(measured)}")
        wrong += missing + stale + _tell(measured)
        for strange in dict.fromkeys(word for line in lines for word in narration.unreadable(line, known)):
            wrong += 1
            print(f"  not in pronunciation.yaml: {strange}")
    sys.exit(1 if wrong else 0)


def _measure(line: str, path: Path, spelled: str, ears: hearing.Ears) -> Measured:
    data = path.read_bytes()
    samples = sound.from_mp3(data)
    heard = ears.listen(path)
    syllables, misheard = hearing.compare(spelled, heard)
    return Measured(
        line=line,
        seconds=len(samples) / RATE,
        size=len(data),
        loudness=sound.loudness(samples),
        peak=float(np.abs(samples).max()),
        per_syllable=_speaking(samples) / max(1, len(MARK.findall(spelled))),
        syllables=syllables,
        misheard=misheard,
        heard=heard,
    )


def _speaking(samples: Samples) -> float:
    """Return the seconds in which there is a voice."""
    frames = samples[: len(samples) // _FRAME * _FRAME].reshape(-1, _FRAME)
    return float(np.sum(np.sqrt(np.mean(frames**2, axis=1)) > 0.01)) * _FRAME / RATE


def _row(measured: list[Measured]) -> str:
    if not measured:
        return ""
    said, misheard = sum(one.syllables for one in measured), sum(one.misheard for one in measured)
    return (
        f"{sum(one.seconds for one in measured):7.0f} {sum(one.size for one in measured) / 1000:4.0f}  "
        f"{_span([one.loudness for one in measured], 1)}  {max(one.peak for one in measured):.2f}  "
        f"{_span([one.per_syllable for one in measured], 2)}  {misheard} of {said} ({misheard / said:.1%})"
    )


def _span(figures: Iterable[float], places: int) -> str:
    found = list(figures)
    return f"{min(found):.{places}f}…{max(found):.{places}f}"


def _tell(measured: list[Measured]) -> int:
    for one in measured:
        for fault in one.faults():
            print(f"  out of bounds, {fault}: {one.line}")
        if one.doubtful():
            print(f"  listen to it, {one.misheard} of {one.syllables} heard otherwise: {one.line}")
            print(f"    heard: {one.heard}")
    return sum(1 for one in measured if one.faults())


if __name__ == "__main__":
    main(sys.argv[1:])
