"""The report: the month as the subdistrict wants it, on paper and as a workbook, and names for a call."""

from collections.abc import Callable

import streamlit as st

from services import overview, work
from services.access import Permission
from services.overview import Period, export
from services.overview import report as reporting
from services.overview.export import Form
from services.overview.report import Report
from ui import dashboard, frame
from ui.dashboard import Looking, words
from ui.people import plain
from ui.reporting import files, names, screen
from ui.text import _


def downloads(seen: Looking, made: Report) -> None:
    """Draw the two buttons; the files hold what the page shows, and that they were taken is recorded."""
    name = f"report-{seen.choice.first_on}-{seen.choice.last_on}"
    chosen = dashboard.chosen_in_words(seen)
    with st.container(horizontal=True, key="report_files"):
        st.download_button(
            _("The report as a PDF"),
            data=_recorded(seen, Form.PAPER, files.paper_of(made, seen.where, chosen)),
            file_name=f"{name}.pdf",
            mime="application/pdf",
            icon=":material/picture_as_pdf:",
            type="primary",
            key="report.pdf",
            on_click="ignore",
        )
        st.download_button(
            _("All tables for Excel"),
            data=_recorded(seen, Form.WORKBOOK, files.workbook_of(made, seen.where, chosen)),
            file_name=f"{name}.xlsx",
            mime=files.EXCEL,
            icon=":material/table:",
            key="report.xlsx",
            on_click="ignore",
        )


def _recorded(seen: Looking, form: Form, make: Callable[[], bytes]) -> Callable[[], bytes]:
    reader = frame.actor()

    def made() -> bytes:
        work.do(export.figures, reader, choice=seen.choice, form=form)
        return make()

    return made


def not_over(seen: Looking) -> None:
    """Say that these days are not over, and offer the last whole month."""
    if seen.choice.last_on < seen.today:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="report_not_over"):
        st.markdown(_("These days are not over yet: the report tells how it stands at this moment."))
        st.button(
            _("Take last month"),
            icon=":material/calendar_month:",
            key="report.last_month",
            on_click=dashboard.to_days,
            args=(seen, *overview.days_of(Period.LAST_MONTH, seen.today)),
        )


seen = dashboard.start(_("Report"))
not_over(seen)
st.markdown(
    _(
        "**%(where)s, %(days)s.** What you see here is what the paper and the workbook hold. Numbers below 5 "
        "are left out, so that the report can leave the house.",
        where=plain(seen.where),
        days=words.of_choice(seen.choice),
    )
)
with st.spinner(_("The figures are being put together …")):
    made = frame.ask(reporting.report, choice=seen.choice)
downloads(seen, made)
if files.hidden(made):
    st.markdown(files.hidden(made))
for part in files.parts(made):
    screen.draw(part)
if frame.actor().may_anywhere(Permission.EXPORT_NAMES):
    names.draw(seen)
