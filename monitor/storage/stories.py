"""Stories: which articles tell the same text. The first one stands for all of them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from sqlalchemy import Connection, delete, func, select

from monitor.storage.dialects import insert
from monitor.storage.tables import article, story, story_article, story_band

MOST_CANDIDATES = 40
"""Stories that a new text is held against: those that share most keys."""
LOOK_BACK = timedelta(days=7)
MOST_TEXTS = 8
"""Of one story, that a new text is held against."""


@dataclass(frozen=True, slots=True)
class FirstText:
    """A story, by the text that told it first."""

    story_id: str
    source_id: str
    title: str
    text: str


def story_id(*parts: str) -> str:
    """A name that stays the same however often, and on whatever database, the story is read."""
    return blake2b("\n".join(parts).encode(errors="replace"), digest_size=10).hexdigest()


def candidates(db: Connection, keys: Iterable[int], *, since: datetime) -> list[FirstText]:
    """The stories opened since then that share most keys, the earliest first."""
    shared = (
        select(story.c.id)
        .join(story_band, story_band.c.story_id == story.c.id)
        .where(story_band.c.key.in_(list(keys)), story.c.opened_at >= since)
        .group_by(story.c.id)
        .order_by(func.count().desc(), story.c.id)
        .limit(MOST_CANDIDATES)
    )
    question = (
        select(story.c.id, article.c.source_id, article.c.title, article.c.text)
        .join(article, article.c.id == story.c.article_id)
        .where(story.c.id.in_(shared))
        .order_by(story.c.opened_at, story.c.id)
    )
    return [FirstText(*row) for row in db.execute(question)]


def open_story(
    db: Connection, story_id: str, article_id: int, keys: Collection[int], *, now: datetime
) -> None:
    """This article is the first that tells a story."""
    db.execute(insert(db, story).values(id=story_id, article_id=article_id, opened_at=now))
    if keys:
        rows = [{"key": key, "story_id": story_id} for key in set(keys)]
        db.execute(insert(db, story_band), rows)
    join(db, story_id, article_id, share=1.0, is_own_text=True)


def close(db: Connection, *, before: datetime) -> None:
    """Nothing is held any more against stories that were opened before then.

    Older ones were closed when others were opened: only the last days' are looked at.
    """
    lately = story.c.opened_at.between(before - LOOK_BACK, before)
    closed = select(story.c.id).where(lately, story.c.opened_at < before)
    db.execute(delete(story_band).where(story_band.c.story_id.in_(closed)))


def join(
    db: Connection, story_id: str, article_id: int, *, share: float, is_own_text: bool
) -> None:
    """This article tells the story too."""
    row = {"article_id": article_id, "story_id": story_id}
    told = insert(db, story_article).values(**row, share=share, is_own_text=is_own_text)
    db.execute(told.on_conflict_do_nothing(index_elements=[story_article.c.article_id]))


def story_of(db: Connection, article_id: int) -> str | None:
    """The story that the article tells, if it was ever held against others."""
    question = select(story_article.c.story_id).where(story_article.c.article_id == article_id)
    return db.scalars(question).first()


def texts_of(db: Connection, story_id: str) -> list[str]:
    """The texts that were written for the story rather than copied, the first ones."""
    question = (
        select(article.c.text)
        .join(story_article, story_article.c.article_id == article.c.id)
        .where(story_article.c.story_id == story_id, story_article.c.is_own_text)
        .order_by(article.c.id)
        .limit(MOST_TEXTS)
    )
    return list(db.scalars(question))
