"""What is this answer: a feed, and of which kind, a sitemap, a list of sitemaps, a page?"""

import re
import zlib

from monitor.extraction.charsets import decode
from monitor.extraction.repair import document
from monitor.model import FeedKind

GZIP = b"\x1f\x8b"
_HEAD = 128 * 1024  # bytes: what stands before the root element seldom has more than a few hundred
_BEFORE = r"\s*+(?:(?><!--.*?-->|<\?[^<>]*>)\s*+)*+"
_ROOT = re.compile(_BEFORE + r"<(?:[\w.-]+:)?([\w.-]+)", re.DOTALL)
KINDS = {  # by the name of the root element
    "rss": FeedKind.RSS,
    "rdf": FeedKind.RDF,
    "feed": FeedKind.ATOM,
    "urlset": FeedKind.SITEMAP,
    "sitemapindex": FeedKind.SITEMAP_INDEX,
}
_JSON_FEED = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org\\?/|"items"\s*:\s*\[')
_PAGE_START = re.compile(
    _BEFORE + r"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE | re.DOTALL
)


def kind_of(body: bytes, content_type: str = "") -> FeedKind | None:
    """What these bytes are, by how they begin and not by what the header says; None: none of it.

    The header gives the charset. A promise only: whether entries can be read, `read_feed` shows.
    """
    text = decode(_head(body), content_type=content_type)
    if text.lstrip()[:1] == "{":
        return FeedKind.JSON if _JSON_FEED.search(text) else None
    if _PAGE_START.match(text):
        return FeedKind.PAGE
    xml = document(text)
    root = _ROOT.match(xml) if xml else None
    return KINDS.get(root[1].lower()) if root else None


def _head(body: bytes) -> bytes:
    if not body.startswith(GZIP):
        return body[:_HEAD]
    try:
        return zlib.decompressobj(wbits=31).decompress(body, _HEAD)
    except zlib.error:
        return b""
