"""Import a list of seniors: choose the file, look at what each row will become, confirm."""

from html import escape
from typing import Any

import streamlit as st

from services import consent, importing, stations
from services.access import Permission
from services.cards import MOST_PRINTED
from services.importing import Fate, Imported, Preview
from services.roster_file import MOST_MEGABYTES, MOST_ROWS, FileTooLarge
from services.stations import Place
from ui import frame
from ui.cards import card_button
from ui.importing import joined, kind_of, line
from ui.tables import table
from ui.text import _, explain, named, ngettext

SEEN, RUNNING, DONE, FILE = "import.seen", "import.running", "import.done", "import.file"
ROWS_SHOWN = 100


def choose() -> tuple[Place, Any] | None:
    """Draw the choice of station and file; None until there is a file."""
    places = frame.ask(stations.places, permission=Permission.IMPORT)
    if not places:
        frame.empty(_("There is no open station at which you may import a list."))
        return None
    place = st.selectbox(
        _("Home station of the people in the list"),
        places,
        format_func=lambda place: "　" * place.depth + named(place.name_zh, place.name_en),
    )
    st.markdown(
        _(
            "An Excel or CSV list with a column 姓名; others may be 性别, 出生年份 or 年龄, 手机, 居委, "
            "备注. At most %(rows)s people and %(megabytes)s MB. ID numbers are never taken over.",
            rows=MOST_ROWS,
            megabytes=MOST_MEGABYTES,
        )
    )
    file = st.file_uploader(
        _("The list"), key=f"{FILE}.{st.session_state.setdefault(FILE, 0)}", on_change=forget_result
    )
    # The browser refuses such a file by itself, and says so only to those who point at it.
    too_large = explain(FileTooLarge(most=MOST_MEGABYTES))
    st.html(f'<p class="file-too-large">{escape(too_large)}</p>')
    return (place, file) if file else None


def forget_result() -> None:
    """A new file begins a new import."""
    st.session_state.pop(DONE, None)


def look_through(place: Place, file: Any) -> Preview:
    """Return what the file will become; it is read once, and judged anew when something else is chosen."""
    sheet = st.session_state.get("import.sheet", "")
    different = tuple(st.session_state.get("import.different", ()))
    chosen = (file.file_id, place.id, sheet, different)
    before: tuple[Any, ...]
    seen: Preview | None
    before, seen = st.session_state.get(SEEN, ((), None))
    if seen and before == chosen:
        return seen
    if seen and before[:3] == chosen[:3]:
        seen = frame.ask(importing.judge, station_id=place.id, roster=seen.roster, different=different)
    else:
        with st.spinner(_("The list is being read …")):
            seen = frame.ask(importing.preview, station_id=place.id, content=file.getvalue(), sheet=sheet)
    st.session_state[SEEN] = (chosen, seen)
    return seen


def tell_what_was_left_out(seen: Preview) -> None:
    """Draw what of the file is not taken over."""
    roster = seen.roster
    if len(roster.sheets) > 1:
        st.radio(
            _("There are names on several sheets. Which one is it?"),
            roster.sheets,
            index=roster.sheets.index(roster.sheet),
            key="import.sheet",
            horizontal=True,
        )
    told = []
    if roster.id_columns:
        told.append(
            _(
                "ID numbers are not kept: the column %(columns)s was left out.",
                columns=joined(roster.id_columns),
            )
        )
    if roster.id_cells:
        told.append(
            ngettext(
                "An ID number was taken out of %(n)s row.",
                "ID numbers were taken out of %(n)s rows.",
                roster.id_cells,
            )
        )
    if roster.unused:
        told.append(_("Not taken over: %(columns)s.", columns=joined(roster.unused)))
    if roster.skipped:
        rows = joined([str(number) for number in roster.skipped])
        told.append(_("Rows without a person (totals, notes, repeated headings): %(rows)s.", rows=rows))
    if told:
        st.info("  \n".join(told), icon=":material/info:")


def show_counts(seen: Preview) -> None:
    """Draw how many rows become what."""
    counts = [f"**{kind_of(fate)} {seen.counts[fate]}**" for fate in Fate if seen.counts[fate]]
    st.markdown("　".join(counts))


def show_rows(seen: Preview) -> None:
    """Draw the rows, those of one kind if asked, a hundred at a time."""
    kinds = [fate for fate in Fate if seen.counts[fate]]
    wanted = st.pills(_("Rows to show"), kinds, format_func=kind_of, key="import.kind")
    rows = [row for row in seen.rows if wanted in (None, row.fate)]
    pages = -(-len(rows) // ROWS_SHOWN)
    page = 1
    if pages > 1:
        page = st.number_input(_("Page (of %(pages)s)", pages=pages), 1, pages, key=f"import.page.{wanted}")
    table(
        (
            _("Row"),
            _("What it becomes"),
            _("Name"),
            _("Born"),
            _("Gender"),
            _("Phone"),
            _("Neighbourhood"),
            _("Note"),
        ),
        [line(row) for row in rows[(page - 1) * ROWS_SHOWN : page * ROWS_SHOWN]],
        label=_("The rows of the list"),
    )


def choose_different(seen: Preview) -> None:
    """Draw the choice of rows that are somebody else all the same."""
    chosen = st.session_state.get("import.different", ())
    alike = {
        row.number: f"{row.number} {row.name} {row.birth_year or ''}"
        for row in seen.rows
        if row.fate in (Fate.SAME, Fate.REPEATED) or row.number in chosen
    }
    if alike:
        st.multiselect(
            _("Which of those recognised are somebody else all the same?"),
            list(alike),
            format_func=lambda number: alike[number],
            placeholder=_("Rows to be registered as new people"),
            key="import.different",
        )


def confirm(place: Place, seen: Preview) -> None:
    """Draw the question of consent and the button that registers, then the progress."""
    new = seen.counts[Fate.NEW]
    if not new:
        st.info(
            _("Nobody in this list is new, so there is nothing to import."), icon=":material/check_circle:"
        )
        return
    wording = consent.current()
    agreed = st.checkbox(
        _(
            "All these people have signed the consent on paper (wording %(version)s).",
            version=wording.version,
        ),
        key="import.agreed",
    )
    with st.expander(_("What they signed")):
        st.markdown(named(wording.zh, wording.en))
    running = st.session_state.get(RUNNING, False)
    st.button(
        ngettext("Register %(n)s person", "Register %(n)s people", new),
        type="primary",
        icon=":material/group_add:",
        disabled=running or not agreed,
        on_click=st.session_state.update,
        args=({RUNNING: True},),
    )
    if not agreed:
        st.caption(_("Please tick the consent first. Whoever has not signed must not be in the list."))
    if running:
        run(place, seen, wording.version if agreed else "")


def run(place: Place, seen: Preview, wording: str) -> None:
    """Import and show how far it is. If the page is left meanwhile, nothing is stored."""
    bar = st.progress(0.0, _("Please wait, the people are being registered …"))

    def progress(done: int, of: int) -> None:
        bar.progress(done / of, _("%(done)s of %(all)s people registered", done=done, all=of))

    done = frame.do(
        importing.confirm,
        station_id=place.id,
        roster=seen.roster,
        consent_wording=wording,
        different=tuple(st.session_state.get("import.different", ())),
        progress=progress,
    )
    st.session_state.pop(RUNNING)
    if done:
        st.session_state[DONE] = done
        st.session_state[FILE] += 1
        for key in (SEEN, "import.different", "import.sheet", "import.agreed"):
            st.session_state.pop(key, None)
    st.rerun()


def tell_result(done: Imported) -> None:
    """Draw what came of the import."""
    told = [ngettext("%(n)s person is registered.", "%(n)s people are registered.", len(done.senior_ids))]
    if done.same:
        told.append(ngettext("%(n)s was registered already.", "%(n)s were registered already.", done.same))
    if done.repeated:
        told.append(
            ngettext("%(n)s row repeats another one.", "%(n)s rows repeat other ones.", done.repeated)
        )
    if done.faulty:
        told.append(
            ngettext(
                "%(n)s row was faulty. Correct it in the file and import the file again: "
                "only what is missing is added.",
                "%(n)s rows were faulty. Correct them in the file and import the file again: "
                "only what is missing is added.",
                done.faulty,
            )
        )
    st.success("  \n".join(told), icon=":material/check_circle:")
    ids = done.senior_ids
    with st.container(horizontal=True):
        for start in range(0, len(ids), MOST_PRINTED):
            part = ids[start : start + MOST_PRINTED]
            last = start + len(part)
            card_button(
                part, _("Print cards %(first)s–%(last)s", first=start + 1, last=last), key=f"cards{start}"
            )


st.title(_("Import a list"))
if DONE in st.session_state:
    tell_result(st.session_state[DONE])
chosen = choose()
if chosen:
    seen = look_through(*chosen)
    tell_what_was_left_out(seen)
    show_counts(seen)
    choose_different(seen)
    confirm(chosen[0], seen)
    show_rows(seen)
