"""Instants as people type them after `--since` and `--until`: a span back from now, or a date."""

from datetime import UTC, datetime

LIKE = "`30d`, `12h`, `2026-11-01`, or `2026-11-01T08:00+01:00`"


def past_instant(text: str, option: str, *, now: datetime) -> datetime:
    """The instant, in UTC where it names no zone. Raises UsageError."""
    from monitor.config.values import duration
    from monitor.errors import UsageError

    try:
        return now - duration(text)
    except OverflowError:
        raise UsageError(f"{option} {text!r} is longer ago than any calendar: {LIKE}") from None
    except ValueError:
        pass
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option} {text!r} is no span of time and no date: {LIKE}") from None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
