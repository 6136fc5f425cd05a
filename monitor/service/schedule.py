"""When each source is looked at: one job a source, set anew after each look.

APScheduler holds the jobs in memory only. They are computed from the configuration and from what
the database remembers of each source, so nothing of the schedule can be lost.
"""

import hashlib
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

from monitor.model import Source, SourceState

log = structlog.get_logger()

Look = Callable[[Source], Awaitable[SourceState]]

START_SPREAD = timedelta(milliseconds=500)
"""Between two first looks, on average: a start is no reason to call on everybody at once."""

LONGEST_WAIT = timedelta(hours=24)
"""No source waits longer, whatever the clock did while nobody was looking."""

AFTER_A_FAULT = timedelta(minutes=5)
"""Until the next look when a look ended in a fault of ours."""


class Schedule:
    """The looks that are planned. Runs on the event loop on which it is started."""

    def __init__(self, look: Look, *, now: Callable[[], datetime]) -> None:
        self._look = look
        self._now = now
        self._sources: dict[str, Source] = {}
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            # A late run replaces the ones it missed: news is fetched once, not caught up on.
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )

    def start(self, sources: Iterable[Source], states: Mapping[str, SourceState]) -> None:
        """Plan the first look at each source and begin."""
        self._scheduler.start()
        self.replan(sources, states)

    def replan(self, sources: Iterable[Source], states: Mapping[str, SourceState]) -> None:
        """Follow a changed configuration: new sources are planned, vanished ones forgotten."""
        now = self._now()
        wanted = {source.id: source for source in sources if source.enabled}
        for gone in self._sources.keys() - wanted.keys():
            self._forget(gone)
        for source in wanted.values():
            if self._sources.get(source.id) != source:
                at = first_look(source, states.get(source.id), len(wanted), now=now)
                self._plan(source, at)
        self._sources = wanted

    def shift(self, by: timedelta) -> None:
        """The wall clock jumped by that much: what was to come in a minute still does."""
        if by < timedelta(0):
            for job in self._scheduler.get_jobs():
                job.modify(next_run_time=job.next_run_time + by)
        self._scheduler.wakeup()

    def planned(self) -> dict[str, datetime]:
        """When each source is looked at next."""
        return {job.id: job.next_run_time for job in self._scheduler.get_jobs()}

    @property
    def turns(self) -> bool:
        return bool(self._scheduler.running)

    def stop(self) -> None:
        """Plan nothing more; looks under way are the crawl's to end."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def _plan(self, source: Source, at: datetime) -> None:
        self._scheduler.add_job(
            self._run, DateTrigger(at), args=[source], id=source.id, replace_existing=True
        )

    def _forget(self, source_id: str) -> None:
        if self._scheduler.get_job(source_id):
            self._scheduler.remove_job(source_id)

    async def _run(self, source: Source) -> None:
        next_at: datetime | None = None
        try:
            next_at = (await self._look(source)).next_at
        except Exception:
            log.exception("look failed", source=source.id)
        if self._sources.get(source.id) == source and self._scheduler.running:
            self._plan(source, next_at or self._now() + AFTER_A_FAULT)


def first_look(source: Source, state: SourceState | None, among: int, *, now: datetime) -> datetime:
    """When a source is first looked at after a start: when it is due, the overdue ones spread."""
    share = int.from_bytes(hashlib.sha256(source.id.encode()).digest()[:4]) / 2**32
    soonest = now + share * among * START_SPREAD
    if state is None or state.next_at is None:
        return soonest
    return min(max(state.next_at, soonest), now + LONGEST_WAIT)
