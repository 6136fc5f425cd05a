"""The rules that an entry is judged by: a configuration, and the matcher compiled from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import blake2b

from monitor.config.database import state_folder
from monitor.extraction.leaks import Known, fingerprints, without_leaks
from monitor.extraction.pages import from_entry
from monitor.matching import Matcher
from monitor.matching.kept import matcher_of
from monitor.model import (
    Article,
    Configuration,
    CrawlSettings,
    DatedBy,
    FeedEntry,
    Judgement,
    Passage,
    Source,
    Watch,
)
from monitor.storage.versions import Version


@dataclass(frozen=True, slots=True)
class Rules:
    """One consistent set of watches and settings: what is swapped when somebody edits a file."""

    matcher: Matcher
    watches: Mapping[str, Watch]
    crawl: CrawlSettings
    version: Version  # of the watchlist, for the evidence
    story_window: timedelta = timedelta(0)  # 0: no grouping


def rules_of(configuration: Configuration, before: Rules | None = None) -> Rules:
    """Compile the watchlist; where rules went before, of a long one only what was edited."""
    watchlist = configuration.watchlist
    watches = {watch.id: watch for watch in watchlist.watches}
    settings = configuration.settings
    matcher = before.matcher.patched(watchlist) if before else None
    if matcher is None:
        matcher = matcher_of(watchlist, state_folder(configuration))
    version = Version(watchlist)
    return Rules(matcher, watches, settings.crawl, version, settings.alerts.story_window)


@dataclass(frozen=True, slots=True)
class Draft:
    """A reading of an article as it is put before the matcher."""

    article: Article
    passage: Passage
    whole: str  # what was read, leaks and all


@dataclass(frozen=True, slots=True)
class Judged:
    """A reading of an article, and what the matcher says of it."""

    article: Article
    passage: Passage
    judgement: Judgement
    whole: str = ""  # what was read, leaks and all

    @property
    def lines(self) -> frozenset[int]:
        """Fingerprints of what was read."""
        return fingerprints(self.whole)

    @property
    def names_a_watch(self) -> bool:
        """Something is there, even if its surroundings or a longer name speak against it."""
        return bool(self.judgement.matches or self.judgement.suppressed)

    @property
    def watch_ids(self) -> frozenset[str]:
        """Of the watches that it concerns."""
        return frozenset(match.watch_id for match in self.judgement.matches)

    def words_for(self, watch_id: str) -> frozenset[str]:
        """The words in it that name the watch."""
        return frozenset(
            mention.surface
            for match in self.judgement.matches
            if match.watch_id == watch_id
            for mention in match.mentions
        )


@dataclass(frozen=True, slots=True)
class Announcement:
    """An entry of a source that nobody has read yet, and the rules it will be judged by."""

    source: Source
    entry: FeedEntry
    rules: Rules
    now: datetime
    known: Known = field(default_factory=Known)  # of the source

    @property
    def wants_page(self) -> bool:
        """Whether there is a page to read, and the source wants it read."""
        return self.source.fetch_articles and self.entry.url is not None

    def article(self, *, note: str) -> Article:
        """The article as the feed tells it. One without an address gets its place in the feed."""
        told = from_entry(self.entry, now=self.now, note=note)
        if told.url:
            return told
        place = blake2b(self.entry.key.encode(errors="replace"), digest_size=8).hexdigest()
        return replace(told, url=f"{self.source.url}#{place}")

    def judge(self, article: Article) -> Judged:
        """What a reading of it says of our watches, without those that have expired."""
        draft = self.draft(article)
        (judged,) = self.judged([draft], [self.rules.matcher.judge(draft.passage)])
        return judged

    def draft(self, article: Article) -> Draft:
        """A reading of it without what is known to be of the page, ready to be judged."""
        own = replace(
            without_leaks(article, self.known, announced=self.entry.title),
            source_id=self.source.id,
            language=self.source.language or article.language,
            dated_by=self._dated_by(article),
        )
        passage = Passage(
            text=own.text,
            title=own.title,
            language=own.language,
            source_id=self.source.id,
            tags=self.source.tags,
        )
        return Draft(own, passage, article.text)

    def judged(self, drafts: Iterable[Draft], found: Iterable[Judgement]) -> list[Judged]:
        """The drafts with what the matcher says of each."""
        return [
            Judged(draft.article, draft.passage, self._live(judgement), draft.whole)
            for draft, judgement in zip(drafts, found, strict=True)
        ]

    def _live(self, found: Judgement) -> Judgement:
        live = tuple(match for match in found.matches if self._is_live(match.watch_id))
        return Judgement(live, found.suppressed)

    def _dated_by(self, article: Article) -> DatedBy | None:
        """Whose word the date is: the feed's, if it is the same to the second."""
        if article.published_at is None:
            return None
        return "feed" if article.published_at == self.entry.published_at else "page"

    def _is_live(self, watch_id: str) -> bool:
        expires = self.rules.watches[watch_id].expires
        return expires is None or self.now.date() < expires
