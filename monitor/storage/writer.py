"""The one thread through which every write goes, so that those that wait share a commit."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Engine

from monitor.errors import StorageError
from monitor.storage.trouble import explain, label

T = TypeVar("T")
Change = Callable[[Connection], T]
"""It changes the database and nothing else: where it is taken back, it may be made again."""

MOST_IN_A_COMMIT = 100


@dataclass(frozen=True, slots=True)
class _Job(Generic[T]):
    """A change that somebody wants written, and the promise to say what became of it."""

    change: Change[T]
    promise: Future[T] = field(default_factory=Future)


@dataclass(frozen=True, slots=True)
class _Failed:
    """A change that was taken back, alone."""

    error: Exception


class Writer:
    """Commits what is handed in, in order; a promise is kept only once its change is durable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._queue: SimpleQueue[_Job[Any] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._is_closed = False
        self._lock = threading.Lock()

    def submit(self, change: Change[T]) -> Future[T]:
        """Queue a change. Raises StorageError after `close`."""
        job = _Job(change)
        with self._lock:
            if self._is_closed:
                raise StorageError(f"the database {label(self._engine.url)} is closed already")
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
                self._thread.start()
            self._queue.put(job)
        return job.promise

    def close(self) -> None:
        """Write what is queued, then end."""
        with self._lock:
            self._is_closed = True
            self._queue.put(None)
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while batch := self._next_batch():
            self._write(batch)

    def _next_batch(self) -> list[_Job[Any]]:
        """All that waits, up to a commit's worth; empty once we are closed."""
        batch: list[_Job[Any]] = []
        while not batch or (len(batch) < MOST_IN_A_COMMIT and not self._queue.empty()):
            job = self._queue.get()
            if job is None:
                self._queue.put(None)  # for the next call
                break
            if job.promise.set_running_or_notify_cancel():
                batch.append(job)
        return batch

    def _write(self, batch: Sequence[_Job[Any]]) -> None:
        try:
            with self._engine.begin() as db:
                results = _attempt_all(db, batch)
        except Exception as error:  # noqa: BLE001 - every caller gets it
            for job in batch:
                job.promise.set_exception(self._told(error))
            return
        for job, result in zip(batch, results, strict=True):
            if isinstance(result, _Failed):
                job.promise.set_exception(self._told(result.error))
            else:
                job.promise.set_result(result)

    def _told(self, error: Exception) -> Exception:
        told = explain(error, self._engine.url)
        if told is not error:
            told.__cause__ = error
        return told


def _attempt_all(db: Connection, batch: Sequence[_Job[Any]]) -> list[Any]:
    """What each change returns, or how it failed.

    Nearly always all go well: a savepoint for each costs as much as a write, so there is one, and
    only after an error one for each.
    """
    together = _attempt(db, lambda db: [job.change(db) for job in batch])
    if not isinstance(together, _Failed):
        return together
    return [together] if len(batch) == 1 else [_attempt(db, job.change) for job in batch]


def _attempt(db: Connection, change: Change[T]) -> T | _Failed:
    """The change in a savepoint of its own; an error takes back this change and no other."""
    savepoint = db.begin_nested()
    try:
        result = change(db)
        savepoint.commit()
        return result
    except Exception as error:
        if not _can_go_on(db):
            raise
        savepoint.rollback()
        return _Failed(error)


def _can_go_on(db: Connection) -> bool:
    """Whether the transaction outlived an error: a full disk or a lost connection may end it."""
    if db.closed or db.invalidated:
        return False
    connection: Any = db.connection.dbapi_connection
    if db.dialect.name == "sqlite":
        return bool(connection.in_transaction)
    # PostgreSQL calls a transaction with an error INERROR until it is back at its savepoint.
    return connection.info.transaction_status.name in {"INTRANS", "INERROR"}
