"""Round after round over the outbox: plan what waits, send through every lane that is due."""

import asyncio
import math
import random
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import structlog

from alerts.buttons import has_buttons
from alerts.courier import Courier
from alerts.digests import has_digests, put_digests
from alerts.planning import tell
from alerts.senders import Senders, open_senders
from alerts.terms import Patience, Terms
from monitor.config.environment import Secrets
from monitor.errors import StorageError
from monitor.meter import UNMEASURED, Meter
from monitor.model import AlertSettings, Uptime
from monitor.storage import lanes, outbox
from monitor.storage.holders import name_of_this_process, uptime
from monitor.storage.lanes import Lane
from monitor.storage.past import Past, mark_put_back, past_of
from monitor.storage.store import Store

if TYPE_CHECKING:
    from sqlalchemy import Connection

log = structlog.get_logger()

DRAIN_LIMIT = 60.0
"""Seconds that `drain` takes at most, unless it is told otherwise."""

HOPELESS = 3
"""Failures of a channel in a row after which a single pass leaves it."""

CLOCK_STEP = 2.0
"""Seconds by which the clock is set back when it is not just trimmed."""

PATIENCE = Patience()


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Dispatcher:
    """Tells what stands in the outbox. Several may work on one database."""

    def __init__(  # noqa: PLR0913 - clocks and dice are swapped where time is not real
        self,
        store: Store,
        *,
        settings: Callable[[], AlertSettings],
        secrets: Secrets,
        senders: Senders | None = None,
        now: Callable[[], datetime] = _utc_now,
        patience: Patience = PATIENCE,
        holder: str | None = None,
        dice: Callable[[], float] = random.random,
        uptime: Callable[[], Uptime] = uptime,
        meter: Meter = UNMEASURED,
    ) -> None:
        self._store = store
        self._settings = settings
        self._secrets = secrets
        self._senders = senders
        self._terms = Terms(
            holder or name_of_this_process(),
            now,
            self._send_timeout,
            dice,
            uptime,
            patience,
            meter,
            has_buttons=has_buttons(secrets),
        )
        self._poll = patience.poll.total_seconds()
        self._couriers: dict[str, asyncio.Task[None]] = {}
        self._past: Past | None = None
        self._lead = -math.inf  # of the wall's clock before the loop's, in seconds
        self._news = asyncio.Event()
        self._halt = asyncio.Event()

    def notify(self) -> None:
        """There is something new in the outbox: look at once. From the event loop's thread."""
        self._news.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Tell what there is, until stopped; a send that is under way is brought to its end."""
        self._opened()  # before the first alert has to wait for it
        bell = asyncio.create_task(self._ring_on(stop))
        try:
            while not stop.is_set():
                await self._look_round()
                await self._wait(self._poll)
        finally:
            bell.cancel()
            await self._end()

    async def drain(self, *, limit: float = DRAIN_LIMIT) -> outbox.Counts:
        """Tell what can be told within so many seconds; what is left then."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + limit
        try:
            while (left := deadline - loop.time()) > 0:
                await self._look_round()
                if not self._couriers and not await self._has_hope(left):
                    break
                await self._wait(min(self._poll, left))
        finally:
            await self._end()
        return await self._store.read(outbox.counts)

    async def _look_round(self) -> None:
        """Plan what waits; see to it that every lane that is due has its courier."""
        self._news.clear()
        self._dismiss()
        with suppress(StorageError):  # the store says it, once; another round comes
            await self._mind_the_clock()
            await self._mind_the_past()
            if await self._store.read(partial(self._has_digests, now=self._terms.now())):
                await self._store.write(self._fold)
            while await self._store.read(outbox.has_waiting):
                if await self._store.write(self._plan) == 0:
                    break  # another process is at it
            for lane in await self._due(self._terms.now()):
                if lane.channel not in self._couriers:
                    self._couriers[lane.channel] = asyncio.create_task(self._serve(lane.channel))

    async def _mind_the_clock(self) -> None:
        """Once the clock is set back, what waits for a time that was near waits no longer."""
        now = self._terms.now()
        lead = now.timestamp() - asyncio.get_running_loop().time()
        if lead < self._lead - CLOCK_STEP:
            at = now + self._terms.patience.pace
            await self._store.write(partial(lanes.hurry, at=at))
        self._lead = lead

    async def _mind_the_past(self) -> None:
        """A database that was put back does not know what was told after it was copied."""
        if self._past is None:
            now = self._terms.now()
            past = await self._store.read(past_of)
            if past.is_unmarked:
                past = await self._store.write(partial(mark_put_back, now=now))
                log.warning("a copy was put back", made_at=str(past.copied_at), so="looks first")
            self._past = past

    def _dismiss(self) -> None:
        """Forget the couriers that are done; an error of theirs is ours."""
        done = {channel: task for channel, task in self._couriers.items() if task.done()}
        for channel, task in done.items():
            del self._couriers[channel]
            task.result()

    async def _serve(self, channel: str) -> None:
        """Claim a lane, send through it, give it back."""
        # Only after a round that worked is it worth while to look again at once.
        with suppress(StorageError):
            lane = await self._store.write(partial(self._claim, channel=channel))
            if lane is None:
                return
            try:
                await self._courier(lane).run()
            finally:
                release = partial(lanes.release, channel=channel, holder=self._terms.holder)
                await self._store.write(release)
            self._news.set()

    def _courier(self, lane: Lane) -> Courier:
        sender = self._opened().for_channel(lane.channel)
        forgot = self._past.forgot(now=self._terms.now()) if self._past else None
        return Courier(self._store, lane, sender, self._terms, self._halt, forgot=forgot)

    def _plan(self, db: "Connection") -> int:
        settings, now = self._settings(), self._terms.now()
        return outbox.plan(db, partial(tell, settings=settings, now=now), now=now)

    def _fold(self, db: "Connection") -> bool:
        return put_digests(db, self._settings(), now=self._terms.now())

    def _claim(self, db: "Connection", channel: str) -> Lane | None:
        terms = self._terms
        return lanes.claim(db, channel, terms.holder, lease=terms.lease(), now=terms.now())

    def _has_digests(self, db: "Connection", now: datetime) -> bool:
        return has_digests(db, self._settings(), now=now)

    async def _due(self, at: datetime) -> list[Lane]:
        return await self._store.read(partial(lanes.due, holder=self._terms.holder, now=at))

    async def _has_hope(self, seconds: float) -> bool:
        """Whether something will be due so soon, through a channel that works."""
        soon = await self._due(self._terms.now() + timedelta(seconds=seconds))
        return any(lane.failures < HOPELESS for lane in soon)

    def _opened(self) -> Senders:
        if self._senders is None:
            self._senders = open_senders(self._secrets, timeout=self._send_timeout)
        return self._senders

    def _send_timeout(self) -> timedelta:
        return self._settings().send_timeout

    async def _wait(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._news.wait()

    async def _ring_on(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._news.set()

    async def _end(self) -> None:
        """Let every courier finish the send it is at, then close the connections."""
        self._halt.set()
        if self._couriers:
            await asyncio.wait(self._couriers.values())
        try:
            self._dismiss()
        finally:
            if self._senders is not None:
                await self._senders.close()
                self._senders = None
            self._halt.clear()
