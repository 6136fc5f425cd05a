"""What the articles of a source have in common: lines that come again, and their titles."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache

from sqlalchemy import Connection, delete, func, select

from monitor.storage.dialects import Insert, insert_in
from monitor.storage.tables import article, page_line

MOST_LINES = 3_000
"""Kept of each source: those of its last hundred articles or so, and what comes again."""

MOST_TITLES = 300
"""Of a source's newest articles; a page seldom teases older ones."""

_KEPT_ON_PRUNING = 0.75  # of the lines, so that not every look prunes


def count_lines(db: Connection, source_id: str, lines: Iterable[int], *, now: datetime) -> None:
    """Remember that one more article of the source held these lines."""
    rows = [
        {"source_id": source_id, "line": line, "articles": 1, "seen_at": now}
        for line in sorted(lines)  # in one order, so that no two writers wait for each other
    ]
    if rows:  # one at a time: a statement for all would be made anew for every number of rows
        db.execute(_counting(db.dialect.name), rows)


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


@cache
def _counting(dialect: str) -> Insert:
    counted = insert_in(dialect, page_line)
    return counted.on_conflict_do_update(
        index_elements=["source_id", "line"],
        set_={"articles": page_line.c.articles + 1, "seen_at": counted.excluded.seen_at},
    )
