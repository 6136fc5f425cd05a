"""Alerts, as tests need them: only what matters is said."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

from monitor.model import Alert, Hit, Notice, QueuedAlert, Rung, Severity, Story

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
CHANNEL = "#news-watch"

_numbers = count(1)


def hit(sentence: str = "Gunmen of Kataeb Hizbullah left.", words: str = "Kataeb Hizbullah") -> Hit:
    start = sentence.index(words)
    return Hit(sentence, start, start + len(words), "spelling 92")


def rung(watch_id: str = "kataib-hezbollah", *hits: Hit, **changes: object) -> Rung:
    name = watch_id.replace("-", " ").title()
    made = Rung(watch_id, name, Severity.NORMAL, 92.0, hits or (hit(),))
    return replace(made, **changes)


def story(*rungs: Rung, **changes: object) -> Story:
    number = next(_numbers)
    made = Story(
        id=f"story-{number}",
        url=f"https://news.example/{number}",
        headline=f"Militia leaves, part {number}",
        source_id="example",
        outlet="Example News",
        source_tags=frozenset(),
        language="en",
        published_at=NOON - timedelta(hours=1),
        fetched_at=NOON,
        rungs=rungs or (rung(),),
    )
    return replace(made, **changes)


def notice(**changes: object) -> Notice:
    made = Notice(
        key=f"notice-{next(_numbers)}", title="Example News is silent", text="Since noon."
    )
    return replace(made, **changes)


def alert(subject: Story | Notice | None = None, channel: str = CHANNEL) -> Alert:
    subject = subject or story()
    if isinstance(subject, Notice):
        return Alert(f"notice:{subject.key}:{channel}", channel, "tocsin_notice", subject)
    return Alert(f"story:{subject.id}:{channel}", channel, "tocsin_alert", subject)


def marked(**changes: object) -> QueuedAlert:
    """An alert at whose send we are."""
    made = QueuedAlert(
        id=1,
        alert=alert(),
        state="unknown",
        attempts=1,
        created_at=NOON,
        first_tried_at=NOON,
        last_tried_at=NOON,
    )
    return replace(made, **changes)
