"""Finds where a site lists its articles, and shows what reading it would give.

Asks as the crawl does: by robots.txt, one request at a time on each host, through the guard.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from scrapy.http import Response

from monitor.errors import WorldError
from monitor.extraction.discovery import Hint, declared_feeds, sitemaps, usual_places
from monitor.model import Feed, FeedEntry, Page, Settings, Source, SourceKind
from spiders.answers import Missed, is_html, page_of
from spiders.crawler import Crawl
from spiders.lists import LARGEST_LIST, Listed, list_of
from spiders.look import utc_now
from spiders.preview import visiting
from spiders.samples import Progress, Sample, sample


@dataclass(frozen=True, slots=True)
class Candidate:
    """A list of articles that was found, and what it holds."""

    url: str
    how: str  # where its address is from: "declared", "robots.txt", ...
    feed: Feed
    kind: SourceKind
    samples: tuple[Sample, ...] = ()

    @property
    def language(self) -> str | None:
        """What its articles are written in, where they say it or agree."""
        read = [one.article.language for one in self.samples if one.article]
        said = {one for one in read or [entry.language for entry in self.feed.entries] if one}
        return said.pop() if len(said) == 1 else None

    @property
    def newest_at(self) -> datetime | None:
        dates = (entry.published_at for entry in self.feed.entries if entry.published_at)
        return max(dates, default=None)


@dataclass(frozen=True, slots=True)
class Discovered:
    """What was found at an address, the best first, and what was tried in vain."""

    candidates: tuple[Candidate, ...]
    missed: tuple[tuple[str, str], ...] = ()  # address, reason


async def discover(
    url: str, settings: Settings, *, progress: Progress = lambda _: None
) -> Discovered:
    """The lists of the site at this address. Raises WorldError where it does not answer."""
    async with visiting(settings) as crawl:
        return await Discovery(crawl, progress).discover(url)


class Discovery:
    """Looks for the lists of one site."""

    def __init__(self, crawl: Crawl, progress: Progress = lambda _: None) -> None:
        self._crawl = crawl
        self._progress = progress
        self._found: dict[str, Candidate] = {}  # by address
        self._missed: dict[str, str] = {}

    async def discover(self, url: str) -> Discovered:
        """The lists of the site, the best with a sample of its articles. Raises WorldError."""
        answer = await self._ask(url)
        if isinstance(answer, Missed):
            raise WorldError(f"{url} {answer.reason}")
        listed = await list_of(answer, Source("", url), self._crawl.fetch, may_be_page=True)
        self._keep(Hint(url, "the address itself"), listed)
        if is_html(answer):
            await self._look_around(page_of(answer, now=utc_now()))
        ranked = sorted(self._found.values(), key=_rank)
        if ranked:
            ranked[0] = replace(ranked[0], samples=await self._samples(ranked[0].feed.entries))
        return Discovered(tuple(ranked), tuple(self._missed.items()))

    async def _look_around(self, page: Page) -> None:
        """Try what the page and its host name; only where that is nothing, the usual places."""
        hints = declared_feeds(page) + sitemaps(self._crawl.sitemaps(page.url), url=page.url)
        for hint in hints:
            await self._try(hint)
        if self._has_feed():
            return
        for hint in usual_places(page.url):
            await self._try(hint)
            if self._has_feed():
                return

    def _has_feed(self) -> bool:
        return any(one.kind is not SourceKind.LISTING for one in self._found.values())

    async def _try(self, hint: Hint) -> None:
        """Keep what the address lists. A web page at a feed's place says "not found"."""
        if hint.url in self._found or hint.url in self._missed:
            return
        answer = await self._ask(hint.url)
        if isinstance(answer, Missed):
            self._keep(hint, answer)
        else:
            source = Source("", hint.url)
            self._keep(hint, await list_of(answer, source, self._crawl.fetch, may_be_page=False))

    async def _ask(self, url: str) -> Response | Missed:
        self._progress(url)
        return await self._crawl.fetch(url, download_maxsize=LARGEST_LIST)

    def _keep(self, hint: Hint, listed: Listed | Missed) -> None:
        """One list may stand at several addresses: the first is kept."""
        if isinstance(listed, Missed):
            self._missed[hint.url] = listed.reason
            return
        keys = {entry.key for entry in listed.feed.entries}
        known = ({entry.key for entry in one.feed.entries} for one in self._found.values())
        if not keys or keys not in list(known):
            self._found[hint.url] = Candidate(hint.url, hint.how, listed.feed, listed.kind)

    async def _samples(self, entries: Iterable[FeedEntry]) -> tuple[Sample, ...]:
        return await sample(self._crawl.fetch, entries, self._progress)


def _rank(candidate: Candidate) -> tuple[bool, int, bool, float]:
    """Feeds before sitemaps before listings; those of comments and empty ones last."""
    order = [SourceKind.FEED, SourceKind.SITEMAP, SourceKind.LISTING]
    newest = candidate.newest_at
    return (
        not candidate.feed.entries,
        order.index(candidate.kind),
        "comment" in urlsplit(candidate.url).path,
        -newest.timestamp() if newest and candidate.how != "declared" else 0.0,
    )
