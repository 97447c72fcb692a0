"""What the house remembers. Ids stay inside; what leaves the house is random."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Model
from db.types import Word
from db.words import (
    ActivityState,
    EnrolmentState,
    Gender,
    How,
    Purpose,
    RoleName,
    StationKind,
)


class House(Model):
    """This installation, one row: set up or not, demonstration or real."""

    __tablename__ = "house"

    set_up_at: Mapped[datetime]
    is_demo: Mapped[bool] = mapped_column(default=False)


class Station(Model):
    """A place in the tree street › area › station › point.

    path: the ids from the street down to this place, "/1/4/9/"; whatever is below has it as prefix.
    """

    __tablename__ = "station"

    parent_id: Mapped[int | None] = mapped_column(ForeignKey("station.id"), index=True)
    path: Mapped[str] = mapped_column(String(120), index=True)
    kind: Mapped[StationKind] = mapped_column(Word(StationKind))
    name_zh: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str] = mapped_column(String(20), default="")
    zone: Mapped[str] = mapped_column(String(40))
    seats: Mapped[int] = mapped_column(default=30)
    is_open: Mapped[bool] = mapped_column(default=True)


class Programme(Model):
    """What stations offer; its lessons come from the course of that slug."""

    __tablename__ = "programme"

    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name_zh: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(80))
    is_active: Mapped[bool] = mapped_column(default=True)


class Staff(Model):
    """A person who signs in."""

    __tablename__ = "staff"

    user_name: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    password_hash: Mapped[str] = mapped_column(String(200))
    is_active: Mapped[bool] = mapped_column(default=True)
    calendar_token: Mapped[str | None] = mapped_column(String(40), unique=True)


class Role(Model):
    """What a staff member is at a station and below."""

    __tablename__ = "role"
    __table_args__ = (UniqueConstraint("staff_id", "station_id", "name"),)

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"), index=True)
    name: Mapped[RoleName] = mapped_column(Word(RoleName))


class SignIn(Model):
    """A staff member's open sign-in on one browser; only the hash of its token is kept."""

    __tablename__ = "sign_in"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    signed_in_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    browser: Mapped[str] = mapped_column(String(200), default="")


class SignInFailure(Model):
    """Wrong passwords in a row for a user name, whether or not anybody has that name."""

    __tablename__ = "sign_in_failure"

    user_name: Mapped[str] = mapped_column(String(40), unique=True)
    failures: Mapped[int]
    failed_at: Mapped[datetime]
    locked_until: Mapped[datetime | None]


class Device(Model):
    """A tablet bound to a station; only the hash of its token is kept."""

    __tablename__ = "device"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    bound_at: Mapped[datetime]
    bound_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    released_at: Mapped[datetime | None]


class Senior(Model):
    """A person who learns. merged_into_id: this record is the same person as that one."""

    __tablename__ = "senior"
    __table_args__ = (Index(None, "name", "birth_year"),)

    number: Mapped[str] = mapped_column(String(6), unique=True)
    name: Mapped[str] = mapped_column(String(40))
    birth_year: Mapped[int | None]
    gender: Mapped[Gender | None] = mapped_column(Word(Gender))
    phone: Mapped[str] = mapped_column(String(20), default="", index=True)
    neighbourhood: Mapped[str] = mapped_column(String(40), default="", index=True)
    needs: Mapped[str] = mapped_column(String(200), default="")
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"), index=True)
    registered_at: Mapped[datetime]
    registered_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("senior.id"), index=True)


class SeniorKey(Model):
    """One way to find a senior: number, name, pinyin, initials, phone tail; lower case, no spaces.

    root_id: the street of the senior's home station; nobody searches beyond it.
    """

    __tablename__ = "senior_key"
    __table_args__ = (
        Index("ix_senior_key_search", "root_id", "key", "senior_id"),
        UniqueConstraint("senior_id", "key"),
    )

    senior_id: Mapped[int] = mapped_column(ForeignKey("senior.id", ondelete="CASCADE"))
    root_id: Mapped[int] = mapped_column(ForeignKey("station.id"))
    # Compared byte by byte, so that "begins with" is a stretch of the index in PostgreSQL too.
    key: Mapped[str] = mapped_column(String(80).with_variant(String(80, collation="C"), "postgresql"))


class Card(Model):
    """A QR card; the token is what its code says."""

    __tablename__ = "card"

    token: Mapped[str] = mapped_column(String(24), unique=True)
    senior_id: Mapped[int] = mapped_column(ForeignKey("senior.id"), index=True)
    issued_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class Consent(Model):
    """A senior agreed, when, to which wording, before whom; withdrawn, never deleted."""

    __tablename__ = "consent"

    senior_id: Mapped[int] = mapped_column(ForeignKey("senior.id"), index=True)
    purpose: Mapped[Purpose] = mapped_column(Word(Purpose))
    wording: Mapped[str] = mapped_column(String(20))
    given_at: Mapped[datetime]
    given_before: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    withdrawn_at: Mapped[datetime | None]


class Merge(Model):
    """Two records of one person became one. moved: what went over, so that it can go back."""

    __tablename__ = "merge"

    kept_id: Mapped[int] = mapped_column(ForeignKey("senior.id"), index=True)
    merged_id: Mapped[int] = mapped_column(ForeignKey("senior.id"), index=True)
    merged_at: Mapped[datetime]
    merged_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    undone_at: Mapped[datetime | None]
    moved: Mapped[dict[str, Any]]


class Activity(Model):
    """One dated gathering.

    public_id: what a poster or a light page names it by. door_secret: makes the changing code of
    self check-in. planned_at: where it first stood, if it was moved. series: shared by a weekly run.
    """

    __tablename__ = "activity"
    __table_args__ = (
        Index(None, "station_id", "starts_at"),
        Index(None, "trainer_id", "starts_at"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("seats > 0", name="has_seats"),
    )

    public_id: Mapped[str] = mapped_column(String(24), unique=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"))
    trainer_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    lesson: Mapped[str] = mapped_column(String(60), default="")
    title_zh: Mapped[str] = mapped_column(String(80))
    title_en: Mapped[str] = mapped_column(String(120))
    room: Mapped[str] = mapped_column(String(40), default="")
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    seats: Mapped[int]
    series: Mapped[str] = mapped_column(String(24), default="", index=True)
    state: Mapped[ActivityState] = mapped_column(Word(ActivityState), default=ActivityState.PLANNED)
    reason: Mapped[str] = mapped_column(String(200), default="")
    planned_at: Mapped[datetime | None]
    door_secret: Mapped[str] = mapped_column(String(64))


class Enrolment(Model):
    """A senior's place at an activity, one row however often it changes.

    party: shared by people who wait and enter together. queued_at: the order of the waiting list.
    """

    __tablename__ = "enrolment"
    __table_args__ = (UniqueConstraint("activity_id", "senior_id"),)

    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    senior_id: Mapped[int] = mapped_column(ForeignKey("senior.id"), index=True)
    state: Mapped[EnrolmentState] = mapped_column(Word(EnrolmentState))
    party: Mapped[str] = mapped_column(String(24))
    queued_at: Mapped[datetime]
    enrolled_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(200), default="")


class Attendance(Model):
    """A senior came. client_id: made in the browser, so that sending twice counts once."""

    __tablename__ = "attendance"
    __table_args__ = (
        Index(
            "uq_attendance_standing",
            "activity_id",
            "senior_id",
            unique=True,
            sqlite_where=text("voided_at IS NULL"),
            postgresql_where=text("voided_at IS NULL"),
        ),
    )

    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    senior_id: Mapped[int] = mapped_column(ForeignKey("senior.id"), index=True)
    arrived_at: Mapped[datetime]
    how: Mapped[How] = mapped_column(Word(How))
    client_id: Mapped[str] = mapped_column(String(40), unique=True)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    recorded_at: Mapped[datetime]
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    reason: Mapped[str] = mapped_column(String(200), default="")


class TurnedAway(Model):
    """Somebody came and found no seat; senior_id may be unknown."""

    __tablename__ = "turned_away"

    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), index=True)
    senior_id: Mapped[int | None] = mapped_column(ForeignKey("senior.id"))
    came_at: Mapped[datetime]
    client_id: Mapped[str] = mapped_column(String(40), unique=True)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
