"""What pages beside the sources have shown, and which of their links the sources list."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, select, union

from monitor.model import Sighted, Witness
from monitor.storage.articles import url_key
from monitor.storage.dialects import insert
from monitor.storage.tables import article, seen_entry
from monitor.storage.tables_evidence import announced
from monitor.storage.tables_witness import witness

_OF = select(witness).where(witness.c.source_id == bindparam("of_source"))


def of(db: Connection, source_id: str) -> Witness | None:
    """What the page beside the source has shown; None where no such page is known."""
    row = db.execute(_OF, {"of_source": source_id}).mappings().first()
    if row is None:
        return None
    seen: dict[str, Any] = row["seen"]
    return Witness(
        source_id=source_id,
        page=row["page"],
        since=_instant(seen["since"]) if seen["since"] else None,
        looked_at=row["looked_at"],
        silence=seen["silence"],
        is_telling=seen["is_telling"],
        known=tuple(seen["known"]),
        unlisted=tuple(Sighted(url, _instant(at)) for url, at in seen["unlisted"]),
        silences=seen["silences"],
        most=seen["most"],
        lag=timedelta(seconds=seen["lag"]),
        in_vain=seen["in_vain"],
    )


def save(db: Connection, known: Witness) -> None:
    """Remember what the page has shown, over what was remembered before."""
    row = {
        "page": known.page,
        "looked_at": known.looked_at,
        "seen": {
            "since": known.since and known.since.isoformat(),
            "silence": known.silence,
            "is_telling": known.is_telling,
            "known": known.known,
            "unlisted": [[one.url, one.at.isoformat()] for one in known.unlisted],
            "silences": known.silences,
            "most": known.most,
            "lag": known.lag.total_seconds(),
            "in_vain": known.in_vain,
        },
    }
    saved = insert(db, witness).values(source_id=known.source_id, **row)
    db.execute(saved.on_conflict_do_update(index_elements=["source_id"], set_=row))


def listed(db: Connection, source_id: str, urls: Iterable[str]) -> set[str]:
    """Those of the addresses that the source has announced, or that its articles have."""
    by_key = {url_key(url): url for url in urls}
    of_articles = (
        select(article.c.url_key)
        .join(seen_entry, seen_entry.c.article_id == article.c.id)
        .where(seen_entry.c.source_id == source_id, article.c.url_key.in_(by_key))
    )
    as_announced = select(announced.c.url_key).where(
        announced.c.source_id == source_id, announced.c.url_key.in_(by_key)
    )
    return {by_key[key] for key in db.scalars(union(of_articles, as_announced))}


def _instant(written: str) -> datetime:
    return datetime.fromisoformat(written)
