"""Pages that are to be fetched again: the missing ones, and those that may have changed."""

from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, delete, func, select, update

from monitor.model import FeedEntry, Visit
from monitor.storage.dialects import Insert, insert_in, replaced
from monitor.storage.entries import kept_key
from monitor.storage.prepared import Prepared
from monitor.storage.tables import visit

_IS_OF = (
    visit.c.source_id == bindparam("of_source"),
    visit.c.key == bindparam("of_key"),
)
_END = delete(visit).where(*_IS_OF)
_OF = select(visit).where(*_IS_OF)


def plan(db: Connection, planned: Visit) -> None:
    """Visit the page then; what was planned for its entry before is over."""
    entry = planned.entry
    row: dict[str, Any] = {
        **{field.name: getattr(planned, field.name) for field in fields(planned)},
        "entry": _kept(entry),
        "source_id": entry.source_id,
        "key": kept_key(entry.key),
    }
    _PLANNING.run(db, row)


def end(db: Connection, entry: FeedEntry) -> None:
    """The page of the entry needs no visit any more."""
    db.execute(_END, _is_of(entry))


def call_back(db: Connection, article_id: int, *, now: datetime) -> None:
    """The article's page was another's: visit it as one that was never had."""
    again = update(visit).where(visit.c.article_id == article_id)
    db.execute(again.values(is_missed=True, since=now, due_at=now, tries=0))


def of(db: Connection, entry: FeedEntry) -> Visit | None:
    """The visit that is planned for the entry's page."""
    row = db.execute(_OF, _is_of(entry)).mappings().first()
    return _visit(row) if row else None


def due(db: Connection, *, most: int, now: datetime) -> list[Visit]:
    """The visits that are due, at most so many of each source: missing pages before known ones,
    those that name a watch before others, the newest first.
    """
    place = func.row_number().over(
        partition_by=visit.c.source_id,
        order_by=(visit.c.is_missed.desc(), visit.c.is_lively.desc(), visit.c.since.desc()),
    )
    ranked = select(visit.c.source_id, visit.c.key, place.label("place"))
    ranks = ranked.where(visit.c.due_at <= now).subquery()
    question = (
        select(visit)
        .join(ranks, (ranks.c.source_id == visit.c.source_id) & (ranks.c.key == visit.c.key))
        .where(ranks.c.place <= most)
        .order_by(visit.c.source_id, ranks.c.place)
    )
    return [_visit(row) for row in db.execute(question).mappings()]


def next_due_at(db: Connection) -> datetime | None:
    """When the next visit is due; None where none is planned."""
    return db.scalars(select(visit.c.due_at).order_by(visit.c.due_at).limit(1)).first()


def _planning(dialect: str) -> Insert:
    names = visit.c.keys()
    return replaced(insert_in(dialect, visit), keys=["source_id", "key"], names=names)


_PLANNING = Prepared(_planning, tuple(visit.c.keys()))


def _is_of(entry: FeedEntry) -> dict[str, str]:
    return {"of_source": entry.source_id, "of_key": kept_key(entry.key)}


def _kept(entry: FeedEntry) -> dict[str, Any]:
    at = entry.published_at
    return {**asdict(entry), "published_at": at and at.isoformat()}


def _visit(row: RowMapping) -> Visit:
    names = {field.name for field in fields(Visit)}
    return Visit(
        **{
            **{name: value for name, value in row.items() if name in names},
            "entry": _entry(row["entry"]),
        }
    )


def _entry(kept: dict[str, Any]) -> FeedEntry:
    at = kept["published_at"]
    return FeedEntry(
        **{
            **kept,
            "authors": tuple(kept["authors"]),
            "published_at": datetime.fromisoformat(at) if at else None,
        }
    )
