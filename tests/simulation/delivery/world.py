"""A database, a faulty Slack, clocks, and processes that die and sleep: all by one seed."""

import asyncio
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection

from alerts.deliver import Dispatcher
from alerts.terms import Patience
from monitor.config.environment import Secrets
from monitor.model import AlertSettings, Deferred, Unknown, Uptime
from monitor.storage import outbox
from monitor.storage.engine import empty
from monitor.storage.store import Store
from monitor.storage.tables import alert, cooling, daily, feedback, lane, silence, thread
from monitor.storage.tables import outbox as outbox_table
from tests.alerts.builders import NOON
from tests.alerts.delivery import SETTINGS, dead_holder, living_holder
from tests.alerts.fakes import LOST, FakeSlack, InlineStore, Line, Process, Senders, Try
from tests.alerts.virtual_time import run

SLOW = Patience(poll=timedelta(seconds=30))
"""Nobody puts anything in meanwhile, so that there is little to poll for."""

HOUR = 3600.0
LONGEST_LIFE = 8
"""Processes after which nothing may be left to tell."""
A_WHILE = 60.0
"""Seconds between two of them."""
TINY = 1e-3
"""Seconds by which sums of times may differ."""

_TABLES = (feedback, thread, cooling, silence, daily, alert, lane, outbox_table)
_EMPTIED = tuple(table.delete() for table in _TABLES)


class MemoryStore:
    """The real tables and the real questions, in memory.

    In one transaction from beginning to end: nobody else looks, and nothing is ever taken back.
    """

    def __init__(self) -> None:
        self._db = empty().connect()

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        yield self._db


AnyStore = Store | MemoryStore


@dataclass(frozen=True, slots=True)
class Plant:
    """How the processes of a life are made; a mutant is another one."""

    dispatcher: type[Dispatcher] = Dispatcher
    line: type[Line] = Line
    store: type[InlineStore] = InlineStore
    patience: Patience = SLOW
    is_one_holder: bool = False  # all processes go by one name


SOUND = Plant()


def some_try(dice: random.Random) -> Try:
    """Four of ten requests go wrong, in one of the ways in which they can."""
    if dice.random() < 0.6:
        return Try(answered_after=dice.uniform(0.01, 2))
    return dice.choice([
        Try(LOST, applied_after=None, answered_after=dice.uniform(0, 10)),
        Try(LOST, applied_after=dice.uniform(0, 9.9), answered_after=dice.uniform(0, 10)),
        Try(Deferred("ratelimited"), applied_after=None),
        Try(Deferred("service_unavailable"), applied_after=None),
        Try(Unknown("internal_error", is_over=True), applied_after=None),
        Try(Unknown("internal_error", is_over=True)),
    ])  # fmt: skip


class World:
    """What a life is lived in, by phases and to the end."""

    def __init__(
        self, store: AnyStore, seed: int, plant: Plant = SOUND, settings: AlertSettings = SETTINGS
    ) -> None:
        self.store, self.plant, self.settings = store, plant, settings
        self.dice = random.Random(seed)
        self.slack = FakeSlack(visible_after=self.dice.uniform(0, 2.9))
        self.set_by = 0.0  # seconds by which the wall's clock is ahead
        self.was_set = False
        forget(store)

    def phase(self, *, limit: float = 200) -> None:
        """One process or two at once, for so many seconds or until nothing is due or they die."""
        run(self._phase(self.dice.choice([1, 1, 2]), limit))

    def finish(self) -> None:
        """Processes that nothing happens to, until nothing is left."""
        self.slack.tries.clear()
        for _ in range(LONGEST_LIFE):
            if not self.left():
                break
            run(self._last())
        self.slack.catch_up_to_end()

    def serve(self, *, minutes: float, patience: Patience) -> None:
        """The service, that nothing happens to, for so long."""
        self.plant = replace(self.plant, patience=patience)

        async def live() -> None:
            stop, loop = asyncio.Event(), asyncio.get_running_loop()
            loop.call_later(minutes * 60, stop.set)
            await self.made(Process(), dead_holder(), "boot").run(stop)
            self.slack.lived += loop.time()

        run(live())

    async def _phase(self, most: int, limit: float) -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda *_: None)  # the dead have no last words
        loop.call_later(self.dice.choice([0, 0, self.dice.uniform(0, 20)]), self._disturb)
        mortals = [self._mortal() for _ in range(most)]
        try:
            await asyncio.gather(
                *(self._to_death(one, limit, is_alone=most == 1) for one in mortals)
            )
        finally:
            self.slack.lived += loop.time()

    async def _to_death(self, mortal: Process, limit: float, *, is_alone: bool) -> None:
        """A process, until it has nothing to do or dies; what it began ends with the loop."""
        process = self._process(mortal, is_alone=is_alone)
        drained = asyncio.create_task(process.drain(limit=limit))
        died = asyncio.create_task(mortal.death.wait())
        await asyncio.wait({drained, died}, return_when=asyncio.FIRST_COMPLETED)
        died.cancel()
        if drained.done() and not mortal.death.is_set():
            await drained

    async def _last(self) -> None:
        """One that nothing happens to."""
        await self.made(Process(), dead_holder(), "boot").drain(limit=HOUR)
        self.slack.lived += asyncio.get_running_loop().time() + A_WHILE

    def _disturb(self) -> None:
        """The clock is set, or the machine sleeps."""
        match self.dice.random():
            case chance if chance < 0.25:
                self.was_set = True
                self.set_by += self.dice.choice([-HOUR, HOUR, HOUR, 20])
            case chance if chance < 0.4:
                self.slack.lived += 3 * HOUR

    def _mortal(self) -> Process:
        return Process(
            dies_at=self.dice.choice([None, *(self.dice.randint(1, 18) for _ in range(4))]),
            naps_at=self.dice.choice([None, self.dice.randint(1, 12)]),
            nap=self.dice.choice([self.dice.uniform(2, 10), self.dice.uniform(40, 90)]),
        )

    def _process(self, process: Process, *, is_alone: bool) -> Dispatcher:
        # Of two at once none is dead as far as can be told: the lease has to run out.
        holder = dead_holder() if is_alone else living_holder()
        boot = self.dice.choice(["boot", "boot", "another"])
        return self.made(process, "everybody" if self.plant.is_one_holder else holder, boot)

    def made(self, process: Process, holder: str, boot: str) -> Dispatcher:
        line = self.plant.line(self.slack, process)
        store: Any = self.plant.store(self.store, process)
        return self.plant.dispatcher(
            store,
            settings=lambda: self.settings,
            secrets=Secrets(),
            senders=Senders(line, line),
            now=self.now,
            uptime=lambda: Uptime(boot, self.slack.time()),
            dice=self.dice.random,
            holder=holder,
            patience=self.plant.patience,
        )

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.slack.time() + self.set_by)

    def left(self) -> int:
        """Entries and alerts that are not told yet."""
        with self.store.begin() as db:
            counts = outbox.counts(db)
        return counts.waiting + counts.unknown

    def haste(self) -> list[str]:
        """Where two requests came sooner than Slack allows, if the clocks were left alone."""
        if self.was_set:
            return []
        pace = self.plant.patience.pace.total_seconds() - TINY
        return [
            f"{channel}: {later - earlier:.3f} s between two"
            for channel, sent in self.slack.sent_at.items()
            for earlier, later in pairwise(sent)
            if later - earlier < pace
        ]


def forget(store: AnyStore) -> None:
    """Leave nothing of the life before."""
    with store.begin() as db:
        for emptied in _EMPTIED:
            db.execute(emptied)
