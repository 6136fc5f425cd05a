"""What an operator asks first: since when something waits, and when anything happened last."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Select, func, select

from monitor.model import CANARY, AlertState
from monitor.storage.tables import (
    IS_HELD,
    IS_REFUSED,
    IS_UNKNOWN,
    IS_WAITING,
    alert,
    article,
    outbox,
)

LATELY = timedelta(days=7)
"""What was refused before that has been seen, or will not be."""


@dataclass(frozen=True, slots=True)
class Vitals:
    """The signs of life of the database."""

    held: int = 0  # alerts, for a digest
    refused_lately: int = 0  # alerts
    oldest: Mapping[AlertState, datetime] = field(default_factory=dict)  # that is not told yet
    last_told_at: datetime | None = None
    last_article_at: datetime | None = None
    size: int = 0  # bytes


def vitals(db: Connection, *, now: datetime) -> Vitals:
    """How old the oldest of each open state is, and what came last in and went last out."""
    is_told = (alert.c.state == "told") & (alert.c.kind == "tocsin_alert")
    last_told = select(alert.c.told_at).where(is_told).order_by(alert.c.id.desc()).limit(1)
    last_article = (
        select(article.c.fetched_at)
        .where(article.c.source_id != CANARY)
        .order_by(article.c.fetched_at.desc())
        .limit(1)
    )
    held = select(func.count()).select_from(alert).where(IS_HELD)
    refused = select(func.count()).where(IS_REFUSED, alert.c.last_tried_at > now - LATELY)
    return Vitals(
        held=db.scalar(held) or 0,
        refused_lately=db.scalar(refused) or 0,
        oldest=_oldest(db, now=now),
        last_told_at=db.scalar(last_told),
        last_article_at=db.scalar(last_article),
        size=size_of(db),
    )


def _oldest(db: Connection, *, now: datetime) -> dict[AlertState, datetime]:
    """An entry without a plan waits, too; an alert that is to wait until later does not yet."""
    is_due = alert.c.not_before.is_(None) | (alert.c.not_before <= now)
    unplanned = outbox.c.planned_at.is_(None)
    questions: tuple[tuple[AlertState, Select[Any]], ...] = (
        ("waiting", _least(alert.c.created_at, IS_WAITING & is_due)),
        ("unknown", _least(alert.c.created_at, IS_UNKNOWN)),
        ("held", _least(alert.c.created_at, IS_HELD)),
        ("refused", _least(alert.c.created_at, IS_REFUSED)),
        ("waiting", _least(outbox.c.created_at, unplanned)),
    )
    found: dict[AlertState, datetime] = {}
    for open_state, question in questions:
        if (at := db.scalar(question)) is not None:
            found[open_state] = min(at, found.get(open_state, at))
    return found


def _least(of: Column[Any], condition: ColumnElement[bool]) -> Select[Any]:
    return select(func.min(of)).where(condition)


def size_of(db: Connection) -> int:
    """Of the whole database, in bytes."""
    if not db.engine.url.database:
        return 0  # the empty one, in place of one that is not made yet
    if db.dialect.name == "sqlite":
        pages = db.exec_driver_sql("PRAGMA page_count").scalar_one()
        return int(pages * db.exec_driver_sql("PRAGMA page_size").scalar_one())
    return int(db.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one())
