"""The tables by which the archive is gone through again, for names that were not watched then."""

from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    LargeBinary,
    String,
    Table,
)

from monitor.storage.dialects import Id, Instant
from monitor.storage.tables import metadata

imprint = Table(
    "imprint",
    metadata,
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("version", String(16), nullable=False),
    Column("words", LargeBinary, nullable=False),
    Column("sounds", LargeBinary, nullable=False),
    comment="By these it can be told whether a name may stand in the article.",
)

backtest = Table(
    "backtest",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("article_id", Id, nullable=False),
    Column("found", JSON, nullable=False),
    Column("at", Instant, nullable=False),
    comment="The comparison of two watchlists got so far, and found that; another run goes on.",
)

hunt = Table(
    "hunt",
    metadata,
    Column("id", Id, primary_key=True),
    Column("wanted", JSON, nullable=False),  # by watch, the forms that came
    Column("since", Instant, nullable=False),
    Column("article_id", Id, nullable=False),
    Column("found", JSON, nullable=False),  # pairs of article and watch
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant),
    comment="What was read since then is gone through for these forms; it got to that article.",
)

last_list = Table(
    "last_list",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("watchlist", String(32), nullable=False),
    Column("at", Instant, nullable=False),
    comment="The service worked by this version of the watchlist last.",
)
