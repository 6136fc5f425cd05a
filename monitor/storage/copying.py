"""Copies an SQLite file that others work with: of one moment, and whole before it has its name."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from monitor.errors import StorageError

PAGES_AT_ONCE = 2048
"""Copied between two looks at whether to go on: 8 MiB."""
ROOM_TO_SPARE = 1.1

Report = Callable[[int, int], None]
"""How many pages are copied, of how many."""


def silently(_done: int, _all: int) -> None:
    """Report to nobody."""


def keep_copy(file: Path, to: Path) -> None:
    """Copy the database to where an earlier copy may be: that one stays until this is whole.

    Raises StorageError where there is no room for it.
    """
    room_for_copy(file, to.parent)
    part = to.with_name(f".{to.name}.part")
    try:
        remove_part(part)
        copy_sqlite(file, part)
        shutil.copymode(file, part)
        make_durable(part)
        part.replace(to)
        make_durable(to)
    except (OSError, sqlite3.Error) as error:
        raise StorageError(f"{to} cannot be written ({error}): check the disk there") from error
    finally:
        remove_part(part)


def room_for_copy(file: Path, folder: Path) -> None:
    """Raises StorageError where a copy of the SQLite file would not fit into the folder."""
    wal = file.with_name(f"{file.name}-wal")
    size = file.stat().st_size + (wal.stat().st_size if wal.exists() else 0)
    free = shutil.disk_usage(folder).free
    if free < size * ROOM_TO_SPARE:
        raise StorageError(
            f"a copy of {file} takes {size / 1e6:,.0f} MB and {folder} has {free / 1e6:,.0f} MB"
            " free: free some space there, or move the database to a larger disk"
        )


def copy_sqlite(file: Path, to: Path, report: Report = silently) -> None:
    """Copy a database as it is now, however much others write meanwhile."""
    with closing(sqlite3.connect(file)) as original, closing(sqlite3.connect(to)) as copy:
        # One long look: without it, every write of another process would begin the copy anew.
        original.execute("BEGIN")
        original.execute("SELECT count(*) FROM sqlite_master").fetchone()
        original.backup(
            copy,
            pages=PAGES_AT_ONCE,
            progress=lambda _status, left, all_: report(all_ - left, all_),
        )


def make_durable(path: Path) -> None:
    """Have the file, and its name, survive a power cut."""
    for each in (path, path.parent):
        descriptor = os.open(each, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def remove_part(part: Path) -> None:
    """Remove what was not finished, of this run or of one that was killed."""
    for ending in ("", "-wal", "-shm", "-journal"):
        part.with_name(part.name + ending).unlink(missing_ok=True)
