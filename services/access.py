"""Who may do what: one table from role to permissions, and the actor who asks."""

from dataclasses import dataclass
from enum import StrEnum, auto

from db.words import RoleName


class Permission(StrEnum):
    """What a rule asks for. Ask "may she…?", never which role she has."""

    SEE_ACTIVITIES = auto()
    CHECK_IN = auto()
    FIND_SENIORS = auto()
    REGISTER_SENIORS = auto()
    SHOW_PHONE = auto()
    ENROL = auto()
    VOID_CHECK_IN = auto()
    PLAN = auto()
    PRINT_LISTS = auto()
    IMPORT = auto()
    MERGE_SENIORS = auto()
    BIND_TABLETS = auto()
    SEE_FIGURES = auto()
    EXPORT_NAMES = auto()
    MANAGE_STAFF = auto()
    MANAGE_STATIONS = auto()
    SEE_AUDIT = auto()


HELPER = frozenset(
    {
        Permission.SEE_ACTIVITIES,
        Permission.CHECK_IN,
        Permission.FIND_SENIORS,
        Permission.REGISTER_SENIORS,
    }
)
TRAINER = HELPER | {
    Permission.ENROL,
    Permission.SHOW_PHONE,
    Permission.VOID_CHECK_IN,
    Permission.PLAN,
    Permission.PRINT_LISTS,
    Permission.IMPORT,
    Permission.BIND_TABLETS,
}
MANAGER = TRAINER | {
    Permission.MERGE_SENIORS,
    Permission.SEE_FIGURES,
    Permission.EXPORT_NAMES,
}
ADMIN = MANAGER | {Permission.MANAGE_STAFF, Permission.MANAGE_STATIONS, Permission.SEE_AUDIT}

PERMISSIONS: dict[RoleName, frozenset[Permission]] = {
    RoleName.HELPER: HELPER,
    RoleName.TRAINER: TRAINER,
    RoleName.MANAGER: MANAGER,
    RoleName.ADMIN: ADMIN,
}


@dataclass(frozen=True, slots=True)
class Held:
    """A role at a station. path: that station's path; the role counts for all paths below it."""

    name: RoleName
    station_id: int
    path: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks, as the database says at this moment: staff, a bound tablet, or nobody.

    learner_id: who learns there, if anybody; senior_id: the senior she is, None for a guest.
    """

    staff_id: int | None = None
    device_id: int | None = None
    name: str = ""
    roles: tuple[Held, ...] = ()
    device_path: str = ""
    learner_id: int | None = None
    senior_id: int | None = None

    @property
    def senior_at_tablet(self) -> int | None:
        """The senior before a tablet. On her own phone a lost card would do: there she only learns."""
        return self.senior_id if self.device_id is not None else None

    def may(self, permission: Permission, path: str) -> bool:
        """Tell whether the actor may do this at the station with this path."""
        return any(path.startswith(held.path) and permission in PERMISSIONS[held.name] for held in self.roles)

    def may_anywhere(self, permission: Permission) -> bool:
        """Tell whether there is any station at which the actor may do this."""
        return any(permission in PERMISSIONS[held.name] for held in self.roles)

    def paths(self, permission: Permission) -> tuple[str, ...]:
        """Return the topmost station paths at and below which the actor may do this."""
        found = sorted({held.path for held in self.roles if permission in PERMISSIONS[held.name]})
        return tuple(p for p in found if not any(p != q and p.startswith(q) for q in found))


NOBODY = Actor()
