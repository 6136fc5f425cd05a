"""What the monitor remembers: opened once, written by one thread, read by a few."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from types import TracebackType
from typing import Self, TypeVar

from sqlalchemy import URL, Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from monitor.errors import StorageError
from monitor.meter import UNMEASURED, Meter
from monitor.storage.engine import READERS, connect, empty, reading, sqlite_file
from monitor.storage.migrate import is_made, upgrade
from monitor.storage.outage import Outage
from monitor.storage.trouble import explained, label
from monitor.storage.writer import Change, Writer

T = TypeVar("T")

PATIENCE = timedelta(seconds=10)
"""How long a write waits for another process that holds an SQLite database."""

MOST_WAITING = 1000
"""Writes under way at a time; who comes later waits for a place."""


def open_store(url: str, *, patience: timedelta = PATIENCE, meter: Meter = UNMEASURED) -> "Store":
    """Open the database, made where there is none and upgraded where it is older.

    `sqlite:///relative.db`, `sqlite:////absolute.db`, `postgresql://...`. Raises StorageError: one
    sentence that says which database it is (without its password), what is wrong and what to do.
    """
    engine = connect(url, patience=patience)
    try:
        _make_folder(engine.url)
        with explained(engine.url):
            upgrade(engine)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine, meter)


@contextmanager
def look_into(url: str) -> Iterator[Connection]:
    """The database as it is, to ask questions of, without making, upgrading or writing anything.

    An empty one in memory where there is none yet. Raises StorageError, as `open_store` does, and
    where the schema is of another version.
    """
    with looks_into(url) as look, look() as db:
        yield db


@contextmanager
def looks_into(url: str) -> Iterator[Callable[[], AbstractContextManager[Connection]]]:
    """The same for many looks, each a transaction of its own: a long one would hold up SQLite's
    housekeeping.
    """
    engine = connect(url, patience=PATIENCE)
    try:
        with explained(engine.url):
            if not is_made(engine):
                engine.dispose()
                engine = empty()
            yield reading(engine).begin
    finally:
        engine.dispose()


def _make_folder(url: URL) -> None:
    file = sqlite_file(url)
    if file is None:
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            f"the database {label(url)} cannot be made, because its folder cannot"
            f" ({error.strerror}): check the path and its permissions"
        ) from error


def _inode(url: URL) -> int | None:
    """Which file an SQLite database's name leads to; None where no such file can be seen."""
    file = sqlite_file(url)
    try:
        return file.stat().st_ino if file else None
    except OSError:
        return None


class Store:
    """The open database. `write` returns once its change is durable; `read` sees what is."""

    def __init__(self, engine: Engine, meter: Meter = UNMEASURED) -> None:
        self._engine = engine
        self._reading = reading(engine)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._writer = Writer(engine)
        self._meter = meter
        self._room = asyncio.Semaphore(MOST_WAITING)
        self._outage = Outage(self.label)
        self._inode = _inode(engine.url)

    @property
    def label(self) -> str:
        """The database's address for people, without its password."""
        return label(self._engine.url)

    async def write(self, change: Change[T]) -> T:
        """What the change returns, once it is durable; an error of its own takes back it alone.

        The change runs in another thread. Raises what the change raised, or StorageError where the
        database failed: then nothing of it was written, unless the connection was lost just while
        it was confirmed, so that a second try must be harmless.
        """
        with self._meter.asking("write"):
            async with self._room:
                return await self._heard(asyncio.wrap_future(self._writer.submit(change)))

    async def read(self, question: Callable[[Connection], T]) -> T:
        """The answer to a question that changes nothing, asked in another thread."""
        loop = asyncio.get_running_loop()
        with self._meter.asking("read"):
            return await self._heard(loop.run_in_executor(self._readers, self._answer, question))

    @property
    def failure(self) -> str:
        """Why the database fails at the moment; nothing while it works."""
        return self._outage.reason

    def insist_on_file(self) -> None:
        """Raises StorageError where the file was deleted or replaced, and we write into nothing."""
        if self._inode == _inode(self._engine.url):
            return
        raise StorageError(
            f"the database {self.label} was deleted or replaced while in use: what is written now"
            " is lost. Put the file back if you have it, and start again"
        )

    async def _heard(self, answer: Awaitable[T]) -> T:
        """The answer; that the database fails, or works again, is told on the way."""
        try:
            answered = await answer
        except StorageError as error:
            self._outage.failed(error)
            raise
        self._outage.worked()
        return answered

    def _answer(self, question: Callable[[Connection], T]) -> T:
        with explained(self._engine.url), self._reading.begin() as db:
            return question(db)

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """One transaction in this thread, for commands and tests. Commits at its end."""
        with explained(self._engine.url), self._engine.begin() as db:
            yield db

    def hurry(self, span: timedelta) -> None:
        """Soon we are to end: from then on wait for no other process that writes."""
        patience = self._engine.get_execution_options().get("patience")
        if patience:
            patience.over_in(span)

    async def close(self) -> None:
        """Write what is queued, then let go of the database."""
        await asyncio.to_thread(self.shut)

    def shut(self) -> None:
        """`close`, for who has no event loop."""
        self._writer.close()
        self._readers.shutdown()
        self._optimize()
        self._engine.dispose()

    def _optimize(self) -> None:
        """Let SQLite refresh what it knows of the tables, where it finds that worth while."""
        if self._engine.dialect.name != "sqlite":
            return
        try:
            with self._engine.connect() as db:
                db.exec_driver_sql("PRAGMA optimize")
                db.commit()
        except SQLAlchemyError:
            return  # a courtesy: the database may be read-only, full or held by others by now

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.shut()
