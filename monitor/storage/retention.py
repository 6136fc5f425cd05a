"""What has become too old to be kept goes, a small transaction at a time.

Alerts go by their age, but none that is still to be told; articles by theirs, but none of which an
alert remains: it is the evidence. An entry that its source may still list stays, so that no old
article is taken for a new one.
"""

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import IntEnum
from typing import Any

from sqlalchemy import Connection, Row, delete, exists, func, select, tuple_

from monitor.storage import search
from monitor.storage.stories import story_id
from monitor.storage.tables import (
    alert,
    article,
    outbox,
    seen_entry,
    source_state,
    story_article,
    thread,
)
from monitor.storage.tables_archive import last_list
from monitor.storage.tables_evidence import announced, proof, watch_version, watchlist
from monitor.storage.versions import DIGEST

TURNS_OF_A_LIST = 2
"""A source that has shown so many times the entries of its list since does not list it any more."""
FEW = 10
"""Articles that go together at least."""
MOST_LISTS = 20
"""Watchlists of one step: each may name tens of thousands of watches."""


class Stage(IntEnum):
    """What is gone through, in this order: what an alert shows outlives the alert."""

    ALERTS = 0
    ARTICLES = 1
    ENTRIES = 2
    ADDRESSES = 3
    LISTS = 4
    DONE = 5


Place = tuple[Any, ...]
"""The key of the last row that was looked at; empty at the beginning."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the going through got, and how much of each kind has gone."""

    before: datetime
    stage: Stage = Stage.ALERTS
    after: Place = ()
    gone: dict[Stage, int] = field(default_factory=dict)

    @property
    def is_done(self) -> bool:
        return self.stage is Stage.DONE


@dataclass(frozen=True, slots=True)
class Expired:
    """How much is older than is kept; some of it is evidence, and stays."""

    alerts: int
    articles: int


def expired(db: Connection, *, before: datetime) -> Expired:
    """How much there is to be gone through."""
    of = select(func.count())
    return Expired(
        db.scalar(of.select_from(outbox).where(outbox.c.created_at < before)) or 0,
        db.scalar(of.select_from(article).where(article.c.fetched_at < before)) or 0,
    )


def advance(
    db: Connection,
    progress: Progress,
    *,
    most: int,
    is_enough: Callable[[], bool] = lambda: False,
) -> Progress:
    """Look at the next rows, at most so many, and delete those that need not be kept.

    `is_enough` is asked after every few articles, whose words take long to be found in the index.
    """
    if progress.stage is Stage.ARTICLES:
        gone, after = _forget_articles(db, progress.before, progress.after, most, is_enough)
    else:
        gone, after = _STEPS[progress.stage](db, progress.before, progress.after, most)
    counts = {**progress.gone, progress.stage: progress.gone.get(progress.stage, 0) + gone}
    stage = progress.stage if after is not None else Stage(progress.stage + 1)
    return replace(progress, stage=stage, after=after or (), gone=counts)


_Gone = tuple[int, Place | None]  # None: there is nothing after that


def _forget_alerts(db: Connection, before: datetime, after: Place, most: int) -> _Gone:
    """With the outbox entry that they were planned from, and only all of its alerts together."""
    (last,) = after or (0,)
    columns = (outbox.c.id, outbox.c.created_at, outbox.c.planned_at)
    rows = db.execute(
        select(*columns).where(outbox.c.id > last).order_by(outbox.c.id).limit(most)
    ).all()
    old = {row.id for row in rows if row.planned_at and row.created_at < before}
    going = old - _still_needed(db, old, before)
    _delete(db, outbox.c.id, going)
    is_over = len(rows) < most or rows[-1].created_at >= before
    return len(going), None if is_over else (rows[-1].id,)


def _still_needed(db: Connection, entries: set[int], before: datetime) -> set[int]:
    """Those of the entries with an alert that is new or open, or that such a one builds on."""
    is_needed = alert.c.state.in_(_OPEN) | (alert.c.created_at >= before)
    parent = alert.alias("parent")
    own = select(alert.c.outbox_id).where(alert.c.outbox_id.in_(entries), is_needed)
    built_on = (
        select(parent.c.outbox_id)
        .join(alert, alert.c.parent_id == parent.c.id)
        .where(parent.c.outbox_id.in_(entries), is_needed)
    )
    return {*db.scalars(own), *db.scalars(built_on)}


_OPEN = ("waiting", "unknown", "held")


def _forget_articles(
    db: Connection, before: datetime, after: Place, most: int, is_enough: Callable[[], bool]
) -> _Gone:
    """With all that rests on them; the search index is told first."""
    is_old = article.c.fetched_at < before
    place = tuple_(article.c.fetched_at, article.c.id)
    question = select(article.c.id, article.c.url, article.c.fetched_at).where(is_old)
    if after:
        is_later = (article.c.fetched_at > after[0]) | (article.c.id > after[1])
        question = question.where(article.c.fetched_at >= after[0], is_later)
    rows = db.execute(question.order_by(*place.clauses).limit(most)).all()
    kept, gone = _evidence(db, rows), 0
    for first in range(0, len(rows), FEW):
        some = rows[first : first + FEW]
        going = {row.id for row in some} - kept
        search.forget(db, sorted(going))
        _delete(db, article.c.id, going)
        gone += len(going)
        if is_enough():
            return gone, (some[-1].fetched_at, some[-1].id)
    return gone, (rows[-1].fetched_at, rows[-1].id) if len(rows) == most else None


def _evidence(db: Connection, articles: Sequence[Row[Any, Any, Any]]) -> set[int]:
    """Those of the articles of which, or of whose story, an alert is kept."""
    own = {f"article:{story_id(row.url)}": row.id for row in articles}
    asked = select(outbox.c.key).where(outbox.c.key.in_(list(own)))
    told = (
        select(story_article.c.article_id)
        .join(thread, thread.c.story_id == story_article.c.story_id)
        .where(story_article.c.article_id.in_([row.id for row in articles]))
    )
    return {*(own[key] for key in db.scalars(asked)), *db.scalars(told)}


def _forget_entries(db: Connection, before: datetime, after: Place, most: int) -> _Gone:
    """Of one source at a time, those that its list cannot hold any more."""
    question = select(source_state).order_by(source_state.c.source_id).limit(1)
    if after:
        question = question.where(source_state.c.source_id > after[0])
    source = db.execute(question).first()
    if source is None:
        return 0, None
    gone = _forget_entries_of(db, source, before, most) if _has_turned(db, source, before) else 0
    # A source with more of them is looked at again.
    return gone, after if gone == most else (source.source_id,)


def _has_turned(db: Connection, source: Row[Any], before: datetime) -> bool:
    """Whether the list holds nothing of that time: its place was taken, or nobody reads it."""
    if source.last_polled_at is None or source.last_polled_at < before:
        return True
    enough = TURNS_OF_A_LIST * max(source.entries, 1)
    since = (seen_entry.c.source_id == source.source_id, seen_entry.c.seen_at >= before)
    newer = select(seen_entry.c.key).where(*since).limit(enough).subquery()
    return bool(db.scalar(select(func.count()).select_from(newer)) == enough)


def _forget_entries_of(db: Connection, source: Row[Any], before: datetime, most: int) -> int:
    old = select(seen_entry.c.key).where(
        seen_entry.c.source_id == source.source_id,
        seen_entry.c.seen_at < before,
        seen_entry.c.article_id.is_(None),
    )
    keys = db.scalars(old.limit(most)).all()
    is_of = seen_entry.c.source_id == source.source_id
    db.execute(delete(seen_entry).where(is_of, seen_entry.c.key.in_(keys)))
    return len(keys)


def _forget_addresses(db: Connection, before: datetime, after: Place, most: int) -> _Gone:
    """Of entries that led to no article; the others go with it."""
    question = select(announced).order_by(announced.c.url_key, announced.c.source_id).limit(most)
    key = tuple_(announced.c.url_key, announced.c.source_id)
    if after:
        question = question.where(key > tuple_(*after))
    rows = db.execute(question).all()
    going = [
        (row.url_key, row.source_id) for row in rows if row.at < before and row.article_id is None
    ]
    if going:
        db.execute(delete(announced).where(key.in_(going)))
    last = (rows[-1].url_key, rows[-1].source_id) if len(rows) == most else None
    return len(going), last


def _forget_lists(db: Connection, before: datetime, _after: Place, most: int) -> _Gone:
    """Watchlists by which nothing was judged that is kept; then watches that stood in them."""
    is_proof = exists().where(proof.c.watchlist == watchlist.c.digest)
    is_last = exists().where(last_list.c.watchlist == watchlist.c.digest)
    unused = select(watchlist.c.digest).where(watchlist.c.used_at < before, ~is_proof, ~is_last)
    digests = set(db.scalars(unused.limit(min(most, MOST_LISTS))))
    if digests:
        _delete(db, watchlist.c.digest, digests)
        return len(digests), ()
    old = select(watch_version.c.digest).where(watch_version.c.used_at < before)
    _delete(db, watch_version.c.digest, set(db.scalars(old)) - _digests_in_lists(db))
    return 0, None


def _digests_in_lists(db: Connection) -> set[str]:
    packed = map(zlib.decompress, db.scalars(select(watchlist.c.watches)))
    return {one[at : at + DIGEST].hex() for one in packed for at in range(0, len(one), DIGEST)}


_STEPS: dict[Stage, Callable[[Connection, datetime, Place, int], _Gone]] = {
    Stage.ALERTS: _forget_alerts,
    Stage.ENTRIES: _forget_entries,
    Stage.ADDRESSES: _forget_addresses,
    Stage.LISTS: _forget_lists,
}


def _delete(db: Connection, key: Any, going: set[int]) -> None:
    if going:
        db.execute(delete(key.table).where(key.in_(going)))
