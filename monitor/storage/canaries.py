"""Canaries: whether one came back, and out of the archive with it."""

from sqlalchemy import Connection, delete, select

from monitor.model import CANARY
from monitor.storage.tables import alert, article, page_line, seen_entry, source_state, visit


def state_of(db: Connection, key: str) -> str | None:
    """How far the alert with this key got; None if there is none."""
    return db.scalars(select(alert.c.state).where(alert.c.key == key)).first()


def forget(db: Connection) -> None:
    """What it left was no article, and its source none either."""
    for table in (visit, seen_entry, page_line, article, source_state):
        db.execute(delete(table).where(table.c.source_id == CANARY))
