"""Lines read aloud from recordings: how a line is spoken, what its recording is called, which are missing."""

from services.narration.checking import Speech, speech, tapes, unrecorded
from services.narration.recordings import AUDIO, missing, recorded, recording_name, stale
from services.narration.spelling import Pronunciation, load, spell, unreadable

__all__ = [
    "AUDIO", "Pronunciation", "Speech", "load", "missing", "recorded", "recording_name", "speech", "spell",
    "stale", "tapes", "unreadable", "unrecorded",
]  # fmt: skip
