"""What means the same on SQLite and PostgreSQL: column types, an insert that knows conflicts."""

import json
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    Integer,
    Table,
    Text,
    TypeDecorator,
    func,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeEngine

# PostgreSQL keeps no NUL, and UTF-8 knows no surrogate. Each gives way to one sign, so that
# positions in the text stay right.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

# SQLite counts up only an INTEGER primary key.
Id = BigInteger().with_variant(Integer, "sqlite")


class _Moment(sqlite.DATETIME):
    """A time as SQLAlchemy has SQLite keep it, written in a fifth of the time."""

    def bind_processor(self, _dialect: Dialect) -> Callable[[datetime | None], str | None]:
        return _written


def _written(at: datetime | None) -> str | None:
    return at.replace(tzinfo=None).isoformat(" ", "microseconds") if at else None


_MOMENT: TypeEngine[datetime] = _Moment()  # type: ignore[no-untyped-call]


class Instant(TypeDecorator[datetime]):
    """An aware datetime in UTC, on SQLite too, which keeps no time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime]:
        return dialect.type_descriptor(_MOMENT if dialect.name == "sqlite" else self.impl)

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs its time zone: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """Text from outside, of any length, in which a database may refuse single characters."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


def storable(text: str) -> str:
    """The text with what a database refuses replaced, sign by sign."""
    if text.isascii() and "\x00" not in text:
        return text
    return _UNSTORABLE.sub(_REPLACEMENT, text)


def storable_json(value: Any) -> str:
    """The value as JSON, with the same replacements in its texts."""
    return _ENCODER.encode(_storable_value(value))


Insert = sqlite.Insert | postgresql.Insert


def insert(db: Connection, table: Table) -> Insert:
    """An insert with `on_conflict_do_nothing` and `on_conflict_do_update`, for this database.

    "Is it new" is asked by `on_conflict_do_nothing(...).returning(...)`: only new rows come back.
    """
    return insert_in(db.dialect.name, table)


def insert_in(dialect: str, table: Table) -> Insert:
    """The same by the dialect's name, for statements that are put together once and kept.

    To put one together takes SQLAlchemy several times as long as to execute it.
    """
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def replaced(added: Insert, *, keys: Iterable[str], names: Iterable[str]) -> Insert:
    """The insert, with these columns written over where a row with these keys is there already."""
    return added.on_conflict_do_update(
        index_elements=list(keys), set_={name: added.excluded[name] for name in names}
    )


def is_alone(db: Connection, task: int) -> bool:
    """Whether no other process is at this task; until our transaction ends, none will be.

    On SQLite that needs no asking: whoever writes is alone.
    """
    if db.dialect.name == "sqlite":
        return True
    return bool(db.execute(select(func.pg_try_advisory_xact_lock(task))).scalar_one())


def one_at_a_time(db: Connection, task: int) -> None:
    """Wait until no other process is at this task; until our transaction ends, none will be."""
    if db.dialect.name != "sqlite":
        db.execute(select(func.pg_advisory_xact_lock(task)))


def _storable_value(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(key): _storable_value(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_storable_value(inner) for inner in value]
    return value
