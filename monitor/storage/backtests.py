"""How far comparisons of two lists over the archive got, and what people said of its articles."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, select

from monitor.storage.dialects import insert
from monitor.storage.tables import feedback, story_article
from monitor.storage.tables_archive import backtest

KEPT = timedelta(days=1)
"""After that, a comparison that was broken off is begun anew."""


def resumed(db: Connection, key: str, *, now: datetime) -> tuple[int, Any] | None:
    """The last article that an earlier run of this comparison dealt with, and what it found."""
    question = select(backtest).where(backtest.c.key == key, backtest.c.at > now - KEPT)
    row = db.execute(question).first()
    return (row.article_id, row.found) if row else None


def save(db: Connection, key: str, article_id: int, found: Any, *, now: datetime) -> None:
    """Remember how far it got. Others' long broken off are forgotten."""
    row = {"article_id": article_id, "found": found, "at": now}
    kept = insert(db, backtest).values(key=key, **row)
    db.execute(kept.on_conflict_do_update(index_elements=["key"], set_=row))
    db.execute(delete(backtest).where(backtest.c.at <= now - KEPT))


def end(db: Connection, key: str) -> None:
    """It came to its end."""
    db.execute(delete(backtest).where(backtest.c.key == key))


def opinions(db: Connection) -> Mapping[int, list[tuple[str, frozenset[str]]]]:
    """By article, what people said of its story at last, each "relevant" or "not_relevant", with
    the watches that the story named by then."""
    is_opinion = feedback.c.action.in_(["relevant", "not_relevant"])
    question = select(feedback).where(is_opinion).order_by(feedback.c.id)
    said = {(row.story_id, row.user_id): row for row in db.execute(question)}
    by_story: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for row in said.values():
        by_story.setdefault(row.story_id, []).append((row.action, frozenset(row.watches)))
    spoken_of = story_article.c.story_id.in_(select(feedback.c.story_id).where(is_opinion))
    told = select(story_article.c.article_id, story_article.c.story_id).where(spoken_of)
    return {article_id: by_story[story_id] for article_id, story_id in db.execute(told)}
