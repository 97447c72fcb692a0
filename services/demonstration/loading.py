"""Load the demonstration into an empty house, all or nothing."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import func, select, update

from db.base import Model
from db.models import Activity, Attendance, Enrolment, House, Programme, Senior, Staff, Station, TurnedAway
from db.words import Action, RoleName
from services import clock, identity, merging
from services.access import Actor, Held
from services.demonstration import days, learnt, mishaps, people, places, residents, storing, year
from services.demonstration.timetable import timetable
from services.errors import N_, Refused
from services.work import Work

SEED = 20201124
OWN = (Station, Staff, Programme, Senior, Activity)
COUNTED: tuple[type[Model], ...] = (Station, Staff, Senior, Activity, Enrolment, Attendance, TurnedAway)

Progress = Callable[[int, int], None]


class HouseInUse(Refused):
    """There is something real in the house."""

    sentence = N_(
        "This house is already in use. The demonstration is loaded into an empty one only, "
        "so that real and made-up people never mix."
    )


@dataclass(frozen=True, slots=True)
class Login:
    """How to sign in to the demonstration, and as whom."""

    user_name: str
    password: str
    name: str
    role: RoleName
    station_zh: str
    station_en: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """What is in the house now. logins: empty if it was there before. counts: as in `summary`."""

    logins: tuple[Login, ...]
    counts: dict[str, int]

    @property
    def passwords(self) -> dict[str, str]:
        """Return the password of each user name."""
        return {login.user_name: login.password for login in self.logins}


def load(work: Work, *, seed: int = SEED, progress: Progress | None = None) -> Loaded:
    """Fill an empty house with the tree, its staff, 1,200 seniors and a year of activities up to now.

    The same seed at the same time tells the same year; only the passwords are new each time. A second
    time changes nothing and tells no passwords. `progress` is told how many of how many steps are done.
    Raises HouseInUse.
    """
    if identity.is_demo(work):
        return Loaded((), summary(work))
    check_empty(work)
    every = places.places()

    workers = people.staff(seed, every)
    storing.store_places(work.db, every)
    storing.store_staff(work.db, workers)
    open_house(work, seed)
    _live(work, seed, every, workers, progress or silently)
    return Loaded(_logins(workers), summary(work))


def summary(work: Work) -> dict[str, int]:
    """Return how many rows there are of what one would count, by table name."""
    return {
        model.__tablename__: work.db.scalar(select(func.count()).select_from(model)) or 0 for model in COUNTED
    }


def _live(
    work: Work,
    seed: int,
    every: list[places.Place],
    workers: list[people.Worker],
    progress: Progress,
) -> None:
    today = clock.local(work.at, places.ZONE).date()
    groups = places.groups(every, days.first_day(today), days.opening_day(today))
    everybody = people.members(seed, groups, today)
    meetings = timetable(seed, groups, work.at)
    staff_ids = {worker.user_name: worker.id for worker in workers}
    book = year.tell(seed, work.at, meetings, everybody, staff_ids, progress)
    mishaps.take_back(seed, book, everybody)
    found_out = mishaps.register_twice(seed, book, everybody)

    storing.store_activities(work.db, seed, meetings, staff_ids)
    storing.store_seniors(work.db, seed, everybody, workers)
    storing.store_book(work.db, book)
    storing.store_learnt(work.db, learnt.learn(seed, work.at, meetings, book, staff_ids))
    entered_by = staff_ids["manager"]
    storing.store_residents(work.db, residents.counted(seed, every, days.first_day(today), entered_by))
    _merge(work, workers, found_out)


def _merge(work: Work, workers: list[people.Worker], found_out: list[mishaps.FoundOut]) -> None:
    """Let the manager of the street make one record of two, by the rule of the house."""
    manager = next(worker for worker in workers if worker.user_name == "manager")
    held = Held(manager.role, manager.place.id, manager.place.path)
    actor = Actor(staff_id=manager.id, name=manager.name, roles=(held,))
    for twice in found_out:
        by_her = Work(work.db, actor, min(twice.at, work.at))
        merging.merge(by_her, keep_id=twice.keep_id, merge_id=twice.merge_id)


def check_empty(work: Work) -> None:
    """Refuse a house with anything of its own in it. Raises HouseInUse."""
    if any(work.db.scalar(select(model.id).limit(1)) is not None for model in OWN):
        raise HouseInUse


def open_house(work: Work, seed: int) -> None:
    """Note that this is a demonstration, and from which seed."""
    house = work.db.scalar(select(House))
    if house is None:
        house = House(set_up_at=work.at, is_demo=True)
        work.db.add(house)
    work.db.flush()
    work.db.execute(update(House).values(is_demo=True))
    work.record(Action.HOUSE_SET_UP, house, demo=True, seed=seed)


def _logins(workers: list[people.Worker]) -> tuple[Login, ...]:
    return tuple(
        Login(
            user_name=worker.user_name,
            password=worker.password,
            name=worker.name,
            role=worker.role,
            station_zh=worker.place.name_zh,
            station_en=worker.place.name_en,
        )
        for worker in workers
    )


def silently(_done: int, _all: int) -> None:
    """Tell nobody."""
