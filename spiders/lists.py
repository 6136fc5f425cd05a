"""What does a source list? From its address to its entries, by way of whatever answers there.

A feed, a sitemap, a list of sitemaps, or a page of links; which of them is found out from the
answer, unless the source says it.
"""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import blake2b
from typing import Any, Protocol
from urllib.parse import urlsplit

from scrapy.http import Response

from monitor.errors import ExtractionError
from monitor.extraction.discovery import declared_feeds, is_feed_address
from monitor.extraction.feedkinds import kind_of
from monitor.extraction.feeds import feed_of, read_feed, read_sitemaps
from monitor.extraction.listings import read_listing
from monitor.model import (
    Feed,
    FeedEntry,
    FeedKind,
    Sitemap,
    Source,
    SourceCondition,
    SourceKind,
    SourceState,
)
from spiders.answers import Missed, header, is_html, page_of
from spiders.hints import NO_HINTS, Hints, address, hints
from spiders.sites import site_of

LARGEST_LIST = 10 * 1024 * 1024
"""Bytes. Some outlets list their whole archive."""

READ_AT_ONCE = 256 * 1024
"""Bytes. A longer list takes many milliseconds to read, and does not hold up the loop."""

FULL_FETCH_EVERY = timedelta(hours=24)
"""Validators are not trusted longer: some servers say "not modified" for ever."""

MOST_SITEMAPS = 3
"""Sitemaps of an index that one look reads, the newest ones: the others are the archive."""

NOT_MODIFIED = 304


class Fetch(Protocol):
    """Asks for an address; `meta` as in Scrapy's requests."""

    def __call__(
        self, url: str, headers: dict[str, str] | None = None, **meta: Any
    ) -> Awaitable[Response | Missed]: ...


@dataclass(frozen=True, slots=True)
class Listed:
    """What a source lists, as what it was read, and the validators for the next time."""

    feed: Feed
    kind: SourceKind
    etag: str | None = None
    last_modified: str | None = None
    digest: str = ""  # of the whole list; "": other answers have a part in it
    hints: Hints = NO_HINTS


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The source lists what it listed before."""

    hints: Hints = NO_HINTS


async def fetch_list(
    source: Source, state: SourceState, fetch: Fetch, *, now: datetime
) -> Listed | Unchanged | Missed:
    """What the source lists now; `state` is what is remembered of it."""
    render = source.render and source.kind in {None, SourceKind.LISTING}
    # What scripts write may change while the page that holds them does not.
    headers = {} if render else validators(source, state, now=now)
    asked = address(source, state, is_full=not headers)
    answer = await fetch(asked, headers, render=render, download_maxsize=LARGEST_LIST)
    if isinstance(answer, Missed):
        return answer
    if answer.status == NOT_MODIFIED or is_same(answer, source, state, now=now):
        return Unchanged(hints(answer, None, asked=asked, state=state))
    listed = await list_of(answer, source, fetch, may_be_page=may_be_page(source, state))
    if isinstance(listed, Missed):
        return listed
    return replace(listed, hints=hints(answer, listed.feed, asked=asked, state=state))


async def list_of(
    answer: Response, source: Source, fetch: Fetch, *, may_be_page: bool
) -> Listed | Missed:
    """What an answer lists; a web page may be a list only where that is allowed."""
    read = partial(_read, answer, source, may_be_page=may_be_page)
    try:
        if kind_of(answer.body, header(answer, "Content-Type") or "") is FeedKind.SITEMAP_INDEX:
            return await _newest_of(answer, source, fetch)
        return await asyncio.to_thread(read) if len(answer.body) > READ_AT_ONCE else read()
    except ExtractionError as error:
        return Missed(SourceCondition.PARSE_ERROR, f"{error}{_feeds_it_names(answer)}")


def _feeds_it_names(answer: Response) -> str:
    """Where a web page says that the list is that we took it for."""
    if not is_html(answer):
        return ""
    declared = declared_feeds(page_of(answer, now=datetime.now(UTC)))[:1]
    return "".join(f"; the page names {hint.url} as its feed" for hint in declared)


def validators(source: Source, state: SourceState, *, now: datetime) -> dict[str, str]:
    """The headers of a conditional GET; none where the whole list is wanted."""
    if not may_be_unchanged(source, state, now=now):
        return {}
    known = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
    return {header: value for header, value in known.items() if value}


def may_be_unchanged(source: Source, state: SourceState, *, now: datetime) -> bool:
    """Whether it is enough to hear that the list is as it was.

    Not once in a while, as some servers say "not modified" for ever; not after a failure, as "not
    modified" would then be taken for a recovery; nor where an edit gave the source another address.
    """
    if state.failures or state.full_fetch_at is None or state.url != source.url:
        return False
    return abs(now - state.full_fetch_at) < FULL_FETCH_EVERY  # the clock may have been set back


def is_same(answer: Response, source: Source, state: SourceState, *, now: datetime) -> bool:
    """Whether a server that knows no "not modified" sent the very list that was read last."""
    is_known = bool(state.digest) and may_be_unchanged(source, state, now=now)
    return is_known and digest_of(answer, source) == state.digest


def digest_of(answer: Response, source: Source) -> str:
    """A name for what is read: the same for the same bytes, read in the same way."""
    way = f"{source.kind} {source.links}\n".encode()
    return blake2b(way + answer.body, digest_size=16).hexdigest()


def may_be_page(source: Source, state: SourceState) -> bool:
    """May a web page be what the source lists its articles on?

    Where the source says so, where it was so before, and at a first look, unless the address is one
    of a feed. What was a feed and answers with a page has moved, or shows a wall: that is told.
    """
    if source.kind is not None:
        return source.kind is SourceKind.LISTING
    is_known = state.url == source.url
    if source.links or (is_known and state.kind is SourceKind.LISTING):
        return True
    is_new = not is_known or (state.kind is None and state.first_good_at is None)
    return is_new and not is_feed_address(source.url)


async def _newest_of(index: Response, source: Source, fetch: Fetch) -> Listed | Missed:
    """The entries of an index's newest sitemaps; what is wrong where none of them can be had.

    It has no validators: an index may stay the same while its sitemaps change.
    """
    found: list[FeedEntry] = []
    missed = Missed(SourceCondition.EMPTY, "the list of sitemaps is empty")
    content_type = header(index, "Content-Type") or ""
    sitemaps = read_sitemaps(index.body, content_type=content_type, url=index.url)
    wanted = newest_first(sitemaps)[:MOST_SITEMAPS]
    for sitemap in wanted:
        answer = await fetch(sitemap.url, download_maxsize=LARGEST_LIST)
        if isinstance(answer, Missed):
            missed = answer
            continue
        try:
            found += (
                await asyncio.to_thread(_read, answer, source, may_be_page=False)
            ).feed.entries
        except ExtractionError as error:
            missed = Missed(SourceCondition.PARSE_ERROR, f"{sitemap.url}: {error}")
    if not found:
        return missed
    feed = Feed("", tuple(found), kind=FeedKind.SITEMAP_INDEX, site_url=index.url)
    return Listed(feed, SourceKind.SITEMAP)


def newest_first(sitemaps: Sequence[Sitemap]) -> list[Sitemap]:
    """Those of news before all others, as their addresses say; then as they stand."""
    return sorted(sitemaps, key=lambda one: "news" not in urlsplit(one.url).path.casefold())


def _read(answer: Response, source: Source, *, may_be_page: bool) -> Listed:
    """What an answer lists. Raises ExtractionError where it lists nothing."""
    listed = partial(
        Listed,
        etag=header(answer, "ETag"),
        last_modified=header(answer, "Last-Modified"),
        digest=digest_of(answer, source),
    )
    content_type = header(answer, "Content-Type") or ""
    site = site_of(answer.url)
    if site and site.entries:
        raw = site.entries(page_of(answer, now=datetime.now(UTC), source_id=source.id))
        feed = feed_of(raw, url=answer.url, source_id=source.id)
        return listed(feed, SourceKind.FEED)
    if may_be_page and is_html(answer):
        page = read_listing(
            answer.body,
            content_type=content_type,
            url=answer.url,
            source_id=source.id,
            links=source.links or (site.links if site else None),
        )
        return listed(page, SourceKind.LISTING)
    feed = read_feed(answer.body, content_type=content_type, url=answer.url, source_id=source.id)
    is_sitemap = feed.kind in {FeedKind.SITEMAP, FeedKind.SITEMAP_INDEX}
    kind = SourceKind.SITEMAP if is_sitemap else SourceKind.FEED
    return listed(feed, kind)
