"""JSON Feed, versions 1 and 1.1 (jsonfeed.org)."""

import json
import re
from html import escape
from typing import Any

from monitor.extraction.rawfeeds import RawEntry, RawFeed
from monitor.model import FeedKind

_MOST_VALUES = 300_000  # objects and lists: with more the document is hostile
_PIECE = 1 << 16  # characters
_ITEMS = re.compile(r',?\s*"items"\s*:\s*\[')
_GAP = re.compile(r"[\s,]*")


def read_json(text: str, *, most: int) -> RawFeed | None:
    """The feed in a JSON document, its first `most` entries; None if this is not one."""
    bounded = _bounded(text)
    note = ""
    try:
        feed = json.loads(bounded, strict=False)
    except (ValueError, RecursionError):
        feed = _salvaged(bounded, most=most + 1)
        note = "it breaks off, or is no JSON from some entry on"
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return None
    if len(feed["items"]) > most:
        note = f"only the first {most:,} entries were read"
    items = [item for item in feed["items"] if isinstance(item, dict)]
    return RawFeed(
        kind=FeedKind.JSON,
        title=_text(feed, "title"),
        link=_text(feed, "home_page_url"),
        language=_text(feed, "language"),
        entries=tuple(_entry(item) for item in items[:most]),
        note=note,
    )


def _bounded(text: str) -> str:
    """As much as can be taken apart without filling the memory."""
    values = 0
    for start in range(0, len(text), _PIECE):
        values += text.count("{", start, start + _PIECE) + text.count("[", start, start + _PIECE)
        if values > _MOST_VALUES:
            return text[:start]
    return text


def _salvaged(text: str, *, most: int) -> dict[str, Any] | None:
    """What a broken document says up to where it is broken, if that is in its items."""
    begin = _ITEMS.search(text)
    if not begin:
        return None
    try:
        feed = json.loads(text[: begin.start()] + "}", strict=False)
    except (ValueError, RecursionError):
        return None
    return {**feed, "items": _whole_items(text, begin.end(), most=most)}


def _whole_items(text: str, at: int, *, most: int) -> list[Any]:
    decode = json.JSONDecoder(strict=False).raw_decode
    items: list[Any] = []
    while len(items) < most:
        gap = _GAP.match(text, at)
        try:
            item, at = decode(text, gap.end() if gap else at)
        except (ValueError, RecursionError):
            break
        items.append(item)
    return items


def _entry(item: dict[str, Any]) -> RawEntry:
    people = item.get("authors")
    people = people if isinstance(people, list) else [item.get("author")]
    texts = (_text(item, "content_html"), _plain(item), _text(item, "summary"))
    return RawEntry(
        guid=_text(item, "id"),
        link=_text(item, "url") or _text(item, "external_url"),
        title=_text(item, "title"),
        texts=tuple(filter(None, texts)),
        date=_text(item, "date_published") or _text(item, "date_modified"),
        language=_text(item, "language"),
        authors=tuple(_text(person, "name") for person in people if isinstance(person, dict)),
    )


def _plain(item: dict[str, Any]) -> str:
    return escape(_text(item, "content_text"), quote=False)


def _text(mapping: dict[str, Any], name: str) -> str:
    value = mapping.get(name)
    return str(value).strip() if isinstance(value, str | int) else ""
