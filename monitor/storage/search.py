"""The index that the archive is searched by: FTS5 on SQLite, text search vectors on PostgreSQL.

It holds folded words, each article's title apart from its text; what folding is, is not known here.
An article waits in `search_queue` until its words are in the index: it is written there with the
article, and again with each revision.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    cast,
    column,
    delete,
    exists,
    func,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from monitor.model import Among, Either, Every, Phrase, Query
from monitor.storage.dialects import Insert, insert_in, replaced
from monitor.storage.prepared import Prepared
from monitor.storage.tables import article, match
from monitor.storage.tables_search import search_queue

_FARTHEST = 16_383
"""The last place that PostgreSQL tells apart in a text; words behind it are in no phrase."""
_LONGEST = 600
"""Letters of a word: PostgreSQL takes 2,046 bytes."""

_INDEX = table("article_words", column("rowid"), column("article_id"), column("words"))
_DATE = func.coalesce(article.c.published_at, article.c.fetched_at)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An article that is to be indexed."""

    article_id: int
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Indexed:
    """The words of an article for the index."""

    article_id: int
    title: Sequence[str]
    text: Sequence[str]


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found."""

    article_id: int
    url: str
    title: str
    text: str
    source_id: str
    language: str | None
    published_at: datetime | None
    fetched_at: datetime


_HIT = tuple(article.c[name] for name in Hit.__slots__ if name != "article_id")


def has_articles(db: Connection, source_id: str) -> bool:
    """Whether anything is kept that came from the source."""
    return db.scalar(select(exists().where(article.c.source_id == source_id))) or False


def has_matches(db: Connection, watch_id: str) -> bool:
    """Whether anything is kept that was found for the watch."""
    return db.scalar(select(exists().where(match.c.watch_id == watch_id))) or False


def to_index(db: Connection, article_ids: Iterable[int]) -> None:
    """Put articles on the list of those whose words are still to be indexed."""
    for one in article_ids:
        _QUEUEING.run(db, {"article_id": one})


def waiting(db: Connection, among: Among, *, most: int) -> list[Hit]:
    """The newest of these articles that are not in the index yet."""
    question = _hits().join(search_queue, search_queue.c.article_id == article.c.id)
    return _read(db, _among(question, among).order_by(article.c.id.desc()).limit(most))


def take_waiting(db: Connection, *, most: int) -> list[Waiting]:
    """The newest of all, taken off the list: index them in this transaction."""
    newest = select(search_queue.c.article_id).order_by(search_queue.c.article_id.desc())
    taken = db.scalars(
        delete(search_queue)
        .where(search_queue.c.article_id.in_(newest.limit(most).scalar_subquery()))
        .returning(search_queue.c.article_id)
    ).all()
    question = select(article.c.id, article.c.title, article.c.text)
    return [Waiting(*row) for row in db.execute(question.where(article.c.id.in_(taken)))]


def count_waiting(db: Connection) -> int:
    """How many articles are not in the index yet."""
    return db.scalar(select(func.count()).select_from(search_queue)) or 0


def index(db: Connection, articles: Sequence[Indexed]) -> None:
    """Put the words into the index, in place of what it had of these articles."""
    if not articles:
        return
    ids = [one.article_id for one in articles]
    _forget(db, ids)
    if db.dialect.name == "sqlite":
        statement = "INSERT INTO article_words (rowid, title, text) VALUES (:id, :title, :text)"
        rows = [
            {"id": one.article_id, "title": " ".join(one.title), "text": " ".join(one.text)}
            for one in articles
        ]
    else:
        statement = (
            "INSERT INTO article_words (article_id, words) VALUES (:id, CAST(:words AS tsvector))"
        )
        rows = [{"id": one.article_id, "words": _vector(one)} for one in articles]
    db.execute(text(statement), rows)


def forget(db: Connection, article_ids: Sequence[int]) -> None:
    """Take articles out of the index, before they are deleted."""
    _forget(db, article_ids)
    db.execute(delete(search_queue).where(search_queue.c.article_id.in_(article_ids)))


def find(
    db: Connection, query: Query | None, among: Among, *, most: int, best_first: bool = False
) -> list[Hit]:
    """The articles that meet the query, the newest first; without one, all that are among these.

    `best_first`: by how often and how densely the words stand in them, a word of the title more.
    """
    question = _among(_hits(), among)
    if query is None:
        return _read(db, question.order_by(article.c.id.desc()).limit(most))
    order = [_rank(db, query)] if best_first else []
    return _read(db, _met(db, question, query).order_by(*order, _key(db).desc()).limit(most))


def count(db: Connection, query: Query | None, among: Among, *, at_most: int) -> int:
    """How many articles that would be found, counted no further than `at_most`."""
    question = _among(select(article.c.id), among)
    if query is not None:
        question = _met(db, question, query)
    return db.scalar(select(func.count()).select_from(question.limit(at_most).subquery())) or 0


def batches(
    db: Connection, query: Query | None, among: Among, *, after: int, size: int
) -> list[Hit]:
    """The next articles by id after this one: a long list, read piece by piece."""
    question = _among(_hits(), among).where(article.c.id > after)
    if query is not None:
        question = _met(db, question, query)
    return _read(db, question.order_by(article.c.id).limit(size))


def these(db: Connection, article_ids: Sequence[int], among: Among) -> list[Hit]:
    """Those of the articles with these ids that are asked, in the order of their ids."""
    question = _among(_hits(), among).where(article.c.id.in_(article_ids))
    return _read(db, question.order_by(article.c.id))


def matches(db: Connection, article_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """What is kept of the matches of these articles, the best first."""
    question = select(match).where(match.c.article_id.in_(article_ids), match.c.gone_at.is_(None))
    found: dict[int, list[dict[str, Any]]] = {}
    for row in db.execute(question.order_by(match.c.score.desc(), match.c.watch_id)).mappings():
        one = {"watch": row["watch_id"], "score": row["score"], "mentions": row["mentions"]}
        found.setdefault(row["article_id"], []).append(one)
    return found


# Not "do nothing": who takes the row off at this moment has to wait for our new text.
def _queueing(dialect: str) -> Insert:
    return replaced(insert_in(dialect, search_queue), keys=["article_id"], names=["article_id"])


_QUEUEING = Prepared(_queueing, ("article_id",))


def _forget(db: Connection, article_ids: Sequence[int]) -> None:
    db.execute(delete(_INDEX).where(_key(db).in_(article_ids)))


def _hits() -> Select[Any]:
    return select(article.c.id.label("article_id"), *_HIT)


def _read(db: Connection, question: Select[Any]) -> list[Hit]:
    return [Hit(**row) for row in db.execute(question).mappings()]


def _key(db: Connection) -> ColumnElement[int]:
    return _INDEX.c.rowid if db.dialect.name == "sqlite" else _INDEX.c.article_id


def _met(db: Connection, question: Select[Any], query: Query) -> Select[Any]:
    question = question.join(_INDEX, _key(db) == article.c.id)
    if db.dialect.name == "sqlite":
        wanted: ColumnElement[str] = bindparam("wanted", _fts5(query))
        return question.where(literal_column("article_words").op("MATCH")(wanted))
    return question.where(_INDEX.c.words.op("@@")(_tsquery(query)))


def _rank(db: Connection, query: Query) -> ColumnElement[Any]:
    if db.dialect.name == "sqlite":
        return literal_column("rank")  # the smaller, the better
    return func.ts_rank(_INDEX.c.words, _tsquery(query)).desc()


def _among(question: Select[Any], among: Among) -> Select[Any]:
    if among.source_ids:
        question = question.where(article.c.source_id.in_(among.source_ids))
    if among.language is not None:
        question = question.where(article.c.language == among.language)
    if among.since is not None:
        question = question.where(among.since <= _DATE)
    if among.until is not None:
        question = question.where(among.until > _DATE)
    if among.watch_id is not None:
        matched = (match.c.article_id == article.c.id) & (match.c.watch_id == among.watch_id)
        question = question.where(exists().where(matched, match.c.gone_at.is_(None)))
    return question


def _fts5(query: Query) -> str:
    """Words hold letters and digits only. https://www.sqlite.org/fts5.html#full_text_query_syntax"""
    match query:
        case Phrase(words=words, goes_on=goes_on):
            return f'"{" ".join(words)}"' + (" *" if goes_on else "")
        case Either(parts=parts):
            return f"({' OR '.join(map(_fts5, parts))})"
        case Every(wanted=wanted, unwanted=unwanted):
            met = f"({' AND '.join(map(_fts5, wanted))})"
            return f"({met} NOT ({' OR '.join(map(_fts5, unwanted))}))" if unwanted else met


def _tsquery(query: Query) -> ColumnElement[Any]:
    return cast(_vector_query(query), TSQUERY)


def _vector_query(query: Query) -> str:
    """https://www.postgresql.org/docs/current/datatype-textsearch.html#DATATYPE-TSQUERY"""
    match query:
        case Phrase(words=words, goes_on=goes_on):
            quoted = [f"'{word[:_LONGEST]}'" for word in words]
            return f"({' <-> '.join(quoted)}{':*' if goes_on else ''})"
        case Either(parts=parts):
            return f"({' | '.join(map(_vector_query, parts))})"
        case Every(wanted=wanted, unwanted=unwanted):
            others = [f"!{_vector_query(part)}" for part in unwanted]
            return f"({' & '.join([*map(_vector_query, wanted), *others])})"


def _vector(one: Indexed) -> str:
    """Words and their places as PostgreSQL reads them; the text begins apart from the title."""
    placed = [(place, word, "A") for place, word in enumerate(one.title, 1)]
    placed += [(place, word, "") for place, word in enumerate(one.text, len(one.title) + 2)]
    return " ".join(_lexemes(placed))


def _lexemes(placed: Iterable[tuple[int, str, str]]) -> Iterator[str]:
    for place, word, weight in placed:
        yield f"'{word[:_LONGEST]}':{min(place, _FARTHEST)}{weight}"
