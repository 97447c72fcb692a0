"""Alembic runs here; the connection comes from db.migrate."""

from typing import Any, Literal

from alembic import context

from db import audit, learning, models, population
from db.base import Model
from db.types import UtcDateTime, Word

TABLES = (audit, learning, models, population)  # imported so that Model.metadata knows them all


def render(kind: str, item: Any, _autogenerate: Any) -> str | Literal[False]:
    """Write plain types into a migration: it must read the same when the program has changed."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Word):
        return "sa.String(length=24)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Model.metadata,
    render_as_batch=True,
    render_item=render,
    compare_type=False,
)
with context.begin_transaction():
    context.run_migrations()
