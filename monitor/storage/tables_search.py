"""The search index, and what waits for it.

The index itself is a virtual table of FTS5 on SQLite, and a table with a vector on PostgreSQL:
neither is one that SQLAlchemy could describe.
"""

import sqlite3

from sqlalchemy import DDL, Column, ForeignKey, Table, event

from monitor.storage.tables import metadata

search_queue = Table(
    "search_queue",
    metadata,
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    comment="The article's words, as they are now, are not in the search index yet.",
)

INDEX = "article_words"

LEAN_SINCE = (3, 43)
"""Before it, SQLite cannot delete from an index that does not hold the texts too."""

_IS_LEAN = sqlite3.sqlite_version_info >= LEAN_SINCE
_LEAN = ", content='', contentless_delete=1" if _IS_LEAN else ""
_ON_SQLITE = (
    f"CREATE VIRTUAL TABLE {INDEX} USING fts5(title, text, tokenize='ascii'{_LEAN})",
    f"INSERT INTO {INDEX} ({INDEX}, rank) VALUES ('rank', 'bm25(4.0, 1.0)')",  # noqa: S608 -- ours
    # Pieces that are merged into one: of the usual 4, each word would be written more often.
    f"INSERT INTO {INDEX} ({INDEX}, rank) VALUES ('automerge', 8)",  # noqa: S608 -- ours
)
_ON_POSTGRESQL = (
    f"CREATE TABLE {INDEX} (article_id bigint PRIMARY KEY REFERENCES article (id)"
    " ON DELETE CASCADE, words tsvector NOT NULL)",
    f"CREATE INDEX ix_{INDEX} ON {INDEX} USING gin (words)",
    # Whether words are a phrase is seen in the vector: beside its key, and as it is, not packed.
    f"ALTER TABLE {INDEX} ALTER COLUMN words SET STORAGE EXTERNAL",
    f"ALTER TABLE {INDEX} SET (toast_tuple_target = 8160)",  # the most: a page
)
for dialect, statements in (("sqlite", _ON_SQLITE), ("postgresql", _ON_POSTGRESQL)):
    for statement in statements:
        made: DDL = DDL(statement)  # type: ignore[no-untyped-call]
        event.listen(search_queue, "after_create", made.execute_if(dialect=dialect))
