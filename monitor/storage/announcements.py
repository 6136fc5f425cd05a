"""Addresses that sources announced, where they are not an article's own: redirected, or in vain."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Connection, select

from monitor.model import Fate, FeedEntry
from monitor.storage.articles import url_key
from monitor.storage.dialects import Insert, insert_in, replaced
from monitor.storage.entries import kept_key
from monitor.storage.tables import article, seen_entry, visit
from monitor.storage.tables_evidence import announced


@dataclass(frozen=True, slots=True)
class Announced:
    """An entry of a source, by the address that it was announced under."""

    url: str
    source_id: str
    title: str
    note: str  # what was in the way, if anything
    at: datetime
    article_id: int | None  # that it led to
    fate: Fate | None  # None: not known any more
    again_at: datetime | None = None  # when its page is asked for again


def keep(
    db: Connection, entry: FeedEntry, url: str, *, note: str, article_id: int | None, now: datetime
) -> None:
    """Remember what became of an entry, and the canonical address that it was announced under."""
    row = {
        "url_key": url_key(url),
        "url": url,
        "source_id": entry.source_id,
        "key": kept_key(entry.key),
        "title": entry.title,
        "note": note,
        "article_id": article_id,
        "at": now,
    }
    db.execute(_keeping(db.dialect.name), row)


def at(db: Connection, urls: Iterable[str]) -> Announced | None:
    """The last entry that was announced under one of these addresses."""
    is_of = (seen_entry.c.source_id == announced.c.source_id) & (
        seen_entry.c.key == announced.c.key
    )
    is_planned = (visit.c.source_id == announced.c.source_id) & (visit.c.key == announced.c.key)
    question = (
        select(announced, seen_entry.c.fate, visit.c.due_at)
        .outerjoin(seen_entry, is_of)
        .outerjoin(visit, is_planned)
        .where(announced.c.url_key.in_([url_key(url) for url in urls]))
        .order_by(announced.c.article_id.is_(None), announced.c.at.desc())
    )
    row = db.execute(question).mappings().first()
    if row is None:
        return None
    names = ("url", "source_id", "title", "note", "at", "article_id")
    fate = Fate(row["fate"]) if row["fate"] else None
    return Announced(**{name: row[name] for name in names}, fate=fate, again_at=row["due_at"])


def article_at(db: Connection, urls: Iterable[str]) -> int | None:
    """The article at one of these addresses, the first of them that has one."""
    keys = [url_key(url) for url in urls]
    question = select(article.c.url_key, article.c.id).where(article.c.url_key.in_(keys))
    found = {row.url_key: row.id for row in db.execute(question)}
    return next((found[key] for key in keys if key in found), None)


@cache
def _keeping(dialect: str) -> Insert:
    added = insert_in(dialect, announced)
    names = ["note", "article_id", "at"]
    return replaced(added, keys=["url_key", "source_id"], names=names)
