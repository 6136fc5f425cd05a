"""The page beside a source: the one that it is the list of, and the articles that it links to."""

import asyncio
from collections.abc import Sequence
from functools import partial
from urllib.parse import urljoin

from monitor.errors import ExtractionError
from monitor.extraction.listings import read_listing
from monitor.extraction.urls import same_site
from monitor.model import Feed, SourceCondition, SourceKind
from spiders.answers import Missed, header, is_html
from spiders.lists import Fetch, Listed


def page_beside(listed: Listed) -> str | None:
    """The page of which this is the list, as it says; else the front page of its articles' site.

    None where the list is a page itself, or holds nothing.
    """
    feed = listed.feed
    article = next((entry.url for entry in feed.entries if entry.url), None)
    if listed.kind is SourceKind.LISTING or article is None:
        return None
    said = feed.site_url if listed.kind is SourceKind.FEED else None
    return said if said and same_site(said, article) else urljoin(article, "/")


async def linked_articles(fetch: Fetch, page: str, source_id: str) -> Sequence[str] | Missed:
    """The addresses of the articles that a page links to, by all that such links have in common."""
    answer = await fetch(page)
    if isinstance(answer, Missed):
        return answer
    if not is_html(answer):
        return Missed(SourceCondition.PARSE_ERROR, "not HTML")
    read = partial(
        read_listing,
        answer.body,
        content_type=header(answer, "Content-Type") or "",
        url=answer.url,
        source_id=source_id,
    )
    try:
        feed: Feed = await asyncio.to_thread(read)
    except ExtractionError as error:
        return Missed(SourceCondition.PARSE_ERROR, str(error))
    return [entry.url for entry in feed.entries if entry.url]
