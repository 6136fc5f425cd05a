"""The half of the service that reads: schedule, crawl and newsdesk, started and stopped as one."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import structlog

from monitor.errors import StorageError
from monitor.ingest import Newsdesk, open_newsdesk
from monitor.meter import UNMEASURED, Meter
from monitor.model import Configuration, Polled, Source, SourceState
from monitor.polling.interval import budgeted_pace
from monitor.service.indexing import keep_indexed
from monitor.service.keeping import keep_tidy
from monitor.service.reports import Reports
from monitor.service.schedule import Schedule
from monitor.service.visiting import Visits
from monitor.service.witnessing import Witnessing
from monitor.storage import sources
from monitor.storage.store import Store
from spiders.crawler import Crawl

log = structlog.get_logger()

FITTED_EVERY = 600.0
"""Seconds between two looks at what all sources together ask for."""


class Crawling:
    """Looks at every source when it is due, until stopped."""

    def __init__(
        self,
        configuration: Configuration,
        store: Store,
        *,
        rung: Callable[[], None],
        now: Callable[[], datetime],
        meter: Meter = UNMEASURED,
    ) -> None:
        self._configuration = configuration
        self._store = store
        self._now = now
        self._desk: Newsdesk = open_newsdesk(configuration, store, rung=rung, meter=meter)
        self._crawl = Crawl(self._desk, configuration.settings)
        self._schedule = Schedule(self._look, now=now, meter=meter)
        self._witnessing = Witnessing(store, self._crawl.fetch, now=now)
        self._visits = Visits(self._desk, self._crawl, sources=self._enabled, now=now)
        self._reports = Reports(
            store, watched=lambda: self._configuration.sources, rung=rung, now=now
        )

    async def run(self, stop: asyncio.Event) -> None:
        """Look until `stop` is set; then let the pages under way be recorded, and put all away."""
        try:
            states = await self._store.read(sources.all_states)
            await self._crawl.start()
            beside = [
                asyncio.create_task(self._visits.run()),
                asyncio.create_task(self._reports.run()),
                asyncio.create_task(self._keep_pace()),
                asyncio.create_task(keep_indexed(self._store)),
                asyncio.create_task(self._keep_tidy()),
            ]
            try:
                self._schedule.start(self._configuration.sources, states)
                await self._crawl.stay(until=stop)
            finally:
                for task in beside:
                    task.cancel()
                self._schedule.stop()
                await self._crawl.stop()
        finally:
            await self._desk.close()

    def prepare(self, configuration: Configuration) -> None:
        """Work out what an edit will need once it is swapped in. Takes seconds for a long list."""
        if configuration.digest != self._configuration.digest:
            self._desk.prepare(configuration)

    async def swap(self, configuration: Configuration) -> None:
        """Work on by an edited configuration; what is under way ends by the one it began with."""
        self._configuration = configuration
        # Compiling a long watchlist takes seconds, which the loop has not got.
        await asyncio.to_thread(self._desk.swap, configuration)
        self._schedule.replan(configuration.sources)

    def shift(self, by: timedelta) -> None:
        self._schedule.shift(by)

    @property
    def turns(self) -> bool:
        return self._schedule.turns

    def _enabled(self) -> dict[str, Source]:
        return {one.id: one for one in self._configuration.sources if one.enabled}

    async def _keep_pace(self) -> None:
        """Keep all looks together within the budget, as sources come, go, and change their ways."""
        while True:
            with suppress(StorageError):
                states = await self._store.read(sources.all_states)
                crawl = self._configuration.settings.crawl
                adaptive = [one for one in self._enabled().values() if one.every is None]
                self._desk.pace = await asyncio.to_thread(budgeted_pace, adaptive, states, crawl)
            await asyncio.sleep(FITTED_EVERY)

    async def _keep_tidy(self) -> None:
        await keep_tidy(self._store, settings=lambda: self._configuration.settings, now=self._now)

    async def _look(self, source: Source) -> SourceState:
        polled = await self._crawl.look(source)
        state = await self._desk.state(source)
        say(polled, state)
        await self._witnessing.after_look(source, state)
        return state


def say(polled: Polled, state: SourceState) -> None:
    """One line a look: what went wrong stands out, what did not change is for `--verbose`."""
    next_at = state.next_at.isoformat(timespec="seconds") if state.next_at else None
    if not state.condition.is_well:
        log.warning(
            "source failed" if state.failures else "source not well",
            source=polled.source_id,
            state=state.condition.value,
            reason=state.reason,
            next_look=next_at,
        )
    elif polled.new_entries:
        log.info("source read", source=polled.source_id, new=polled.new_entries, next_look=next_at)
    else:
        log.debug("source unchanged", source=polled.source_id, next_look=next_at)
