"""My own page: my name, my password, where I am signed in, my calendar."""

import streamlit as st

from services import calendar, identity, myself
from settings import settings
from ui import frame
from ui.forms import Form
from ui.house import words
from ui.people import plain
from ui.text import _, named, ngettext


def name_and_password() -> None:
    """Draw the forms that change the name and the password."""
    left, right = st.columns(2)
    with left, st.container(border=True):
        st.header(_("My name"))
        form = Form("me.name")
        with form.drawn():
            st.text_input(_("As colleagues know me"), me.name, 60, key=form.key("name"))
            form.button(_("Save"), myself.rename, "name", done=_("Saved."))
    with right, st.container(border=True):
        st.header(_("My password"))
        form = Form("me.password")
        with form.drawn():
            st.text_input(
                _("Present password"), type="password", key=form.key("old"), autocomplete="current-password"
            )
            st.text_input(
                _("New password"),
                type="password",
                key=form.key("new"),
                autocomplete="new-password",
            )
            st.caption(
                _(
                    "At least %(length)s characters. A short sentence is easy to remember.",
                    length=identity.PASSWORD_LENGTH,
                )
            )
            form.button(
                _("Change the password"),
                myself.change_password,
                "old",
                "new",
                done=_("The new password counts from now on. All other devices are signed out."),
                keep=st.context.cookies.get(frame.SIGN_IN_COOKIE, ""),
            )


def roles() -> None:
    """Draw what the person may do where."""
    st.header(_("My roles"))
    for held in me.roles:
        st.markdown(f"**{words.role(held.name)}** · {named(held.station_zh, held.station_en)}")


def signed_in() -> None:
    """Draw the ways out."""
    st.header(_("Signing out"))
    st.markdown(
        ngettext("You are signed in on %(n)s device.", "You are signed in on %(n)s devices.", me.sign_ins)
    )
    st.html(f'<a class="big-link" href="/sign-out" target="_self">{_("Sign out")}</a>')


def own_calendar() -> None:
    """Draw the address of the person's own calendar."""
    st.header(_("My sessions in my calendar"))
    st.markdown(
        _("Put this address into the calendar of your phone. It shows your sessions, and no seniors.")
    )
    made = st.session_state.get("me.calendar")
    if made:
        address = settings().public_url or (st.context.url or "").partition("/me")[0]
        st.code(f"{address}/calendar/{made}.ics", language=None, wrap_lines=True)
    with st.container(horizontal=True):
        if not made:
            st.button(_("Show the address"), on_click=show_calendar)
        st.button(_("Make a new address; the old one ends"), on_click=show_calendar, kwargs={"renew": True})


def show_calendar(renew: bool = False) -> None:
    """Show the address of the calendar, made anew if asked."""
    st.session_state["me.calendar"] = frame.do(calendar.link, renew=renew)


me = frame.ask(myself.me)
st.title(plain(me.name))
st.markdown(_("User name: **%(user_name)s**", user_name=plain(me.user_name)))
roles()
name_and_password()
own_calendar()
signed_in()
