"""How much room the texts of an SQLite file take, and by which dictionary new ones are packed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, func, insert, select, text

from monitor.storage.packing import Dictionary
from monitor.storage.tables import article
from monitor.storage.tables_texts import text_dictionary

LEAST, MOST = 2_000, 4_000
"""Texts that a dictionary is made of."""
SERVES = 10
"""For so many times as many new texts: sources come and go, and so do their subjects."""
LONGEST = 5_000
"""Letters of a text that are read for it."""
SAMPLE = 500
"""Packed texts by which it is told how long all of them are."""

_SIZES = text(
    "SELECT typeof(text), count(*), sum(length(CAST(text AS BLOB))) FROM article GROUP BY 1"
)
_SAMPLE = text(
    "SELECT sum(length(CAST(unpacked(text) AS BLOB))), sum(length(text)) FROM ("
    "SELECT text FROM article WHERE typeof(text) = 'blob' ORDER BY id DESC LIMIT :most)"
)
_PACK = (
    text(
        "UPDATE article SET text = packed(text)"
        " WHERE id > :after AND id <= :last AND typeof(text) = 'text'"
    ),
    text(
        "UPDATE revision SET text = packed(text)"
        " WHERE article_id > :after AND article_id <= :last AND typeof(text) = 'text'"
    ),
)


@dataclass(frozen=True, slots=True)
class Sizes:
    """Of the texts of all articles."""

    plain: int  # articles
    plain_bytes: int
    packed: int  # articles
    packed_bytes: int
    unpacked_bytes: int  # of the same, by a sample


def samples(db: Connection) -> Sequence[str]:
    """Texts to make a dictionary of; none as long as the newest one serves, or on PostgreSQL."""
    if db.dialect.name != "sqlite":
        return []
    columns = (text_dictionary.c.made_at, text_dictionary.c.texts)
    newest = db.execute(select(*columns).order_by(columns[0].desc()).limit(1)).first()
    since = newest.made_at if newest else datetime.min.replace(tzinfo=UTC)
    enough = newest.texts * SERVES if newest else LEAST
    since_then = select(article.c.id).where(article.c.fetched_at >= since)
    new = db.scalar(select(func.count()).select_from(since_then.limit(enough).subquery()))
    return _read_some(db, since) if new == enough else []


def adopt(db: Connection, made: Dictionary, *, of: int, now: datetime) -> None:
    """From now on new texts are packed by it, which was made of so many."""
    row = {"id": made.id, "body": made.body, "texts": of, "made_at": now}
    db.execute(insert(text_dictionary).values(row))


def pack(db: Connection, *, after: int, last: int) -> None:
    """Pack what is plain of the articles with these ids, and of how they read before."""
    for statement in _PACK:
        db.execute(statement, {"after": after, "last": last})


def sizes(db: Connection) -> Sizes:
    """How much room they take; goes through all of them."""
    kept = {row[0]: (row[1], row[2]) for row in db.execute(_SIZES)}
    unpacked, packed = db.execute(_SAMPLE, {"most": SAMPLE}).one()
    count, length = kept.get("blob", (0, 0))
    return Sizes(
        *kept.get("text", (0, 0)), count, length, length * (unpacked or 0) // (packed or 1)
    )


def _read_some(db: Connection, since: datetime) -> list[str]:
    """Of the time since then, from its beginning to its end."""
    ends = select(func.min(article.c.id), func.max(article.c.id))
    first, last = db.execute(ends.where(article.c.fetched_at >= since)).one()
    ids = range(first, last + 1, -(-(last + 1 - first) // MOST))
    read = select(article.c.text).where(article.c.id.in_(ids))
    return [one[:LONGEST] for one in db.scalars(read)]
