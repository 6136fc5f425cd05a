"""Copies a database while others work with it: whole, looked through, and under its name at last.

A copy knows that it is one, so that a service that is started on it does not tell again what was
told after it was made.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL

from monitor.errors import StorageError, UsageError
from monitor.storage.copying import (
    Report,
    copy_sqlite,
    make_durable,
    remove_part,
    room_for_copy,
    silently,
)
from monitor.storage.engine import connect, sqlite_file
from monitor.storage.migrate import is_made
from monitor.storage.past import as_copy, mark_copied
from monitor.storage.store import PATIENCE
from monitor.storage.trouble import explained, label


def back_up(url: str, to: Path, *, now: datetime, report: Report = silently) -> int:
    """Copy the database into a new file. Its size in bytes.

    Raises UsageError where the file cannot be a new one, StorageError where the database cannot be
    copied; then no file of that name is there.
    """
    _refuse(to)
    engine = connect(url, patience=PATIENCE)
    try:
        with explained(engine.url), _part_of(to) as part:
            if not is_made(engine):
                raise StorageError(f"there is no database {label(engine.url)} to copy yet")
            if file := sqlite_file(engine.url):
                _copy_file(file, part, report)
                _mark(part, now)
                _look_through(part)
            else:
                with as_copy(engine, now=now):
                    _dump(engine.url, part)
    finally:
        engine.dispose()
    return to.stat().st_size


def _refuse(to: Path) -> None:
    if to.exists() or to.is_symlink():
        raise UsageError(f"{to} is there already: name a new file, or delete that one first")
    if not to.parent.is_dir():
        raise UsageError(f"there is no folder {to.parent}: make it, or name a file elsewhere")


@contextmanager
def _part_of(to: Path) -> Iterator[Path]:
    """A file beside it, which gets the name once it is whole."""
    part = to.with_name(f".{to.name}.part")
    try:
        remove_part(part)  # of a copy that was killed
        yield part
        make_durable(part)
        _refuse(to)
        part.rename(to)
        make_durable(to)
    except (OSError, sqlite3.Error) as error:
        raise StorageError(f"{to} cannot be written ({error}): check the disk there") from error
    finally:
        remove_part(part)


def _copy_file(file: Path, part: Path, report: Report) -> None:
    room_for_copy(file, part.parent)
    copy_sqlite(file, part, report)
    shutil.copymode(file, part)


def _mark(part: Path, now: datetime) -> None:
    engine = connect(f"sqlite:///{part}", patience=PATIENCE)
    try:
        with engine.begin() as db:
            mark_copied(db, now=now)
    finally:
        engine.dispose()


def _look_through(part: Path) -> None:
    with closing(sqlite3.connect(part)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        found = [row[0] for row in copy.execute("PRAGMA integrity_check(3)")]
    if found != ["ok"]:
        raise StorageError(
            f"the copy is damaged, and so the database probably is ({'; '.join(found)}): put an"
            " earlier copy in its place"
        )


def _dump(url: URL, part: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise StorageError(
            f"the database {label(url)} is copied by PostgreSQL's pg_dump, which is not installed"
            " here: install PostgreSQL's client programs, or use the backups of your server"
        )
    environ = {**os.environ, "PGPASSWORD": url.password or os.environ.get("PGPASSWORD", "")}
    address = url.set(drivername="postgresql", password=None).render_as_string()
    command = [program, "--format=custom", f"--file={part}", f"--dbname={address}"]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    if done.returncode:
        raise StorageError(f"pg_dump copied nothing of {label(url)}: {done.stderr.strip()}")
