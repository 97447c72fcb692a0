"""The places of the demonstration: a subdistrict as it could be, and what is going on at each."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum, auto

from db.words import StationKind

ZONE = "Asia/Shanghai"
STREET, CENTRE = 1, 2


class Story(Enum):
    """What a manager should be able to see at a place."""

    STEADY = auto()
    FULL = auto()
    HALF_EMPTY = auto()
    NEW = auto()
    SHRINKING = auto()
    SILENT = auto()
    FORGETFUL = auto()


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the tree. key: how user names call it. by_paper: arrivals are keyed in afterwards."""

    id: int
    key: str
    kind: StationKind
    parent: int | None
    path: str
    name_zh: str
    name_en: str
    address: str = ""
    seats: int = 30
    story: Story = Story.STEADY
    by_paper: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A weekly class: at one place, always the same weekday and half of the day.

    weekday: 0 is Monday. trainer: the user name of who teaches it. appeal: how many want to come,
    where 1 would just fill the seats.
    """

    number: int
    place: Place
    weekday: int
    is_morning: bool
    room: str
    trainer: str
    begins_on: date
    appeal: float


AREAS = (
    ("east", "东片区", "East Area"),
    ("south", "南片区", "South Area"),
    ("west", "西片区", "West Area"),
    ("north", "北片区", "North Area"),
)
POINTS: dict[str, tuple[tuple[str, str, str, int, Story], ...]] = {
    "east": (
        ("水电一村", "Shuidian Village One", "水电路", 20, Story.FULL),
        ("水电二村", "Shuidian Village Two", "水电路", 20, Story.STEADY),
        ("奎照路", "Kuizhao Road", "奎照路", 18, Story.STEADY),
        ("奎照东苑", "Kuizhao East Court", "奎照路", 20, Story.HALF_EMPTY),
        ("丰镇一村", "Fengzhen Village One", "丰镇路", 20, Story.SHRINKING),
        ("丰镇二村", "Fengzhen Village Two", "丰镇路", 20, Story.STEADY),
        ("东苑新居", "East Garden Homes", "水电路", 16, Story.STEADY),
    ),
    "south": (
        ("广粤路", "Guangyue Road", "广粤路", 20, Story.FULL),
        ("广粤新苑", "Guangyue New Court", "广粤路", 20, Story.STEADY),
        ("广灵四路", "Guangling Fourth Road", "广灵四路", 20, Story.FORGETFUL),
        ("锦园", "Brocade Garden", "车站南路", 18, Story.STEADY),
        ("玉兰苑", "Magnolia Court", "广粤路", 24, Story.HALF_EMPTY),
        ("桂花坊", "Osmanthus Lane", "广灵四路", 16, Story.STEADY),
    ),
    "west": (
        ("车站南路", "Chezhan South Road", "车站南路", 20, Story.FULL),
        ("车站西路", "Chezhan West Road", "车站西路", 20, Story.STEADY),
        ("俞泾新村", "Yujing New Village", "车站西路", 24, Story.HALF_EMPTY),
        ("河滨苑", "Riverside Court", "车站西路", 20, Story.NEW),
        ("铁路新村", "Railway New Village", "车站南路", 18, Story.STEADY),
        ("梧桐里", "Plane Tree Lane", "车站南路", 16, Story.STEADY),
    ),
    "north": (
        ("凉城一村", "Liangcheng Village One", "凉城路", 20, Story.FULL),
        ("凉城三村", "Liangcheng Village Three", "凉城路", 20, Story.STEADY),
        ("汶水东路", "Wenshui East Road", "汶水东路", 18, Story.STEADY),
        ("汶水新苑", "Wenshui New Court", "汶水东路", 18, Story.SILENT),
        ("场中路", "Changzhong Road", "场中路", 24, Story.HALF_EMPTY),
        ("走马塘", "Zoumatang", "场中路", 16, Story.STEADY),
    ),
}
ON_PAPER = ("东苑新居", "桂花坊")
APPEAL = {
    Story.STEADY: 0.85,
    Story.FULL: 1.45,
    Story.HALF_EMPTY: 0.48,
    Story.NEW: 1.25,
    Story.SHRINKING: 0.95,
    Story.SILENT: 0.75,
    Story.FORGETFUL: 0.95,
}
# Weekday and whether in the morning; two trainers of an area never need the same slot twice.
SLOTS = ((0, True), (1, False), (2, True), (3, False))
CENTRE_SLOTS = ((0, False), (1, True), (3, True), (4, False))


def places() -> list[Place]:
    """Return the whole tree, parents before children; ids count from 1."""
    street = Place(STREET, "", StationKind.STREET, None, "/1/", "凉城新村街道", "Liangcheng Subdistrict")
    made = [
        street,
        _below(street, CENTRE, "centre", StationKind.STATION, "凉城市民驿站总站", "Liangcheng Centre"),
    ]
    made[1] = replace(made[1], address="凉城路 9001 号")
    for key, zh, en in AREAS:
        made.append(_below(street, len(made) + 1, key, StationKind.AREA, zh, en))
    areas = {place.key: place for place in made if place.kind is StationKind.AREA}
    for key, points in POINTS.items():
        for number, (zh, en, road, seats, story) in enumerate(points, 1):
            point = _below(areas[key], len(made) + 1, f"{key}{number}", StationKind.POINT, f"{zh}驿站", en)
            # House numbers that no street there has: nobody is to be sent to a real door.
            address = f"{road} {9000 + point.id} 弄"
            by_paper = zh in ON_PAPER
            made.append(replace(point, address=address, seats=seats, story=story, by_paper=by_paper))
    return made


def _below(parent: Place, number: int, key: str, kind: StationKind, zh: str, en: str) -> Place:
    return Place(number, key, kind, parent.id, f"{parent.path}{number}/", zh, en)


def groups(every: list[Place], first_on: date, opened_on: date) -> list[Group]:
    """Return the weekly classes: four at the centre, one at every point.

    The programme came to the places one after the other from first_on; the new point began on opened_on.
    """
    centre = next(place for place in every if place.id == CENTRE)
    made = [
        Group(
            number,
            centre,
            weekday,
            is_morning,
            room="一号教室" if is_morning else "二号教室",
            trainer=f"trainer-centre-{1 + number % 2}",
            begins_on=first_on,
            appeal=1.0,
        )
        for number, (weekday, is_morning) in enumerate(CENTRE_SLOTS)
    ]
    for place in every:
        if place.kind is StationKind.POINT:
            made.append(_point_group(len(made), place, first_on, opened_on))
    return made


def _point_group(number: int, place: Place, first_on: date, opened_on: date) -> Group:
    in_area = int(place.key[-1]) - 1
    weekday, is_morning = SLOTS[in_area // 2]
    return Group(
        number,
        place,
        weekday if in_area % 2 == 0 else (weekday + 2) % 5,
        is_morning,
        room="活动室",
        trainer=f"trainer-{place.key[:-1]}-{1 + in_area % 2}",
        begins_on=opened_on if place.story is Story.NEW else first_on + timedelta(weeks=number * 3 % 10),
        appeal=APPEAL[place.story],
    )
