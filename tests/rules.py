"""What every rule asks for, and where: the table that test_roles.py tries. A new rule adds its row here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from datetime import time as wall_time
from enum import Enum, auto
from typing import Any

from db.words import Gender, How, RoleName, StationKind
from services import (
    agenda,
    announcing,
    at_home,
    attendance,
    audit,
    board,
    calendar,
    calling,
    cards,
    certificates,
    consent,
    devices,
    enrolment,
    feedback,
    finding,
    found_card,
    hands,
    identity,
    importing,
    learners,
    leaving,
    merging,
    myself,
    overview,
    paper,
    people,
    population,
    programmes,
    progress,
    reach,
    registering,
    review,
    room,
    roster,
    roster_file,
    schedule,
    self_check_in,
    self_enrolment,
    series,
    staff,
    stations,
    stuck,
    taking_back,
    telephone,
)  # fmt: skip
from services.access import Permission as P
from services.details import Details
from services.overview import attention, export, following, keeping, learning, report
from services.overview import calling as overview_calling
from tests.conftest import NINE


class Where(Enum):
    """At which stations a role must be held to count."""

    POINT = auto()  # at the point it is about, or above it
    HERE = auto()  # at the station it is about, or above it
    STREET = auto()  # anywhere in the street of that station
    ANYWHERE = auto()  # anywhere; what is seen is limited in the query


AT_POINT, HERE, STREET, ANYWHERE = Where


class Thing(Enum):
    """What there is in the house of these tests, all of it at the station."""

    PROGRAMME = auto()
    STATION = auto()
    POINT = auto()
    COMING = auto()  # sessions: one the day after tomorrow,
    RUNNING = auto()  # one that began twenty minutes ago,
    MISSED = auto()  # and one to which nobody came
    SENIOR = auto()
    TWIN = auto()
    CARD = auto()
    CARD_TOKEN = auto()
    MERGE = auto()
    ATTENDANCE = auto()
    HELPER = auto()
    DEVICE = auto()
    HAND = auto()


PROGRAMME, STATION, POINT, COMING, RUNNING, MISSED, SENIOR, TWIN, CARD, CARD_TOKEN, MERGE, ATTENDANCE, *_ = (
    Thing
)
HELPER, DEVICE, HAND = Thing.HELPER, Thing.DEVICE, Thing.HAND


@dataclass(frozen=True)
class Row:
    """What a rule asks for, and what it is tried with. permission: None where being signed in is enough."""

    permission: P | None
    where: Where
    about: dict[str, Any]


def row(permission: P | None, where: Where, **about: Any) -> Row:
    """Return a row of the table."""
    return Row(permission, where, about)


SOON = timedelta(hours=1)
AT = NINE + timedelta(minutes=80)
AGREED = consent.CURRENT
SOMEBODY = {"station_id": STATION, "name": "陈阿宝", "birth_year": 1951, "phone": "13900001111"}
SESSION = {"programme_id": PROGRAMME, "station_id": STATION, "title_zh": "微信", "title_en": "", "seats": 30}
WEEKLY = {"first_on": date(2026, 3, 12), "starts": wall_time(14), "length": SOON, "weeks": 2}
FIGURES = {"choice": overview.Choice(date(2026, 3, 1), date(2026, 3, 31))}
LIST = "姓名\n陈阿宝\n".encode()
ROSTER = roster_file.read(LIST, today=NINE.date())
PEOPLE = [Details("陈阿宝", None, None, "", "", "")]

RULES: dict[Callable[..., Any], Row] = {
    agenda.activity: row(P.SEE_ACTIVITIES, HERE, activity_id=COMING),
    agenda.clashes: row(P.PLAN, HERE, station_id=STATION, starts_at=AT, ends_at=AT + SOON),
    agenda.trainers: row(P.SEE_ACTIVITIES, HERE, station_id=STATION),
    agenda.offers: row(P.SEE_ACTIVITIES, ANYWHERE),
    attendance.check_in: row(
        P.CHECK_IN, HERE, activity_id=RUNNING, senior_id=TWIN, how=How.NAME, client_id="new", let_in=True
    ),
    attendance.walk_in: row(
        P.CHECK_IN, HERE, activity_id=RUNNING, name="陈阿宝", client_id="new", consent_wording=AGREED
    ),
    attendance.roll_call: row(P.CHECK_IN, HERE, activity_id=RUNNING, senior_ids=(SENIOR,), client_id="new"),
    attendance.turn_away: row(P.CHECK_IN, HERE, activity_id=RUNNING, client_id="new"),
    audit.entries: row(P.SEE_AUDIT, ANYWHERE),
    board.board: row(P.CHECK_IN, HERE, activity_id=RUNNING),
    calendar.link: row(P.SEE_ACTIVITIES, ANYWHERE),
    calendar.file: row(P.SEE_ACTIVITIES, HERE, activity_id=COMING),
    calling.call_list: row(P.SHOW_PHONE, HERE, activity_id=COMING),
    cards.issue: row(P.REGISTER_SENIORS, STREET, senior_id=SENIOR),
    cards.replace: row(P.REGISTER_SENIORS, STREET, senior_id=SENIOR),
    cards.revoke: row(P.REGISTER_SENIORS, STREET, card_id=CARD),
    cards.to_print: row(P.REGISTER_SENIORS, STREET, senior_ids=(SENIOR,)),
    cards.of_activity: row(P.FIND_SENIORS, HERE, activity_id=COMING),
    devices.bind: row(P.BIND_TABLETS, HERE, station_id=STATION, name="1"),
    devices.release: row(P.BIND_TABLETS, HERE, device_id=DEVICE),
    enrolment.enrol: row(P.ENROL, HERE, activity_id=COMING, senior_ids=(TWIN,)),
    enrolment.cancel: row(P.ENROL, HERE, activity_id=COMING, senior_id=SENIOR),
    enrolment.offer_unclaimed: row(P.CHECK_IN, HERE, activity_id=RUNNING),
    enrolment.places: row(P.CHECK_IN, HERE, activity_id=COMING),
    feedback.told: row(P.SEE_ACTIVITIES, HERE, activity_id=RUNNING),
    finding.find: row(P.FIND_SENIORS, HERE, station_id=STATION, text="王"),
    finding.find_near: row(P.FIND_SENIORS, HERE, station_id=STATION, number="123456"),
    finding.find_card: row(P.FIND_SENIORS, ANYWHERE, token=CARD_TOKEN),
    hands.take: row(P.CHECK_IN, HERE, hand_id=HAND),
    hands.done: row(P.CHECK_IN, HERE, hand_id=HAND),
    identity.sign_out_everywhere: row(None, ANYWHERE),
    importing.preview: row(P.IMPORT, HERE, station_id=STATION, content=LIST),
    importing.judge: row(P.IMPORT, HERE, station_id=STATION, roster=ROSTER),
    importing.confirm: row(P.IMPORT, HERE, station_id=STATION, roster=ROSTER, consent_wording=AGREED),
    leaving.withdraw_consent: row(P.REGISTER_SENIORS, HERE, senior_id=TWIN),
    leaving.renew_consent: row(P.REGISTER_SENIORS, HERE, senior_id=SENIOR, consent_wording=AGREED),
    merging.merge: row(P.MERGE_SENIORS, HERE, keep_id=SENIOR, merge_id=TWIN),
    merging.undo_merge: row(P.MERGE_SENIORS, HERE, merge_id=MERGE),
    myself.me: row(None, ANYWHERE),
    myself.rename: row(None, ANYWHERE, name="Somebody"),
    overview.activities: row(P.SEE_FIGURES, ANYWHERE, **FIGURES),
    overview.ages: row(P.SEE_FIGURES, ANYWHERE, **FIGURES),
    overview.arrivals: row(P.SEE_FIGURES, ANYWHERE, **FIGURES),
    overview.by_hour: row(P.SEE_FIGURES, ANYWHERE, **FIGURES),
    overview.by_lesson: row(P.SEE_FIGURES, ANYWHERE, **FIGURES),
    overview.by_month: row(P.SEE_FIGURES, ANYWHERE, **FIGURES),
    overview.by_place: row(P.SEE_FIGURES, ANYWHERE, **FIGURES),
    overview.by_place_and_month: row(P.SEE_FIGURES, ANYWHERE, **FIGURES),
    overview.cohorts: row(P.SEE_FIGURES, ANYWHERE, **FIGURES),
    overview.follow_up: row(P.SEE_FIGURES, ANYWHERE, **FIGURES),
    overview.funnel: row(P.SEE_FIGURES, ANYWHERE, **FIGURES),
    overview.hours: row(P.SEE_FIGURES, ANYWHERE, **FIGURES),
    overview.key_figures: row(P.SEE_FIGURES, ANYWHERE, **FIGURES),
    overview.neighbourhoods: row(P.SEE_FIGURES, ANYWHERE, **FIGURES),
    overview.newcomers: row(P.SEE_FIGURES, ANYWHERE, **FIGURES),
    overview.over_time: row(P.SEE_FIGURES, ANYWHERE, **FIGURES),
    overview.reasons: row(P.SEE_FIGURES, ANYWHERE, **FIGURES),
    overview.offers: row(P.SEE_FIGURES, ANYWHERE),
    overview.places: row(P.SEE_FIGURES, ANYWHERE),
    overview.version: row(P.SEE_FIGURES, ANYWHERE),
    attention.attention: row(P.SEE_FIGURES, HERE, station_id=STATION),
    export.figures: row(P.SEE_FIGURES, ANYWHERE, **FIGURES, form=export.Form.PAPER),
    export.names: row(P.EXPORT_NAMES, ANYWHERE, **FIGURES, why=export.Why.INVITE),
    overview_calling.follow_up_calls: row(P.SEE_FIGURES, ANYWHERE, **FIGURES),
    learning.by_lesson: row(P.SEE_FIGURES, ANYWHERE, **FIGURES),
    learning.lessons: row(P.SEE_FIGURES, ANYWHERE, **FIGURES),
    learning.mastery_by_month: row(P.SEE_FIGURES, ANYWHERE, **FIGURES),
    learning.tracks: row(P.SEE_FIGURES, ANYWHERE, **FIGURES),
    report.report: row(P.SEE_FIGURES, ANYWHERE, **FIGURES),
    paper.to_print: row(P.PRINT_LISTS, HERE, activity_id=COMING),
    paper.to_key_in: row(P.CHECK_IN, HERE, activity_id=RUNNING),
    paper.key_in: row(P.CHECK_IN, HERE, activity_id=RUNNING, senior_ids=(SENIOR,), client_id="new"),
    people.register: row(P.REGISTER_SENIORS, HERE, **SOMEBODY, consent_wording=AGREED),
    people.similar: row(P.REGISTER_SENIORS, HERE, **SOMEBODY),
    people.edit: row(
        P.REGISTER_SENIORS,
        HERE,
        senior_id=SENIOR,
        name="王秀英",
        birth_year=1950,
        gender=Gender.FEMALE,
        neighbourhood="",
    ),
    people.look: row(P.FIND_SENIORS, STREET, senior_id=SENIOR),
    people.show_phone: row(P.SHOW_PHONE, HERE, senior_id=SENIOR),
    people.neighbourhoods: row(P.REGISTER_SENIORS, HERE, station_id=STATION),
    programmes.programmes: row(P.MANAGE_STATIONS, ANYWHERE),
    population.enter: row(
        P.SEE_FIGURES, HERE, station_id=STATION, residents=900, source="census", counted_on=date(2026, 1, 1)
    ),
    population.counts: row(P.SEE_FIGURES, HERE, station_id=STATION, on=NINE.date()),
    population.residents: row(P.SEE_FIGURES, ANYWHERE, on=NINE.date()),
    programmes.add: row(P.MANAGE_STATIONS, ANYWHERE, slug="tea", name_zh="茶"),
    programmes.change: row(
        P.MANAGE_STATIONS, ANYWHERE, programme_id=PROGRAMME, name_zh="茶", name_en="Tea", is_active=True
    ),
    reach.homes: row(P.REGISTER_SENIORS, ANYWHERE),
    registering.register_all: row(
        P.REGISTER_SENIORS, HERE, station_id=STATION, people=PEOPLE, consent_wording=AGREED
    ),
    room.room: row(P.CHECK_IN, HERE, activity_id=RUNNING),
    roster.roster: row(P.CHECK_IN, HERE, activity_id=RUNNING),
    roster.held: row(P.CHECK_IN, HERE, activity_id=RUNNING),
    roster.version: row(P.CHECK_IN, HERE, activity_id=RUNNING),
    schedule.plan: row(P.PLAN, HERE, **SESSION, starts_at=AT + SOON, ends_at=AT + 2 * SOON),
    schedule.change: row(P.PLAN, HERE, activity_id=COMING, title_zh="视频", title_en="Video", seats=20),
    schedule.move: row(
        P.PLAN, HERE, activity_id=COMING, starts_at=AT + SOON, ends_at=AT + 2 * SOON, reason="rain"
    ),
    schedule.cancel: row(P.PLAN, HERE, activity_id=COMING, reason="rain"),
    schedule.not_held: row(P.PLAN, HERE, activity_id=MISSED, reason="rain"),
    schedule.close: row(P.PLAN, HERE, activity_id=RUNNING),
    series.outlook: row(P.PLAN, HERE, station_id=STATION, **WEEKLY),
    series.plan_series: row(P.PLAN, HERE, **SESSION, **WEEKLY),
    staff.everybody: row(P.MANAGE_STAFF, ANYWHERE),
    staff.add: row(
        P.MANAGE_STAFF,
        HERE,
        user_name="newcomer",
        name="New",
        password="spring water",
        station_id=STATION,
        role=RoleName.HELPER,
    ),
    staff.change: row(P.MANAGE_STAFF, HERE, staff_id=HELPER, name="Other", is_active=False),
    staff.give_role: row(P.MANAGE_STAFF, HERE, staff_id=HELPER, station_id=STATION, role=RoleName.TRAINER),
    staff.take_role: row(P.MANAGE_STAFF, HERE, staff_id=HELPER, station_id=STATION, role=RoleName.HELPER),
    staff.set_password: row(P.MANAGE_STAFF, HERE, staff_id=HELPER, password="spring water"),
    staff.sign_out: row(P.MANAGE_STAFF, HERE, staff_id=HELPER),
    stations.add: row(P.MANAGE_STATIONS, HERE, parent_id=STATION, kind=StationKind.POINT, name_zh="新点"),
    stations.change: row(P.MANAGE_STATIONS, HERE, station_id=STATION, name_zh="新名", seats=20),
    stations.close: row(P.MANAGE_STATIONS, AT_POINT, station_id=POINT),
    stations.reopen: row(P.MANAGE_STATIONS, AT_POINT, station_id=POINT),
    stuck.stuck: row(P.SEE_ACTIVITIES, ANYWHERE, days=30),
    taking_back.undo: row(P.CHECK_IN, HERE, client_id="first"),
    taking_back.void: row(P.VOID_CHECK_IN, HERE, attendance_id=ATTENDANCE, reason="wrong person"),
}

# These ask nobody: they come before anybody is known, show nothing that is not public, give what the
# query limits to the actor's own, or the secret in their arguments is the permission.
OPEN = {
    agenda.activities: "the query",
    agenda.choices_of_now: "the query",
    agenda.activity_of_now: "the query",
    agenda.places_to_plan: "the query",
    devices.devices: "the query",
    devices.this_one: "the tablet's own cookie",
    stations.places: "the query",
    calendar.feed: "the token",
    identity.is_set_up: "public",
    identity.is_demo: "public",
    identity.set_up: "only on an empty house",
    identity.whose_password: "before signing in",
    identity.locked_until: "before signing in",
    identity.open_sign_in: "before signing in",
    identity.sign_out: "the token",
    identity.who: "the token",
    identity.reset_password: "a command at the machine",
    myself.change_password: "the old password",
    self_check_in.enter: "the code on the wall",
    self_check_in.entrance: "the ticket",
    self_check_in.check_in_self: "number and phone",
    certificates.verify: "the token",
    found_card.home: "the token",
    announcing.announced: "public",
    at_home.begin: "the card",
    at_home.here: "the learner's own cookie",
    telephone.to_call: "public",
    learners.end: "the tablet's own cookie",
    learners.still_here: "the tablet's own cookie",
    learners.before: "the tablet's own cookie",
    progress.take: "the tokens in the parcels",
    hands.mine: "the tablet's own cookie",
}
# These ask for a tablet, or for the learner before it, and give what is hers; their own tests try them.
LEARNERS = {
    certificates.issue, certificates.mine, certificates.own, learners.begin_by_card, learners.begin_by_number,
    learners.begin_guest, learners.prefer, progress.place, review.lessons, review.one, review.due,
    review.tracks, review.visits, self_enrolment.choices, self_enrolment.today, self_enrolment.mine,
    self_enrolment.stations, self_enrolment.enrol, self_enrolment.cancel, self_enrolment.slip,
    hands.raise_hand, hands.lower, feedback.asked, feedback.give,
}  # fmt: skip
# Parts of other rules, which have asked; and what only manage.py calls, at the machine itself.
PARTS = {"draft", "demonstration", "waiting", "doorway", "arriving", "overlaps", "tries"}
WITHIN_RULES = {
    identity.end_sign_ins, following.current, following.rebuild, keeping.current, keeping.rebuild,
    learners.the_senior, review.of_tracks,
}  # fmt: skip
