"""Lines read aloud from recordings: how a line is spoken, what its recording is called, which are missing."""

from services.narration.recordings import missing, recorded, recording_name, stale
from services.narration.spelling import Pronunciation, load, spell, unreadable

__all__ = ["Pronunciation", "load", "missing", "recorded", "recording_name", "spell", "stale", "unreadable"]
