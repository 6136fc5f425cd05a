"""The table of the pages beside sources, and of what they have shown."""

from sqlalchemy import JSON, Column, String, Table

from monitor.storage.dialects import Instant, Words
from monitor.storage.tables import metadata

witness = Table(
    "witness",
    metadata,
    Column("source_id", String, primary_key=True),
    Column("page", Words, nullable=False),
    Column("looked_at", Instant),
    Column("seen", JSON, nullable=False),
    comment="This page of the source's site was looked at then, and has shown that.",
)
