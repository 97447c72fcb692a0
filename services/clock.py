"""The one clock of the house. Nothing else reads the time."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Return this instant, aware, in UTC."""
    return datetime.now(UTC)


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    """Return the time zone called `name`. Raises ZoneInfoNotFoundError."""
    return ZoneInfo(name)


def local(at: datetime, zone_name: str) -> datetime:
    """Return the instant as a station's wall clock shows it."""
    return at.astimezone(zone(zone_name))


def instant(on: date, wall: time, zone_name: str) -> datetime:
    """Return the UTC instant at which a station's wall clock shows this day and time."""
    return datetime.combine(on, wall, zone(zone_name)).astimezone(UTC)


def day_bounds(on: date, zone_name: str) -> tuple[datetime, datetime]:
    """Return when a station's day begins and when the next one does, in UTC."""
    midnight = time(0)
    return instant(on, midnight, zone_name), instant(on + timedelta(days=1), midnight, zone_name)
