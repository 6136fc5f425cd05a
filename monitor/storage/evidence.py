"""All that is kept about one article: what was read, found in it, grouped with it, and told."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, func, select

from monitor.model import Fate, FoundMatch, QueuedAlert
from monitor.storage import articles, outbox, proofs, threads
from monitor.storage.articles import Stored
from monitor.storage.lanes import queued_alert
from monitor.storage.proofs import NearMiss, Proof
from monitor.storage.revisions import StoredRevision, revisions_of
from monitor.storage.stories import story_id
from monitor.storage.tables import alert, article, revision, seen_entry, story, story_article
from monitor.storage.tables import outbox as outbox_table


@dataclass(frozen=True, slots=True)
class Telling:
    """An article as one of those that tell a story."""

    story_id: str
    share: float  # of the shorter text that stands in the longer, from 0 to 1
    is_own_text: bool
    first_url: str  # of the article that told the story first
    articles: int  # that tell it


@dataclass(frozen=True, slots=True)
class Carried:
    """An article as one of its sources carried it."""

    source_id: str
    fate: Fate
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """What was put into the outbox about the article itself, and what was made of it."""

    at: datetime
    planned_at: datetime | None
    alerts: tuple[QueuedAlert, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why an article rang, or did not, as far as it was written down."""

    stored: Stored
    matches: tuple[FoundMatch, ...]
    telling: Telling | None  # None: it was never held against others
    told: tuple[QueuedAlert, ...]  # the story's message in each channel
    asked: Asked | None = None  # None: the article itself never was to be told
    proofs: tuple[Proof, ...] = ()
    misses: tuple[NearMiss, ...] = ()
    are_misses_sought: bool = False  # by the list as it is now: there are no others
    carried: tuple[Carried, ...] = ()
    revisions: tuple[StoredRevision, ...] = ()

    @property
    def opens_story(self) -> bool:
        """Whether it is told in its own name: no other article told its story before."""
        return self.telling is None or self.telling.first_url == self.stored.article.url


def evidence_of(db: Connection, article_id: int) -> Evidence | None:
    """The evidence on an article; None if there is no such article."""
    stored = articles.by_id(db, article_id)
    if stored is None:
        return None
    telling, own = _telling(db, stored.id), story_id(stored.article.url)
    return Evidence(
        stored,
        tuple(articles.matches_of(db, stored.id)),
        telling,
        tuple(_told(db, telling.story_id if telling else own)),
        _asked(db, f"article:{own}"),
        tuple(proofs.of_article(db, stored.id)),
        tuple(proofs.misses_of(db, stored.id)),
        proofs.are_misses_sought(db, stored.id, read_at=stored.article.fetched_at),
        tuple(_carried(db, stored.id)),
        tuple(revisions_of(db, stored.id)),
    )


def first_of(db: Connection, story_id: str) -> int | None:
    """The article that opened the story."""
    return db.scalars(select(story.c.article_id).where(story.c.id == story_id)).first()


def earlier_texts(db: Connection, article_id: int) -> Sequence[tuple[str, str]]:
    """Title and text of the article as it read before each of its changes."""
    question = select(revision.c.title, revision.c.text).where(revision.c.article_id == article_id)
    return [(row.title, row.text) for row in db.execute(question)]


def newest_addresses(db: Connection, source_ids: Iterable[str]) -> dict[str, str]:
    """Of each source the address of the last article that it brought."""
    newest = (
        select(func.max(article.c.id))
        .where(article.c.source_id.in_(list(source_ids)))
        .group_by(article.c.source_id)
    )
    question = select(article.c.source_id, article.c.url).where(article.c.id.in_(newest))
    return {row.source_id: row.url for row in db.execute(question)}


def _asked(db: Connection, key: str) -> Asked | None:
    asked = db.execute(select(outbox_table).where(outbox_table.c.key == key)).first()
    if asked is None:
        return None
    question = select(alert).where(alert.c.outbox_id == asked.id).order_by(alert.c.id)
    alerts = tuple(queued_alert(row) for row in db.execute(question).mappings())
    return Asked(asked.created_at, asked.planned_at, alerts)


def _carried(db: Connection, article_id: int) -> Iterator[Carried]:
    question = select(seen_entry).where(seen_entry.c.article_id == article_id)
    for row in db.execute(question.order_by(seen_entry.c.seen_at)):
        yield Carried(row.source_id, Fate(row.fate), row.seen_at)


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
