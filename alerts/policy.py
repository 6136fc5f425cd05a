"""Who is told what, and where. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from monitor.model import (
    CONSOLE,
    Alert,
    AlertSettings,
    Notice,
    Route,
    Rung,
    Story,
    Waiting,
)


def plan(
    waiting: Sequence[Waiting], settings: AlertSettings, *, now: datetime
) -> list[tuple[int, Alert]]:
    """The alerts that waiting entries become, each with the id of its entry.

    A story is told once in each channel, with all its watches that ring there.
    """
    del now  # nothing holds an alert back yet: `tocsin check` warns of settings that ask for it
    return [(entry.id, alert) for entry in waiting for alert in _alerts(entry.subject, settings)]


def channel_of(rung: Rung, story: Story, settings: AlertSettings) -> str:
    """Where a watch rings: its own channel, else the first route that fits, else the default."""
    routed = (route.channel for route in settings.routes if _fits(route, rung, story))
    return rung.channel or next(routed, None) or settings.channel or CONSOLE


def trial(channel: str, *, now: datetime) -> Alert:
    """A notice that says that it is a test."""
    title, text = "Tocsin can ring here", "This is a test; nothing has happened."
    notice = Notice(f"test:{now.isoformat()}", title, text, channel)
    return Alert(f"notice:{notice.key}:{channel}", channel, "tocsin_notice", notice)


def _alerts(subject: Story | Notice, settings: AlertSettings) -> Iterable[Alert]:
    if isinstance(subject, Notice):
        channel = subject.channel or settings.operations or CONSOLE
        yield Alert(f"notice:{subject.key}:{channel}", channel, "tocsin_notice", subject)
        return
    rungs: dict[str, list[Rung]] = {}
    for rung in sorted(subject.rungs, key=_loudest_first):
        rungs.setdefault(channel_of(rung, subject, settings), []).append(rung)
    for channel, here in rungs.items():
        story = replace(subject, rungs=tuple(here))
        yield Alert(f"story:{subject.id}:{channel}", channel, "tocsin_alert", story)


def _loudest_first(rung: Rung) -> tuple[int, float, str]:
    return -rung.severity, -rung.score, rung.watch_id


def _fits(route: Route, rung: Rung, story: Story) -> bool:
    """Every condition that the route gives holds; of several values, one is enough."""
    return (
        (route.severity is None or route.severity == rung.severity)
        and (not route.watches or rung.watch_id in route.watches)
        and (not route.tags or not route.tags.isdisjoint(story.source_tags))
        and (not route.languages or story.language in route.languages)
    )
