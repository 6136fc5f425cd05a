"""Alembic runs this file: one history for SQLite and PostgreSQL, on the connection it is given."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import TypeDecorator

from monitor.storage.schema import metadata
from monitor.storage.tables_search import INDEX


def render_plainly(kind: str, item: Any, _autogenerate: Any) -> str | Literal[False]:
    """A column's type as SQLAlchemy knows it: a migration must not change when our types do."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


def is_described(name: str | None, kind: str, _parents: Any) -> bool:
    """Whether our tables say what it should be like: the search index they cannot describe."""
    return not (kind == "table" and (name or "").startswith(INDEX))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite alters a table by making another
    render_item=render_plainly,
    include_name=is_described,
)
with context.begin_transaction():
    context.run_migrations()
