"""The list of those to call as a workbook: for those who may have it, said for what, and recorded."""

from collections.abc import Callable

import streamlit as st

from papers.spreadsheet import Column, Form, Front, Sheet, workbook
from services import work
from services.overview import export
from services.overview.export import Why
from ui import frame
from ui.dashboard import Looking, chosen_in_words, words
from ui.reporting.files import EXCEL
from ui.text import _, named


def reasons() -> dict[Why, str]:
    """Return what a list of names may be for, in words."""
    return {
        Why.INVITE: _("to invite those who stayed away"),
        Why.OFFER_SEAT: _("to offer a seat to those who found none"),
        Why.ASK_WELL: _("to ask how they are"),
    }


def draw(seen: Looking) -> None:
    """Draw the choice of what for, and the button that saves the list."""
    st.header(_("Whom to call, by name"))
    st.markdown(
        _(
            "Who was enrolled twice and did not come since, and who waited and found no seat; of the last 60 "
            "days. Without phones: those are in the call list of each session. It is written down who took "
            "this list, when and what for. Please delete the file when the calls are made."
        )
    )
    told = reasons()
    with st.container(horizontal=True, vertical_alignment="bottom", key="report_names"):
        why = st.selectbox(
            _("What for?"),
            list(told),
            index=None,
            format_func=told.__getitem__,
            placeholder=_("Please choose"),
            key="report.why",
            width=420,
        )
        st.download_button(
            _("Save the list"),
            data=_file(seen, why) if why else b"",
            file_name=f"call-{seen.choice.last_on}.xlsx",
            mime=EXCEL,
            icon=":material/contact_phone:",
            key="report.names",
            on_click="ignore",
            disabled=why is None,
        )


def _file(seen: Looking, why: Why) -> Callable[[], bytes]:
    """Return what writes the list down; all words are made here, where it is known who reads."""
    places = {place.id: named(place.zh, place.en) for place in seen.places}
    headings = (
        _("Number"),
        _("Name"),
        _("Neighbourhood"),
        _("Home station"),
        _("Missed"),
        _("Waited in vain"),
        _("Last visit"),
        _("Reached?"),
    )
    forms = (Form.TEXT, Form.TEXT, Form.TEXT, Form.TEXT, Form.COUNT, Form.COUNT, Form.DAY, Form.TEXT)
    title, purpose, reader = _("Whom to call"), reasons()[why], frame.actor()
    only = _("Only for: %(purpose)s", purpose=purpose)
    lines = [*chosen_in_words(seen).items(), (_("What for?"), purpose)]
    front = Front(_("About"), f"{title} · {seen.where} · {words.of_choice(seen.choice)}", lines)

    def made() -> bytes:
        listed = work.do(export.names, reader, choice=seen.choice, why=why)
        columns = [list(listed[name]) for name in ("number", "name", "neighbourhood")]
        columns += [[places.get(one, "") for one in listed["station"]]]
        columns += [list(listed[name]) for name in ("missed", "waited", "last")]
        columns += [[""] * len(listed)]
        sheet = [Column(*told) for told in zip(headings, columns, forms, strict=True)]
        return workbook(front, [Sheet(title, only, sheet)])

    return made
