"""What the house remembers of learning: on tablets, on a senior's own phone, in the room."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Model
from db.types import Word
from db.words import EventKind, PracticeMode


class Learner(Model):
    """Somebody before a tablet or a phone: a senior, or a guest without a name, until it is cleared.

    token_hash: of the cookie that says so. key: names what the browser keeps for her and what it sends
    later on; it opens nothing. device_id is empty on a senior's own phone.
    """

    __tablename__ = "learner"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    key: Mapped[str] = mapped_column(String(24), unique=True)
    senior_id: Mapped[int | None] = mapped_column(ForeignKey("senior.id"), index=True)
    device_id: Mapped[int | None] = mapped_column(ForeignKey("device.id"), index=True)
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class ProgressEvent(Model):
    """One small thing done in a lesson, as the browser reported it. lesson: its uid.

    version: of the lesson as it was begun. step: which step, move or question, from 1.
    """

    __tablename__ = "progress_event"
    __table_args__ = (
        Index(None, "senior_id", "lesson", "happened_at"),
        Index(None, "lesson", "kind", "happened_at"),
        Index(None, "learner_id", "happened_at"),
    )

    client_id: Mapped[str] = mapped_column(String(40), unique=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    senior_id: Mapped[int | None] = mapped_column(ForeignKey("senior.id"))
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"), index=True)
    lesson: Mapped[str] = mapped_column(String(60))
    version: Mapped[str] = mapped_column(String(24))
    kind: Mapped[EventKind] = mapped_column(Word(EventKind))
    mode: Mapped[PracticeMode | None] = mapped_column(Word(PracticeMode))
    step: Mapped[int] = mapped_column(default=0)
    taps: Mapped[int] = mapped_column(default=0)
    wrong_taps: Mapped[int] = mapped_column(default=0)
    hints: Mapped[int] = mapped_column(default=0)
    seconds: Mapped[int] = mapped_column(default=0)
    happened_at: Mapped[datetime]
    received_at: Mapped[datetime]


class LessonState(Model):
    """Where a senior is in a lesson, so that another tablet goes on at the same step."""

    __tablename__ = "lesson_state"
    __table_args__ = (UniqueConstraint("senior_id", "lesson"),)

    senior_id: Mapped[int] = mapped_column(ForeignKey("senior.id"))
    lesson: Mapped[str] = mapped_column(String(60))
    version: Mapped[str] = mapped_column(String(24))
    state: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]


class RaisedHand(Model):
    """A senior on a tablet asks for the teacher: raised, taken ("I am there"), done."""

    __tablename__ = "raised_hand"
    __table_args__ = (Index(None, "station_id", "raised_at"),)

    client_id: Mapped[str] = mapped_column(String(40), unique=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"))
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"), index=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    lesson: Mapped[str] = mapped_column(String(60), default="")
    step: Mapped[int] = mapped_column(default=0)
    raised_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    done_at: Mapped[datetime | None]


class Feedback(Model):
    """How somebody liked an activity: 3 best, 2, 1. Without a name unless she was known."""

    __tablename__ = "feedback"

    client_id: Mapped[str] = mapped_column(String(40), unique=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), index=True)
    senior_id: Mapped[int | None] = mapped_column(ForeignKey("senior.id"))
    face: Mapped[int]
    given_at: Mapped[datetime]


class Certificate(Model):
    """A track finished; the token is what its QR says, so that anybody can verify it."""

    __tablename__ = "certificate"
    __table_args__ = (UniqueConstraint("senior_id", "course", "track"),)

    token: Mapped[str] = mapped_column(String(24), unique=True)
    senior_id: Mapped[int] = mapped_column(ForeignKey("senior.id"))
    course: Mapped[str] = mapped_column(String(60))
    track: Mapped[str] = mapped_column(String(60))
    finished_on: Mapped[date]
    issued_at: Mapped[datetime]


class Preference(Model):
    """How a senior likes to read: text size in px (22, 26, 30), language, speed of the voice."""

    __tablename__ = "preference"

    senior_id: Mapped[int] = mapped_column(ForeignKey("senior.id"), unique=True)
    text_size: Mapped[int] = mapped_column(default=22)
    language: Mapped[str] = mapped_column(String(8), default="zh-CN")
    voice: Mapped[str] = mapped_column(String(8), default="normal")
