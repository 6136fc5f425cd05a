"""The careful tier in processes of its own: never on the loop, and never longer than its limit.

A worker is started by the first page, killed over a page that takes too long, and replaced by the
next one. It ends with its parent, however that ends: its pipe is closed then.
"""

import asyncio
import multiprocessing
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.connection import Connection
from queue import SimpleQueue

from monitor.errors import ExtractionError
from monitor.extraction.pages import prepare, read_again, read_page
from monitor.model import Article, FeedEntry, Page, Tier

_START_LIMIT = timedelta(seconds=60)  # imports, on a machine that is busy
_PAGES_PER_WORKER = 2000  # then a fresh one: parsers and their caches only grow
_spawn = multiprocessing.get_context("spawn")


class CarefulPool:
    """Reads pages by the careful tier in `workers` processes; further pages wait their turn."""

    def __init__(self, *, limit: timedelta = timedelta(seconds=10), workers: int = 1) -> None:
        self.limit = limit
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="careful")
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        self._workers: list[_Worker] = []
        for _ in range(workers):
            worker = _Worker()
            self._workers.append(worker)
            self._idle.put(worker)

    async def read(
        self, page: Page, entry: FeedEntry | None = None, *, quick: Article | None = None
    ) -> Article:
        """The article on a page, sooner for who has its quick reading.

        Raises ExtractionError, and TimeoutError beyond the limit.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._read, _Task(page, entry, quick))

    async def close(self) -> None:
        """End the workers, whatever they are at; what is not read by now is an ExtractionError."""
        for worker in self._workers:
            worker.close()
        await asyncio.to_thread(self._finish)

    def _finish(self) -> None:
        self._threads.shutdown()
        for worker in self._workers:
            worker.discard()

    def _read(self, task: "_Task") -> Article:
        worker = self._idle.get()
        try:
            return worker.read(task, limit=self.limit)
        finally:
            self._idle.put(worker)


@dataclass(frozen=True, slots=True)
class _Task:
    """A page, with what is known of its article."""

    page: Page
    entry: FeedEntry | None
    quick: Article | None

    def article(self) -> Article:
        if self.quick:
            return read_again(self.page, self.quick)
        return read_page(self.page, tier=Tier.CAREFUL, entry=self.entry)


class _Worker:
    """One process that reads one page after the other; there is none until it is needed."""

    def __init__(self) -> None:
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None
        self._pages = 0
        self._closed = False
        self._changing = threading.Lock()  # closed by one thread while another starts it

    def read(self, task: _Task, *, limit: timedelta) -> Article:
        try:
            pipe = self._running() or self._start()
            pipe.send(task)
            answer = self._answer(pipe, limit)
        except TimeoutError:
            self.discard()
            raise
        except (EOFError, OSError) as error:
            self.discard()
            raise ExtractionError("no article: the extractor crashed on this page") from error
        self._pages += 1
        if self._pages >= _PAGES_PER_WORKER:
            self.discard()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _running(self) -> Connection | None:
        return self._pipe if self._process and self._process.is_alive() else None

    def _start(self) -> Connection:
        self.discard()
        with self._changing:
            if self._closed:
                raise ExtractionError("no article: the extractor is closed")
            ours, theirs = _spawn.Pipe()
            process = _spawn.Process(target=_serve, args=(theirs,), name="careful", daemon=True)
            process.start()
            theirs.close()
            self._process, self._pipe, self._pages = process, ours, 0
        self._answer(ours, _START_LIMIT)
        return ours

    @staticmethod
    def _answer(pipe: Connection, limit: timedelta) -> Article | Exception:
        if not pipe.poll(limit.total_seconds()):
            raise TimeoutError(f"careful reading took longer than {limit.total_seconds():g} s")
        answer: Article | Exception = pipe.recv()
        return answer

    def close(self) -> None:
        """Kill the process; the thread that reads from it finds its pipe at an end."""
        with self._changing:
            self._closed = True
            if self._process is not None:
                self._process.kill()

    def discard(self) -> None:
        """End the process; the next page gets a new one."""
        with self._changing:
            process, pipe, self._process, self._pipe = self._process, self._pipe, None, None
        if process is not None and pipe is not None:
            process.kill()
            process.join()
            pipe.close()


def _serve(pipe: Connection) -> None:
    """What a worker does: answer every page with its article, or with the error, until the end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all; our parent ends us
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    prepare(Tier.CAREFUL)
    pipe.send(None)
    while True:
        try:
            task: _Task = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            pipe.send(task.article())
        except ExtractionError as error:
            pipe.send(error)
