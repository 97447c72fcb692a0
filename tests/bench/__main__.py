"""Measure: `make bench`, or `make bench BENCH="door --json"` for some of it, as JSON."""

import argparse
import json
import os
import platform
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def names() -> list[str]:
    """Return what can be measured: the modules beside this one that have a `run`."""
    return sorted(file.stem for file in HERE.glob("*.py") if not file.stem.startswith("_"))


def main() -> int:
    """Run the measurements asked for, all of them if none is named, and print what they found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="*", help=", ".join(names()))
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    found: dict[str, list[dict[str, Any]]] = {}
    for name in arguments.what or names():
        found[name] = import_module(f"tests.bench.{name}").run()
        if not arguments.json:
            _print(name, found[name])
    if arguments.json:
        print(json.dumps({"machine": _machine(), "found": found}, indent=1, default=str))
    return 0


def _machine() -> dict[str, Any]:
    return {"cores": os.cpu_count(), "load": os.getloadavg(), "python": platform.python_version()}


def _print(name: str, rows: list[dict[str, Any]]) -> None:
    print(f"\n{name}  (load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores)")
    columns = list(dict.fromkeys(column for row in rows for column in row))
    cells = [columns, *([_told(row.get(column, "")) for column in columns] for row in rows)]
    widths = [max(len(line[i]) for line in cells) for i in range(len(columns))]
    for line in cells:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _told(value: Any) -> str:
    return f"{value:,.1f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    sys.exit(main())
