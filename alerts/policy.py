"""Who is told what, where, and when. Pure.

    subject -> alerts, one per channel -> for each, by how things stand there, a step:
        post it, hold it for a digest, or join it to the story that the channel has already

An alert that is held back says why, and until when. Notices are never held back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from alerts.calendar import next_due, quiet_until
from monitor.model import (
    CONSOLE,
    Alert,
    AlertKind,
    AlertSettings,
    Cooling,
    Digest,
    Notice,
    Outlet,
    Route,
    Rung,
    Severity,
    Silence,
    Standing,
    Story,
    Thread,
)

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Post:
    """A message of its own."""

    alert: Alert


@dataclass(frozen=True, slots=True)
class Hold:
    """Not by itself: in the first digest after that."""

    alert: Alert
    until: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Join:
    """Part of a story that the channel has: its message changes, and a reply may follow."""

    thread: Thread  # as it is from now on
    reply: Alert | None = None
    not_before: datetime | None = None


Step = Post | Hold | Join


def alerts_of(subject: Story | Notice | Digest, settings: AlertSettings) -> Iterable[Alert]:
    """What is told of it where: a story once in each channel, with its watches that ring there."""
    if isinstance(subject, Digest):
        yield Alert(subject.key, subject.channel, "tocsin_digest", subject)
        return
    if isinstance(subject, Notice):
        channel = subject.channel or settings.operations or CONSOLE
        yield Alert(f"notice:{subject.key}:{channel}", channel, "tocsin_notice", subject)
        return
    rungs: dict[str, list[Rung]] = {}
    for rung in sorted(subject.rungs, key=_loudest_first):
        rungs.setdefault(channel_of(rung, subject, settings), []).append(rung)
    for channel, here in rungs.items():
        story = replace(subject, rungs=tuple(here))
        kind: AlertKind = "tocsin_digest" if subject.kind == "backlog" else "tocsin_alert"
        yield Alert(f"story:{subject.id}:{channel}", channel, kind, story)


def channel_of(rung: Rung, story: Story, settings: AlertSettings) -> str:
    """Where a watch rings: its own channel, else the first route that fits, else the default."""
    routed = (route.channel for route in settings.routes if _fits(route, rung, story))
    return rung.channel or next(routed, None) or settings.channel or CONSOLE


def decide(
    alert: Alert, story: Story, standing: Standing, settings: AlertSettings, *, now: datetime
) -> Step:
    """What becomes of a story in its channel."""
    audible = tuple(rung for rung in story.rungs if not _silencing(rung, standing.silences))
    silenced = _of_all(story, standing.silences) or (
        None if audible else _silencing(story.rungs[0], standing.silences)
    )
    if silenced:
        return Hold(alert, silenced.until, _silenced(silenced))
    story = replace(story, rungs=audible)
    alert = replace(alert, subject=story)
    held = _held(story, standing, settings, now=now)
    thread = standing.thread
    if thread is None:
        return Hold(alert, *held) if held else Post(alert)
    if thread.state in {"folded", "refused"} or (thread.state == "held" and not held):
        return _again(alert, story, thread, held)
    return _join(alert, story, thread, settings, now=now)


def trial(channel: str, *, now: datetime) -> Alert:
    """A notice that says that it is a test."""
    title, text = "Tocsin can ring here", "This is a test; nothing has happened."
    notice = Notice(f"test:{now.isoformat()}", title, text, channel)
    return Alert(f"notice:{notice.key}:{channel}", channel, "tocsin_notice", notice)


# --- What holds a story back -------------------------------------------------------------------


def _held(
    story: Story, standing: Standing, settings: AlertSettings, *, now: datetime
) -> tuple[datetime, str] | None:
    """Until when, and why; None if it may ring."""
    if ends := _quiet_until(story, settings, now=now):
        assert settings.quiet_hours is not None
        return ends, f"quiet hours until {settings.quiet_hours.to:%H:%M}"
    cooling = [_cools(rung, standing.cooling, now=now) for rung in story.rungs]
    if all(cooling):
        ends, name = max(filter(None, cooling))
        return _folds_at(settings, ends, now=now), f"cooldown of {name}"
    budget = settings.budget_per_hour
    if (
        budget is not None
        and _loudest(story) < Severity.HIGH
        and standing.told_in_last_hour >= budget
    ):
        full_hour = now.replace(minute=0, second=0, microsecond=0) + HOUR
        return _folds_at(settings, full_hour, now=now), f"budget of {budget} an hour is used up"
    return None


def _quiet_until(story: Story, settings: AlertSettings, *, now: datetime) -> datetime | None:
    quiet = settings.quiet_hours
    if quiet is None or _loudest(story) in quiet.except_:
        return None
    return quiet_until(quiet, now=now)


def _cools(
    rung: Rung, cooling: Mapping[str, Cooling], *, now: datetime
) -> tuple[datetime, str] | None:
    last = cooling.get(rung.watch_id)
    if last is None or rung.cooldown is None or rung.severity > last.severity:
        return None
    ends = last.told_at + rung.cooldown
    return (ends, rung.watch_name) if last.told_at <= now < ends else None


def _folds_at(settings: AlertSettings, otherwise: datetime, *, now: datetime) -> datetime:
    """What is folded comes with the daily digest, where there is one."""
    return next_due(settings.digest, now=now) if settings.digest else otherwise


def _of_all(story: Story, silences: Iterable[Silence]) -> Silence | None:
    named = {("source", story.source_id), ("story", story.id)}
    return next((one for one in silences if (one.target, one.target_id) in named), None)


def _silencing(rung: Rung, silences: Iterable[Silence]) -> Silence | None:
    named = ("watch", rung.watch_id)
    return next((one for one in silences if (one.target, one.target_id) == named), None)


def _silenced(silence: Silence) -> str:
    reason = f": {silence.reason}" if silence.reason else ""
    return f"{silence.target} silenced by {silence.author}{reason}"


# --- A story that the channel has --------------------------------------------------------------


def _join(
    alert: Alert, story: Story, thread: Thread, settings: AlertSettings, *, now: datetime
) -> Join:
    """The message counts one more outlet; what is new about it is told in its thread."""
    joined = replace(thread, story=_with_outlet(thread.story, story))
    new = frozenset(rung.watch_id for rung in story.rungs) - thread.watches
    if thread.state == "held":
        return Join(_with_watches(joined, story))
    soonest = _quiet_until(story, settings, now=now) or now
    if new or _loudest(story) > thread.severity or story.kind == "revision":
        is_louder = bool(new) or _loudest(story) > thread.severity
        manner: Literal["broadcast", "reply"] = "broadcast" if is_louder else "reply"
        reply = _reply(alert, story, manner)
        return Join(replace(_with_watches(joined, story), replied_at=soonest), reply, soonest)
    if story.part == "copy" and joined.story is thread.story:
        return Join(joined)  # the outlet is counted already, and says nothing new
    if thread.pending and thread.replied_at:
        return Join(
            joined, _reply(alert, _merged(thread.pending, story), "reply"), thread.replied_at
        )
    last = thread.replied_at or (thread.told_at if story.part == "copy" else None)
    at = max(soonest, last + settings.story_interval) if last else soonest
    return Join(replace(joined, replied_at=at), _reply(alert, story, "reply"), at)


def _again(alert: Alert, story: Story, thread: Thread, held: tuple[datetime, str] | None) -> Step:
    """A story whose own message a digest has told, or nobody: there is no thread to go into."""
    new = frozenset(rung.watch_id for rung in story.rungs) - thread.watches
    is_said = thread.state == "folded" and story.part == "copy" and not new
    if is_said and _loudest(story) <= thread.severity:
        return Join(replace(thread, story=_with_outlet(thread.story, story)))
    alert = replace(alert, key=f"story:{story.article}:{alert.channel}")
    return Hold(alert, *held) if held else Post(alert)


def _reply(alert: Alert, story: Story, manner: Literal["broadcast", "reply"]) -> Alert:
    key = f"update:{story.article}:{alert.channel}"
    return Alert(key, alert.channel, "tocsin_update", story, manner)


def _merged(pending: Story, story: Story) -> Story:
    """One reply for two articles: the one that has news speaks, the other is counted."""
    speaks, counted = (story, pending) if story.part == "news" else (pending, story)
    others = (Outlet(counted.outlet or counted.source_id, counted.url), *counted.also)
    return replace(speaks, also=(*speaks.also, *others))


def _with_outlet(told: Story, story: Story) -> Story:
    """The story as it was told, with one more who carries it."""
    outlet = Outlet(story.outlet or story.source_id, story.url)
    names = {told.outlet or told.source_id, *(one.name for one in told.also)}
    if outlet.name in names:
        return told
    texts = told.texts + (story.is_own_text and story.part != "first")
    return replace(told, also=(*told.also, outlet), texts=texts)


def _with_watches(thread: Thread, story: Story) -> Thread:
    known = {rung.watch_id for rung in thread.story.rungs}
    added = tuple(rung for rung in story.rungs if rung.watch_id not in known)
    rungs = tuple(sorted((*thread.story.rungs, *added), key=_loudest_first))
    return replace(
        thread,
        story=replace(thread.story, rungs=rungs),
        watches=thread.watches | {rung.watch_id for rung in story.rungs},
        severity=max(thread.severity, _loudest(story)),
    )


# --- Routes ------------------------------------------------------------------------------------


def _loudest(story: Story) -> Severity:
    return max((rung.severity for rung in story.rungs), default=Severity.NORMAL)


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
