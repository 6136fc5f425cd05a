"""What was done since a moment: counted for the daily line."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from monitor.model import CANARY
from monitor.storage.tables import alert, article, match


@dataclass(frozen=True, slots=True)
class Tally:
    """Articles read, matches found in them, and alerts told."""

    articles: int
    matches: int
    told: int


def since(db: Connection, at: datetime) -> Tally:
    """What was done since then."""
    is_new = (article.c.fetched_at > at) & (article.c.source_id != CANARY)
    read = select(func.count()).select_from(article).where(is_new)
    found = select(func.count()).select_from(match).join(article).where(is_new)
    told = select(func.count()).where(
        alert.c.told_at > at,
        alert.c.state == "told",
        alert.c.kind == "tocsin_alert",
        alert.c.manner == "post",
    )
    return Tally(*(db.scalar(question) or 0 for question in (read, found, told)))
