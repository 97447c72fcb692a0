"""What somebody learns who scans a card with her own phone: whose station it is, and nothing about whom."""

from dataclasses import dataclass

from sqlalchemy import select

from db.models import Card, Senior, Station
from services.cards import token_in
from services.errors import NotFound
from services.work import Work


@dataclass(frozen=True, slots=True)
class Home:
    """The station a card belongs to. is_valid: not replaced by a new one."""

    station_zh: str
    station_en: str
    address: str
    phone: str
    is_valid: bool


def home(work: Work, *, token: str) -> Home:
    """Return where a card belongs. Raises NotFound for a code of no card of ours."""
    row = work.db.execute(
        select(Card.revoked_at, Station.name_zh, Station.name_en, Station.address, Station.phone)
        .join(Senior, Senior.id == Card.senior_id)
        .join(Station, Station.id == Senior.station_id)
        .where(Card.token == token_in(token))
    ).first()
    if row is None:
        raise NotFound
    return Home(row.name_zh, row.name_en, row.address, row.phone, row.revoked_at is None)
