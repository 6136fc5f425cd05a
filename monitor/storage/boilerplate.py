"""What the articles of a source have in common: lines that come again, and their titles."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    Connection,
    Text,
    bindparam,
    cast,
    delete,
    func,
    literal_column,
    select,
    true,
)

from monitor.storage.dialects import Insert, insert_in
from monitor.storage.prepared import Prepared
from monitor.storage.tables import article, page_line

MOST_LINES = 3_000
"""Kept of each source: those of its last hundred articles or so, and what comes again."""

MOST_TITLES = 300
"""Of a source's newest articles; a page seldom teases older ones."""

_COLUMNS = ("source_id", "line", "articles", "seen_at")
_KEPT_ON_PRUNING = 0.75  # of the lines, so that not every look prunes


def count_lines(db: Connection, source_id: str, lines: Iterable[int], *, now: datetime) -> None:
    """Remember that one more article of the source held these lines."""
    if counted := sorted(lines):  # in one order, so that no two writers wait for each other
        _COUNTING.run(db, {"of_source": source_id, "lines": json.dumps(counted), "at": now})


def common_lines(db: Connection, source_id: str, *, least: int) -> dict[int, int]:
    """The lines that at least so many articles of the source held, and how many did."""
    question = select(page_line.c.line, page_line.c.articles).where(
        page_line.c.source_id == source_id, page_line.c.articles >= least
    )
    return {row.line: row.articles for row in db.execute(question)}


def recent_titles(db: Connection, source_id: str) -> list[str]:
    """Of the source's newest articles."""
    question = select(article.c.title).where(article.c.source_id == source_id)
    return list(db.scalars(question.order_by(article.c.id.desc()).limit(MOST_TITLES)))


def prune(db: Connection, source_id: str) -> None:
    """Forget the lines that were not seen for the longest time, where there are too many."""
    is_of_source = page_line.c.source_id == source_id
    count = db.scalar(select(func.count()).select_from(page_line).where(is_of_source)) or 0
    if count <= MOST_LINES:
        return
    oldest = (
        select(page_line.c.line)
        .where(is_of_source)
        .order_by(page_line.c.seen_at, page_line.c.articles, page_line.c.line)
        .limit(count - int(_KEPT_ON_PRUNING * MOST_LINES))
    )
    db.execute(delete(page_line).where(is_of_source, page_line.c.line.in_(oldest)))


def _counting(dialect: str) -> Insert:
    """All lines of an article by one statement, which is the same for any number of them."""
    lines = bindparam("lines", type_=Text)
    line: ColumnElement[Any]
    if dialect == "sqlite":
        line = func.json_each(lines).table_valued("value").c.value
    else:
        line = func.json_array_elements_text(cast(lines, JSON)).column_valued("line")
    rows = select(
        bindparam("of_source", type_=page_line.c.source_id.type),
        cast(line, BigInteger),
        literal_column("1"),
        bindparam("at", type_=page_line.c.seen_at.type),
    ).where(true())  # without, SQLite would take ON CONFLICT for that of a join
    counted = insert_in(dialect, page_line).from_select(_COLUMNS, rows)
    return counted.on_conflict_do_update(
        index_elements=["source_id", "line"],
        set_={"articles": page_line.c.articles + 1, "seen_at": counted.excluded.seen_at},
    )


_COUNTING = Prepared(_counting, _COLUMNS)
