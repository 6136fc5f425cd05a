"""The tables of the evidence: what was judged by which list, and what nearly rang."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    LargeBinary,
    String,
    Table,
)

from monitor.storage.dialects import Id, Instant, Words
from monitor.storage.tables import metadata

watch_version = Table(
    "watch_version",
    metadata,
    Column("digest", String(32), primary_key=True),
    Column("watch_id", String, nullable=False),
    Column("entry", Words, nullable=False),
    Column("used_at", Instant, nullable=False),
    comment="The watch was written so; something was first judged by it then.",
)

watchlist = Table(
    "watchlist",
    metadata,
    Column("digest", String(32), primary_key=True),
    Column("threshold", Float, nullable=False),
    Column("builtin_decoys", Boolean, nullable=False),
    Column("decoys", JSON, nullable=False),
    Column("watches", LargeBinary, nullable=False),  # their versions' digests, in order, packed
    Column("release", String(20), nullable=False),  # of Tocsin, whose matcher it was
    Column("used_at", Instant, nullable=False),
    comment="These versions of watches were one list; something was first judged by it then.",
)

proof = Table(
    "proof",
    metadata,
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("watch_id", String, primary_key=True),
    Column("watchlist", ForeignKey("watchlist.digest"), nullable=False, index=True),
    Column("text_hash", String(32), nullable=False),
    Column("tier", String(10), nullable=False),
    Column("source_tags", JSON, nullable=False),
    Column("sentences", JSON, nullable=False),
    comment="The watch was found in a text of that hash, by that list, in these sentences.",
)

near_miss = Table(
    "near_miss",
    metadata,
    Column("id", Id, primary_key=True),
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("watch_id", String, nullable=False),
    Column("score", Float, nullable=False),
    Column("mention", JSON, nullable=False),
    Column("sentence", Words, nullable=False),
    Column("found_at", Instant, nullable=False, index=True),
    comment="These words of the article nearly rang the watch; that is why they did not.",
)

announced = Table(
    "announced",
    metadata,
    Column("url_key", LargeBinary(16), primary_key=True),
    Column("url", Words, nullable=False),
    Column("source_id", String, primary_key=True),
    Column("key", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("note", Words, nullable=False),
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), index=True),
    Column("at", Instant, nullable=False),
    comment="The source announced this address, which is not, or not yet, an article's own.",
)

sweep = Table(
    "sweep",
    metadata,
    Column("name", String(30), primary_key=True),
    Column("article_id", Id, nullable=False),
    Column("at", Instant, nullable=False),
    comment="All articles up to this one have been looked through for this.",
)
