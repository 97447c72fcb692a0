"""The report as files: the same parts on paper and in a workbook.

Streamlit asks for a file outside the page's run, where nobody knows who reads: all words are made before.
"""

from collections.abc import Callable, Mapping, Sequence

from papers import report as paper
from papers import spreadsheet
from papers.spreadsheet import Form
from services import clock
from services.overview import DEFINITIONS
from services.overview.report import Report
from ui.dashboard import words
from ui.dashboard.words import Kind
from ui.reporting import attendance, learning
from ui.reporting.parts import Column, Part
from ui.text import _, day, hour, language

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS = {
    Kind.TEXT: Form.TEXT,
    Kind.COUNT: Form.COUNT,
    Kind.SHARE: Form.SHARE,
    Kind.HOURS: Form.HOURS,
    Kind.DAY: Form.DAY,
    Kind.MONTH: Form.MONTH,
}
# A grid says all its numbers itself; on paper the table below would say them twice.
DRAWN_WHOLE = ("seats",)


def parts(report: Report) -> list[Part]:
    """Return the parts of a report, in order."""
    return [
        attendance.key(report),
        attendance.months(report),
        attendance.newcomers(report),
        attendance.stations(report),
        attendance.seats(report),
        learning.called_off(report),
        attendance.ages(report),
        attendance.neighbourhoods(report),
        learning.funnel(report),
        learning.lessons(report),
        learning.tracks(report),
        learning.satisfaction(report),
        learning.stuck(report),
    ]


def paper_of(report: Report, where: str, chosen: Mapping[str, str]) -> Callable[[], bytes]:
    """Return what sets the report as a PDF."""
    made = parts(report)
    around = paper.Words(
        title=_("Intelligent Living: report"),
        where=where,
        days=words.of_choice(report.choice),
        chosen=list(chosen.items()),
        made=made_at(report),
        hidden=hidden(report),
        definitions=_("What the figures mean"),
    )
    printed = [
        paper.Part(part.title, part.sentence, part.drawing, _printed(part), part.note) for part in made
    ]
    meanings, lang = definitions(made), language()[:2]
    return lambda: paper.sheet(around, printed, meanings, lang=lang)


def _printed(part: Part) -> paper.Table:
    if part.name in DRAWN_WHOLE:
        return paper.Table((), (), ())
    rows = list(zip(*(column.told for column in part.columns), strict=True))
    right = [column.kind not in (Kind.TEXT, Kind.MONTH, Kind.DAY) for column in part.columns]
    if part.name == "key":
        right = [False, True, True, True]
    return paper.Table([column.name for column in part.columns], rows, right, part.total)


def workbook_of(report: Report, where: str, chosen: Mapping[str, str]) -> Callable[[], bytes]:
    """Return what writes the report as an Excel workbook."""
    made = parts(report)
    front = spreadsheet.Front(
        _("About"),
        f"{_('Intelligent Living: report')} · {where} · {words.of_choice(report.choice)}",
        [*chosen.items(), (_("Made"), made_at(report)), (_("Hidden"), hidden(report) or _("nothing"))],
    )
    meanings = definitions(made)
    last = spreadsheet.Sheet(
        _("What they mean"),
        _("What the figures mean"),
        [
            spreadsheet.Column(_("Figure"), [name for name, _meaning in meanings], Form.TEXT),
            spreadsheet.Column(_("Meaning"), [meaning for _name, meaning in meanings], Form.TEXT),
        ],
    )
    sheets = [*(_sheet(part) for part in made), last]
    return lambda: spreadsheet.workbook(front, sheets)


def _sheet(part: Part) -> spreadsheet.Sheet:
    return spreadsheet.Sheet(part.title, part.sentence, [_column(column) for column in part.columns])


def _column(column: Column) -> spreadsheet.Column:
    return spreadsheet.Column(column.name, column.plain, FORMS[column.kind])


def definitions(made: Sequence[Part]) -> list[tuple[str, str]]:
    """Return name and meaning of every figure that occurs, in the order of DEFINITIONS."""
    named = {name for part in made for name in part.about}
    return [(_(one.name), _(one.sentence)) for name, one in DEFINITIONS.items() if name in named]


def made_at(report: Report) -> str:
    """Return when it was made, in words."""
    on = clock.local(report.made_at, report.zone).date()
    when = f"{day(on, year=True)} {hour(report.made_at, report.zone)}"
    return _("Made on %(when)s", when=when)


def hidden(report: Report) -> str:
    """Return how many numbers are not shown, and why; "" if all are."""
    if not report.hidden:
        return ""
    return _(
        "%(count)s numbers are not shown: they are below 5, or would tell one that is. So nobody can be "
        "recognised. A dash means that it is not known, or was not entered.",
        count=report.hidden,
    )
