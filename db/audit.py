"""Who did what: a row beside every change."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Model
from db.types import Word
from db.words import Action


class AuditEntry(Model):
    """Who did what to which row, when. Ids only; written with the change or not at all."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index(None, "subject", "subject_id"),)

    at: Mapped[datetime] = mapped_column(index=True)
    staff_id: Mapped[int | None]
    device_id: Mapped[int | None]
    action: Mapped[Action] = mapped_column(Word(Action))
    subject: Mapped[str] = mapped_column(String(24))
    subject_id: Mapped[int]
    details: Mapped[dict[str, Any]]
