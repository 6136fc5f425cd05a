"""Sees to it that one service at a time works with an SQLite file: a second one is refused.

The lock is the system's, so that it ends with its process however that ends, and holds between
containers that share the folder too, where a process id says nothing.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from monitor.errors import StorageError
from monitor.storage.engine import connect, sqlite_file
from monitor.storage.holders import in_words, name_of_this_process
from monitor.storage.store import PATIENCE
from monitor.storage.trouble import label

WORK = {"all": ("crawl", "deliver"), "crawl": ("crawl",), "deliver": ("deliver",)}
"""The work of each role: two processes share a file where they share none of it."""

LONGEST_NAME = 400
"""Bytes of a lock's file that are read."""


@contextmanager
def sole_service(url: str, role: str) -> Iterator[None]:
    """Do the work of the role alone, as long as the block lasts; a server lets others do so too.

    Raises StorageError, with the name of the process that is at it.
    """
    address = connect(url, patience=PATIENCE).url
    file = sqlite_file(address)
    with ExitStack() as locks:
        for work in WORK[role] if file and _can_be_made(file.parent) else ():
            assert file
            lock = file.with_name(f"{file.name}.{work}.lock")
            if (holder := locks.enter_context(_locked(lock))) is not None:
                raise StorageError(
                    f"{holder} works with the database {label(address)} already (it is there to"
                    f" {work}): end it first, or name another database"
                )
        yield


@contextmanager
def _locked(file: Path) -> Iterator[str | None]:
    """Hold the lock, with our name in it. The holder's name where it is another's."""
    with os.fdopen(_opened(file), "r+b", buffering=0) as lock:
        try:
            fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            yield _read(lock.read(LONGEST_NAME))
            return
        with suppress(OSError):  # the disk is full: the lock holds without our name, too
            lock.truncate(0)
            lock.write(name_of_this_process().encode(errors="replace"))
        yield None


def _opened(file: Path) -> int:
    """A file descriptor of the lock, made if need be. Raises StorageError."""
    try:
        return os.open(file, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise StorageError(
            f"{file} cannot be written ({error.strerror}): a service keeps it beside its database;"
            " check who owns the folder, and whether its disk is full"
        ) from error


def _read(name: bytes) -> str:
    holder = name.decode(errors="replace")
    return in_words(holder) if holder.count("|") > 1 else "another process"


def _can_be_made(folder: Path) -> bool:
    """Where it cannot, opening the database says why."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)
