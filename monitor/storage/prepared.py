"""Statements that run for every article: put together once, then given to the driver as they are.

SQLAlchemy takes some twenty microseconds to execute what it has compiled, and more for many values;
SQLite itself takes one.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, exc
from sqlalchemy.sql.compiler import SQLCompiler

Values = Mapping[str, Any]
Convert = Callable[[Any], Any]


class Prepared:
    """An insert of one row at a time. `make` puts it together for a dialect, by its name.

    Rows name all `columns`: what SQLAlchemy knows of defaults is not heeded here.
    """

    def __init__(self, make: Callable[[str], Insert], columns: tuple[str, ...]) -> None:
        self._make = make
        self._columns = columns
        self._ready: dict[str, _Ready] = {}  # by dialect: our engines of one write alike

    def run(self, db: Connection, row: Values) -> Any:
        """The first thing that it returns, as the driver gives it; None where that is nothing."""
        ready = self._ready.get(db.dialect.name) or self._prepare(db.dialect)
        if db.dialect.name == "sqlite":
            return _run_on_sqlite(db, ready.sql, [value for _, value in ready.bound(row)])
        done = db.exec_driver_sql(ready.sql, dict(ready.bound(row)))
        return done.scalar() if done.returns_rows else None

    def _prepare(self, dialect: Dialect) -> "_Ready":
        statement = self._make(dialect.name)
        compiled = statement.compile(dialect=dialect, column_keys=self._columns)
        assert isinstance(compiled, SQLCompiler)
        convert = {
            name: bound.type.dialect_impl(dialect).bind_processor(dialect)
            for bound, name in compiled.bind_names.items()
        }
        said = {
            name: bound.value for bound, name in compiled.bind_names.items() if not bound.required
        }
        places = [(name, convert[name]) for name in compiled.positiontup or convert]
        ready = self._ready[dialect.name] = _Ready(str(compiled), said, tuple(places))
        return ready


@dataclass(frozen=True, slots=True)
class _Ready:
    """A statement as the driver takes it."""

    sql: str
    said: Values  # by the statement itself
    places: tuple[tuple[str, Convert | None], ...]  # of all values, in order

    def bound(self, row: Values) -> Iterator[tuple[str, Any]]:
        values = {**self.said, **row}
        for name, convert in self.places:
            yield name, convert(values[name]) if convert else values[name]


def _run_on_sqlite(db: Connection, sql: str, values: list[Any]) -> Any:
    connection: Any = db.connection.dbapi_connection
    try:
        rows = connection.execute(sql, values).fetchall()
    except sqlite3.Error as error:
        raise _as_of_sqlalchemy(error, sql) from error
    return rows[0][0] if rows else None


def _as_of_sqlalchemy(error: sqlite3.Error, sql: str) -> exc.DBAPIError:
    """The same error by its other name: both have those of PEP 249."""
    kind: type[exc.DBAPIError] = getattr(exc, type(error).__name__, exc.DBAPIError)
    return kind(sql, None, error)
