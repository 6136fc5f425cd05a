"""A database as the first release made it."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from alembic import command

from monitor.storage.engine import connect
from monitor.storage.migrate import alembic_config


def make_first_schema(file: Path, *, articles: int) -> None:
    """A database of the first release with so many articles, each seen, matched and told."""
    engine = connect(f"sqlite:///{file}", patience=timedelta(seconds=10))
    with engine.begin() as db:
        command.upgrade(alembic_config(db), "0001")
    engine.dispose()
    at = "2026-03-01 12:00:00.000000"
    with closing(sqlite3.connect(file)) as db, db:
        for number in range(articles):
            key = number.to_bytes(16, "big")
            text = f"Article {number}. " + "The bridge of Rivertown was opened on Monday. " * 30
            put(db, "article", id=number + 1, url_key=key, url=f"https://g.example/{number}",
                source_id="gazette", title="A bridge", text=text, tier="quick", authors="[]",
                fetched_at=at, note="", fate="stored")  # fmt: skip
            put(db, "seen_entry", source_id="gazette", key=str(number), article_id=number + 1,
                fate="stored", seen_at=at, of_first_look=0)  # fmt: skip
            subject = '{"is": "notice", "key": "n", "title": "A title", "text": "A text"}'
            put(db, "outbox", id=number + 1, key=f"article:{number}", subject=subject,
                created_at=at, planned_at=at)  # fmt: skip
            put(db, "alert", key=f"story:{number}", outbox_id=number + 1, channel="#news",
                kind="tocsin_notice", subject=subject, state="told", attempts=1, created_at=at,
                reason="", plain=0)  # fmt: skip
            put(db, "match", article_id=number + 1, watch_id="rivertown", watch_name="Rivertown",
                severity=1, score=97.5, possible=0, mentions="[]")  # fmt: skip


def put(db: sqlite3.Connection, table: str, **values: object) -> None:
    names, marks = ", ".join(values), ", ".join("?" * len(values))
    db.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', list(values.values()))
