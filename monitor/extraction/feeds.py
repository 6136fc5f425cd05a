"""What does this source list? Bytes of a feed or sitemap into entries.

    gunzip | XML in UTF-8, as most are | else: charset, JSON Feed, XML mended | judge entries

Feeds are written by many hands: nothing is trusted, everything is capped, and whatever the bytes
are, the answer is a `Feed` or an `ExtractionError` that says what they look like instead.
"""

import hashlib
import re
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime

from monitor.errors import ExtractionError
from monitor.extraction.charsets import decode
from monitor.extraction.feedhours import skipped_days, skipped_hours, ttl, update_period
from monitor.extraction.feedkinds import GZIP
from monitor.extraction.instants import read_instant
from monitor.extraction.jsonfeeds import read_json
from monitor.extraction.markup import clean, plain_line
from monitor.extraction.metadata import language_code
from monitor.extraction.rawfeeds import RawEntry, RawFeed
from monitor.extraction.urls import canonical_url, web_address
from monitor.extraction.xmlfeeds import read_broken_xml, read_xml
from monitor.model import Feed, FeedEntry, FeedKind, Sitemap

MOST_BYTES = 10 * 1024 * 1024  # of a feed, unpacked
MOST_ENTRIES = 2000
_HTML_TITLE = re.compile(r"<title[^>]*>([^<]{1,200})", re.IGNORECASE)
_TAGS = re.compile(r"</|/>|<(?:br|hr|img|wbr|p|!--)[\s>]", re.IGNORECASE)
_WORD_AFTER_TAG = re.compile(r">(?:[^<>&\w]|&[#\w]{1,8}+;)*+\w")
_ADDRESSED = re.compile(r"\S+@\S+ \((.+)\)")
_LONGEST_TITLE = 2_000  # characters of markup
_LONGEST_TEXT = 2_000_000  # the same
_LONGEST_KEY = 500  # characters; a longer guid is kept as its hash
_EARLIEST_YEAR = 1990
_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


def read_feed(body: bytes, *, content_type: str, url: str, source_id: str) -> Feed:
    """The feed in an answer to `url`. Raises ExtractionError: what it is instead.

    An entry is there as often as the feed lists it. `Feed.note` says what was left out.
    """
    raw = _raw(body, content_type)
    if raw.kind is FeedKind.SITEMAP_INDEX:
        raise ExtractionError(_index_message(raw))
    return feed_of(raw, url=url, source_id=source_id)


def feed_of(raw: RawFeed, *, url: str, source_id: str) -> Feed:
    """What a reader found in the answer to `url`, judged: addresses, dates and titles as we keep
    them.
    """
    listed, note = _newest(raw)
    shared = _shared_guids(listed)
    base = web_address(raw.link, base=url) or url
    language = language_code(raw.language)
    entries = (
        _entry(entry, shared=shared, base=base, language=language, source_id=source_id)
        for entry in listed
    )
    return Feed(
        title=_title(raw.title),
        entries=tuple(filter(None, entries)),
        kind=raw.kind,
        site_url=web_address(raw.link, base=url) if raw.link else None,
        ttl=ttl(raw.ttl),
        update_period=update_period(raw.period, raw.frequency),
        skip_hours=skipped_hours(raw.skip_hours),
        skip_days=skipped_days(raw.skip_days),
        note="; ".join(filter(None, (raw.note, note))),
    )


def read_sitemaps(body: bytes, *, content_type: str, url: str) -> tuple[Sitemap, ...]:
    """The sitemaps that a sitemap index lists, the last changed first. Raises ExtractionError."""
    raw = _raw(body, content_type)
    if raw.kind is not FeedKind.SITEMAP_INDEX:
        raise ExtractionError(f"a feed of kind {raw.kind}, not a list of sitemaps")
    found = ((web_address(entry.link, base=url), _at(entry.changed)) for entry in raw.entries)
    sitemaps = [Sitemap(address, changed_at) for address, changed_at in found if address]
    return tuple(sorted(sitemaps, key=_last_change, reverse=True))


def _last_change(sitemap: Sitemap) -> datetime:
    return sitemap.changed_at or _LONG_AGO


def _raw(body: bytes, content_type: str) -> RawFeed:
    unpacked = _unpacked(body)
    kept = unpacked[:MOST_BYTES]
    note = "" if kept is unpacked else f"only its first {MOST_BYTES // 1024**2} MB were read"
    raw = read_xml(kept, most=MOST_ENTRIES)
    if raw is None:
        text = decode(kept, content_type=content_type)
        read = read_json if text.lstrip()[:1] == "{" else read_broken_xml
        raw = read(text, most=MOST_ENTRIES)
        if raw is None:
            raise ExtractionError("; ".join(filter(None, (_looks_like(text), note))))
    if note:
        raw.note = "; ".join(filter(None, (note, raw.note)))
    return raw


def _unpacked(body: bytes) -> bytes:
    """No more than tells that it is too long."""
    if not body.startswith(GZIP):
        return body
    try:
        return zlib.decompressobj(wbits=31).decompress(body, MOST_BYTES + 1)
    except zlib.error as error:
        raise ExtractionError(f"a gzip file that cannot be unpacked ({error})") from error


def _looks_like(text: str) -> str:
    """What it is that should have been a feed, for the person who gave the address."""
    head = text.lstrip()
    if not head:
        return "nothing: the answer is empty"
    title = _HTML_TITLE.search(head)
    if title or re.match(r"<!doctype html|<html", head, re.IGNORECASE):
        named = f" titled '{plain_line(title[1])}'" if title else ""
        return f"an HTML page{named}, not a feed"
    kind = "JSON" if head[0] in "{[" else "XML" if head[0] == "<" else "text"
    return f"{kind} that is no feed; it begins: {plain_line(clean(head[:200]))[:60]!r}"


def _index_message(raw: RawFeed) -> str:
    first = f", the first is {raw.entries[0].link}" if raw.entries else ""
    return f"a list of {len(raw.entries)} sitemaps, not a sitemap of articles{first}"


def _newest(raw: RawFeed) -> tuple[Sequence[RawEntry], str]:
    """The entries that are kept: a feed begins with its newest, a sitemap has no order."""
    if len(raw.entries) <= MOST_ENTRIES:
        return raw.entries, ""
    dated = sorted(raw.entries, key=_changed_at, reverse=True)
    note = f"only the newest {MOST_ENTRIES:,} of its {len(raw.entries):,} addresses were read"
    return dated[:MOST_ENTRIES], note


def _changed_at(entry: RawEntry) -> datetime:
    return _at(entry.date) or _at(entry.changed) or _LONG_AGO


def _shared_guids(entries: Sequence[RawEntry]) -> set[str]:
    """Guids that stand for several articles, as some feeds write that of the site into each."""
    links: dict[str, str] = {}
    return {one.guid for one in entries if links.setdefault(one.guid, one.link) != one.link}


def _entry(
    entry: RawEntry, *, shared: set[str], base: str, language: str | None, source_id: str
) -> FeedEntry | None:
    """An entry as we keep it; None for one without address, title and text."""
    link = web_address(entry.link, base=base) if entry.link else None
    title = _title(entry.title)
    text = next(filter(_has_words, entry.texts), "")
    if not (link or title or text):
        return None
    guid = "" if entry.guid in shared else clean(entry.guid)
    said = (entry.guid, title, entry.date)
    return FeedEntry(
        source_id=source_id,
        key=_key(guid or (canonical_url(link) if link else ""), said),
        url=link,
        title=title,
        text=text[:_LONGEST_TEXT],
        published_at=_at(entry.date),
        language=language_code(entry.language) or language if entry.language else language,
        authors=tuple(filter(None, map(_author, entry.authors))),
    )


def _title(markup: str) -> str:
    """In one line. Where nothing is closed, a `<` is text: "Why <script> is slow"."""
    markup = markup[:_LONGEST_TITLE]
    if "<" in markup and not _TAGS.search(markup):
        markup = markup.replace("<", "&lt;")
    return plain_line(markup)


def _has_words(markup: str) -> bool:
    """Is there more than tags? What the words are is found out when somebody asks for them."""
    return markup[:1] != "<" or bool(_WORD_AFTER_TAG.search(markup))


def _at(date: str) -> datetime | None:
    instant = read_instant(date) if date else None
    return instant.at if instant and instant.at.year >= _EARLIEST_YEAR else None


def _key(name: str, said: tuple[str, ...]) -> str:
    """What an entry is known by: its guid, else its address, else a hash of what it says."""
    if name and len(name) <= _LONGEST_KEY:
        return name
    whole = "\n".join((name, *said)).encode("utf-8", "ignore")
    return "sha256:" + hashlib.sha256(whole).hexdigest()


def _author(name: str) -> str:
    """RSS wants an address: "jane@site.example (Jane Doe)" is Jane Doe."""
    name = plain_line(name)
    match = _ADDRESSED.fullmatch(name) if "@" in name else None
    return match[1] if match else name
