"""What both databases can do and call by different names."""

from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import BigInteger


class epoch(GenericFunction[int]):
    """Whole seconds since 1970 of a stored instant."""

    type = BigInteger()
    inherit_cache = True

    def __init__(self, at: ColumnElement[Any] | Any) -> None:
        super().__init__(at)


@compiles(epoch, "sqlite")
def _on_sqlite(element: epoch, compiler: SQLCompiler, **how: Any) -> str:
    return f"unixepoch({compiler.process(element.clauses, **how)})"


@compiles(epoch, "postgresql")
def _on_postgresql(element: epoch, compiler: SQLCompiler, **how: Any) -> str:
    return f"floor(extract(epoch from {compiler.process(element.clauses, **how)}))::bigint"
