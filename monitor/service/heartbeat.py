"""The alarm's own alarm: a daily line to operations, and a URL that is called while all is well.

Whoever waits for the call, such as a dead man's switch, misses it when this process is gone;
whoever reads the line misses it when the door to Slack is.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import aiohttp
import structlog
from sqlalchemy import Connection

from alerts.calendar import due_day, is_new_day
from monitor.errors import StorageError
from monitor.model import DailyAt, Notice, SourceCondition
from monitor.status import Status
from monitor.storage import held, outbox, tally
from monitor.storage.store import Store
from monitor.storage.tally import Tally

log = structlog.get_logger()

LOOK_EVERY = 20.0
"""Seconds between two looks at the clock."""
CALL_EVERY = timedelta(minutes=5)
CALL_WITHIN = 10.0
"""Seconds for a call."""
DAY = timedelta(days=1)
NAMED = 8
"""Sources that are named; of more, it says how many."""

NAME = "heartbeat"
_WELL = frozenset({
    SourceCondition.OK, SourceCondition.UNCHANGED, SourceCondition.EMPTY, SourceCondition.NEW,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pulse:
    """How everything is, and what was done in a day."""

    status: Status
    tally: Tally


class Heartbeat:
    """Says that all is well, or what is not, until cancelled."""

    def __init__(
        self,
        store: Store,
        *,
        settings: Callable[[], DailyAt | None],
        status: Callable[[], Awaitable[Status]],
        rung: Callable[[], None],
        now: Callable[[], datetime],
        also: Callable[[], str] = lambda: "",
    ) -> None:
        """`also` says what else is wrong, if anything."""
        self._store = store
        self._also = also
        self._settings = settings
        self._status = status
        self._rung = rung
        self._now = now
        self._call_at = now()

    async def run(self) -> None:
        async with aiohttp.ClientSession(trust_env=True) as session:
            while True:
                await asyncio.sleep(LOOK_EVERY)
                with suppress(StorageError):  # the store tells that itself
                    await self.beat(session)

    async def beat(self, session: aiohttp.ClientSession) -> None:
        """Tell what is due, call if it is time and all is well."""
        daily, now = self._settings(), self._now()
        if daily is None:
            return
        if await self._store.read(lambda db: _is_due(db, daily, now=now)):
            await self._tell(daily, now=now)
        if daily.ping and not now < self._call_at <= now + CALL_EVERY:
            self._call_at = now + CALL_EVERY
            wrong = [*troubles(await self._status()), *filter(None, [self._also()])]
            if wrong:
                log.warning("heartbeat not called", because=wrong)
            else:
                await _call(session, daily.ping)

    async def _tell(self, daily: DailyAt, *, now: datetime) -> None:
        status = await self._status()

        def put(db: Connection) -> bool:
            day, last = due_day(daily, now=now), held.last_day(db, NAME)
            if not is_new_day(daily, last, now=now):
                return False  # another process was faster
            held.done(db, NAME, day)
            pulse = Pulse(status, tally.since(db, now - DAY))
            notice = heartbeat(pulse, day)
            if last is None:
                return False
            again = f"{notice.key}:{now.isoformat()}"  # after a clock that was days ahead
            return outbox.put(db, notice, key=notice.key, now=now) or (
                last < day and outbox.put(db, replace(notice, key=again), key=again, now=now)
            )

        if await self._store.write(put):
            self._rung()


def heartbeat(pulse: Pulse, day: date) -> Notice:
    """The daily line."""
    wrong = troubles(pulse.status)
    done, counts = pulse.tally, pulse.status.outbox
    lines = [
        *wrong,
        sources_line(pulse.status),
        f"In the last 24 hours {done.articles:,} articles were read, {done.matches:,} matches"
        f" found and {done.told:,} alerts told; {counts.waiting:,} wait, {counts.refused:,} were"
        " refused.",
    ]
    title = "Tocsin is awake, and needs you" if wrong else "Tocsin is awake, and all is well"
    return Notice(f"{NAME}:{day.isoformat()}", title, "\n".join(lines))


def troubles(status: Status) -> list[str]:
    """What is wrong with the monitor itself, a sentence each; a source or two may always fail."""
    enabled = [one for one in status.sources if one[1].condition is not SourceCondition.DISABLED]
    wrong = []
    if enabled and not any(state.condition in _WELL for _, state in enabled):
        wrong.append("No source answers.")
    wrong += [
        f"{lane.channel} takes no alerts: {lane.reason}." for lane in status.lanes if lane.reason
    ]
    wrong += sorted({
        f"The buttons in Slack do not work: {one.buttons}."
        for one in status.processes
        if one.buttons
    })  # fmt: skip
    if status.config_problems:
        outcome = "waits to be accepted" if status.config_held else "was refused"
        wrong.append(f"The last edit of the configuration {outcome}.")
    return wrong


def sources_line(status: Status) -> str:
    """How many sources answer, and which do not."""
    enabled = [one for one in status.sources if one[1].condition is not SourceCondition.DISABLED]
    dark = [(source, state) for source, state in enabled if state.condition not in _WELL]
    if not dark:
        return f"All {len(enabled)} sources answer."
    names = [f"{source.id} ({state.condition.value})" for source, state in dark[:NAMED]]
    more = f" and {len(dark) - NAMED} more" if len(dark) > NAMED else ""
    well = len(enabled) - len(dark)
    return f"{well} of {len(enabled)} sources answer; not {', '.join(names)}{more}."


def _is_due(db: Connection, daily: DailyAt, *, now: datetime) -> bool:
    return is_new_day(daily, held.last_day(db, NAME), now=now)


async def _call(session: aiohttp.ClientSession, url: str) -> None:
    try:
        timeout = aiohttp.ClientTimeout(total=CALL_WITHIN)
        async with session.get(url, timeout=timeout, allow_redirects=False) as answer:
            if not answer.ok:
                log.warning("heartbeat call refused", status=answer.status)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        # Its type only: such an address often is a secret.
        log.warning("heartbeat call failed", reason=type(error).__name__)
