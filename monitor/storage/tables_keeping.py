"""The tables by which the database knows of its own past."""

from sqlalchemy import Column, Table

from monitor.storage.dialects import Instant
from monitor.storage.tables import metadata

backup = Table(
    "backup",
    metadata,
    Column("taken_at", Instant, primary_key=True),
    Column("put_back_at", Instant),
    comment="This database is a copy that was made then, and a service first ran on it then.",
)
