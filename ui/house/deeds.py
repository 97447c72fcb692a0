"""What was done, in words."""

from db.words import Action
from ui.text import _


def deed(action: Action) -> str:
    """Return what an audit entry says was done."""
    return {
        Action.HOUSE_SET_UP: _("set up the house"),
        Action.SIGNED_IN: _("signed in"),
        Action.SIGN_IN_FAILED: _("a wrong password"),
        Action.SIGNED_OUT: _("signed out"),
        Action.STAFF_ADDED: _("added somebody to the staff"),
        Action.STAFF_CHANGED: _("changed somebody of the staff"),
        Action.PASSWORD_CHANGED: _("set a new password"),
        Action.ROLE_GIVEN: _("gave a role"),
        Action.ROLE_TAKEN: _("took a role away"),
        Action.STATION_ADDED: _("added a place"),
        Action.STATION_CHANGED: _("changed a place"),
        Action.PROGRAMME_ADDED: _("added a programme"),
        Action.PROGRAMME_CHANGED: _("changed a programme"),
        Action.DEVICE_BOUND: _("bound a tablet"),
        Action.DEVICE_RELEASED: _("released a tablet"),
        Action.REGISTERED: _("registered a senior"),
        Action.SENIOR_CHANGED: _("changed a senior's record"),
        Action.CONSENTED: _("took down a consent"),
        Action.CONSENT_WITHDRAWN: _("took down that a consent is withdrawn"),
        Action.CARD_ISSUED: _("issued a card"),
        Action.CARD_REVOKED: _("made a card worthless"),
        Action.CARDS_PRINTED: _("printed a card"),
        Action.SENIORS_MERGED: _("merged two records"),
        Action.MERGE_UNDONE: _("undid a merge"),
        Action.PHONE_SHOWN: _("looked at a phone number"),
        Action.CALL_LIST_PRINTED: _("printed a call list"),
        Action.ROSTER_PRINTED: _("printed a list of names"),
        Action.ROSTER_IMPORTED: _("imported a list"),
        Action.ACTIVITY_PLANNED: _("planned a session"),
        Action.ACTIVITY_CHANGED: _("changed a session"),
        Action.ACTIVITY_MOVED: _("moved a session"),
        Action.ACTIVITY_CANCELLED: _("cancelled a session"),
        Action.ACTIVITY_NOT_HELD: _("marked a session as not held"),
        Action.ACTIVITY_CLOSED: _("closed a session"),
        Action.ENROLLED: _("enrolled a senior"),
        Action.QUEUED: _("put a senior on the waiting list"),
        Action.SEATED: _("gave a waiting senior a seat"),
        Action.ENROLMENT_CANCELLED: _("gave up a seat"),
        Action.CHECKED_IN: _("checked a senior in"),
        Action.CHECK_IN_VOIDED: _("took a check-in back"),
        Action.TURNED_AWAY: _("turned somebody away"),
        Action.EXPORTED: _("took names out of the house"),
    }[action]
