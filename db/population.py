"""What somebody entered about the people who live around a station."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Model


class Population(Model):
    """How many residents of 60 and over a place has, as somebody entered it, with where it is from.

    band, gender: empty for all; a part of them otherwise. The latest counted_on is the one that counts.
    """

    __tablename__ = "population"
    __table_args__ = (
        UniqueConstraint("station_id", "counted_on", "band", "gender"),
        CheckConstraint("residents > 0", name="has_residents"),
    )

    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"))
    band: Mapped[str] = mapped_column(String(8), default="")
    gender: Mapped[str] = mapped_column(String(8), default="")
    residents: Mapped[int]
    source: Mapped[str] = mapped_column(String(120))
    counted_on: Mapped[date]
    entered_at: Mapped[datetime]
    entered_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
