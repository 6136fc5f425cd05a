"""Beside the news of the day: imprints of what came in, and hunts for names that are new.

The hunts themselves run in a process of their own. What one found is told at its end, by one digest
for each channel that the watches ring in.
"""

import asyncio
import multiprocessing
from collections.abc import Callable, Iterator, Set
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

import structlog
from sqlalchemy import Connection

from alerts.policy import channel_of
from monitor.backtest.hunt import LASTING, Ground, pursue, still_wanted, wanted
from monitor.backtest.imprinting import TOGETHER, imprints
from monitor.errors import StorageError
from monitor.matching.imprints import version
from monitor.model import Configuration, Digest, DigestItem, Rung, Severity, Story, Watch
from monitor.storage import archive, articles, hunts, outbox
from monitor.storage.archive import Archived, Span
from monitor.storage.hunts import Hunt
from monitor.storage.store import Store
from monitor.storage.versions import Version

log = structlog.get_logger()

LOOK_EVERY = 5.0
"""Seconds between two looks for an edit of the list, and for articles without an imprint."""
PAUSE = 0.2
"""Seconds between two handfuls of articles of a long archive."""
UNDER_WAY = timedelta(seconds=20)
"""As long as pages are under way that the list before judges: a hunt begins behind them."""
LOOK_AT_HUNT = 1.0
"""Seconds between two looks whether the list that is hunted by is still the one in force."""
AFTER_A_FAULT = timedelta(minutes=10)
"""Until a hunt is tried again whose process died."""
SHOWN = 40
"""Articles in a digest, ..."""
NAMED = 3
"""... each with so many spellings of the names."""
_spawn = multiprocessing.get_context("spawn")


class Hunting:
    """Follows the list that the service works by, until cancelled."""

    def __init__(
        self,
        store: Store,
        *,
        configuration: Callable[[], Configuration],
        rung: Callable[[], None],
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._configuration = configuration
        self._rung = rung
        self._now = now
        self._followed: Configuration | None = None
        self._hunts_at: datetime | None = None  # None: at once
        self._imprinted = 0  # every article up to this one has been seen

    async def run(self) -> None:
        while True:
            is_behind = False
            with suppress(StorageError):
                await self.follow()
                is_behind = await self.imprint()
                await self.hunt()
            await asyncio.sleep(PAUSE if is_behind else LOOK_EVERY)

    async def follow(self) -> None:
        """Have hunted for what an edit brought since the service last worked by a list."""
        configuration = self._configuration()
        if configuration is self._followed:
            return
        fresh = Version(configuration.watchlist)
        await asyncio.to_thread(lambda: fresh.digest)  # of a long list it takes a second
        last = await self._store.read(hunts.list_last_run)
        forms = await asyncio.to_thread(wanted, last.watchlist, fresh.watchlist) if last else {}
        now = self._now()

        def record(db: Connection) -> None:
            if forms:
                hunts.begin(db, forms, since=now - LASTING, now=now)
            hunts.keep_list(db, fresh, now=now)

        await self._store.write(record)
        self._followed = configuration

    async def imprint(self) -> bool:
        """Make imprints of a handful of articles. Whether there may be more to do."""
        span = Span(None, after=self._imprinted)
        asked = partial(archive.without_imprint, span=span, version=version(), most=TOGETHER)
        missing = await self._store.read(asked)
        if missing:
            made = await asyncio.to_thread(imprints, missing)
            await self._store.write(partial(archive.keep_imprints, imprints=made))
            self._imprinted = missing[-1].id
        return len(missing) == TOGETHER

    async def hunt(self) -> None:
        """Go on with the oldest hunt, if it is time, and tell what it found once it is over."""
        hunt = await self._store.read(hunts.first_open)
        now, configuration = self._now(), self._configuration()
        if hunt is None or (self._hunts_at and now < self._hunts_at):
            return
        if timedelta(0) <= now - hunt.started_at < UNDER_WAY:
            return
        ground = ground_of(configuration, now=now)
        is_wanted = bool(still_wanted(hunt.wanted, ground))
        if is_wanted and not await self._in_process(configuration, hunt, ground):
            return
        told = await self._store.write(partial(end, configuration=configuration, now=self._now()))
        log.info("hunt ended", hunt=hunt.id, watches=len(hunt.wanted), digests=told)
        if told:
            self._rung()

    async def _in_process(self, configuration: Configuration, hunt: Hunt, ground: Ground) -> bool:
        """Have the hunt gone on with in a process of its own. Whether it came to its end, rather
        than that the list was edited meanwhile, or that the process died."""
        args = (configuration.settings.database, hunt, ground)
        process = _spawn.Process(target=pursue, args=args, name="hunt", daemon=True)
        await asyncio.to_thread(process.start)
        try:
            while process.is_alive():
                await asyncio.to_thread(process.join, LOOK_AT_HUNT)
                if configuration is not self._configuration():
                    return False
        finally:
            process.kill()
        if process.exitcode != 0:
            self._hunts_at = self._now() + AFTER_A_FAULT
            log.warning("hunt failed", hunt=hunt.id, again_at=self._hunts_at.isoformat())
        return process.exitcode == 0


def ground_of(configuration: Configuration, *, now: datetime) -> Ground:
    tags = {source.id: source.tags for source in configuration.sources}
    return Ground(configuration.watchlist, tags, now.date())


def end(db: Connection, configuration: Configuration, *, now: datetime) -> int:
    """End the oldest hunt and tell what it found, in one transaction. The number of digests."""
    hunt = hunts.first_open(db)
    if hunt is None or not hunts.end(db, hunt.id, now=now):
        return 0
    digests = list(digests_of(db, hunt, configuration))
    for digest in digests:
        outbox.put(db, digest, key=digest.key, now=now)
    return len(digests)


def digests_of(db: Connection, hunt: Hunt, configuration: Configuration) -> Iterator[Digest]:
    """One for each channel that the watches ring in."""
    ground = ground_of(configuration, now=hunt.started_at)
    watches = still_wanted(hunt.wanted, ground)
    named: dict[int, list[Watch]] = {}
    for article_id, watch_id in hunt.found:
        if watch_id in watches:
            named.setdefault(article_id, []).append(watches[watch_id])
    by_channel: dict[str, dict[int, list[Watch]]] = {}
    texts = {one.id: one for one in archive.texts(db, list(named))}
    for article_id, article in texts.items():
        for watch in named[article_id]:
            channel = _channel(article, watch, configuration)
            by_channel.setdefault(channel, {}).setdefault(article_id, []).append(watch)
    for channel, here in by_channel.items():
        newest = [(texts[id_], here[id_]) for id_ in sorted(here, reverse=True)]
        items = tuple(_item(db, *one, configuration) for one in newest[:SHOWN])
        rung = {watch.id: watch.name for _, some in newest for watch in some}
        yield Digest(
            key=f"hunt:{hunt.id}:{channel}",
            channel=channel,
            title=_title(list(rung.values()), len(newest)),
            items=items,
            more=len(newest) - len(items),
            rest=_rest(list(rung), len(newest)),
        )


def _title(names: list[str], articles: int) -> str:
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    found = f"{articles} article{'s' * (articles != 1)}"
    return f"Historic: new on the watchlist, {shown}; in {found} of the {LASTING.days} days before"


def _rest(watch_ids: list[str], articles: int) -> str:
    if len(watch_ids) == 1:
        return f"`tocsin search --matched {watch_ids[0]} --limit {articles}` lists them all"
    return "`tocsin search --matched WATCH` lists those of one watch, such as " + watch_ids[0]


def _channel(article: Archived, watch: Watch, configuration: Configuration) -> str:
    """Where the watch would have rung for the article."""
    source = configuration.source(article.source_id)
    rung = Rung(watch.id, watch.name, watch.severity, 0.0, (), channel=watch.channel)
    story = Story(
        id="",
        url=article.url,
        headline=article.title,
        source_id=article.source_id,
        outlet="",
        source_tags=source.tags if source else frozenset(),
        language=article.language,
        published_at=article.published_at,
        fetched_at=article.fetched_at,
        rungs=(rung,),
    )
    return channel_of(rung, story, configuration.settings.alerts)


def _item(
    db: Connection, article: Archived, watches: list[Watch], configuration: Configuration
) -> DigestItem:
    source = configuration.source(article.source_id)
    return DigestItem(
        headline=article.title,
        url=article.url,
        outlet=source.title if source else article.source_id,
        watches=tuple(watch.name for watch in watches),
        severity=max((watch.severity for watch in watches), default=Severity.NORMAL),
        at=article.published_at or article.fetched_at,
        why=_written(db, article, {watch.id for watch in watches}),
    )


def _written(db: Connection, article: Archived, watch_ids: Set[str]) -> str:
    """How the article writes the names of the watches."""
    matches = [one.match for one in articles.matches_of(db, article.id)]
    found = (one for match in matches if match.watch_id in watch_ids for one in match.mentions)
    surfaces = dict.fromkeys(" ".join(one.surface.split()) for one in found)
    return ", ".join(f"“{surface}”" for surface in [*surfaces][:NAMED])
