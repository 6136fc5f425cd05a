"""The canary: an invented article with an invented name, sent the whole way on a schedule.

It is published on this machine, fetched, matched, stored and told like any other, by a crawl and a
watchlist of its own: the address that it is fetched from is open to nobody else. What does not come
back in time is reported by every other door there is.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.utils import format_datetime

import structlog
from aiohttp import web
from sqlalchemy import Connection

from monitor.errors import StorageError
from monitor.ingest import open_newsdesk
from monitor.model import (
    CANARY,
    Canary,
    Configuration,
    Form,
    Notice,
    Severity,
    Source,
    Watch,
    Watchlist,
)
from monitor.storage import canaries, outbox
from monitor.storage.store import Store
from monitor.storage.stories import story_id

log = structlog.get_logger()

LOOK_EVERY = 20.0
"""Seconds between two looks at the clock."""
BACK_WITHIN = timedelta(minutes=5)
"""From its publication until it must have been told."""
ASK_EVERY = 1.0
"""Seconds between two looks whether it was."""
_SYLLABLES = [f"{consonant}{vowel}" for consonant in "bdfklmnprstvz" for vowel in "aeiou"]


@dataclass(frozen=True, slots=True)
class Bird:
    """One invented article."""

    name: str  # in no language, and never the same
    hatched_at: datetime


class CanaryFlights:
    """Lets canaries fly when they are due, until cancelled."""

    def __init__(
        self,
        store: Store,
        *,
        configuration: Callable[[], Configuration],
        rung: Callable[[], None],
        cry: Callable[[str], Awaitable[None]],
        now: Callable[[], datetime],
        back_within: timedelta = BACK_WITHIN,
    ) -> None:
        """`cry` says a sentence through the doors that need neither database nor bot token."""
        self._store = store
        self._configuration = configuration
        self._rung = rung
        self._cry = cry
        self._now = now
        self._back_within = back_within
        self._next_at = now()
        self.trouble = ""  # why the last one did not come back

    async def run(self) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY)
            settings, now = self._configuration().settings.alerts.canary, self._now()
            if settings is None:
                self.trouble = ""
            elif not now < self._next_at <= now + settings.every:
                self._next_at = now + settings.every
                await self.fly(settings)

    async def fly(self, settings: Canary) -> bool:
        """Let one fly. Whether it came back in time; if not, everybody hears of it."""
        bird = Bird(_invented_name(), self._now())
        try:
            wrong = await self._flown(bird, settings)
        except StorageError as error:
            wrong = f"the database failed: {error}"
        except Exception as error:
            log.exception("canary lost")
            wrong = f"a fault of ours: {type(error).__name__}"
        was_well, self.trouble = not self.trouble, wrong
        if wrong:
            await self._report(wrong)
        elif was_well:
            log.info("canary back", name=bird.name)
        else:
            await self._tell("The canary is back", "The whole path works again.")
        return not wrong

    async def _flown(self, bird: Bird, settings: Canary) -> str:
        """Publish it, look at it, wait for it. What went wrong, if anything."""
        site = web.AppRunner(_site(bird), access_log=None)
        await site.setup()
        try:
            await web.TCPSite(site, "127.0.0.1", 0).start()
            host, port = site.addresses[0][:2]
            source = Source(CANARY, f"http://{host}:{port}/feed", name="Canary")
            said = await self._looked_at(source, bird, settings)
            url = f"http://{host}:{port}/{_slug(bird)}"
            key = f"story:{story_id(url)}:{settings.channel}"
            wrong = said or await self._waited_for(key, settings)
            with suppress(StorageError):
                await self._store.write(canaries.forget)
            return wrong
        finally:
            await site.cleanup()

    async def _looked_at(self, source: Source, bird: Bird, settings: Canary) -> str:
        configuration = _only(source, bird, settings, self._configuration())
        from spiders.crawler import Crawl  # takes half a second to load, and few let it fly

        desk = open_newsdesk(configuration, self._store, rung=self._rung)
        crawl = Crawl(desk, configuration.settings)
        try:
            await crawl.start()
            polled = await crawl.look(source)
            return "" if polled.new_entries else f"it was not read: {polled.reason or 'no entry'}"
        finally:
            await crawl.stop()
            await desk.close()

    async def _waited_for(self, key: str, settings: Canary) -> str:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._back_within.total_seconds()
        while (state := await self._store.read(lambda db: canaries.state_of(db, key))) != "told":
            if loop.time() > deadline:
                if state is None:
                    return "it was read, and its name was not found"
                return f"its alert for {settings.channel} is still {state}"
            await asyncio.sleep(ASK_EVERY)
        return ""

    async def _report(self, wrong: str) -> None:
        log.error("canary did not come back", reason=wrong)
        title = "The canary did not come back"
        await self._tell(title, f"An article that should have rung did not: {wrong}.")
        await self._cry(f"{title}: {wrong}.")

    async def _tell(self, title: str, text: str) -> None:
        notice = Notice(f"canary:{self._now().isoformat()}", title, text)

        def put(db: Connection) -> None:
            outbox.put(db, notice, key=notice.key, now=self._now())

        with suppress(StorageError):  # the store tells that itself
            await self._store.write(put)
            self._rung()


def _invented_name() -> str:
    """Three words that stand in no text."""
    words = ("".join(secrets.choice(_SYLLABLES) for _ in range(4)).title() for _ in range(3))
    return " ".join(words)


def _slug(bird: Bird) -> str:
    return bird.name.casefold().replace(" ", "-")


def _only(
    source: Source, bird: Bird, settings: Canary, configuration: Configuration
) -> Configuration:
    """The configuration with this one source and this one watch, and a way to the source."""
    watch = Watch(
        CANARY,
        "Canary",
        (Form(bird.name, "name"),),
        severity=Severity.LOW,
        channel=settings.channel,
    )
    before = configuration.settings
    return replace(
        configuration,
        sources=(source,),
        watchlist=Watchlist((watch,), builtin_decoys=False),
        settings=replace(
            before,
            crawl=replace(before.crawl, allow_networks=("127.0.0.1/32",), delay=timedelta(0)),
            alerts=replace(before.alerts, story_window=timedelta(0)),
        ),
    )


def _site(bird: Bird) -> web.Application:
    """A feed with one entry, and its page."""
    at = f"{bird.hatched_at:%H:%M} UTC"
    title = f"Canary of {at}: the alarm works"
    page = (
        f'<!doctype html><html lang="en"><head><title>{title}</title></head><body><article>'
        f"<h1>{title}</h1><p>This article was invented at {at} to try the whole path. The name that"
        f" it was watched for is {bird.name}, and nobody bears it.</p><p>It was published on the"
        " machine that reads the news, fetched like any other page, matched, stored, and told."
        " Where it does not arrive, something on the way is broken.</p></article></body></html>"
    )

    async def feed(request: web.Request) -> web.Response:
        date = format_datetime(bird.hatched_at)
        url = f"http://{request.host}/{_slug(bird)}"
        item = f"<item><title>{title}</title><link>{url}</link><pubDate>{date}</pubDate></item>"
        body = f'<rss version="2.0"><channel><title>Canary</title>{item}</channel></rss>'
        return web.Response(text=body, content_type="application/rss+xml")

    async def article(_request: web.Request) -> web.Response:
        return web.Response(text=page, content_type="text/html")

    app = web.Application()
    app.add_routes([web.get("/feed", feed), web.get(f"/{_slug(bird)}", article)])
    return app
