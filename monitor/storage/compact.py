"""Gives the space of what was deleted back to the disk, and keeps texts in less of it."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from monitor.errors import StorageError, WorldError
from monitor.storage.archive import last_id
from monitor.storage.copying import room_for_copy
from monitor.storage.engine import connect, reading, sqlite_file
from monitor.storage.holders import in_words
from monitor.storage.packing import train
from monitor.storage.processes import running
from monitor.storage.store import PATIENCE
from monitor.storage.texts import adopt, pack, samples
from monitor.storage.trouble import explained, label

PACKED_AT_ONCE = 5_000
"""Articles of one transaction."""


def compact(url: str, *, now: datetime) -> None:
    """Write the database anew without its gaps. Raises WorldError while a service runs on it."""
    engine = connect(url, patience=PATIENCE)
    try:
        with explained(engine.url):
            _refuse_beside_a_service(engine, now)
            if file := sqlite_file(engine.url):
                room_for_copy(file, file.parent)
                _pack_texts(engine, now)
                _vacuum_file(file)
            else:
                _vacuum_tables(engine)
    finally:
        engine.dispose()


def _refuse_beside_a_service(engine: Engine, now: datetime) -> None:
    with reading(engine).begin() as db:
        for one in running(db, now=now):
            raise WorldError(
                f"{in_words(one.id)} works with {label(engine.url)}, and nobody can while it is"
                " written anew: end it first, or leave out --compact"
            )


def _pack_texts(engine: Engine, now: datetime) -> None:
    """Those that came before there was a dictionary: only here do they leave no holes."""
    with engine.begin() as db:
        some = samples(db)
        if some and (made := train(some)):
            adopt(db, made, of=len(some), now=now)
    with reading(engine).begin() as db:
        last = last_id(db)
    for after in range(0, last, PACKED_AT_ONCE):
        with engine.begin() as db:
            pack(db, after=after, last=after + PACKED_AT_ONCE)


def _vacuum_file(file: Path) -> None:
    # By a connection that is not ours: those keep what is only for a while in memory.
    try:
        with closing(sqlite3.connect(file, timeout=PATIENCE.total_seconds())) as db:
            db.execute("VACUUM")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        raise StorageError(
            f"{file} keeps its size ({error}), and is as good as before: see that nothing else"
            " works with it, and that the disk has room for a second one"
        ) from error


def _vacuum_tables(engine: Engine) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.exec_driver_sql("VACUUM FULL")
