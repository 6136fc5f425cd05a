"""When each source is looked at: one job a source, set anew after each look.

APScheduler holds the jobs in memory only. They are computed from the configuration and from what
the database remembers of each source, so nothing of the schedule can be lost.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

from monitor.errors import StorageError
from monitor.meter import UNMEASURED, Meter
from monitor.model import Source, SourceState

log = structlog.get_logger()

Look = Callable[[Source], Awaitable[SourceState]]

START_SPREAD = timedelta(milliseconds=200)
"""Between two looks that are overdue at a start, on average: no reason to call on all at once."""

LONGEST_WAIT = timedelta(hours=24)
"""No source waits longer, whatever the clock did while nobody was looking."""

LATE = timedelta(minutes=1)
"""A look that is due for so long and has not begun shows that the scheduler stands still."""

AFTER_A_FAULT = timedelta(minutes=1)
"""Until the next look where one ended in a fault of ours, or could not be recorded."""


class Schedule:
    """The looks that are planned. Runs on the event loop on which it is started."""

    def __init__(
        self, look: Look, *, now: Callable[[], datetime], meter: Meter = UNMEASURED
    ) -> None:
        self._look = look
        self._meter = meter
        self._now = now
        self._sources: dict[str, Source] = {}
        self._states: dict[str, SourceState] = {}
        self._looking: set[str] = set()
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            # A late run replaces the ones it missed: news is fetched once, not caught up on.
            # The next run of a job may begin while the last one is still counted as running: at
            # one instance it would be dropped, and with it all that were to follow.
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 2},
        )

    def start(self, sources: Iterable[Source], states: Mapping[str, SourceState]) -> None:
        """Plan the first look at each source, by what is remembered of it, and begin."""
        self._states = dict(states)
        self._scheduler.start()
        self.replan(sources)

    def replan(self, sources: Iterable[Source]) -> None:
        """Follow a changed configuration: new sources are planned, vanished ones forgotten.

        An edited one is looked at soon: it may have been edited because it failed.
        """
        before = self._sources
        self._sources = {source.id: source for source in sources if source.enabled}
        for gone in before.keys() - self._sources.keys():
            self._forget(gone)
        changed = [one for one in self._sources.values() if before.get(one.id) != one]
        states = {one.id: self._states.get(one.id) for one in changed if one.id not in before}
        now = self._now()
        overdue = sum(due_at(one, states.get(one.id), now=now) <= now for one in changed)
        for source in changed:
            if source.id not in self._looking:
                at = first_look(source, states.get(source.id), overdue, now=now)
                self._plan(source, at)

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
        """Whether looks begin when they are due."""
        late = self._now() - LATE
        return self._scheduler.running and all(at > late for at in self.planned().values())

    def stop(self) -> None:
        """Plan nothing more; looks under way are the crawl's to end."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def _plan(self, source: Source, at: datetime) -> None:
        self._scheduler.add_job(
            self._run, DateTrigger(at), args=[source, at], id=source.id, replace_existing=True
        )

    def _forget(self, source_id: str) -> None:
        if self._scheduler.get_job(source_id):
            self._scheduler.remove_job(source_id)

    async def _run(self, source: Source, due_at: datetime) -> None:
        if source.id in self._looking:
            return  # it was taken out and put back meanwhile; the look under way plans the next
        self._looking.add(source.id)
        self._meter.look_began(self._now() - due_at)
        try:
            next_at = await self._next_at(source)
        except asyncio.CancelledError:
            return  # we stop, and the scheduler would take that for an error
        finally:
            self._looking.discard(source.id)
        current = self._sources.get(source.id)
        if current and self._scheduler.running:
            self._plan(current, next_at if current == source else self._now())

    async def _next_at(self, source: Source) -> datetime:
        """Look at the source. Returns when to look again, whatever happened."""
        try:
            state = await self._look(source)
        except StorageError as error:
            log.debug("look not recorded", source=source.id, reason=str(error))  # the store told it
        except Exception:
            log.exception("look failed", source=source.id)
        else:
            self._states[source.id] = state
            self._meter.look_ended(state.condition)
            if state.next_at:
                return state.next_at
        return self._now() + AFTER_A_FAULT


def first_look(source: Source, state: SourceState | None, among: int, *, now: datetime) -> datetime:
    """When a source is first looked at after a start: when it is due, the overdue ones spread."""
    at = due_at(source, state, now=now)
    if at > now:
        return at
    share = int.from_bytes(hashlib.sha256(source.id.encode()).digest()[:4]) / 2**32
    return now + share * among * START_SPREAD


def due_at(source: Source, state: SourceState | None, *, now: datetime) -> datetime:
    """When a source is due; one that is new, or was given another address since, is so at once."""
    if state is None or state.next_at is None or state.url not in {None, source.url}:
        return now
    return min(state.next_at, now + LONGEST_WAIT)
