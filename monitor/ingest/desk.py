"""The newsdesk: what a spider brings is read, judged and recorded here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

import structlog
from sqlalchemy import Connection

from monitor.extraction.pool import CarefulPool
from monitor.ingest import revisiting
from monitor.ingest.acquaintance import Acquaintance
from monitor.ingest.finding import Case
from monitor.ingest.influx import Flood, flood_of
from monitor.ingest.reader import Reader, read_quickly
from monitor.ingest.recording import Recorded, count_look, record, sum_up
from monitor.ingest.revision import digest_of
from monitor.ingest.rules import Announcement, Rules, rules_of
from monitor.ingest.visits import WHILE_ABSENT
from monitor.meter import UNMEASURED, Meter
from monitor.model import (
    Article,
    Configuration,
    Fate,
    FeedEntry,
    Miss,
    Page,
    Polled,
    Source,
    SourceState,
    Tier,
    Visit,
)
from monitor.polling.interval import USUAL_PACE
from monitor.storage import articles, sources, visits
from monitor.storage import entries as seen
from monitor.storage.store import Store

log = structlog.get_logger()

MOST_VISITS = 8
"""To pages of one source at a time: what is new comes first, and waits for its host's turn."""


def open_newsdesk(
    configuration: Configuration,
    store: Store,
    *,
    rung: Callable[[], None] = lambda: None,
    meter: Meter = UNMEASURED,
) -> "Newsdesk":
    """A newsdesk that works by the configuration and keeps what it finds in the store.

    `rung` is called after each write that put something into the outbox. The store stays open when
    the newsdesk closes.
    """
    return Newsdesk(rules_of(configuration), store, CarefulPool(), rung=rung, meter=meter)


class Newsdesk:
    """Knows what was seen before, takes what is new, and remembers how each look went."""

    def __init__(
        self,
        rules: Rules,
        store: Store,
        careful: CarefulPool,
        *,
        rung: Callable[[], None],
        meter: Meter = UNMEASURED,
    ) -> None:
        self._rules = rules
        self._store = store
        self._reader = Reader(careful, meter=meter)
        self._meter = meter
        self._acquaintance = Acquaintance(store)
        self._rung = rung
        self.pace = USUAL_PACE  # of looks; whoever knows all sources fits it to the budget
        self._brought: dict[str, tuple[SourceState, Sequence[FeedEntry]]] = {}  # by looks under way
        self._floods: dict[str, Flood | None] = {}
        self._prepared: tuple[Configuration, Rules] | None = None

    def prepare(self, configuration: Configuration) -> None:
        """Compile an edited configuration ahead of its swap, which then takes no time."""
        self._prepared = configuration, rules_of(configuration, self._rules)

    def swap(self, configuration: Configuration) -> None:
        """Judge by an edited configuration from now on; pages under way end by the old one."""
        prepared, self._prepared = self._prepared, None
        if prepared and prepared[0] is configuration:
            self._rules = prepared[1]
        else:
            self._rules = rules_of(configuration, self._rules)

    async def close(self) -> None:
        """Give up careful readings under way: their articles are kept by their quick ones."""
        await self._reader.close()

    # --- Looks ------------------------------------------------------------------------------------

    async def state(self, source: Source) -> SourceState:
        """What is remembered of the source."""
        return await self._store.read(partial(sources.state_of, source_id=source.id))

    async def unknown(self, source: Source, entries: Sequence[FeedEntry]) -> list[FeedEntry]:
        """Those of the entries that are new; each key once."""
        by_key = {entry.key: entry for entry in reversed(entries)}

        def ask(db: Connection) -> tuple[SourceState, set[str]]:
            return sources.state_of(db, source.id), seen.unknown(db, source.id, by_key)

        state, wanted = await self._store.read(ask)
        new = [entry for entry in entries if by_key[entry.key] is entry and entry.key in wanted]
        self._brought[source.id] = state, new
        return new

    async def take(
        self, source: Source, entry: FeedEntry, page: Page | None, *, why: str, now: datetime
    ) -> Fate:
        """Read an entry with its page, judge it and record it; returns once that is durable.

        Without a page, `why` says what was in the way, and the feed's own text is all there is.
        Raises StorageError: nothing was recorded, and the entry is still unknown.
        """
        announced = await self._announced(source, entry, now=now)
        reading = await self._reader.read(announced, page, why=why)
        case = Case(announced, reading, page, self._flood(source, now=now))
        return self._tell(await self._store.write(partial(record, case=case)), case)

    async def polled(self, source: Source, polled: Polled) -> SourceState:
        """Remember how a look ended, once all that it found is recorded: and when to look again."""
        rules = self._rules
        self._brought.pop(source.id, None)
        self._floods.pop(source.id, None)

        def remember(db: Connection) -> tuple[SourceState, bool]:
            has_summary = sum_up(db, source, polled, rules)
            state, has_notice = count_look(db, source, polled, rules.crawl, pace=self.pace)
            return state, has_summary or has_notice

        state, has_news = await self._store.write(remember)
        if has_news:
            self._rung()
        return state

    # --- Visits: to pages that are missing, or may have changed -----------------------------------

    async def next_visit_at(self) -> datetime | None:
        """When a page is due to be fetched again; None while none is."""
        return await self._store.read(visits.next_due_at)

    async def due_visits(
        self, wanted: Mapping[str, Source], *, now: datetime
    ) -> list[tuple[Source, Visit]]:
        """The visits that are due to pages of these sources; those of all others are put off."""
        due = await self._store.read(partial(visits.due, most=MOST_VISITS, now=now))
        late = [visit for visit in due if visit.entry.source_id not in wanted]
        for visit in late:
            later = replace(visit, due_at=now + WHILE_ABSENT)
            await self._store.write(partial(visits.plan, planned=later))
        return [(wanted[one.entry.source_id], one) for one in due if one not in late]

    async def take_again(self, source: Source, visit: Visit, page: Page, *, now: datetime) -> Fate:
        """Read a page that was missing, or that is known, and record what is new about it."""
        announced = await self._announced(source, visit.entry, now=now)
        stored = await self._stored(visit)
        if stored is None or visit.is_missed:
            return await self._complete(announced, visit, page)
        quick = read_quickly(announced, page)
        if quick and digest_of(quick.article) == visit.digest:
            return await self.same_again(replace(visit, etag=page.etag), now=now)
        with_care = stored.article.tier is Tier.CAREFUL
        reading = await self._reader.read(announced, page, why="", with_care=with_care)
        if stored.article.tier is Tier.FEED and reading.article.tier is not Tier.FEED:
            return await self._complete(announced, visit, page)
        case = Case(announced, reading, page)
        before = announced.judge(stored.article)
        change = partial(revisiting.check, case=case, visit=visit, stored=stored, before=before)
        return self._tell(await self._store.write(change), case)

    async def same_again(self, visit: Visit, *, now: datetime) -> Fate:
        """The page is as it was."""
        crawl = self._rules.crawl
        kept = partial(revisiting.keep, visit=visit, crawl=crawl, now=now)
        return self._count(await self._store.write(kept))

    async def missed_again(
        self, source: Source, visit: Visit, miss: Miss, *, now: datetime
    ) -> Fate:
        """The page could not be had."""
        missed = partial(revisiting.miss, visit=visit, source=source, missed=miss, now=now)
        return self._count(await self._store.write(missed))

    async def _announced(self, source: Source, entry: FeedEntry, *, now: datetime) -> Announcement:
        known = await self._acquaintance.known(source.id, now=now)
        return Announcement(source, entry, self._rules, now, known)

    async def _complete(self, announced: Announcement, visit: Visit, page: Page) -> Fate:
        case = Case(announced, await self._reader.read(announced, page, why=""), page)
        change = partial(revisiting.complete, case=case, visit=visit)
        return self._tell(await self._store.write(change), case)

    async def _stored(self, visit: Visit) -> articles.Stored | None:
        if visit.article_id is None:
            return None
        return await self._store.read(partial(articles.by_id, article_id=visit.article_id))

    def _flood(self, source: Source, *, now: datetime) -> Flood | None:
        """The flood that the look under way brings, if it is one: said once."""
        if source.id in self._floods or source.id not in self._brought:
            return self._floods.get(source.id)
        state, new = self._brought.pop(source.id)
        flood = self._floods[source.id] = flood_of(state, new, now=now)
        if flood:
            log.warning("flood of entries", source=source.id, new=len(new), dates=flood.bulk)
        return flood

    def _tell(self, recorded: Recorded, case: Case) -> Fate:
        article: Article = case.reading.article
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
        return self._count(recorded)

    def _count(self, recorded: Recorded) -> Fate:
        self._meter.entry_ended(recorded.fate)
        return recorded.fate
