"""Connects to the database that a URL names, set up for a monitor that must not forget."""

import sqlite3
import time
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.pool import StaticPool

from monitor.errors import StorageError
from monitor.storage.dialects import storable_json
from monitor.storage.packing import teach
from monitor.storage.schema import metadata
from monitor.storage.trouble import label

DRIVERS = {
    "sqlite": "sqlite+pysqlite",
    "sqlite+pysqlite": "sqlite+pysqlite",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
READERS = 4

_PAUSE = 0.01  # seconds
_TURN = 200  # milliseconds

_POSTGRESQL = {
    "connect_timeout": 10,  # seconds
    "keepalives_idle": 30,  # seconds
    "tcp_user_timeout": 30_000,  # milliseconds: a dead network is an error, not a wait for ever
}


@dataclass(slots=True)
class Patience:
    """How long who wants to write an SQLite file waits for another process that does."""

    span: timedelta
    _over_at: float = field(default=float("inf"))  # by the steady clock

    def over_in(self, span: timedelta) -> None:
        """From then on nobody waits any more, who waits already neither."""
        self._over_at = time.monotonic() + span.total_seconds()

    def is_over(self, since: float) -> bool:
        """Whether who waits since that time of the steady clock should give up."""
        return time.monotonic() > min(since + self.span.total_seconds(), self._over_at)


def connect(url: str, *, patience: timedelta) -> Engine:
    """An engine for the URL; `patience` is how long SQLite waits for another process's write.

    Raises StorageError where the URL names no database that we can use; opens nothing yet.
    """
    address = _address(url)
    if address.get_backend_name() == "sqlite":
        return _sqlite(address, patience)
    settings = {key: value for key, value in _POSTGRESQL.items() if key not in address.query}
    return create_engine(
        address,
        pool_pre_ping=True,
        pool_size=READERS + 1,
        connect_args=settings,
        json_serializer=storable_json,
    )


def empty() -> Engine:
    """An SQLite database with our tables and nothing in them, in memory."""
    engine = create_engine("sqlite://", poolclass=StaticPool, json_serializer=storable_json)
    event.listen(engine, "connect", lambda db, _record: teach(db))
    metadata.create_all(engine)
    return engine


def reading(engine: Engine) -> Engine:
    """The same database, for transactions that only read; nothing else gets through."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(reads_only=True)
    return engine.execution_options(postgresql_readonly=True)


def sqlite_file(url: URL) -> Path | None:
    """The file of an SQLite database; None for a server's."""
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    return Path(url.database.removeprefix("file:") if "uri" in url.query else url.database)


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise StorageError("the database's URL cannot be read: " + _WANTED) from error
    if address.drivername not in DRIVERS:
        raise StorageError(f"the database {label(address)} is of a kind we do not use: " + _WANTED)
    if address.drivername.startswith("sqlite") and address.database in {None, "", ":memory:"}:
        raise StorageError("the database sqlite:// would be forgotten at the end: name a file")
    return address.set(drivername=DRIVERS[address.drivername])


_WANTED = "write sqlite:///folder/file.db or postgresql://user:password@host/name"


def _sqlite(address: URL, patience: timedelta) -> Engine:
    engine = create_engine(
        address,
        pool_size=READERS + 1,
        json_serializer=storable_json,
        connect_args={"timeout": patience.total_seconds(), "isolation_level": None},
    )
    event.listen(engine, "connect", lambda db, _record: _set_up(db, patience))
    event.listen(engine, "begin", _begin)
    engine.update_execution_options(patience=Patience(patience))
    return engine


def _set_up(connection: sqlite3.Connection, patience: timedelta) -> None:
    _use_wal(connection, patience)
    connection.execute("PRAGMA synchronous=FULL")  # what was committed survives a power cut
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA cache_size=-65536")  # KiB
    connection.execute("PRAGMA temp_store=MEMORY")
    # Debian's SQLite writes zeros over what is deleted, another time over all of a merged index.
    connection.execute("PRAGMA secure_delete=OFF")
    teach(connection)


def _use_wal(connection: sqlite3.Connection, patience: timedelta) -> None:
    """Let readers and a writer work at the same time; the file remembers it.

    For this one switch, of a new file, SQLite does not wait for its turn itself.
    """
    give_up_at = time.monotonic() + patience.total_seconds()
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if not _is_held(error) or time.monotonic() > give_up_at:
                raise
        time.sleep(_PAUSE)


def _begin(db: Connection) -> None:
    # A transaction that reads first and writes later cannot wait for its turn: SQLite refuses it
    # at once if another wrote in between. So a writer takes its turn at the beginning.
    # https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#pysqlite-serializable
    options = db.get_execution_options()
    reads_only = options.get("reads_only", False)
    db.exec_driver_sql(f"PRAGMA query_only={int(reads_only)}")
    if reads_only:
        db.exec_driver_sql("BEGIN")
    else:
        _take_turn(db, options["patience"])


def _take_turn(db: Connection, patience: Patience) -> None:
    """Wait a little at a time, so that who is to end does not wait for another to."""
    began, connection = time.monotonic(), db.connection.dbapi_connection
    usual = round(patience.span.total_seconds() * 1000)
    _wait_for_others(connection, min(_TURN, usual))
    try:
        while True:
            try:
                db.exec_driver_sql("BEGIN IMMEDIATE")
                return
            except OperationalError as error:
                if not _is_held(error.orig) or patience.is_over(began):
                    raise
    finally:
        _wait_for_others(connection, usual)


def _wait_for_others(connection: Any, milliseconds: int) -> None:
    connection.execute(f"PRAGMA busy_timeout={milliseconds}")


def _is_held(error: BaseException | None) -> bool:
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
