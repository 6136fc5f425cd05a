"""The tables. Each carries the sentence that one of its rows says."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

# Without names of their own, SQLite could not drop or alter a constraint in a migration.
NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMING)


class Instant(TypeDecorator[datetime]):
    """An aware datetime in UTC, on SQLite too, which keeps no time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs its time zone: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# SQLite counts up only an INTEGER primary key.
Id = BigInteger().with_variant(Integer, "sqlite")

source_state = Table(
    "source_state",
    metadata,
    Column("source_id", String(200), primary_key=True),
    Column("condition", String(20), nullable=False),
    Column("since", Instant),
    Column("reason", Text, nullable=False, default=""),
    Column("first_good_at", Instant),
    Column("last_good_at", Instant),
    Column("last_polled_at", Instant),
    Column("next_at", Instant),
    Column("failures", Integer, nullable=False, default=0),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("full_fetch_at", Instant),
    Column("rate", Float),
    comment="This is how the source was doing when we last looked, and when we look again.",
)

article = Table(
    "article",
    metadata,
    Column("id", Id, primary_key=True),
    Column("url", Text, nullable=False, unique=True),
    Column("source_id", String(200), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("tier", String(10), nullable=False),
    Column("published_at", Instant),
    Column("precision", String(10)),
    Column("language", String(10)),
    Column("authors", JSON, nullable=False),
    Column("fetched_at", Instant, nullable=False, index=True),
    Column("note", Text, nullable=False, default=""),
    Column("fate", String(20), nullable=False),
    comment="This article was published at that address, and this is the text that we read.",
)

seen_entry = Table(
    "seen_entry",
    metadata,
    Column("source_id", String(200), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("article_id", ForeignKey("article.id", ondelete="SET NULL"), index=True),
    Column("fate", String(20), nullable=False),
    Column("seen_at", Instant, nullable=False),
    comment="The source announced this entry, and that is what became of it.",
)

match = Table(
    "match",
    metadata,
    Column("id", Id, primary_key=True),
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), nullable=False),
    Column("watch_id", String(200), nullable=False, index=True),
    Column("watch_name", Text, nullable=False),
    Column("severity", Integer, nullable=False),
    Column("score", Float, nullable=False),
    Column("possible", Boolean, nullable=False, default=False),
    Column("mentions", JSON, nullable=False),
    UniqueConstraint("article_id", "watch_id"),
    comment="The article concerns the watch, and these are the words that show it.",
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", String(300), nullable=False, unique=True),
    Column("subject", JSON, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("planned_at", Instant),
    comment="This is to be told; once planned, it has become alerts.",
)
Index(
    "ix_outbox_open",
    outbox.c.id,
    sqlite_where=outbox.c.planned_at.is_(None),
    postgresql_where=outbox.c.planned_at.is_(None),
)

alert = Table(
    "alert",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", String(400), nullable=False, unique=True),
    Column("outbox_id", ForeignKey("outbox.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("channel", String(200), nullable=False),
    Column("kind", String(30), nullable=False),
    Column("subject", JSON, nullable=False),
    Column("state", String(10), nullable=False),  # waiting | unknown | told | refused
    Column("attempts", Integer, nullable=False, default=0),
    Column("created_at", Instant, nullable=False),
    Column("not_before", Instant),
    Column("first_tried_at", Instant),
    Column("last_tried_at", Instant),
    Column("told_at", Instant),
    Column("ts", String(40)),
    Column("channel_id", String(40)),
    Column("reason", Text, nullable=False, default=""),
    Column("plain", Boolean, nullable=False, default=False),
    comment="This is to stand in the channel, and that is how far it got.",
)
_OPEN = alert.c.state.in_(["waiting", "unknown"])
Index("ix_alert_open", alert.c.channel, alert.c.id, sqlite_where=_OPEN, postgresql_where=_OPEN)

lane = Table(
    "lane",
    metadata,
    Column("channel", String(200), primary_key=True),
    Column("owner", String(300)),
    Column("lease_until", Instant),
    Column("next_at", Instant),
    Column("reason", Text, nullable=False, default=""),
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
    comment="This service process was alive then, and runs on that configuration.",
)
