"""The newsdesk: what a spider brings is read, judged and recorded here."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

import structlog

from monitor.errors import ExtractionError
from monitor.extraction.pages import is_doubtful, read_page
from monitor.extraction.pool import CarefulPool
from monitor.extraction.urls import is_home_page
from monitor.ingest.finding import Case
from monitor.ingest.reading import Reading, announced_only, needs_care, page_only, weigh
from monitor.ingest.recording import Recorded, count_look, record
from monitor.ingest.rules import Announcement, Judged, Rules, rules_of
from monitor.model import (
    Configuration,
    Fate,
    FeedEntry,
    Page,
    Polled,
    Source,
    SourceState,
    Tier,
)
from monitor.storage import entries as seen
from monitor.storage import sources
from monitor.storage.store import Store

log = structlog.get_logger()


def open_newsdesk(
    configuration: Configuration, store: Store, *, rung: Callable[[], None] = lambda: None
) -> "Newsdesk":
    """A newsdesk that works by the configuration and keeps what it finds in the store.

    `rung` is called after each write that put something into the outbox. The store stays open when
    the newsdesk closes.
    """
    return Newsdesk(rules_of(configuration), store, CarefulPool(), rung=rung)


class Newsdesk:
    """Knows what was seen before, takes what is new, and remembers how each look went."""

    def __init__(
        self, rules: Rules, store: Store, careful: CarefulPool, *, rung: Callable[[], None]
    ) -> None:
        self._rules = rules
        self._store = store
        self._careful = careful
        self._rung = rung

    def swap(self, configuration: Configuration) -> None:
        """Judge by an edited configuration from now on; pages under way end by the old one."""
        self._rules = rules_of(configuration)

    async def close(self) -> None:
        """Give up careful readings under way: their articles are kept by their quick ones."""
        await self._careful.close()

    async def state(self, source: Source) -> SourceState:
        """What is remembered of the source."""
        return await self._store.read(partial(sources.state_of, source_id=source.id))

    async def unknown(self, source: Source, entries: Sequence[FeedEntry]) -> list[FeedEntry]:
        """Those of the entries that are new, or that failed and are due again; each key once."""
        looked_at = (await self.state(source)).last_polled_at
        by_key = {entry.key: entry for entry in reversed(entries)}
        wanted = await self._store.read(
            partial(seen.unknown, source_id=source.id, keys=by_key, looked_at=looked_at)
        )
        return [entry for entry in entries if by_key[entry.key] is entry and entry.key in wanted]

    async def take(
        self, source: Source, entry: FeedEntry, page: Page | None, *, why: str, now: datetime
    ) -> Fate:
        """Read an entry with its page, judge it and record it; returns once that is durable.

        Without a page, `why` says what was in the way, and the feed's own text is all there is.
        Raises StorageError: nothing was recorded, and the entry is still unknown.
        """
        announced = Announcement(source, entry, self._rules, now)
        case = Case(announced, await self._read(announced, page, why=why))
        recorded = await self._store.write(partial(record, case=case))
        self._tell(recorded, case)
        return recorded.fate

    async def polled(self, source: Source, polled: Polled) -> SourceState:
        """Remember how a look ended, once all that it found is recorded: and when to look again."""
        crawl = self._rules.crawl
        state, has_notice = await self._store.write(
            partial(count_look, source=source, polled=polled, crawl=crawl)
        )
        if has_notice:
            self._rung()
        return state

    async def _read(self, announced: Announcement, page: Page | None, *, why: str) -> Reading:
        if page is not None and _led_home(page, announced.entry):
            page, why = None, "page: the address leads to the site's front page"
        told = announced.judge(announced.article(note=why))
        if page is None:
            wanted = announced.source.fetch_articles and announced.entry.url is not None
            return announced_only(told, may_come=wanted)
        quick = _read_quickly(announced, page)
        if quick and not needs_care(told, quick, is_doubtful=is_doubtful(quick.article, page)):
            return page_only(told, quick)
        try:
            careful = announced.judge(await self._careful.read(page, announced.entry))
        except (ExtractionError, TimeoutError) as error:
            return weigh(told, quick, None, trouble=str(error))
        return weigh(told, quick, careful)

    def _tell(self, recorded: Recorded, case: Case) -> None:
        article = case.reading.article
        log.info(
            "page ingested",
            source=case.announced.source.id,
            url=article.url,
            fate=recorded.fate.value,
            tier=article.tier.value,
            matches=[one.match.watch_id for one in case.reading.sightings],
            rang=recorded.rang,
            note=article.note,
        )
        if recorded.rang:
            self._rung()


def _led_home(page: Page, entry: FeedEntry) -> bool:
    """A site that no longer has an article may show its front page, full of other names."""
    return is_home_page(page.url) and not (entry.url and is_home_page(entry.url))


def _read_quickly(announced: Announcement, page: Page) -> Judged | None:
    """None where the quick tier finds no article; the careful one still may."""
    try:
        return announced.judge(read_page(page, tier=Tier.QUICK, entry=announced.entry))
    except ExtractionError:
        return None
