"""What does this source list? Bytes of a feed or news sitemap into entries.

    gunzip | charset | JSON Feed, or XML: strict, repaired, recovered | judge entries

Feeds are written by many hands: nothing is trusted, everything is capped, and whatever the bytes
are, the answer is a `Feed` or an `ExtractionError` that says what they look like instead.
"""

import hashlib
import re
import zlib
from datetime import timedelta

from monitor.errors import ExtractionError
from monitor.extraction.charsets import decode
from monitor.extraction.instants import read_instant
from monitor.extraction.jsonfeeds import read_json
from monitor.extraction.markup import clean, plain_line, plain_text
from monitor.extraction.metadata import language_code
from monitor.extraction.rawfeeds import RawEntry, RawFeed
from monitor.extraction.urls import canonical_url, web_address
from monitor.extraction.xmlfeeds import read_xml
from monitor.model import Feed, FeedEntry

MOST_BYTES = 10 * 1024 * 1024  # of a feed, unpacked
MOST_ENTRIES = 2000
_GZIP = b"\x1f\x8b"
_HTML_TITLE = re.compile(r"<title[^>]*>([^<]{1,200})", re.IGNORECASE)
_LONGEST_TITLE = 2_000  # characters of markup
_LONGEST_TEXT = 500_000  # the same
_LONGEST_KEY = 500  # characters; a longer guid is kept as its hash
_EARLIEST_YEAR = 1990
_MAX_TTL = timedelta(days=7)


def read_feed(body: bytes, *, content_type: str, url: str, source_id: str) -> Feed:
    """The feed in an answer to `url`. Raises ExtractionError: what it is instead."""
    text = decode(_unpacked(body), content_type=content_type)
    raw = _read(text)
    if raw is None:
        raise ExtractionError(_looks_like(text))
    base = web_address(raw.link, base=url) or url
    entries = (_entry(entry, raw=raw, base=base, source_id=source_id) for entry in raw.entries)
    return Feed(
        title=plain_line(raw.title),
        entries=tuple({entry.key: entry for entry in entries if entry}.values()),
        ttl=_ttl(raw.ttl),
        site_url=web_address(raw.link, base=url) if raw.link else None,
    )


def _unpacked(body: bytes) -> bytes:
    if body.startswith(_GZIP):
        try:
            body = zlib.decompressobj(wbits=31).decompress(body, MOST_BYTES + 1)
        except zlib.error as error:
            raise ExtractionError(f"a gzip file that cannot be unpacked ({error})") from error
    if len(body) > MOST_BYTES:
        raise ExtractionError(f"longer than {MOST_BYTES // 1024**2} MB, which no feed is")
    return body


def _read(text: str) -> RawFeed | None:
    if text.lstrip()[:1] == "{":
        return read_json(text, most=MOST_ENTRIES)
    return read_xml(text, most=MOST_ENTRIES)


def _looks_like(text: str) -> str:
    """What it is that should have been a feed, for the person who gave the address."""
    head = text[:MOST_BYTES].lstrip()
    if not head:
        return "nothing: the answer is empty"
    title = _HTML_TITLE.search(head)
    if title or re.match(r"<!doctype html|<html", head, re.IGNORECASE):
        named = f" titled '{plain_line(title[1])}'" if title else ""
        return f"an HTML page{named}, not a feed"
    kind = "JSON" if head[0] in "{[" else "XML" if head[0] == "<" else "text"
    return f"{kind} that is no feed; it begins: {plain_line(clean(head[:200]))[:60]!r}"


def _ttl(minutes: str) -> timedelta | None:
    if not re.fullmatch(r"\s*[0-9]{1,6}\s*", minutes) or not int(minutes):
        return None
    return min(timedelta(minutes=int(minutes)), _MAX_TTL)


def _entry(entry: RawEntry, *, raw: RawFeed, base: str, source_id: str) -> FeedEntry | None:
    """An entry as we keep it; None for one without address, title and text."""
    link = web_address(entry.link, base=base) if entry.link else None
    title = plain_line(entry.title[:_LONGEST_TITLE])
    text = next(filter(_has_words, entry.texts), "")[:_LONGEST_TEXT]
    if not (link or title or text):
        return None
    instant = read_instant(entry.date)
    known = instant is not None and instant.at.year >= _EARLIEST_YEAR
    return FeedEntry(
        source_id=source_id,
        key=_key(entry, link=link, title=title),
        url=link,
        title=title,
        text=text,
        published_at=instant.at if instant and known else None,
        language=language_code(entry.language) or language_code(raw.language),
        authors=tuple(filter(None, map(_author, entry.authors))),
    )


def _has_words(markup: str) -> bool:
    """Is there more than tags? What the words are is found out when somebody asks for them."""
    return not markup.lstrip().startswith("<") or bool(plain_text(markup))


def _key(entry: RawEntry, *, link: str | None, title: str) -> str:
    """What an entry is known by: its guid, else its address, else its title and date."""
    key = clean(entry.guid).strip() or (canonical_url(link) if link else "")
    if not key or len(key) > _LONGEST_KEY:
        said = "\n".join((key, title, entry.date)).encode("utf-8", "ignore")
        key = "sha256:" + hashlib.sha256(said).hexdigest()
    return key


def _author(name: str) -> str:
    """RSS wants an address: "jane@site.example (Jane Doe)" is Jane Doe."""
    name = plain_line(name)
    match = re.fullmatch(r"\S+@\S+ \((.+)\)", name)
    return match[1] if match else name
