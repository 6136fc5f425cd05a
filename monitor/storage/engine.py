"""Connects to the database that a URL names, set up for a monitor that must not forget."""

import sqlite3
import time
from datetime import timedelta
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import StaticPool

from monitor.errors import StorageError
from monitor.storage.dialects import storable_json
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

_POSTGRESQL = {
    "connect_timeout": 10,  # seconds
    "keepalives_idle": 30,  # seconds
    "tcp_user_timeout": 30_000,  # milliseconds: a dead network is an error, not a wait for ever
}


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
    engine = create_engine("sqlite://", poolclass=StaticPool)
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
    return engine


def _set_up(connection: sqlite3.Connection, patience: timedelta) -> None:
    _use_wal(connection, patience)
    connection.execute("PRAGMA synchronous=FULL")  # what was committed survives a power cut
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA cache_size=-65536")  # KiB
    connection.execute("PRAGMA temp_store=MEMORY")


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
            is_held = error.sqlite_errorcode == sqlite3.SQLITE_BUSY
            if not is_held or time.monotonic() > give_up_at:
                raise
        time.sleep(_PAUSE)


def _begin(db: Connection) -> None:
    # A transaction that reads first and writes later cannot wait for its turn: SQLite refuses it
    # at once if another wrote in between. So a writer takes its turn at the beginning.
    # https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#pysqlite-serializable
    reads_only = db.get_execution_options().get("reads_only", False)
    db.exec_driver_sql(f"PRAGMA query_only={int(reads_only)}")
    db.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")
