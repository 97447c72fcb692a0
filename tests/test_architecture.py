"""The shape of the house, kept by tests: who imports whom, who commits, who reads the time."""

import ast
import inspect
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from settings import ROOT
from tests.rules import OPEN, RULES
from tests.test_roles import called

MOST_LINES = 300
MOST_LINES_OF_A_FUNCTION = 60
# From each layer to those it must not know.
FORBIDDEN = {
    "pages": {"sqlalchemy", "db.models", "db.base", "db.transaction", "web", "app", "manage"},
    "ui": {"sqlalchemy", "db.models", "db.base", "db.transaction", "web", "pages", "app", "manage"},
    "web": {"sqlalchemy", "db.models", "db.base", "db.transaction", "ui", "pages", "app", "manage"},
    "services": {"streamlit", "starlette", "ui", "web", "pages", "papers", "app", "manage"},
    "papers": {"streamlit", "starlette", "sqlalchemy", "ui", "web", "pages", "services", "db"},
    "db": {"streamlit", "starlette", "ui", "web", "pages", "services", "papers"},
}
# A component's scripts are served by web/, under an address only web/ knows.
ALLOWED = {("ui/", "web"), ("ui/", "web.assets"), ("ui/", "web.assets.url")}
TIME = {"now", "utcnow", "today", "time", "time_ns", "localtime", "gmtime"}
CLOCKS = {"datetime", "date", "time"}
NOT_OURS = ("db/migrations/versions/", "examples/")


@cache
def files() -> tuple[Path, ...]:
    """Return the Python files that belong to the house, as git knows them."""
    listed = subprocess.run(
        ["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return tuple(
        ROOT / line
        for line in listed.splitlines()
        if not line.startswith(NOT_OURS) and (ROOT / line).is_file()
    )


def of(layer: str) -> Iterator[Path]:
    return (file for file in files() if file.relative_to(ROOT).parts[0] == layer)


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"), str(file))


def imported(file: Path) -> Iterator[str]:
    """Give every module a file imports, also "db.models" for "from db import models"."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def is_below(module: str, forbidden: str) -> bool:
    return module == forbidden or module.startswith(forbidden + ".")


def called_on(file: Path) -> Iterator[tuple[str, str, int]]:
    """Give every call "what.name(…)" in a file: what, name, line."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield ast.unparse(node.func.value), node.func.attr, node.lineno


def place(file: Path, line: int = 0) -> str:
    return f"{file.relative_to(ROOT)}:{line}" if line else str(file.relative_to(ROOT))


def returned(rule: Any) -> str:
    """Return what a rule says it returns."""
    return str(inspect.signature(rule).return_annotation)


class TestLayers:
    @pytest.mark.parametrize("layer", FORBIDDEN)
    def test_know_only_what_is_below_them(self, layer: str) -> None:
        wrong = {
            f"{place(file)} imports {module}"
            for file in of(layer)
            for module in imported(file)
            for forbidden in FORBIDDEN[layer]
            if is_below(module, forbidden)
            and not any(place(file).startswith(start) and module == known for start, known in ALLOWED)
        }
        assert wrong == set()

    def test_streamlit_stays_in_pages_and_ui(self) -> None:
        wrong = {
            place(file)
            for file in files()
            if file.relative_to(ROOT).parts[0] not in ("pages", "ui", "tests", "app.py", "docs")
            and any(is_below(module, "streamlit") for module in imported(file))
        }
        assert wrong == {"web/shell.py"}

    def test_every_page_has_an_audience(self) -> None:
        assert [place(file) for file in of("pages") if len(file.relative_to(ROOT).parts) != 3] == []

    def test_there_are_no_drawers_for_everything(self) -> None:
        names = {"utils", "helpers", "core", "common", "misc", "repositories", "interfaces"}
        assert [place(file) for file in files() if names & {*file.relative_to(ROOT).parts, file.stem}] == []


class TestTime:
    def test_is_read_by_the_clock_alone(self) -> None:
        """manage.py, the tests and what is measured look at the machine's own clock."""
        wrong = [
            place(file, line)
            for layer in ("services", "db", "ui", "web", "pages", "papers")
            for file in of(layer)
            for what, name, line in called_on(file)
            if name in TIME and what.rpartition(".")[2] in CLOCKS and place(file) != "services/clock.py"
        ]
        assert wrong == []


class TestTransactions:
    def test_are_committed_in_one_place(self) -> None:
        wrong = [
            place(file, line)
            for layer in ("services", "db", "ui", "web", "pages")
            for file in of(layer)
            for what, name, line in called_on(file)
            if name in ("commit", "begin")
            and not place(file).startswith(
                ("db/transaction.py", "db/migrate.py", "db/migrations/", "db/backup.py")
            )
        ]
        assert wrong == []


class TestRules:
    def test_that_change_something_record_it(self) -> None:
        """A module that adds, deletes or updates rows writes down that it did."""
        wrong = [
            place(file)
            for file in of("services")
            if _changes(file)
            and not any(name == "record" for _what, name, _line in called_on(file))
            and not place(file).startswith(RECORDED_BY_THEIR_CALLER)
        ]
        assert wrong == []

    def test_take_no_model_out(self) -> None:
        """What a rule returns is plain: pages and doors never hold a row of the database."""
        wrong = [called(rule) for rule in (*RULES, *OPEN) if "db.models." in returned(rule)]
        assert wrong == []


# Parts of rules in other files, where the change is recorded together with what it belongs to.
RECORDED_BY_THEIR_CALLER = (
    "services/finding.py",  # the keys of a senior who is registered, changed or merged
    "services/joining.py",  # what was learnt under two records that are merged, or apart again
    "services/newcomer.py",  # the record itself, by people.register
    "services/demonstration/",  # a made-up year, recorded once as a house set up
    "services/at_home.py",  # as services/learners.py
    "services/learners.py",  # a dated row says who began and ended where, and is never deleted
    "services/progress.py",  # events are dated rows of their own
    "services/whereabouts.py",  # follows from the events
)


def _changes(file: Path) -> bool:
    adds = any(
        what.endswith("work.db") and name in ("add", "add_all", "delete") for what, name, _ in called_on(file)
    )
    named = {
        name.name
        for node in ast.walk(tree(file))
        if isinstance(node, ast.ImportFrom) and node.module == "sqlalchemy"
        for name in node.names
    }
    return adds or bool(named & {"insert", "update", "delete"})


class TestSize:
    def test_of_files(self) -> None:
        wrong = {place(file): len(file.read_text("utf-8").splitlines()) for file in files()}
        assert {name: lines for name, lines in wrong.items() if lines > MOST_LINES and _is_code(name)} == {}

    def test_of_functions(self) -> None:
        wrong = {
            f"{place(file, node.lineno)} {node.name}": node.end_lineno - node.lineno + 1
            for file in files()
            if _is_code(place(file))
            for node in ast.walk(tree(file))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and node.end_lineno
            and node.end_lineno - node.lineno + 1 > MOST_LINES_OF_A_FUNCTION
        }
        assert wrong == {}


def _is_code(name: str) -> bool:
    """Tests are lists of sentences, as long as what they tell of."""
    return not name.startswith("tests/")


class TestModules:
    def test_say_what_lives_in_them(self) -> None:
        silent = [
            place(file)
            for file in files()
            if file.read_text("utf-8").strip() and not ast.get_docstring(tree(file)) and _is_code(place(file))
        ]
        assert silent == []
