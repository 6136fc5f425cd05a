"""The table of what people pressed and nobody has done yet."""

from sqlalchemy import Column, Float, String, Table, Text

from monitor.storage.dialects import Instant, Words
from monitor.storage.tables import metadata

press = Table(
    "press",
    metadata,
    Column("key", Words, primary_key=True),
    Column("action", String(20), nullable=False),
    Column("story_id", String(40), nullable=False),
    Column("target_id", Words, nullable=False),
    Column("target_name", Words, nullable=False),
    Column("user_id", Text, nullable=False),
    Column("user_name", Words, nullable=False),
    Column("lasting", Float, nullable=False),  # seconds
    Column("holder", Text, nullable=False),
    Column("heard_at", Instant, nullable=False),
    comment="This process has heard this press, and it has not taken effect yet.",
)
