"""The pictures of learning: tables of services.overview.learning in, what is seen in them out."""

import pandas as pd

from db.words import EventKind
from services.stuck import Stuck
from ui import charts
from ui.charts import Line
from ui.dashboard import words
from ui.dashboard.shown import Column, Picture
from ui.dashboard.words import Kind
from ui.text import _, named, ngettext

MOST_SPOTS = 12
LONGEST = 34
HARDLY = 0.05


def _lessons(table: pd.DataFrame) -> list[str]:
    return [named(row.zh, row.en) for row in words.rows(table)]


def _share(
    key: str, sentence: str, table: pd.DataFrame, names: list[str], figure: str, columns: list[Column]
) -> Picture:
    """Return bars of a share, the largest first, of the rows in which it is known."""
    known = table.reset_index(drop=True)[table[figure].notna().to_numpy()]
    known = known.sort_values(figure, ascending=False, kind="stable")
    shown = [words.short(value, Kind.SHARE) for value in known[figure]]
    called = [names[at] for at in known.index]
    told = [f"{name}<br>{value}" for name, value in zip(called, shown, strict=True)]
    figure_drawn = charts.bars(called, list(known[figure]), shown, told) if len(known) else None
    about = (figure,) if figure in ("mastery", "completion", "satisfied") else ()
    empty = words.unknown(figure) if about else ""
    return Picture(key, sentence, figure_drawn, columns, about, empty)


def _columns(table: pd.DataFrame) -> list[Column]:
    return [
        Column(_("Lesson"), _lessons(table), Kind.TEXT),
        Column(_("Began"), list(table["begun"])),
        Column(_("Did it alone"), list(table["alone"])),
        Column(_("Due for a second look"), list(table["due"])),
        Column(_("Can still do it"), list(table["mastered"])),
        Column(_("Alone, of those who began"), list(table["alone_share"]), Kind.SHARE),
        Column(words.name_of("mastery"), list(table["mastery"]), Kind.SHARE),
    ]


def mastery(table: pd.DataFrame) -> Picture:
    """Return what people can still do after a week, lesson by lesson, from lessons()."""
    known = table.dropna(subset=["mastery"]).sort_values("mastery", ascending=False, kind="stable")
    if known.empty:
        sentence = _("It is not known yet what people can still do a week later.")
    else:
        names = _lessons(known)
        sentence = _(
            "A week later or more, “%(best)s” is done alone by %(most)s, “%(least)s” by %(few)s.",
            best=names[0],
            most=words.short(known["mastery"].iloc[0], Kind.SHARE),
            least=names[-1],
            few=words.short(known["mastery"].iloc[-1], Kind.SHARE),
        )
    return _share("mastery", sentence, table, _lessons(table), "mastery", _columns(table))


def alone(table: pd.DataFrame) -> Picture:
    """Return who did each lesson alone at least once, from lessons()."""
    begun, own = int(table["begun"].sum()), int(table["alone"].sum())
    sentence = (
        _(
            "Of all lessons that were begun, %(share)s were done alone at least once.",
            share=words.short(own / begun, Kind.SHARE),
        )
        if begun
        else _("Nobody has begun a lesson on a tablet yet.")
    )
    return _share("alone", sentence, table, _lessons(table), "alone_share", _columns(table))


def mastery_by_month(table: pd.DataFrame) -> Picture:
    """Return how mastery stood at the end of each month, from mastery_by_month()."""
    columns = [
        Column(_("Month"), list(table["month"]), Kind.MONTH),
        Column(_("Due for a second look"), list(table["due"])),
        Column(_("Can still do it"), list(table["mastered"])),
        Column(words.name_of("mastery"), list(table["mastery"]), Kind.SHARE),
    ]
    return _line("mastery_by_month", table, "mastery", columns)


def satisfaction_by_month(table: pd.DataFrame) -> Picture:
    """Return how sessions were liked, month by month, from by_month()."""
    columns = [
        Column(_("Month"), list(table["month"]), Kind.MONTH),
        Column(_("Opinions"), list(table["faces"])),
        Column(words.name_of("satisfied"), list(table["satisfied"]), Kind.SHARE),
    ]
    return _line("satisfied_by_month", table, "satisfied", columns)


def _line(key: str, table: pd.DataFrame, figure: str, columns: list[Column]) -> Picture:
    known = table.dropna(subset=[figure])
    if known.empty:
        return Picture(key, words.name_of(figure), None, columns, (figure,), words.unknown(figure))
    values = [float(value) if words.is_known(value) else None for value in table[figure]]
    told = [
        words.told(words.month(month, year=True), **{figure: value})
        for month, value in zip(table["month"], table[figure], strict=True)
    ]
    sentence = _(
        "%(figure)s: %(last)s in %(month)s, %(first)s in %(begin)s.",
        figure=words.name_of(figure),
        last=words.short(known[figure].iloc[-1], Kind.SHARE),
        month=words.month(known["month"].iloc[-1], year=True),
        first=words.short(known[figure].iloc[0], Kind.SHARE),
        begin=words.month(known["month"].iloc[0], year=True),
    )
    drawn = charts.lines(
        words.months(list(table["month"])), [Line(words.name_of(figure), values, told)], as_share=True
    )
    return Picture(key, sentence, drawn, columns, (figure,), is_wide=True)


def tracks(table: pd.DataFrame) -> Picture:
    """Return who completed the tracks, from tracks()."""
    names = _lessons(table)
    columns = [
        Column(_("Track"), names, Kind.TEXT),
        Column(_("Lessons"), list(table["lessons"])),
        Column(_("Needed on one's own"), list(table["needed"])),
        Column(_("Began"), list(table["begun"])),
        Column(_("Completed by"), list(table["completed"])),
        Column(words.name_of("completion"), list(table["completion"]), Kind.SHARE),
    ]
    told = [
        _("%(track)s by %(people)s", track=name, people=words.said(people, Kind.COUNT))
        for name, people in zip(names, table["completed"], strict=True)
    ]
    sentence = _("Completed: %(tracks)s.", tracks=words.listed(told))
    return _share("tracks", sentence, table, names, "completion", columns)


def stuck(found: Stuck) -> Picture:
    """Return the moves on the practice phone at which most help was needed, from stuck.stuck()."""
    moves = sorted(
        (spot for spot in found.spots if spot.kind is EventKind.MOVE and spot.hints > HARDLY),
        key=lambda spot: -spot.hints,
    )
    names = [named(spot.lesson.zh, spot.lesson.en) for spot in moves]
    doing = [named(spot.doing.zh, spot.doing.en) for spot in moves]
    columns = [
        Column(_("Lesson"), names, Kind.TEXT),
        Column(_("Move"), [spot.step for spot in moves]),
        Column(_("What is to be done"), doing, Kind.TEXT),
        Column(words.name_of("people"), [spot.people for spot in moves]),
        Column(_("Hints each time"), [spot.hints for spot in moves], Kind.HOURS),
    ]
    if not moves:
        sentence = _("On these days too few practised to tell, or hardly anybody needed help.")
        return Picture("stuck", sentence, None, columns, (), sentence)
    sentence = _("Most help was needed in “%(lesson)s”: %(doing)s", lesson=names[0], doing=doing[0])
    worst = range(min(MOST_SPOTS, len(moves)))
    shown = [f"{moves[at].hints:.1f}" for at in worst]
    drawn = charts.bars(
        [f"{names[at]}<br>{_cut(doing[at])}" for at in worst],
        [moves[at].hints for at in worst],
        shown,
        [
            f"{names[at]}<br>{doing[at]}<br>" + ngettext("%(n)s person", "%(n)s people", moves[at].people)
            for at in worst
        ],
    )
    return Picture("stuck", sentence, drawn, columns)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def satisfaction_by_lesson(table: pd.DataFrame) -> Picture:
    """Return how each lesson was liked, from by_lesson()."""
    return _liked("satisfied_by_lesson", table, _("Lesson"))


def satisfaction_by_place(table: pd.DataFrame) -> Picture:
    """Return how sessions were liked at each place, from by_place()."""
    return _liked("satisfied_by_place", table, _("Station"))


def _liked(key: str, table: pd.DataFrame, heading: str) -> Picture:
    names = [name or _("no lesson") for name in _lessons(table)]
    columns = [
        Column(heading, names, Kind.TEXT),
        Column(_("Opinions"), list(table["faces"])),
        Column(words.name_of("satisfied"), list(table["satisfied"]), Kind.SHARE),
    ]
    known = table.reset_index(drop=True).dropna(subset=["satisfied"])
    known = known.sort_values("satisfied", ascending=False, kind="stable")
    if known.empty:
        sentence = _("Too few have said yet how they liked it.")
    else:
        sentence = _(
            "Liked best: “%(best)s” with %(most)s; least: “%(least)s” with %(few)s.",
            best=names[known.index[0]],
            most=words.short(known["satisfied"].iloc[0], Kind.SHARE),
            least=names[known.index[-1]],
            few=words.short(known["satisfied"].iloc[-1], Kind.SHARE),
        )
    return _share(key, sentence, table, names, "satisfied", columns)
