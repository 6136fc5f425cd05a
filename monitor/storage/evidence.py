"""All that is kept about one article: what was read, found in it, grouped with it, and told."""

from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, func, select

from monitor.model import FoundMatch, QueuedAlert
from monitor.storage import articles, outbox, stories, threads
from monitor.storage.articles import Stored
from monitor.storage.tables import article, story, story_article


@dataclass(frozen=True, slots=True)
class Telling:
    """An article as one of those that tell a story."""

    story_id: str
    share: float  # of the shorter text that stands in the longer, from 0 to 1
    is_own_text: bool
    first_url: str  # of the article that told the story first
    articles: int  # that tell it


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why an article rang, or did not, as far as it was written down."""

    stored: Stored
    matches: tuple[FoundMatch, ...]
    telling: Telling | None  # None: it was never held against others
    told: tuple[QueuedAlert, ...]  # the story's message in each channel


def evidence_of(db: Connection, url: str, *, story_id: str | None = None) -> Evidence | None:
    """The evidence on the article at this canonical address; None if there is no such article.

    `story_id`: as which story it was told, where that is known.
    """
    stored = articles.by_url(db, url)
    if stored is None:
        return None
    story_id = story_id or stories.story_of(db, stored.id)
    return Evidence(
        stored,
        tuple(articles.matches_of(db, stored.id)),
        _telling(db, stored.id),
        tuple(_told(db, story_id)) if story_id else (),
    )


def _told(db: Connection, story_id: str) -> list[QueuedAlert]:
    known = (outbox.queued(db, thread.alert_id) for _, thread in threads.threads_of(db, story_id))
    return [one for one in known if one]


def _telling(db: Connection, article_id: int) -> Telling | None:
    others = story_article.alias("others")
    count = (
        select(func.count()).where(others.c.story_id == story_article.c.story_id).scalar_subquery()
    )
    question = (
        select(story_article, article.c.url, count.label("articles"))
        .join(story, story.c.id == story_article.c.story_id)
        .join(article, article.c.id == story.c.article_id)
        .where(story_article.c.article_id == article_id)
    )
    row = db.execute(question).mappings().first()
    return _as_telling(row) if row else None


def _as_telling(row: RowMapping) -> Telling:
    return Telling(row["story_id"], row["share"], row["is_own_text"], row["url"], row["articles"])
