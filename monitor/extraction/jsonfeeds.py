"""JSON Feed, versions 1 and 1.1 (jsonfeed.org)."""

import json
from typing import Any

from monitor.extraction.rawfeeds import RawEntry, RawFeed


def read_json(text: str, *, most: int) -> RawFeed | None:
    """The feed in a JSON document; None if this is not one."""
    try:
        feed = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return None
    items = [item for item in feed["items"] if isinstance(item, dict)]
    return RawFeed(
        title=_text(feed, "title"),
        link=_text(feed, "home_page_url"),
        language=_text(feed, "language"),
        entries=tuple(_entry(item) for item in items[:most]),
    )


def _entry(item: dict[str, Any]) -> RawEntry:
    people = item.get("authors")
    people = people if isinstance(people, list) else [item.get("author")]
    return RawEntry(
        guid=_text(item, "id"),
        link=_text(item, "url") or _text(item, "external_url"),
        title=_text(item, "title"),
        texts=tuple(
            filter(None, (_text(item, "content_html"), _plain(item), _text(item, "summary")))
        ),
        date=_text(item, "date_published") or _text(item, "date_modified"),
        language=_text(item, "language"),
        authors=tuple(_text(person, "name") for person in people if isinstance(person, dict)),
    )


def _plain(item: dict[str, Any]) -> str:
    return _text(item, "content_text").replace("&", "&amp;").replace("<", "&lt;")


def _text(mapping: dict[str, Any], name: str) -> str:
    value = mapping.get(name)
    return str(value) if isinstance(value, str | int) else ""
