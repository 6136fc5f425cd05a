"""Findings for storage tests: a test names what matters to it."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from monitor.model import (
    Article,
    Fate,
    FeedEntry,
    Finding,
    FoundMatch,
    Match,
    Mention,
    Precision,
    Severity,
    Tier,
    Visit,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

_ARTICLE = Article(
    source_id="gazette",
    url="https://gazette.example/bridge",
    title="A bridge is opened",
    text="The bridge of Rivertown was opened on Monday.",
    tier=Tier.QUICK,
    published_at=NOON,
    precision=Precision.MINUTE,
    language="en",
    authors=("Ada Writer", "كاتب"),
    fetched_at=NOON,
)


def article(**fields: Any) -> Article:
    return replace(_ARTICLE, **fields)


def match(watch_id: str = "rivertown", surface: str = "Rivertown") -> FoundMatch:
    mention = Mention(
        watch_id, "text", 14, 23, surface, form="Rivertown", kind="name", score=97.5, why=("exact",)
    )
    return FoundMatch(
        Match(watch_id, 97.5, (mention,)), watch_name="Rivertown", severity=Severity.HIGH
    )


def finding(
    *matches: FoundMatch, key: str = "guid-1", fate: Fate = Fate.STORED, **fields: Any
) -> Finding:
    return Finding(entry_key=key, article=article(**fields), fate=fate, matches=matches)


def visit(number: int = 1, *, source_id: str = "gazette", **fields: Any) -> Visit:
    entry = FeedEntry(
        source_id,
        key=f"guid-{number}",
        url=f"https://gazette.example/{number}",
        title=f"Bridge {number}",
        published_at=NOON,
        authors=("Ada Writer",),
    )
    return replace(Visit(entry, since=NOON, due_at=NOON), **fields)
