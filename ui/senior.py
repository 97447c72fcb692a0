"""A senior's own page: who it is, the phone when she is called, cards, changes, merging, consent."""

from datetime import datetime

import streamlit as st

from db.words import Gender
from services import cards, clock, consent, finding, leaving, merging, people, reach
from services.access import Permission
from services.details import NAME_LENGTH, NEEDS_LENGTH, NEIGHBOURHOOD_LENGTH, birth_year_from
from services.errors import Refused
from services.people import SeniorCard
from settings import settings
from ui import frame
from ui.cards import card_button
from ui.people import gender_word, joined, name_and_about, plain, show_senior, years
from ui.text import _, day, explain, named, ngettext

PHONE = "senior.phone"
OTHER = "senior.other"


def senior_page(senior_id: int) -> None:
    """Draw the page of a senior; a merged record leads to the one that was kept."""
    card = frame.ask(people.look, senior_id=senior_id)
    st.button(
        _("Back to all seniors"),
        icon=":material/arrow_back:",
        key="back",
        on_click=show_senior,
        args=(None,),
    )
    _head(card)
    _phone(card)
    _cards(card)
    if Permission.REGISTER_SENIORS in card.may:
        with st.expander(_("Change what is known"), icon=":material/edit:"):
            _edit(card)
    if Permission.MERGE_SENIORS in card.may:
        with st.expander(_("Two records of one person"), icon=":material/merge:", key="merging"):
            _merge(card)
    if Permission.REGISTER_SENIORS in card.may:
        with st.expander(_("Consent"), icon=":material/verified_user:"):
            _consent(card)


def _head(card: SeniorCard) -> None:
    st.title(plain(card.name))
    about = (years(card.age), gender_word(card.gender), card.neighbourhood)
    st.markdown(f"**{plain(card.number)}** · {joined((*about, named(card.station_zh, card.station_en)))}")
    if card.needs:
        frame.show(frame.Notice(frame.Tone.NOTE, _("Be mindful of: %(needs)s", needs=plain(card.needs))))
    if card.last_came_at is None:
        st.markdown(_("Has not come yet."))
    else:
        came = ngettext("Came %(n)s time", "Came %(n)s times", card.visits)
        st.markdown(f"{came} · {_('last on %(day)s', day=_day(card.last_came_at))}")


def _day(at: datetime) -> str:
    return day(clock.local(at, settings().zone).date(), year=True)


def _phone(card: SeniorCard) -> None:
    if not card.phone_masked:
        st.markdown(_("No phone number was left."))
        return
    shown: tuple[int, str] | None = st.session_state.pop(PHONE, None)
    with st.container(horizontal=True, vertical_alignment="center"):
        if shown and shown[0] == card.id:
            st.markdown(f"## [{plain(shown[1])}](tel:{shown[1]})", width="content")
            return
        st.markdown(_("Phone %(phone)s", phone=plain(card.phone_masked)), width="content")
        if Permission.SHOW_PHONE in card.may:
            st.button(
                _("Call: show the number (this is noted)"),
                icon=":material/call:",
                key="call",
                on_click=_show_phone,
                args=(card.id,),
            )


def _show_phone(senior_id: int) -> None:
    phone = frame.do(people.show_phone, senior_id=senior_id)
    if phone:
        st.session_state[PHONE] = (senior_id, phone)


def _cards(card: SeniorCard) -> None:
    st.header(_("Card"))
    good = [line for line in card.cards if line.revoked_at is None]
    if not good:
        frame.empty(_("There is no card that opens the door."), icon="credit_card_off")
    for line in good:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(_("Issued %(day)s", day=_day(line.issued_at)), width="content")
            st.button(
                _("Withdraw"),
                key=f"withdraw{line.id}",
                on_click=frame.do,
                args=(cards.revoke, _("The card is withdrawn. It opens nothing any more.")),
                kwargs={"card_id": line.id},
            )
    with st.container(horizontal=True):
        if any(line.withdrawn_at is None for line in card.consents):
            card_button([card.id], _("Print the card"), key="print.card", type_="primary")
            st.button(
                _("Lost: make a new one"),
                icon=":material/autorenew:",
                key="replace",
                on_click=frame.do,
                args=(cards.replace, _("The lost card opens nothing any more. Please print the new one.")),
                kwargs={"senior_id": card.id},
            )


def _edit(card: SeniorCard) -> None:
    homes = {home.id: named(home.name_zh, home.name_en) for home in frame.ask(reach.homes)}
    homes.setdefault(card.station_id, named(card.station_zh, card.station_en))
    with st.form(f"edit.{card.id}", border=False, enter_to_submit=False):
        left, right = st.columns(2)
        left.text_input(_("Name"), card.name, NAME_LENGTH, key=f"edit.name.{card.id}")
        year = str(card.birth_year or "")
        right.text_input(
            _("Year of birth"), year, 6, type="phone", icon=":material/cake:", key=f"edit.year.{card.id}"
        )
        left.text_input(
            _("Neighbourhood"), card.neighbourhood, NEIGHBOURHOOD_LENGTH, key=f"edit.neighbourhood.{card.id}"
        )
        right.selectbox(
            _("Home station"),
            list(homes),
            list(homes).index(card.station_id),
            format_func=homes.__getitem__,
            key=f"edit.station.{card.id}",
        )
        left.text_input(
            _("New phone number"),
            type="phone",
            max_chars=30,
            placeholder=_("Empty: it stays as it is"),
            key=f"edit.phone.{card.id}",
        )
        right.checkbox(_("Erase the phone number"), key=f"edit.erase.{card.id}")
        genders = list(Gender)
        left.segmented_control(
            _("Gender"), genders, default=card.gender, format_func=gender_word, key=f"edit.gender.{card.id}"
        )
        right.text_input(_("To be mindful of"), card.needs or "", NEEDS_LENGTH, key=f"edit.needs.{card.id}")
        st.form_submit_button(_("Save"), type="primary", on_click=_save, args=(card.id,))


def _save(senior_id: int) -> None:
    typed = {
        field: st.session_state.get(f"edit.{field}.{senior_id}")
        for field in ("name", "year", "neighbourhood", "station", "phone", "erase", "gender", "needs")
    }
    try:
        birth_year = birth_year_from(typed["year"] or "")
    except Refused as refused:
        frame.notify(frame.Tone.PROBLEM, explain(refused))
        return
    frame.do(
        people.edit,
        _("Saved."),
        (f"edit.phone.{senior_id}", f"edit.erase.{senior_id}"),
        senior_id=senior_id,
        name=typed["name"] or "",
        birth_year=birth_year,
        gender=typed["gender"],
        neighbourhood=typed["neighbourhood"] or "",
        phone="" if typed["erase"] else typed["phone"] or None,
        needs=typed["needs"] or "",
        station_id=typed["station"],
    )


def _merge(card: SeniorCard) -> None:
    for record in card.merged:
        with st.container(horizontal=True, vertical_alignment="center"):
            about = joined((record.name, record.number, _day(record.merged_at)))
            st.markdown(_("Also stood here as: %(record)s", record=about), width="stretch")
            st.button(
                _("Undo: they are two people"),
                key=f"undo{record.merge_id}",
                on_click=frame.do,
                args=(merging.undo_merge, _("They are two records again, each with what was its own.")),
                kwargs={"merge_id": record.merge_id},
            )
    text = st.text_input(
        _("Find the other record of %(name)s", name=card.name), key=OTHER, live="0.3s", type="search"
    )
    found = frame.ask(finding.find, station_id=card.station_id, text=text or "", limit=6)
    for other in found:
        if other.id == card.id:
            continue
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(name_and_about(other), width="stretch")
            st.button(
                _("The same person: put it into this record"),
                key=f"merge{other.id}",
                on_click=frame.do,
                args=(merging.merge, _("Done. Visits, sessions and cards are together now."), (OTHER,)),
                kwargs={"keep_id": card.id, "merge_id": other.id},
            )


def _consent(card: SeniorCard) -> None:
    for line in card.consents:
        said = _("Agreed %(day)s to wording %(wording)s", day=_day(line.given_at), wording=line.wording)
        if line.withdrawn_at:
            said += " · " + _("withdrawn %(day)s", day=_day(line.withdrawn_at))
        st.markdown(said)
    if any(line.withdrawn_at is None for line in card.consents):
        st.markdown(
            _(
                "If she or he no longer agrees: phone and notes are erased, the cards end, and nobody "
                "finds this person any more. Past visits stay counted."
            )
        )
        with st.popover(_("No longer agrees")):
            st.button(
                _("Erase phone and notes, and end the cards"),
                key="consent.withdraw",
                on_click=frame.do,
                args=(leaving.withdraw_consent, _("Withdrawn. Phone and notes are erased.")),
                kwargs={"senior_id": card.id},
            )
        return
    wording = consent.current()
    st.markdown(f"**{_('Please read out:')}** {named(wording.zh, wording.en)}")
    st.button(
        _("Agrees again"),
        key="consent.renew",
        type="primary",
        on_click=frame.do,
        args=(leaving.renew_consent, _("Noted. There is a card again.")),
        kwargs={"senior_id": card.id, "consent_wording": wording.version},
    )
