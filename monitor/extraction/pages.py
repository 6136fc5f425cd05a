"""What article is on this page? Bytes of a page into an `Article`.

charset | parse once | text by tier | title, date, authors, language, address
"""

from dataclasses import replace
from datetime import datetime
from importlib import import_module

from monitor.errors import ExtractionError
from monitor.extraction import dates, metadata
from monitor.extraction.canonical import address_of
from monitor.extraction.careful import careful_text
from monitor.extraction.documents import Document, read_document
from monitor.extraction.markup import clean, plain_text
from monitor.extraction.quick import quick_text
from monitor.extraction.urls import canonical_url
from monitor.extraction.walls import article_body, extent_of
from monitor.model import Article, FeedEntry, Page, Tier

_SHORT = 500  # characters; a quick text below may have missed the article
_PARAGRAPH = 80  # characters from which on a line is no caption, headline or button
_TOLD = 0.7  # share of a text in paragraphs below which it is a list of something
_PER_LINK = 8  # characters of text for each link of the page below which it is mostly links


def read_page(page: Page, *, tier: Tier, entry: FeedEntry | None = None) -> Article:
    """The article on a page, which a feed may have announced. Raises ExtractionError: no text."""
    return read_article(read_document(page), page, tier=tier, entry=entry)


def read_article(
    document: Document, page: Page, *, tier: Tier, entry: FeedEntry | None = None
) -> Article:
    """The same, of a page that is parsed already."""
    title = metadata.title(document, announced=entry.title if entry else "")
    extent = extent_of(document, _text(document, title, tier))
    text = extent.text
    if not text:
        raise ExtractionError(f"no article on the page{f' titled {title!r}' if title else ''}")
    published_at, precision = dates.published(
        document,
        announced_at=entry.published_at if entry else None,
        fetched_at=page.fetched_at,
        title=title,
    )
    return Article(
        source_id=page.source_id,
        url=address_of(document),
        title=title,
        text=text,
        tier=tier,
        published_at=published_at,
        precision=precision,
        language=metadata.language(document, text),
        authors=metadata.authors(document) or (entry.authors if entry else ()),
        fetched_at=page.fetched_at,
        is_paywalled=extent.is_paywalled,
        is_truncated=extent.is_truncated or not page.is_whole,
    )


def read_again(page: Page, quick: Article) -> Article:
    """The article of a page, read by the careful tier after the quick one: all but its text is as
    that found it. Raises ExtractionError.
    """
    document = read_document(page)
    text = careful_text(document.html, document.tree, title=quick.title, quick=quick.text)
    extent = extent_of(document, text)
    return replace(
        quick,
        text=extent.text,
        tier=Tier.CAREFUL,
        language=metadata.language(document, extent.text),
        is_paywalled=extent.is_paywalled,
        is_truncated=extent.is_truncated or not page.is_whole,
    )


def _text(document: Document, title: str, tier: Tier) -> str:
    quick = quick_text(document.tree, title=title)
    if tier is not Tier.CAREFUL:
        return quick
    return careful_text(document.html, document.tree, title=title, quick=quick)


def prepare(tier: Tier) -> None:
    """Import what reading needs, so that the first page takes no longer than the next."""
    if tier is Tier.CAREFUL:
        import_module("trafilatura")


def from_entry(entry: FeedEntry, *, now: datetime, note: str) -> Article:
    """The article as far as its feed tells it, where the page could not be had; `note` says why."""
    return Article(
        source_id=entry.source_id,
        url=canonical_url(entry.url) if entry.url else "",
        title=entry.title,
        text=plain_text(entry.text),
        tier=Tier.FEED,
        published_at=entry.published_at,
        precision=dates.announced_precision(entry.published_at),
        language=entry.language,
        authors=entry.authors,
        fetched_at=now,
        note=note,
    )


def is_doubtful(article: Article, document: Document) -> bool:
    """May the quick text not be the article? It is short or list-like, or the page is mostly
    links, so that some may have got into it.
    """
    text = article.text
    told = sum(len(line) for line in text.splitlines() if len(line) >= _PARAGRAPH)
    links = len(document.dom.get_elements_by_tag_name("a"))
    return len(text) < max(_SHORT, _PER_LINK * links) or told < _TOLD * len(text)


def everything_on(document: Document) -> str:
    """All that a visitor sees on a page and machines are told of its article: whatever tier reads
    the page, its text is in this.
    """
    return clean(f"{document.shown}\n{article_body(document)}")
