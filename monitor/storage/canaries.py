"""Canaries: whether one came back, and out of the archive with it."""

from sqlalchemy import Connection, delete, select

from monitor.model import CANARY
from monitor.storage import articles
from monitor.storage.tables import alert, article, seen_entry, source_state


def state_of(db: Connection, key: str) -> str | None:
    """How far the alert with this key got; None if there is none."""
    return db.scalars(select(alert.c.state).where(alert.c.key == key)).first()


def forget(db: Connection, url: str) -> None:
    """The article was none, and its source neither."""
    stored = articles.by_url(db, url)
    if stored is not None:
        db.execute(delete(article).where(article.c.id == stored.id))
    db.execute(delete(seen_entry).where(seen_entry.c.source_id == CANARY))
    db.execute(delete(source_state).where(source_state.c.source_id == CANARY))
