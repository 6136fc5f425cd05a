"""What people said of alerts, as labels on the articles that were told."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, select

from monitor.storage import articles, threads
from monitor.storage.articles import Stored
from monitor.storage.dialects import insert
from monitor.storage.evidence import first_of
from monitor.storage.tables import article, feedback, match
from monitor.storage.tables_evidence import sweep

_VOTES = {"relevant": 1, "not_relevant": -1}


@dataclass(frozen=True, slots=True)
class Label:
    """An article that rang for one watch alone, and whether people found it relevant."""

    watch_id: str
    stored: Stored
    is_relevant: bool


def labels(db: Connection) -> Iterator[Label]:
    """One for each story that people agree on; of each person the last word counts.

    A story that names several watches says of none which one was meant.
    """
    votes: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    question = select(feedback).where(feedback.c.action.in_(list(_VOTES))).order_by(feedback.c.id)
    for row in db.execute(question):
        if len(row.watches) == 1:
            votes[row.story_id, row.watches[0]][row.user_id] = _VOTES[row.action]
    for (story_id, watch_id), said in votes.items():
        stored = _article_of(db, story_id)
        if stored and sum(said.values()):
            yield Label(watch_id, stored, sum(said.values()) > 0)


def matched(db: Connection, watch_id: str, *, since: datetime, most: int) -> list[Stored]:
    """The newest articles that were found to concern the watch."""
    question = (
        select(match.c.article_id)
        .join(article)
        .where(match.c.watch_id == watch_id, article.c.fetched_at >= since)
        .order_by(match.c.id.desc())
        .limit(most)
    )
    return _stored(db, db.scalars(question))


def unswept(db: Connection, name: str, *, since: datetime, most: int) -> list[Stored]:
    """The first articles, at most so many, that were not looked through for this yet."""
    question = select(article.c.id).where(*_is_unswept(db, name, since))
    return _stored(db, db.scalars(question.order_by(article.c.id).limit(most)))


def count_unswept(db: Connection, name: str, *, since: datetime) -> int:
    """How many articles were not looked through for this yet."""
    question = select(func.count()).select_from(article).where(*_is_unswept(db, name, since))
    return db.scalar(question) or 0


def swept(db: Connection, name: str, article_id: int, *, now: datetime) -> None:
    """All articles up to this one have been looked through for this."""
    row = {"article_id": article_id, "at": now}
    kept = insert(db, sweep).values(name=name, **row)
    db.execute(kept.on_conflict_do_update(index_elements=["name"], set_=row))


def _is_unswept(db: Connection, name: str, since: datetime) -> tuple[ColumnElement[bool], ...]:
    done = db.scalars(select(sweep.c.article_id).where(sweep.c.name == name)).first() or 0
    return (article.c.id > done, article.c.fetched_at >= since)


def _article_of(db: Connection, story_id: str) -> Stored | None:
    told = threads.threads_of(db, story_id)
    if told:
        return articles.by_url(db, told[0][1].story.url)
    first = first_of(db, story_id)
    return articles.by_id(db, first) if first is not None else None


def _stored(db: Connection, ids: Iterable[int]) -> list[Stored]:
    return [one for one in (articles.by_id(db, article_id) for article_id in list(ids)) if one]
