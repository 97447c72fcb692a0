"""The report: the month as the subdistrict wants it, on paper and as a workbook, and names for a call."""

from collections.abc import Callable

import streamlit as st

from services import overview, work
from services.access import Permission
from services.overview import Period, export
from services.overview import report as reporting
from services.overview.export import Form
from ui import dashboard, frame
from ui.dashboard import Looking, words
from ui.people import plain
from ui.reporting import files, names, screen
from ui.text import _


def downloads(seen: Looking) -> None:
    """Draw the two buttons; the files are made, and that they were taken is recorded, when tapped."""
    name = f"report-{seen.choice.first_on}-{seen.choice.last_on}"
    with st.container(horizontal=True, key="report_files"):
        st.download_button(
            _("The report as a PDF"),
            data=_file(seen, Form.PAPER),
            file_name=f"{name}.pdf",
            mime="application/pdf",
            icon=":material/picture_as_pdf:",
            type="primary",
            key="report.pdf",
            on_click="ignore",
        )
        st.download_button(
            _("All tables for Excel"),
            data=_file(seen, Form.WORKBOOK),
            file_name=f"{name}.xlsx",
            mime=files.EXCEL,
            icon=":material/table:",
            key="report.xlsx",
            on_click="ignore",
        )


def _file(seen: Looking, form: Form) -> Callable[[], bytes]:
    chosen = dashboard.chosen_in_words(seen)
    make = files.as_paper if form is Form.PAPER else files.as_workbook

    def made() -> bytes:
        report = work.do(export.figures, frame.actor(), choice=seen.choice, form=form)
        return make(report, seen.where, chosen)

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
downloads(seen)
with st.spinner(_("The figures are being put together …")):
    made = frame.ask(reporting.report, choice=seen.choice)
if files.hidden(made):
    st.markdown(files.hidden(made))
for part in files.parts(made):
    screen.draw(part)
if frame.actor().may_anywhere(Permission.EXPORT_NAMES):
    names.draw(seen)
