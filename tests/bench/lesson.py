"""200 tablets report from lessons: how long until an event is safe, and what a tablet costs.

python -m tests.bench lesson
"""

import json
from typing import Any

from tests.bench._browsing import browsing
from tests.bench._memory import memory
from tests.bench._reporting import reporting
from tests.bench._tablets import furnished, served

TABLETS = 200
# Mean seconds between two batches of a tablet while people read; "flat out" is as fast as answers come.
READS = 4.0


def run() -> list[dict[str, Any]]:
    """Return the figures of both databases, memory per tablet, and the lesson in a browser."""
    rows = []
    for database in ("sqlite", "postgresql"):
        with served(database) as (server, engine):
            doorway, tablets = furnished(engine, TABLETS)
            for case, pause in (("reading", READS), ("flat out", 0)):
                found = reporting(server, engine, doorway, tablets, pause)
                rows.append({"database": database, "case": case, **found})
    with served("sqlite") as (server, engine):
        _doorway, tablets = furnished(engine, TABLETS)
        rows += memory(server, tablets[:100])
        rows += browsing(server, tablets[100:])
    return rows


if __name__ == "__main__":
    print(json.dumps(run(), indent=2, ensure_ascii=False))
