"""The archive, to be gone through in the order of its articles: their imprints, and their texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, delete, func, select

from monitor.model import Imprint, Tier
from monitor.storage.dialects import insert
from monitor.storage.tables import article
from monitor.storage.tables_archive import imprint


@dataclass(frozen=True, slots=True)
class Archived:
    """An article with what the matcher reads of it, and what shows it to people."""

    id: int
    url: str
    source_id: str
    title: str
    text: str
    language: str | None
    published_at: datetime | None
    fetched_at: datetime
    tier: Tier  # that read the text


@dataclass(frozen=True, slots=True)
class Span:
    """What is gone through: articles read since then, from after one id to another."""

    since: datetime | None
    after: int = 0
    last: int | None = None  # None: to the end


def count(db: Connection, span: Span) -> int:
    """How many articles it holds."""
    return db.scalar(_within(select(func.count()).select_from(article), span)) or 0


def last_id(db: Connection) -> int:
    """Of the newest article; 0 of an empty archive."""
    return db.scalar(select(func.max(article.c.id))) or 0


def without_imprint(db: Connection, span: Span, version: str, *, most: int) -> list[Archived]:
    """The first articles that have no imprint of this version."""
    same = and_(imprint.c.article_id == article.c.id, imprint.c.version == version)
    question = select(article).outerjoin(imprint, same).where(imprint.c.article_id.is_(None))
    return _archived(db, _within(question, span).order_by(article.c.id).limit(most))


def count_without_imprint(db: Connection, span: Span, version: str) -> int:
    """How many articles have none of this version."""
    same = and_(imprint.c.article_id == article.c.id, imprint.c.version == version)
    question = select(func.count()).select_from(article.outerjoin(imprint, same))
    return db.scalar(_within(question.where(imprint.c.article_id.is_(None)), span)) or 0


def keep_imprints(db: Connection, imprints: Mapping[int, Imprint]) -> None:
    """Remember them; an article that is gone by now is left out."""
    there = set(db.scalars(select(article.c.id).where(article.c.id.in_(list(imprints)))))
    rows = [
        {"article_id": id_, "version": one.version, "words": one.words, "sounds": one.sounds}
        for id_, one in imprints.items()
        if id_ in there
    ]
    if rows:
        kept = insert(db, imprint)
        names = ("version", "words", "sounds")
        db.execute(
            kept.on_conflict_do_update(
                index_elements=["article_id"], set_={name: kept.excluded[name] for name in names}
            ),
            rows,
        )


def forget_imprint(db: Connection, article_id: int) -> None:
    """Of an article that reads otherwise now."""
    db.execute(delete(imprint).where(imprint.c.article_id == article_id))


def imprints(
    db: Connection, span: Span, version: str, *, most: int
) -> tuple[list[int], list[Imprint | None]]:
    """The next articles, and the imprint of each that has one of this version."""
    same = and_(imprint.c.article_id == article.c.id, imprint.c.version == version)
    columns = (article.c.id, imprint.c.version, imprint.c.words, imprint.c.sounds)
    question = _within(select(*columns).outerjoin(imprint, same), span)
    rows = db.execute(question.order_by(article.c.id).limit(most)).all()
    return [row[0] for row in rows], [Imprint(*row[1:]) if row[1] else None for row in rows]


def texts(db: Connection, ids: Sequence[int]) -> list[Archived]:
    """These articles, in the order of their ids."""
    question = select(article).where(article.c.id.in_(ids))
    return _archived(db, question.order_by(article.c.id))


def _within(question: Select[Any], span: Span) -> Select[Any]:
    question = question.where(article.c.id > span.after)
    if span.last is not None:
        question = question.where(article.c.id <= span.last)
    if span.since is not None:
        question = question.where(article.c.fetched_at >= span.since)
    return question


def _archived(db: Connection, question: Select[Any]) -> list[Archived]:
    columns = [article.c[field.name] for field in fields(Archived)]
    rows = db.execute(question.with_only_columns(*columns)).mappings()
    return [Archived(**{**row, "tier": Tier(row["tier"])}) for row in rows]
