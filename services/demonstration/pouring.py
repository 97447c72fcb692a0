"""Pour very many rows into a database as fast as it takes them: columns in, a table out."""

import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BigInteger, Connection, Table, func, insert, select, text
from sqlalchemy.orm import Session

from db.base import Model

# An array holds a value for every row: integers, datetime64[us] or bytes of one length.
# Anything else is the same for all rows.
Columns = Mapping[str, NDArray[Any] | str | int | None]

EPOCH_2000 = np.datetime64("2000-01-01", "us")
COPY_HEADER = b"PGCOPY\n\xff\r\n\0" + struct.pack(">ii", 0, 0)
COPY_TRAILER = struct.pack(">h", -1)


def table_of(model: type[Model]) -> Table:
    """Return the table of a model."""
    table = model.__table__
    assert isinstance(table, Table)
    return table


def pour(db: Session, table: Table, columns: Columns) -> None:
    """Store rows of one shape: all have a value in a column, or none has."""
    filled = {name: values for name, values in columns.items() if values is not None}
    count = max(len(values) for values in filled.values() if isinstance(values, np.ndarray))
    if not count:
        return
    if db.get_bind().dialect.name == "postgresql":
        _copy(db, table, filled, count)
    else:
        _insert(db, table, filled)


@contextmanager
def indexes_made_afterwards(db: Session, *tables: Table) -> Iterator[None]:
    """Take away what is checked row by row, and make it anew at the end, in the same transaction."""
    connection = db.connection()
    names = [table.name for table in tables]
    on_postgresql = connection.dialect.name == "postgresql"
    drops, makes = (_of_postgresql if on_postgresql else _of_sqlite)(connection, names)
    for statement in drops:
        connection.exec_driver_sql(statement)
    yield
    for statement in makes:
        connection.exec_driver_sql(statement)
    if on_postgresql:
        for name in names:
            found = f"pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name})"
            connection.exec_driver_sql(f"SELECT setval({found})")
    connection.exec_driver_sql("ANALYZE")


def pour_words(
    db: Session, table: Table, names: Sequence[str], rows: Iterable[tuple[int | str, ...]]
) -> None:
    """Store rows of numbers and words of any length."""
    if db.get_bind().dialect.name == "postgresql":
        with _cursor(db).copy(f"COPY {table.name} ({', '.join(names)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join("?" * len(names))
    statement = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})"
    db.connection().exec_driver_sql(statement, list(rows))


def fill(db: Session, model: type[Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Store some rows that bring their ids, in order, and let the next id be the one after."""
    if not rows:
        return
    db.execute(insert(table_of(model)), list(rows))
    if db.get_bind().dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence(model.__tablename__, text("'id'"))
        db.execute(select(func.setval(sequence, rows[-1]["id"])))


def digits(serials: NDArray[np.int64], width: int) -> NDArray[np.bytes_]:
    """Return the numbers written out with leading zeros, as bytes of that length."""
    powers = 10 ** np.arange(width - 1, -1, -1, dtype=np.int64)
    signs = (serials[:, None] // powers % 10 + ord("0")).astype(np.uint8)
    return np.ascontiguousarray(signs).view(f"S{width}").ravel()


def _insert(db: Session, table: Table, columns: Mapping[str, Any]) -> None:
    marks = ", ".join("?" * len(columns))
    statement = f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({marks})"
    rows = zip(*(_for_sqlite(values) for values in columns.values()), strict=False)
    db.connection().exec_driver_sql(statement, list(rows))


def _for_sqlite(values: Any) -> Any:
    if not isinstance(values, np.ndarray):
        return repeat(values)
    if values.dtype.kind == "M":
        # As SQLAlchemy writes an instant: a blank where ISO 8601 has a T.
        written = np.datetime_as_string(values.astype("datetime64[us]"), unit="us")
        written.view("U1").reshape(len(values), -1)[:, 10] = " "
        return written.tolist()
    return values.astype("U").tolist() if values.dtype.kind == "S" else values.tolist()


def _copy(db: Session, table: Table, columns: Mapping[str, Any], count: int) -> None:
    """Send the rows in PostgreSQL's own binary form: every value behind its length."""
    shape: list[tuple[str, Any]] = [("columns", ">i2")]
    content: dict[str, Any] = {"columns": len(columns)}
    for name, values in columns.items():
        data = _for_postgresql(table, name, values)
        kind = data.dtype if isinstance(data, np.ndarray) else np.dtype(f"S{len(data)}")
        shape += [(f"{name} length", ">i4"), (name, kind)]
        content |= {f"{name} length": kind.itemsize, name: data}
    rows = np.empty(count, dtype=np.dtype(shape))
    for name, data in content.items():
        rows[name] = data
    statement = f"COPY {table.name} ({', '.join(columns)}) FROM STDIN (FORMAT BINARY)"
    with _cursor(db).copy(statement) as copy:
        copy.write(COPY_HEADER + rows.tobytes() + COPY_TRAILER)


def _cursor(db: Session) -> Any:
    """Return a cursor of psycopg itself, which knows COPY."""
    return db.connection().connection.cursor()


def _for_postgresql(table: Table, name: str, values: Any) -> Any:
    if isinstance(values, str):
        return values.encode()
    if isinstance(values, np.ndarray) and values.dtype.kind == "S":
        return values
    if isinstance(values, np.ndarray) and values.dtype.kind == "M":
        return (values - EPOCH_2000).astype("timedelta64[us]").astype(">i8")
    width = ">i8" if isinstance(table.c[name].type, BigInteger) else ">i4"
    whole = values if isinstance(values, np.ndarray) else np.array([values])
    return whole.astype(width)


def _of_sqlite(connection: Connection, names: list[str]) -> tuple[list[str], list[str]]:
    """Return how to drop and how to make the indexes of the tables."""
    found = connection.execute(
        text("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
    )
    indexes = [row for row in found if row.tbl_name in names]
    return [f"DROP INDEX {row.name}" for row in indexes], [row.sql for row in indexes]


def _of_postgresql(connection: Connection, names: list[str]) -> tuple[list[str], list[str]]:
    """Return how to drop and how to make the constraints and indexes of the tables, keys first."""
    constraints = connection.execute(
        text(
            "SELECT conrelid::regclass::text AS of, conname, contype, pg_get_constraintdef(oid) AS is "
            "FROM pg_constraint WHERE contype IN ('u', 'f') AND conrelid::regclass::text = ANY(:names) "
            "ORDER BY contype DESC"
        ),
        {"names": names},
    ).all()
    drops = [f'ALTER TABLE {row.of} DROP CONSTRAINT "{row.conname}"' for row in constraints]
    makes = [
        f'ALTER TABLE {row.of} ADD CONSTRAINT "{row.conname}" {getattr(row, "is")}' for row in constraints
    ]
    indexes = connection.execute(
        text(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() "
            "AND tablename = ANY(:names) AND indexname NOT IN (SELECT conname FROM pg_constraint)"
        ),
        {"names": names},
    ).all()
    return (
        drops + [f'DROP INDEX "{row.indexname}"' for row in indexes],
        [row.indexdef for row in indexes] + makes,
    )
