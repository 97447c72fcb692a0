"""Read the settings of this installation from the environment, once."""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Settings:
    """What may differ between two installations.

    database_url: a SQLAlchemy address; the embedded SQLite file by default.
    public_url: how phones in the room reach this server, without a slash at the end;
        empty means "the address the browser shows".
    secure_cookies: send cookies over HTTPS only. On wherever public_url is https.
    zone: the time zone of a station that names none.
    idle_seconds: after so long without a touch a tablet asks whether somebody is still there;
        after a third of it more it is cleared for the next person.
    """

    database_url: str
    data_dir: Path
    public_url: str
    secure_cookies: bool
    zone: str
    idle_seconds: float


@cache
def settings() -> Settings:
    """Return the settings; the environment is looked at the first time only."""
    data_dir = Path(os.environ.get("DATA_DIR", ROOT / "data"))
    public_url = os.environ.get("PUBLIC_URL", "").rstrip("/")
    return Settings(
        database_url=os.environ.get("DATABASE_URL", f"sqlite:///{data_dir / 'stations.sqlite3'}"),
        data_dir=data_dir,
        public_url=public_url,
        secure_cookies=public_url.startswith("https://"),
        zone=os.environ.get("STATION_ZONE", "Asia/Shanghai"),
        idle_seconds=float(os.environ.get("TABLET_IDLE_SECONDS", "180")),
    )
