"""The staff of the house: who signs in, with which roles, and what to do about it."""

import streamlit as st

from db.words import RoleName
from services import identity, staff, stations
from services.access import Permission
from services.staff import RoleHeld, StaffRow
from services.stations import Place
from ui import frame
from ui.forms import Form
from ui.house import words
from ui.tables import table
from ui.text import _, hour, named, ngettext


def draw() -> None:
    """Draw the list of staff, the one chosen, and the form for somebody new."""
    everybody = frame.ask(staff.everybody)
    places = frame.ask(stations.places, permission=Permission.MANAGE_STAFF)
    with st.container(border=True):
        chosen = words.choose_by_id(
            _("Somebody of the staff"), everybody, _called, "house.staff", _("Choose, or type a name")
        )
        if chosen:
            _change(chosen, places)
    with st.expander(_("Add somebody"), icon=":material/person_add:"):
        _add(places)
    table(
        (_("Name"), _("User name"), _("Roles"), _("Signed in")),
        [
            (
                row.name,
                row.user_name,
                "  ".join(map(_role, row.roles)) or _("none"),
                _("Account closed")
                if not row.is_active
                else ngettext("on %(n)s device", "on %(n)s devices", row.sign_ins)
                if row.sign_ins
                else _("no"),
            )
            for row in everybody
        ],
        label=_("Staff"),
    )


def _called(row: StaffRow) -> str:
    closed = "" if row.is_active else f" ({_('Account closed')})"
    return f"{row.name} · {row.user_name}{closed}"


def _role(held: RoleHeld) -> str:
    return f"{words.role(held.name)} · {named(held.station_zh, held.station_en)}"


def _add(places: tuple[Place, ...]) -> None:
    form = Form("house.staff.new")
    with form.drawn():
        left, right = st.columns(2)
        left.text_input(_("Name"), max_chars=60, key=form.key("name"))
        right.text_input(
            _("User name (letters or digits, without spaces)"), max_chars=40, key=form.key("user_name")
        )
        _role_fields(form, places)
        _password_field(form, _("First password"))
        form.button(
            _("Add"),
            staff.add,
            "user_name",
            "name",
            "password",
            "station_id",
            "role",
            done=_("Added. Please tell her or him the user name and the password."),
        )


def _role_fields(form: Form, places: tuple[Place, ...]) -> None:
    left, right = st.columns(2)
    left.selectbox(_("Role"), list(RoleName), format_func=words.role, key=form.key("role"))
    by_id = {place.id: place for place in places}
    right.selectbox(
        _("At, and at all places below"),
        list(by_id),
        None,
        placeholder=_("Choose a place"),
        format_func=lambda station_id: words.place(by_id[station_id]),
        key=form.key("station_id"),
    )


def _password_field(form: Form, label: str) -> None:
    st.text_input(label, key=form.key("password"), autocomplete="off")
    st.caption(
        _(
            "At least %(length)s characters. A short sentence is easy to remember.",
            length=identity.PASSWORD_LENGTH,
        )
    )


def _change(row: StaffRow, places: tuple[Place, ...]) -> None:
    if row.locked_until:
        st.info(
            _(
                "Locked until %(until)s after wrong passwords. A new password ends the lock.",
                until=hour(row.locked_until),
            )
        )
    if not row.mine:
        st.info(
            _("She or he also works at places that are not yours, so only the roles at yours can change.")
        )
    _roles(row, places)
    if row.mine:
        _account(row)


def _roles(row: StaffRow, places: tuple[Place, ...]) -> None:
    own = {place.id for place in places}
    for held in row.roles:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{_role(held)}**")
            if held.station_id in own:
                st.button(
                    _("Take this role away"),
                    key=f"house.take.{row.id}.{held.station_id}.{held.name}",
                    on_click=frame.do,
                    kwargs={
                        "rule": staff.take_role,
                        "done": _("The role is taken away. It ends with the next tap."),
                        "staff_id": row.id,
                        "station_id": held.station_id,
                        "role": held.name,
                    },
                )
    if row.mine:
        form = Form(f"house.role.{row.id}")
        with form.drawn():
            _role_fields(form, places)
            form.button(
                _("Give this role"),
                staff.give_role,
                "station_id",
                "role",
                done=_("The role is given."),
                quiet=True,
                staff_id=row.id,
            )


def _account(row: StaffRow) -> None:
    form = Form(f"house.name.{row.id}")
    with form.drawn():
        st.text_input(_("Name"), row.name, 60, key=form.key("name"))
        st.checkbox(_("May sign in"), row.is_active, key=form.key("is_active"))
        form.button(
            _("Save"), staff.change, "name", "is_active", done=_("Saved."), quiet=True, staff_id=row.id
        )
    form = Form(f"house.password.{row.id}")
    with form.drawn():
        _password_field(form, _("New password"))
        with st.container(horizontal=True):
            form.button(
                _("Set this password"),
                staff.set_password,
                "password",
                done=_("The new password counts from now on. Please tell it to her or him."),
                quiet=True,
                staff_id=row.id,
            )
            form.button(
                _("Sign her or him out everywhere"),
                staff.sign_out,
                done=_("Signed out on all devices."),
                quiet=True,
                staff_id=row.id,
            )
