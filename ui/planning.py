"""What the pages of planning share: choosing a day and a time by lists, and naming an activity."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import streamlit as st

from services import catalogue, clock
from services.agenda import ActivityRow, Clash
from settings import ROOT
from ui import frame
from ui.text import _, day, hour, named, ngettext

DAYS_AHEAD = 200
OPENS = time(8)
QUARTERS = 50  # from eight in the morning until a quarter past eight in the evening
LENGTHS = (30, 45, 60, 75, 90, 120, 150, 180, 240)
USUAL = timedelta(minutes=90)


@dataclass(frozen=True, slots=True)
class When:
    """A chosen day, wall clock and length at a station."""

    on: date
    starts: time
    length: timedelta
    zone: str

    @property
    def starts_at(self) -> datetime:
        """The start, in UTC."""
        return clock.instant(self.on, self.starts, self.zone)

    @property
    def ends_at(self) -> datetime:
        """The end, in UTC."""
        return self.starts_at + self.length


def choose_when(key: str, zone: str, *, before: datetime | None = None, length: timedelta = USUAL) -> When:
    """Draw the lists of days, times and lengths; they begin at `before`, or at the next full hour."""
    now = clock.local(clock.now(), zone)
    at = clock.local(before, zone) if before else now.replace(minute=0) + timedelta(hours=1)
    days = [now.date() + timedelta(days=n) for n in range(DAYS_AHEAD)]
    times = [_quarter(n) for n in range(QUARTERS)]
    lengths = sorted({*(timedelta(minutes=n) for n in LENGTHS), length})
    which, when, how_long = st.columns([2, 1, 1.4])
    on = which.selectbox(_("Day"), days, _index(days, at.date()), format_func=day, key=f"{key}.on")
    starts = when.selectbox(
        _("Starts"), times, _index(times, at.time()), format_func=lambda t: f"{t:%H:%M}", key=f"{key}.starts"
    )
    lasts = how_long.selectbox(
        _("Lasts"), lengths, lengths.index(length), format_func=minutes, key=f"{key}.length"
    )
    return When(on, starts, lasts, zone)


def minutes(length: timedelta) -> str:
    """Return a length in minutes."""
    return _("%(minutes)s minutes", minutes=length // timedelta(minutes=1))


def times_of(row: ActivityRow) -> str:
    """Return from when to when an activity is, on the station's wall clock."""
    return f"{hour(row.starts_at, row.zone)}–{hour(row.ends_at, row.zone)}"


def place_of(row: ActivityRow) -> str:
    """Return the station and the room."""
    return " · ".join(part for part in (named(row.station_zh, row.station_en), row.room) if part)


def seats_of(row: ActivityRow) -> str:
    """Return how full an activity is, in words."""
    said = [_("%(enrolled)s of %(seats)s seats", enrolled=row.enrolled, seats=row.seats)]
    if row.waiting:
        said.append(ngettext("%(n)s is waiting", "%(n)s are waiting", row.waiting))
    if row.came:
        said.append(_("%(came)s came", came=row.came))
    return " · ".join(said)


def warn_of(clashes: tuple[Clash, ...], zone: str) -> None:
    """Say what takes the room or the trainer at that time; it may be planned all the same."""
    for clash in clashes:
        taken = _("The trainer is taken") if clash.what == "trainer" else _("The room is taken")
        where = named(clash.station_zh, clash.station_en)
        what = named(clash.title_zh, clash.title_en)
        when = f"{hour(clash.starts_at, zone)}–{hour(clash.ends_at, zone)}"
        frame.show(frame.Notice(frame.Tone.PROBLEM, f"**{taken}** · {when} · {what} · {where}"))


@st.cache_resource(show_spinner=False)
def lessons() -> dict[str, tuple[str, str]]:
    """Return the titles of the lessons that can be taught, Chinese and English, by uid."""
    shelf = catalogue.load(ROOT / "courses")
    return {
        uid: (shelved.lesson.title.zh, shelved.lesson.title.en)
        for uid, shelved in shelf.lessons.items()
        if shelved.lesson.status != "retired"
    }


def enter_room(key: str, room: str = "") -> str:
    """Draw the field of the room; a station with one room needs none."""
    return st.text_input(_("Room"), room, max_chars=40, key=key, placeholder=_("may stay empty"))


def choose_lesson(key: str, chosen: str = "") -> str:
    """Draw the list of lessons and return the chosen one's uid, "" for none."""
    titles = lessons()
    uids = ["", *titles, *([chosen] if chosen not in ("", *titles) else [])]
    return st.selectbox(
        _("Lesson"),
        uids,
        uids.index(chosen),
        format_func=lambda uid: named(*titles.get(uid, (uid, uid))) if uid else _("No lesson"),
        key=key,
    )


def _quarter(n: int) -> time:
    from_midnight = OPENS.hour * 4 + n
    return time(from_midnight // 4, from_midnight % 4 * 15)


def _index(options: list[date] | list[time], wanted: date | time) -> int:
    later = (n for n, option in enumerate(options) if option >= wanted)  # type: ignore[operator]
    return next(later, 0)
