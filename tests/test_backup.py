"""A copy of the house that can be trusted, and the way back."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from db import transaction
from db.backup import NotABackup, backup, restore
from db.models import Programme
from tests.serving import prepared


@pytest.fixture
def house(tmp_path: Path) -> Engine:
    engine = prepared(tmp_path)
    with transaction.writing(engine) as db:
        db.add(Programme(slug="before", name_zh="先", name_en="Before"))
    return engine


def slugs(engine: Engine) -> list[str]:
    with transaction.reading(engine) as db:
        return list(db.scalars(select(Programme.slug).order_by(Programme.id)))


def test_a_restored_backup_holds_what_was_there_then(house: Engine, tmp_path: Path) -> None:
    backup(house, tmp_path / "copy.sqlite3")
    with transaction.writing(house) as db:
        db.add(Programme(slug="after", name_zh="后", name_en="After"))
    restore(tmp_path / "copy.sqlite3", house)
    assert slugs(house) == ["before"]


def test_what_was_replaced_is_kept(house: Engine, tmp_path: Path) -> None:
    backup(house, tmp_path / "copy.sqlite3")
    with transaction.writing(house) as db:
        db.add(Programme(slug="after", name_zh="后", name_en="After"))
    old = restore(tmp_path / "copy.sqlite3", house)
    assert slugs(transaction.engine_for(f"sqlite:///{old}")) == ["before", "after"]


def test_a_backup_is_never_overwritten(house: Engine, tmp_path: Path) -> None:
    backup(house, tmp_path / "copy.sqlite3")
    with pytest.raises(FileExistsError):
        backup(house, tmp_path / "copy.sqlite3")


def test_a_picture_is_not_a_backup(house: Engine, tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG" + bytes(2000))
    with pytest.raises(NotABackup):
        restore(tmp_path / "picture.png", house)
    assert slugs(house) == ["before"]
