"""The service itself: starts the parts, follows edits, and puts everything away at the end."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import structlog

from alerts.buttons import has_buttons
from alerts.deliver import Dispatcher
from alerts.outcry import cry_out
from alerts.senders import Senders, cry
from monitor.check import load_to_tell, load_to_watch
from monitor.config.environment import Secrets
from monitor.config.familiar import Familiar
from monitor.model import AlertSettings, Configuration, Manner, QueuedAlert
from monitor.service.answers import status_in_words
from monitor.service.canary import CanaryFlights
from monitor.service.clock import watch_clock
from monitor.service.disk import DiskWatch
from monitor.service.heartbeat import Heartbeat
from monitor.service.hunting import Hunting
from monitor.service.presence import Presence
from monitor.service.reload import Edits
from monitor.service.reloading import Reloading
from monitor.service.suggesting import Suggesting
from monitor.service.supervisor import Supervisor
from monitor.status import Status, read_status
from monitor.storage import outbox
from monitor.storage.holders import in_words, name_of_this_process
from monitor.storage.processes import Process, running
from monitor.storage.room import room_of
from monitor.storage.store import Store
from monitor.web.health import Health, serve_health
from monitor.web.telemetry import Telemetry

if TYPE_CHECKING:
    from alerts.switchboard import Switchboard
    from monitor.service.crawling import Crawling

log = structlog.get_logger()

LAST_WAIT = timedelta(seconds=4)
"""For another program that holds the database, once we are to end: ten are enough for all of it."""

HEAD_START = 1.0
"""Seconds for what people wait for, before what takes the processor: alerts, then first looks."""

LAST_ALERTS = 20
NEWS: tuple[Manner, ...] = ("post", "broadcast")
"""What the dashboard shows of alerts: edits and further outlets only change what was told."""

Role = Literal["all", "crawl", "deliver"]


def utc_now() -> datetime:
    return datetime.now(UTC)


class Service:
    """One process of the monitor. `run` returns once `stop` is set and everything is put away."""

    def __init__(  # noqa: PLR0913 - what a test of it does otherwise than the command line
        self,
        configuration: Configuration,
        store: Store,
        secrets: Secrets,
        *,
        environ: Mapping[str, str],
        role: Role = "all",
        senders: Senders | None = None,
        now: Callable[[], datetime] = utc_now,
        telemetry: Telemetry | None = None,
        settled: Callable[[], None] = lambda: None,
    ) -> None:
        """`settled` is called once all is loaded and the first looks are under way."""
        self._configuration = configuration
        self._store = store
        self._environ = environ
        self._now = now
        self._telemetry = telemetry or Telemetry()
        self._settled = settled
        tells, self._reads = role != "crawl", role != "deliver"
        self._dispatcher = self._open_dispatcher(secrets, senders) if tells else None
        self._crawling: Crawling | None = None  # until it is loaded
        self._is_loaded = asyncio.Event()
        self._canary = self._open_canary(secrets)
        self._heartbeat = self._open_heartbeat()
        self._disk_watch = self._open_disk_watch(secrets)
        self._hunting = self._open_hunting() if self._reads else None
        self._supervisor = Supervisor(environ)
        hears = tells and has_buttons(secrets)
        self._switchboard = self._open_switchboard(secrets) if hears else None
        self._presence = self._open_presence(role)
        self._reloading = self._open_reloading(configuration)

    def _open_dispatcher(self, secrets: Secrets, senders: Senders | None) -> Dispatcher:
        return Dispatcher(
            self._store,
            settings=lambda: self._configuration.settings.alerts,
            secrets=secrets,
            senders=senders,
            meter=self._telemetry,
        )

    def _open_crawling(self) -> "Crawling":
        from monitor.service.crawling import Crawling  # Scrapy takes half a second to load

        return Crawling(
            self._configuration, self._store, rung=self._ring, now=self._now, meter=self._telemetry
        )

    def _open_canary(self, secrets: Secrets) -> CanaryFlights:
        return CanaryFlights(
            self._store,
            configuration=lambda: self._configuration,
            rung=self._ring,
            cry=partial(cry, secrets, within=self._send_timeout),
            now=self._now,
        )

    def _open_presence(self, role: Role) -> Presence:
        me = Process(
            id=name_of_this_process(),
            role=role,
            started_at=self._now(),
            seen_at=self._now(),
            config_digest=self._configuration.digest,
            config_loaded_at=self._configuration.loaded_at,
            config_watches=len(self._configuration.watchlist.watches),
        )
        return Presence(self._store, me, rung=self._ring, now=self._now)

    def _open_reloading(self, configuration: Configuration) -> Reloading:
        load_again = load_to_tell if self._dispatcher else load_to_watch
        familiar = Familiar()

        def read(folder: Path) -> Configuration:
            now = self._now()
            edit = load_again(folder, environ=self._environ, now=now, familiar=familiar)
            if self._crawling:
                self._crawling.prepare(edit)
            return edit

        return Reloading(
            configuration,
            Edits(configuration.folder, read),
            self._store,
            self._presence,
            adopt=self._adopt,
            now=self._now,
        )

    def _open_disk_watch(self, secrets: Secrets) -> DiskWatch:
        def settings() -> AlertSettings:
            return self._configuration.settings.alerts

        return DiskWatch(
            self._store,
            measure=partial(room_of, self._configuration.settings.database),
            rung=self._ring,
            cry=partial(cry_out, secrets, settings=settings),
            now=self._now,
        )

    def _open_hunting(self) -> Hunting:
        return Hunting(
            self._store,
            configuration=lambda: self._configuration,
            rung=self._ring,
            now=self._now,
        )

    def _open_heartbeat(self) -> Heartbeat:
        return Heartbeat(
            self._store,
            settings=lambda: self._configuration.settings.alerts.heartbeat,
            status=self._status,
            rung=self._ring,
            now=self._now,
            also=lambda: self._canary.trouble,
        )

    async def run(self, stop: asyncio.Event) -> None:
        """Watch the news until `stop` is set. A fault in any part ends the process, loudly."""
        await self._warn_of_others()
        await self._presence.arrive()
        listen = self._configuration.settings.web_listen
        health = Health(self._status, self._is_ready, self._telemetry, self._last_alerts)
        web = await serve_health(health, listen) if listen else None
        try:
            await self._work(stop)
        except ExceptionGroup as faults:
            if len(faults.exceptions) > 1:
                raise
            raise faults.exceptions[0] from None
        finally:
            if web:
                await web.cleanup()
            await self._presence.leave()

    async def _work(self, stop: asyncio.Event) -> None:
        async with asyncio.TaskGroup() as parts:
            background = [
                parts.create_task(watch_clock(self._clock_jumped)),
                parts.create_task(self._presence.run()),
                parts.create_task(self._reloading.follow()),
                parts.create_task(self._reloading.hear()),
                parts.create_task(self._supervisor.feed_watchdog(self._turns)),
            ]
            parts.create_task(self._load(parts, stop))
            later = map(self._once_under_way, self._not_urgent())
            background.extend(map(parts.create_task, later))
            if self._dispatcher:
                parts.create_task(self._dispatcher.run(stop))
                background.append(parts.create_task(self._heartbeat.run()))
                background.append(parts.create_task(self._disk_watch.run()))
            if self._switchboard:
                background.append(parts.create_task(self._switchboard.run()))
            if self._reads and self._dispatcher:
                background.append(parts.create_task(self._canary.run()))
            self._supervisor.ready(self._described())
            await stop.wait()
            self._store.hurry(LAST_WAIT)
            self._supervisor.stopping()
            for task in background:
                task.cancel()

    async def _load(self, parts: asyncio.TaskGroup, stop: asyncio.Event) -> None:
        """Load and compile what reads, while what is to be told already goes out; begin with it."""
        if self._reads:
            if self._dispatcher and (await self._store.read(outbox.counts)).waiting:
                await asyncio.sleep(HEAD_START)
            self._crawling = await asyncio.to_thread(self._open_crawling)
            parts.create_task(self._crawling.run(stop))
        self._is_loaded.set()

    def _not_urgent(self) -> Iterator[Callable[[], Awaitable[None]]]:
        async def settle() -> None:
            self._settled()

        yield settle
        if self._hunting:
            yield self._hunting.run
            yield Suggesting(self._configuration.folder).run

    async def _once_under_way(self, run: Callable[[], Awaitable[None]]) -> None:
        """What nobody waits for begins when the first looks are on their way."""
        await self._is_loaded.wait()
        await asyncio.sleep(HEAD_START)
        await run()

    def _described(self) -> str:
        watches, sources = self._configuration.watchlist.watches, self._configuration.sources
        return f"Watching {len(watches)} names in {len(sources)} sources"

    async def _warn_of_others(self) -> None:
        """Two processes that crawl for one database ask every site twice; they tell once."""
        if self._presence.process.role == "deliver":
            return
        others = await self._store.read(lambda db: running(db, now=self._now()))
        for other in others:
            if other.role != "deliver":
                log.warning(
                    "another process crawls for this database",
                    process=in_words(other.id),
                    advice="end one, or run it with --role deliver",
                )

    async def _adopt(self, edit: Configuration) -> None:
        """Work by the new configuration from now on."""
        await self._is_loaded.wait()
        self._configuration = edit
        self._telemetry.configured()
        if self._crawling:
            await self._crawling.swap(edit)

    def _clock_jumped(self, by: timedelta) -> None:
        log.warning("the clock jumped", seconds=round(by.total_seconds()))
        self._telemetry.clock_jumped()
        if self._crawling:
            self._crawling.shift(by)

    def _send_timeout(self) -> timedelta:
        return self._configuration.settings.alerts.send_timeout

    def _open_switchboard(self, secrets: Secrets) -> "Switchboard":
        from alerts.switchboard import Surroundings, Switchboard

        async def status() -> str:
            return status_in_words(await self._status())

        around = Surroundings(
            configuration=lambda: self._configuration,
            status=status,
            now=self._now,
            rung=self._ring,
            trouble=self._buttons_fail,
        )
        return Switchboard(self._store, secrets, around)

    def _buttons_fail(self, why: str) -> None:
        self._presence.amend(buttons=why)

    def _ring(self) -> None:
        if self._dispatcher:
            self._dispatcher.notify()

    def _is_ready(self) -> bool:
        return self._is_loaded.is_set() and self._turns()

    def _turns(self) -> bool:
        return self._crawling is None or self._crawling.turns

    async def _status(self) -> Status:
        return await self._store.read(
            lambda db: read_status(db, self._configuration, now=self._now())
        )

    async def _last_alerts(self) -> list[QueuedAlert]:
        return await self._store.read(lambda db: outbox.alerts(db, manners=NEWS, most=LAST_ALERTS))
