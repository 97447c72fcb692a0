"""The words that are stored. One word per thing; the glossary is in the README."""

from enum import StrEnum


class StationKind(StrEnum):
    """The levels of the tree of places."""

    STREET = "street"
    AREA = "area"
    STATION = "station"
    POINT = "point"


class RoleName(StrEnum):
    """What a staff member is at a station and at all stations below it."""

    HELPER = "helper"
    TRAINER = "trainer"
    MANAGER = "manager"
    ADMIN = "admin"


class Gender(StrEnum):
    """As told by the senior; optional."""

    FEMALE = "female"
    MALE = "male"


class ActivityState(StrEnum):
    """Planned until it is held; a cancelled or not held one keeps its reason."""

    PLANNED = "planned"
    CANCELLED = "cancelled"
    NOT_HELD = "not_held"
    CLOSED = "closed"


class EnrolmentState(StrEnum):
    """A senior's place at an activity."""

    ENROLLED = "enrolled"
    WAITING = "waiting"
    CANCELLED = "cancelled"


class How(StrEnum):
    """How an arrival was taken down."""

    CARD = "card"
    NUMBER = "number"
    NAME = "name"
    WALK_IN = "walk_in"
    SELF = "self"
    ROLL_CALL = "roll_call"
    PAPER = "paper"


class Purpose(StrEnum):
    """What a senior agreed to."""

    REGISTRATION = "registration"


class EventKind(StrEnum):
    """What a tablet reports from a lesson: pages opened, and what was done on them.

    A page: why, step, phone, question, card. read: left a step. move: one right move on the practice
    phone. practised: the whole task. stopped: left in the middle of it. answer: the right one was found.
    """

    OPENED = "opened"
    WHY = "why"
    STEP = "step"
    READ = "read"
    PHONE = "phone"
    MOVE = "move"
    PRACTISED = "practised"
    STOPPED = "stopped"
    QUESTION = "question"
    ANSWER = "answer"
    CARD = "card"
    FINISHED = "finished"


class PracticeMode(StrEnum):
    """How much the practice phone helps."""

    FOLLOW = "follow"
    HINTS = "hints"
    OWN = "own"


class Action(StrEnum):
    """What an audit entry says was done."""

    HOUSE_SET_UP = "house_set_up"
    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGNED_OUT = "signed_out"
    STAFF_ADDED = "staff_added"
    STAFF_CHANGED = "staff_changed"
    PASSWORD_CHANGED = "password_changed"
    ROLE_GIVEN = "role_given"
    ROLE_TAKEN = "role_taken"
    STATION_ADDED = "station_added"
    STATION_CHANGED = "station_changed"
    POPULATION_ENTERED = "population_entered"
    PROGRAMME_ADDED = "programme_added"
    PROGRAMME_CHANGED = "programme_changed"
    DEVICE_BOUND = "device_bound"
    DEVICE_RELEASED = "device_released"
    REGISTERED = "registered"
    SENIOR_CHANGED = "senior_changed"
    CONSENTED = "consented"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    CARD_ISSUED = "card_issued"
    CARD_REVOKED = "card_revoked"
    CARDS_PRINTED = "cards_printed"
    SENIORS_MERGED = "seniors_merged"
    MERGE_UNDONE = "merge_undone"
    PHONE_SHOWN = "phone_shown"
    CALL_LIST_PRINTED = "call_list_printed"
    ROSTER_PRINTED = "roster_printed"
    ROSTER_IMPORTED = "roster_imported"
    ACTIVITY_PLANNED = "activity_planned"
    ACTIVITY_CHANGED = "activity_changed"
    ACTIVITY_MOVED = "activity_moved"
    ACTIVITY_CANCELLED = "activity_cancelled"
    ACTIVITY_NOT_HELD = "activity_not_held"
    ACTIVITY_CLOSED = "activity_closed"
    ENROLLED = "enrolled"
    QUEUED = "queued"
    SEATED = "seated"
    ENROLMENT_CANCELLED = "enrolment_cancelled"
    CHECKED_IN = "checked_in"
    CHECK_IN_VOIDED = "check_in_voided"
    TURNED_AWAY = "turned_away"
    CERTIFICATE_ISSUED = "certificate_issued"
    EXPORTED = "exported"
    HAND_RAISED = "hand_raised"
    HAND_LOWERED = "hand_lowered"
    HAND_TAKEN = "hand_taken"
    HAND_DONE = "hand_done"
    FEEDBACK_GIVEN = "feedback_given"
