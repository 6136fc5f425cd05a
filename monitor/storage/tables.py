"""The tables. Each carries the sentence that one of its rows says.

A change here needs a migration: `python -m monitor.storage.migrations "what changes"` writes it.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    literal_column,
    true,
)

from monitor.storage.dialects import Id, Instant, Words
from monitor.storage.packing import Prose

# Without names of their own, SQLite could not drop or alter a constraint in a migration.
NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMING)

source_state = Table(
    "source_state",
    metadata,
    Column("source_id", String, primary_key=True),
    Column("condition", String(20), nullable=False),
    Column("since", Instant),
    Column("reason", Words, nullable=False),
    Column("first_good_at", Instant),
    Column("last_good_at", Instant),
    Column("last_polled_at", Instant),
    Column("next_at", Instant),
    Column("failures", Integer, nullable=False),
    Column("etag", Words),
    Column("last_modified", Words),
    Column("full_fetch_at", Instant),
    Column("url", Words),
    Column("kind", String(20)),
    Column("times", Integer, nullable=False, default=0, server_default="0"),
    Column("entries", Integer, nullable=False, default=0, server_default="0"),
    Column("activity", JSON(none_as_null=True)),
    Column("asks", JSON(none_as_null=True)),
    Column("slow_answers", Integer, nullable=False, default=0, server_default="0"),
    Column("moved_to", Words),
    Column("moved_times", Integer, nullable=False, default=0, server_default="0"),
    Column("dark_from", Instant),
    Column("dark_until", Instant),
    Column("dark_before", JSON, nullable=False, default=list, server_default="[]"),
    Column("digest", String(32), nullable=False, default="", server_default=""),
    comment="This is how the source was doing when we last looked, and when we look again.",
)

source_told = Table(
    "source_told",
    metadata,
    Column("source_id", String, primary_key=True),
    Column("condition", String(20), nullable=False),
    Column("at", Instant, nullable=False),
    Column("with_others", Boolean, nullable=False),
    comment="Operations know since then that the source was doing so.",
)

article = Table(
    "article",
    metadata,
    Column("id", Id, primary_key=True),
    # A digest, because PostgreSQL indexes no value of more than some 2,700 bytes.
    Column("url_key", LargeBinary(16), nullable=False, unique=True),
    Column("url", Words, nullable=False),
    Column("source_id", String, nullable=False, index=True),
    Column("title", Words, nullable=False),
    Column("text", Prose, nullable=False),
    Column("tier", String(10), nullable=False),
    Column("published_at", Instant),
    Column("precision", String(10)),
    Column("language", Words),
    Column("authors", JSON, nullable=False),
    Column("fetched_at", Instant, nullable=False, index=True),
    Column("note", Words, nullable=False),
    Column("fate", String(20), nullable=False),
    Column("dated_by", String(10)),
    Column("is_paywalled", Boolean, nullable=False, default=False, server_default=false()),
    Column("is_truncated", Boolean, nullable=False, default=False, server_default=false()),
    Column("revised_at", Instant),  # when another text was found at last
    comment="This article was published at that address, and this is the text that we read.",
)

page_line = Table(
    "page_line",
    metadata,
    Column("source_id", String, primary_key=True),
    Column("line", BigInteger, primary_key=True),  # its fingerprint
    Column("articles", Integer, nullable=False),
    Column("seen_at", Instant, nullable=False),
    comment="So many articles of the source were read with this line in them; the last one then.",
)

seen_entry = Table(
    "seen_entry",
    metadata,
    Column("source_id", String, primary_key=True),
    Column("key", Words, primary_key=True),
    Column("article_id", ForeignKey("article.id", ondelete="SET NULL"), index=True),
    Column("fate", String(20), nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("of_first_look", Boolean, nullable=False, default=False),  # of what failed
    comment="The source announced this entry, and that is what became of it.",
)

match = Table(
    "match",
    metadata,
    Column("id", Id, primary_key=True),
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), nullable=False),
    Column("watch_id", String, nullable=False, index=True),
    Column("watch_name", Words, nullable=False),
    Column("severity", Integer, nullable=False),
    Column("score", Float, nullable=False),
    Column("possible", Boolean, nullable=False),
    Column("mentions", JSON, nullable=False),
    Column("is_quiet", Boolean, nullable=False, default=False, server_default=false()),
    Column("gone_at", Instant),  # when the article was found to name it no more
    UniqueConstraint("article_id", "watch_id"),
    comment="The article concerns the watch, and these are the words that show it.",
)
# Quiet: kept without an alert of its own, and to be told in a summary. A comparison, as SQLite uses
# a partial index only for the very words that it was made with, and SQLAlchemy asks by "= 1".
_QUIET = match.c.is_quiet == true()
Index("ix_match_quiet", match.c.article_id, sqlite_where=_QUIET, postgresql_where=_QUIET)

revision = Table(
    "revision",
    metadata,
    Column("id", Id, primary_key=True),
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("found_at", Instant, nullable=False),
    Column("title", Words, nullable=False),
    Column("text", Prose, nullable=False),
    Column("tier", String(10), nullable=False),
    Column("added", JSON, nullable=False),
    Column("removed", JSON, nullable=False),
    Column("named", JSON, nullable=False),
    Column("unnamed", JSON, nullable=False),
    comment="The article read so until then; these lines, and watches, came and went.",
)

visit = Table(
    "visit",
    metadata,
    Column("source_id", String, primary_key=True),
    Column("key", Words, primary_key=True),
    Column("entry", JSON, nullable=False),
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), index=True),
    Column("since", Instant, nullable=False),
    Column("due_at", Instant, nullable=False, index=True),
    Column("is_missed", Boolean, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("is_lively", Boolean, nullable=False),
    Column("digest", String(32), nullable=False),
    Column("doubted", String(32), nullable=False),
    Column("etag", Words),
    Column("last_modified", Words),
    comment="The page of this entry is to be fetched again then.",
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", Words, nullable=False, unique=True),
    Column("subject", JSON, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("planned_at", Instant),
    comment="This is to be told; once planned, it has become alerts.",
)
_UNPLANNED = outbox.c.planned_at.is_(None)
Index("ix_outbox_open", outbox.c.id, sqlite_where=_UNPLANNED, postgresql_where=_UNPLANNED)

alert = Table(
    "alert",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", Words, nullable=False, unique=True),
    Column("outbox_id", ForeignKey("outbox.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("channel", Text, nullable=False),
    Column("kind", String(30), nullable=False),
    Column("subject", JSON, nullable=False),
    Column("state", String(10), nullable=False),  # an AlertState
    Column("attempts", Integer, nullable=False, default=0),
    Column("created_at", Instant, nullable=False),
    Column("not_before", Instant),
    Column("first_tried_at", Instant),
    Column("last_tried_at", Instant),
    Column("tried_boot", Text),  # an Uptime, of the same moment
    Column("tried_uptime", Float),
    Column("told_at", Instant),
    Column("ts", Text),
    Column("channel_id", Text),
    Column("reason", Words, nullable=False, default=""),
    Column("plain", Boolean, nullable=False, default=False),
    Column("manner", String(10), nullable=False, default="post", server_default="post"),
    Column("parent_id", ForeignKey("alert.id", ondelete="SET NULL"), index=True),  # if not a post
    comment="This is to stand in the channel, and that is how far it got.",
)
# In words, not bound: SQLite takes an index of some rows where the question says what the index
# says. https://www.sqlite.org/partialindex.html
IS_OPEN = alert.c.state.in_([literal_column(f"'{state}'") for state in ("waiting", "unknown")])
IS_WAITING = IS_OPEN & (alert.c.state == literal_column("'waiting'"))
IS_UNKNOWN = alert.c.state == literal_column("'unknown'")
IS_HELD = alert.c.state == literal_column("'held'")
IS_REFUSED = alert.c.state == literal_column("'refused'")
Index("ix_alert_open", alert.c.channel, alert.c.id, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN)
# One alert of a channel can be on its way or of unknown fate: the database itself sees to it.
Index(
    "uq_alert_unknown",
    alert.c.channel,
    unique=True,
    sqlite_where=IS_UNKNOWN,
    postgresql_where=IS_UNKNOWN,
)
Index("ix_alert_held", alert.c.not_before, sqlite_where=IS_HELD, postgresql_where=IS_HELD)
_STORIES = alert.c.kind == "tocsin_alert"
Index(
    "ix_alert_stories",
    alert.c.channel,
    alert.c.created_at,
    sqlite_where=_STORIES,
    postgresql_where=_STORIES,
)
Index("ix_alert_refused", alert.c.id, sqlite_where=IS_REFUSED, postgresql_where=IS_REFUSED)

lane = Table(
    "lane",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("owner", Text),
    Column("lease_until", Instant),
    Column("next_at", Instant),
    Column("reason", Words, nullable=False, default=""),
    Column("failures", Integer, nullable=False, default=0),
    comment="This process alone sends to the channel until then, and not before that.",
)

process = Table(
    "process",
    metadata,
    Column("id", String(300), primary_key=True),
    Column("role", String(10), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("config_digest", String(64), nullable=False),
    Column("config_loaded_at", Instant, nullable=False),
    Column("config_problems", JSON, nullable=False),
    Column("buttons", Words, nullable=False, default="", server_default=""),  # why none works
    Column("config_watches", Integer, nullable=False, default=0, server_default="0"),
    Column("config_held", String(64), nullable=False, default="", server_default=""),
    Column("config_changes", Words, nullable=False, default="", server_default=""),
    Column("config_restart", JSON, nullable=False, default=list, server_default="[]"),
    Column("reload_asked", Integer, nullable=False, default=0, server_default="0"),
    Column("reload_accepts", String(64), nullable=False, default="", server_default=""),
    Column("reload_answered", Integer, nullable=False, default=0, server_default="0"),
    Column("config_refused_at", Instant),  # or held; nothing while the last edit is in force
    comment="This service process was alive then, and runs on that configuration.",
)

story = Table(
    "story",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("opened_at", Instant, nullable=False, index=True),
    comment="This article told the story first; others are held against its text.",
)

story_band = Table(
    "story_band",
    metadata,
    Column("key", BigInteger, primary_key=True),
    Column("story_id", ForeignKey("story.id", ondelete="CASCADE"), primary_key=True, index=True),
    comment="A text with this key may tell the story.",
)

story_article = Table(
    "story_article",
    metadata,
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("story_id", ForeignKey("story.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("share", Float, nullable=False),
    Column("is_own_text", Boolean, nullable=False),
    comment="The article tells the story; so much of the shorter text stands in the longer.",
)

thread = Table(
    "thread",
    metadata,
    Column("story_id", String(40), primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("alert_id", ForeignKey("alert.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("subject", JSON, nullable=False),
    Column("watches", JSON, nullable=False),
    Column("severity", Integer, nullable=False),
    Column("replied_at", Instant),
    comment="The story stands in the channel as that alert, and should read so by now.",
)

cooling = Table(
    "cooling",
    metadata,
    Column("watch_id", String, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("told_at", Instant, nullable=False),
    Column("severity", Integer, nullable=False),
    comment="The watch rang in the channel then, that loudly.",
)

silence = Table(
    "silence",
    metadata,
    Column("id", Id, primary_key=True),
    Column("target", String(10), nullable=False),  # watch | source | story
    Column("target_id", Words, nullable=False),
    Column("until", Instant, nullable=False, index=True),
    Column("author", Words, nullable=False),
    Column("reason", Words, nullable=False),
    Column("created_at", Instant, nullable=False),
    comment="Nothing of this rings by itself until then; this person wished so.",
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", Words, nullable=False, unique=True),
    Column("story_id", String(40), nullable=False, index=True),
    Column("action", String(20), nullable=False),
    Column("target_id", Words, nullable=False),  # of what was to be silent; else empty
    Column("target_name", Words, nullable=False),
    Column("watches", JSON, nullable=False),  # that the story named by then
    Column("user_id", Text, nullable=False),
    Column("user_name", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("silence_id", ForeignKey("silence.id", ondelete="SET NULL")),  # that it led to
    Column("until", Instant),
    comment="This person said so of the story in Slack then, or wished something to be silent.",
)

daily = Table(
    "daily",
    metadata,
    Column("name", Text, primary_key=True),
    Column("day", String(10), nullable=False),
    comment="What is due once a day was done for this local date last.",
)
