"""Where people get stuck: which step takes long, and where the practice phone has to help."""

from collections.abc import Callable

import streamlit as st

from db.words import EventKind
from services import stuck
from services.stuck import FEWEST, Spot
from ui import charts, frame
from ui.people import plain
from ui.tables import table
from ui.text import _, named, ngettext

PERIODS = (30, 90)
LONGEST_NAME = 14


def called(spot: Spot) -> str:
    """Return the name of a spot's lesson."""
    return named(spot.lesson.zh, spot.lesson.en)


def at(spot: Spot) -> str:
    """Return which step or move it is."""
    if spot.kind is EventKind.MOVE:
        return _("move %(step)s", step=spot.step)
    return _("step %(step)s", step=spot.step)


def doing(spot: Spot) -> str:
    """Return what is to be done there, without the full stop of a sentence of its own."""
    return named(spot.doing.zh, spot.doing.en).rstrip("。.")


def said(spots: list[Spot], *, hints: bool) -> str:
    """Return in a sentence where it is worst."""
    worst = max(spots, key=lambda spot: spot.hints if hints else spot.seconds)
    about = {
        "lesson": plain(called(worst)),
        "at": at(worst),
        "doing": plain(doing(worst)),
        "people": worst.people,
    }
    if hints:
        if worst.hints < 0.05:
            return _("Hardly anybody needed help on the practice phone.")
        return _(
            "Most help was needed in “%(lesson)s”, %(at)s: %(doing)s. %(hints)s hints each time, "
            "%(people)s people.",
            hints=f"{worst.hints:.1f}",
            **about,
        )
    return _(
        "The longest time was spent in “%(lesson)s”, %(at)s: %(doing)s. Half of %(people)s people needed "
        "%(seconds)s seconds or more.",
        seconds=f"{worst.seconds:.0f}",
        **about,
    )


def picture(spots: list[Spot], value: Callable[[Spot], float], *, unit: str, places: int, key: str) -> None:
    """Draw the heat map: a row for each lesson, a column for each step. places: after the point."""
    lessons = list(dict.fromkeys(spot.uid for spot in spots))
    names = {spot.uid: called(spot) for spot in spots}
    steps = sorted({spot.step for spot in spots})
    by_place = {(spot.uid, spot.step): spot for spot in spots}
    grid = [[by_place.get((uid, step)) for step in steps] for uid in lessons]
    figure = charts.heat_map(
        [_short(names[uid]) for uid in lessons],
        [f"{step}" for step in steps],
        [[value(spot) if spot else None for spot in line] for line in grid],
        [[_told(spot, f"{value(spot):.{places}f} {unit}") if spot else "" for spot in line] for line in grid],
        unit=unit,
        over=_("Move") if spots[0].kind is EventKind.MOVE else _("Step"),
        places=places,
    )
    st.plotly_chart(figure, key=key, config=charts.CONFIG, theme=None)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME * 2 else name[: LONGEST_NAME * 2] + "…"


def _told(spot: Spot, value: str) -> str:
    people = ngettext("%(n)s person", "%(n)s people", spot.people)
    return f"{called(spot)}, {at(spot)}<br>{doing(spot)}<br>{value} · {people}"


def rows(spots: list[Spot]) -> None:
    """Draw the same as a table."""
    table(
        (
            _("Lesson"),
            _("Where"),
            _("What is to be done"),
            _("People"),
            _("Hints each time"),
            _("Wrong taps each time"),
            _("Seconds, median"),
        ),
        [
            (
                called(spot),
                at(spot),
                doing(spot),
                f"{spot.people}",
                f"{spot.hints:.1f}",
                f"{spot.wrong_taps:.1f}",
                f"{spot.seconds:.0f}",
            )
            for spot in spots
        ],
        label=_("Where people get stuck"),
    )


def part(heading: str, spots: list[Spot], *, with_hints: bool) -> None:
    """Draw one part: what is seen in a sentence, the pictures, the table."""
    if not spots:
        return
    st.header(heading)
    if with_hints:
        st.markdown(said(spots, hints=True))
        picture(spots, lambda spot: spot.hints, unit=_("hints"), places=1, key="hints")
    st.markdown(said(spots, hints=False))
    picture(spots, lambda spot: spot.seconds, unit=_("seconds"), places=0, key=f"seconds.{with_hints}")
    with st.expander(_("The same as a table"), icon=":material/table:"):
        rows(spots)


st.title(_("Where people get stuck"))
days = st.segmented_control(
    _("Period"),
    PERIODS,
    default=PERIODS[0],
    format_func=lambda n: ngettext("The last %(n)s day", "The last %(n)s days", n),
    key="stuck.days",
    required=True,
)
found = frame.ask(stuck.stuck, days=days)
moves = [spot for spot in found.spots if spot.kind is EventKind.MOVE]
read = [spot for spot in found.spots if spot.kind is EventKind.READ]
part(_("On the practice phone"), moves, with_hints=True)
part(_("Reading the steps"), read, with_hints=False)
if not found.spots:
    frame.empty(_("Not enough people have learnt on the tablets of your stations yet."), icon="troubleshoot")
if found.hidden:
    st.markdown(
        ngettext(
            "%(n)s more place is not shown: fewer than %(fewest)s people came by there.",
            "%(n)s more places are not shown: fewer than %(fewest)s people came by there.",
            found.hidden,
            fewest=FEWEST,
        )
    )
