"""The door in the browser: Python says which activity, in which words; the modules do the rest."""

import streamlit as st

from ui.text import _, language
from web import assets

# Only this much travels with the page; the modules come once, under a name that changes with their content.
BOOT = """
const houses = new WeakMap();
export default function (component) {
  const { data, parentElement } = component;
  let house = houses.get(parentElement);
  if (!house) {
    const root = document.createElement('div');
    const sheet = document.createElement('link');
    sheet.rel = 'stylesheet';
    sheet.href = data.urls.style;
    parentElement.append(sheet, root);
    house = { root };
    houses.set(parentElement, house);
  }
  // Modules started from here would look for their neighbours beside this text: they need a full address.
  import(new URL(data.urls.script, document.baseURI).href).then((door) => {
    if (!house.gone) house.door = door.open(house.root, data);
  });
  return () => {
    house.gone = true;
    if (house.door) house.door.close();
    houses.delete(parentElement);
  };
}
"""


def show(*, activity_id: int, zone: str, title: str, place: str) -> None:
    """Draw the door of an activity; it goes on by itself from there, without further runs of the page."""
    door = st.components.v2.component("door", js=BOOT, html="<div></div>", isolate_styles=True)
    door(
        key=f"door_{activity_id}",
        data={
            "activity": activity_id,
            "zone": zone,
            "title": title,
            "place": place,
            "language": language(),
            "urls": {
                "script": assets.url("door/door.js"),
                "style": assets.url("door/style.css"),
                "decoder": assets.url("assets/vendor/zxing/reader/index.js"),
                "wasm": assets.url("assets/vendor/zxing/reader/zxing_reader.wasm"),
            },
            "words": _words(),
        },
    )


def _words() -> dict[str, str]:
    return {**_entry_words(), **_result_words(), **_choice_words(), **_side_words()}


def _entry_words() -> dict[str, str]:
    return {
        "label": _("Card, number, name, pinyin or the end of a phone number"),
        "placeholder": _("Scan or type"),
        "camera": _("Camera"),
        "camera_insecure": _(
            "The browser gives us the camera only at an https address. A scanner or the number works too."
        ),
        "camera_forbidden": _(
            "The browser was told to keep the camera from us. Allow it beside the address, or type numbers."
        ),
        "camera_none": _("No camera was found. A scanner or the number works as well."),
        "camera_fault": _("The camera did not start. Close other programs that use it, and try again."),
        "ready": _("Ready"),
        "ready_more": _("Scan a card, or tap a name in the list."),
        "looking": _("Looking it up…"),
        "noted": _("Not in the list held here"),
        "noted_more": _("It is kept, and looked up as soon as the network is back."),
        "nobody": _("Nobody found for “%(text)s”"),
        "nobody_more": _("Try the number under the QR code, or register a newcomer."),
        "nobody_cut": _("Without the network only the people in the list can be found."),
        "which": _("Who is it?"),
        "age": _("aged %(age)s"),
        "here": _("here"),
        "unknown": _("Unknown"),
    }


def _result_words() -> dict[str, str]:
    return {
        "result": _("Result"),
        "came": _("came %(at)s"),
        "came_late": _("came %(at)s, late"),
        "needs": _("note on needs"),
        "comes_with": _("Comes together with %(names)s"),
        "and": _(", "),
        "already": _("Here already since %(at)s"),
        "not_enrolled": _("Not enrolled"),
        "waiting": _("On the waiting list"),
        "full": _("All seats are taken"),
        "full_decide": _("You decide: let in anyway, or turn away. Who is turned away is counted."),
        "full_ask": _("The trainer may let more people in. Who is turned away is counted."),
        "turned_away": _("Turned away and counted. Please offer another day."),
        "refused": _("One moment, please"),
        "undone": _("Taken back"),
        "why_back": _("Why is it taken back?"),
        "seated": _("These have a seat now: %(names)s"),
        "seated_more": _("Please call them in."),
        "seated_nobody": _("There was no seat to offer."),
        "cut_ask": _("This needs the network. Please try again when it is back."),
    }


def _choice_words() -> dict[str, str]:
    return {
        "let_in": _("Let in"),
        "let_in_anyway": _("Let in anyway"),
        "let_in_here": _("Let in here anyway"),
        "turn_away": _("Turn away, count it"),
        "not_now": _("Not now"),
        "newcomer": _("Somebody new"),
        "undo": _("Undo · %(seconds)s"),
        "take_back": _("Take back"),
        "wrong_person": _("Wrong person"),
        "left_again": _("Left again at once"),
        "why": _("Another reason"),
        "settled": _("Done"),
        "sign_in": _("Sign in"),
    }


def _side_words() -> dict[str, str]:
    return {
        "roster": _("Roster"),
        "count_said": _("%(came)s of %(expected)s have come"),
        "free": _("%(n)s seats free"),
        "no_seats": _("No seat free"),
        "unclaimed": _("%(absent)s enrolled have not come. %(waiting)s are waiting."),
        "offer": _("Offer the free seats to the waiting"),
        "waiting_list": _("Waiting (%(n)s)"),
        "open": _("To be looked at"),
        "open_n": _("To be looked at (%(n)s)"),
        "sending": _("Sending %(n)s check-ins"),
        "cut": _("No network. Checking in goes on; everything is kept here."),
        "cut_n": _("No network. Checking in goes on; %(n)s wait here to be sent."),
        "signed_out": _("You are signed out. %(n)s check-ins are kept here and sent after you sign in."),
    }
