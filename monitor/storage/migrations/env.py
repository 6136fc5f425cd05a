"""Alembic runs this file: one history for SQLite and PostgreSQL, on the connection it is given."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import TypeDecorator

from monitor.storage.tables import metadata


def render_plainly(kind: str, item: Any, _autogenerate: Any) -> str | Literal[False]:
    """A column's type as SQLAlchemy knows it: a migration must not change when our types do."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite alters a table by making another
    render_item=render_plainly,
)
with context.begin_transaction():
    context.run_migrations()
