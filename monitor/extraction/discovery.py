"""Where may a site list its articles? Addresses to try, from its page and its robots.txt. Pure.

Feeds that a page declares (RSS Advisory Board, "RSS Autodiscovery"; jsonfeed.org), those it links
to, sitemaps that robots.txt names (sitemaps.org), and the paths at which most software puts them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

from monitor.extraction.charsets import decode
from monitor.extraction.markup import clean
from monitor.extraction.urls import canonical_url, same_site, web_address
from monitor.model import Page

MOST_DECLARED = 8
"""Feeds of one page that are tried; some declare one for every section."""

MOST_LINKED = 4
MOST_SITEMAPS = 3

COMMON_PATHS = (
    "/feed",
    "/rss",
    "/rss.xml",
    "/feed.xml",
    "/atom.xml",
    "/index.xml",
    "/feed.json",
    "/news-sitemap.xml",
    "/sitemap-news.xml",
    "/sitemap.xml",
)

_FEED_TYPES = re.compile(
    r"application/(?:(?:rss|atom|rdf)\+xml|feed\+json)|text/xml", re.IGNORECASE
)
_JSON = re.compile(r"application/json\s*(?:;|$)", re.IGNORECASE)
_FEED_ADDRESS = re.compile(
    r"(?:^|[/._?&=-])(?:rss\d?|feeds?|atom|rdf)(?:[/._?&=-]|$)", re.IGNORECASE
)
_OF_COMMENTS = re.compile(r"comment|kommentar|comentario|commentaire|تعليق", re.IGNORECASE)
_MOST_HTML = 2_000_000  # characters
_MOST_LINKS = 3_000


@dataclass(frozen=True, slots=True)
class Hint:
    """An address at which a list of articles may be, and where we have it from."""

    url: str
    how: str  # "declared" | "linked" | "robots.txt" | "usual place"
    title: str = ""


def declared_feeds(page: Page) -> list[Hint]:
    """The feeds that a page declares, those of comments last; then those it merely links to."""
    html = decode(page.body, content_type=page.content_type)[:_MOST_HTML].replace("\0", "")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True)
    try:
        root = etree.fromstring(html.encode("utf-8", "ignore"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return []
    if root is None:
        return []
    declared = [
        Hint(url, "declared", clean(link.get("title") or "").strip())
        for link in root.iter("link")
        if _declares(link) and (url := _address(link, page))
    ]
    linked = [
        Hint(url, "linked", " ".join("".join(link.itertext()).split())[:100])
        for link, _ in zip(root.iter("a"), range(_MOST_LINKS), strict=False)
        if (url := _address(link, page)) and is_feed_address(url) and same_site(url, page.url)
    ]
    first = sorted(_each_once(declared), key=lambda hint: bool(_OF_COMMENTS.search(_words(hint))))
    return _each_once(first[:MOST_DECLARED] + _each_once(linked)[:MOST_LINKED])


def sitemaps(addresses: Iterable[str], *, url: str) -> list[Hint]:
    """The sitemaps of robots.txt that are worth a try: those of news first."""
    found = (web_address(address, base=url) for address in addresses)
    hints = _each_once([Hint(one, "robots.txt") for one in found if one])
    return sorted(hints, key=lambda hint: "news" not in hint.url.casefold())[:MOST_SITEMAPS]


def usual_places(url: str) -> list[Hint]:
    """Where most software puts feeds and sitemaps: under the address's folder, then its host."""
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc}"
    folder = parts.path.rstrip("/")
    own = [Hint(f"{origin}{folder}/feed", "usual place")] if folder else []
    return own + [Hint(origin + path, "usual place") for path in COMMON_PATHS]


def is_feed_address(url: str) -> bool:
    """Does the address say that a feed is there?"""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    is_file = parts.path.endswith((".xml", ".rss", ".rdf", ".atom"))
    return is_file or bool(_FEED_ADDRESS.search(f"{parts.path}?{parts.query}"))


def _declares(link: etree._Element) -> bool:
    relations = (link.get("rel") or "").casefold().split()
    kind = link.get("type") or ""
    if "alternate" in relations:
        # WordPress declares its REST interface as JSON, too; a feed of JSON says so in its address.
        is_json_feed = bool(_JSON.match(kind)) and is_feed_address(link.get("href") or "")
        return bool(_FEED_TYPES.match(kind)) or is_json_feed
    return "feed" in relations


def _address(link: etree._Element, page: Page) -> str | None:
    href = link.get("href")
    return web_address(href.replace("feed://", "https://"), base=page.url) if href else None


def _words(hint: Hint) -> str:
    return f"{hint.title} {hint.url}"


def _each_once(hints: Iterable[Hint]) -> list[Hint]:
    found: dict[str, Hint] = {}
    for hint in hints:
        found.setdefault(canonical_url(hint.url), hint)
    return list(found.values())
