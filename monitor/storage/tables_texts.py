"""The table by which the texts of an SQLite file are packed."""

from sqlalchemy import Column, Integer, LargeBinary, Table

from monitor.storage.dialects import Id, Instant
from monitor.storage.tables import metadata

text_dictionary = Table(
    "text_dictionary",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),  # as packed texts name it
    Column("texts", Integer, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("body", LargeBinary, nullable=False),  # the last, so that others are read without it
    comment="Texts are packed by what these bytes say; so many texts were read to make them.",
)
