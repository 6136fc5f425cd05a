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
    CANARY,
    CONSOLE,
    Alert,
    AlertKind,
    AlertSettings,
    Cooling,
    Digest,
    Notice,
    Outlet,
    Restraint,
    Route,
    Rung,
    Severity,
    Silence,
    Standing,
    Story,
    Thread,
)

HOUR = timedelta(hours=1)
MOST_HITS = 10
"""Sentences about a watch in a reply that speaks for several articles."""


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
    thread: Thread | None = None  # that the channel has, and keeps: as it is from now on


@dataclass(frozen=True, slots=True)
class Join:
    """Part of a story that the channel has: its message changes, and a reply may follow."""

    thread: Thread  # as it is from now on
    reply: Alert | None = None
    not_before: datetime | None = None
    is_merged: bool = False  # the reply says what one that waits would have said, too


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
        yield Alert(f"story:{subject.id}:{channel}", channel, _kind(subject), story)


def _kind(story: Story) -> AlertKind:
    if story.source_id == CANARY:
        return "tocsin_notice"  # of the alarm itself: it counts for nothing
    return "tocsin_digest" if story.kind == "backlog" else "tocsin_alert"


def channel_of(rung: Rung, story: Story, settings: AlertSettings) -> str:
    """Where a watch rings: its own channel, else the first route that fits, else the default."""
    routed = (route.channel for route in settings.routes if _fits(route, rung, story))
    return rung.channel or next(routed, None) or settings.channel or CONSOLE


def decide(
    alert: Alert, story: Story, standing: Standing, settings: AlertSettings, *, now: datetime
) -> Step:
    """What becomes of a story in its channel."""
    silence = silenced_by(story, standing.silences)
    if silence:
        return _unheard(alert, story, standing.thread, silence)
    audible = (rung for rung in story.rungs if not _silencing(rung, standing.silences))
    story = replace(story, rungs=tuple(audible))
    alert = replace(alert, subject=story)
    held = _held(story, standing, settings, now=now)
    thread = standing.thread
    if thread is None:
        alert = _by_article(alert, story) if story.kind == "revision" else alert
        return Hold(alert, *held) if held else Post(alert)
    if thread.state in {"folded", "refused"} or (thread.state == "held" and not held):
        return _again(alert, story, thread, held)
    return _join(alert, story, thread, settings, now=now)


def silenced_by(story: Story, silences: Iterable[Silence]) -> Silence | None:
    """The silence by which nothing of the story may ring, if there is one."""
    in_force = tuple(silences)
    of_watches = [_silencing(rung, in_force) for rung in story.rungs]
    return _of_all(story, in_force) or (of_watches[0] if all(of_watches) else None)


def freed(
    story: Story, silences: Iterable[Silence], settings: AlertSettings, *, now: datetime
) -> tuple[datetime, str]:
    """When a story comes in a digest whose silence has ended early, and why then."""
    if other := silenced_by(story, silences):
        return other.until, silenced(other)
    quiet = _quiet_until(story, settings, now=now)
    return (quiet, Restraint.QUIET_HOURS) if quiet else (now, "the silence was ended")


def waits(why: str, until: datetime) -> str:
    """The reason of an alert that is held."""
    return f"{why}: comes in a digest at {until:%Y-%m-%d %H:%M} UTC"


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
        return ends, f"{Restraint.QUIET_HOURS} until {settings.quiet_hours.to:%H:%M}"
    cooling = [_cools(rung, standing.cooling, now=now) for rung in story.rungs]
    if all(cooling):
        ends, name = max(filter(None, cooling))
        return _folds_at(story, settings, ends, now=now), f"{Restraint.COOLDOWN} {name}"
    budget = settings.budget_per_hour
    if (
        budget is not None
        and _loudest(story) < Severity.HIGH
        and standing.told_in_last_hour >= budget
    ):
        full_hour = now.replace(minute=0, second=0, microsecond=0) + HOUR
        ends = _folds_at(story, settings, full_hour, now=now)
        return ends, f"{Restraint.BUDGET} {budget} an hour is used up"
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


def _folds_at(
    story: Story, settings: AlertSettings, otherwise: datetime, *, now: datetime
) -> datetime:
    """What is folded comes with the daily digest, where there is one, and else in no quiet hour."""
    if settings.digest:
        return next_due(settings.digest, now=now)
    return _quiet_until(story, settings, now=otherwise) or otherwise


def _of_all(story: Story, silences: Iterable[Silence]) -> Silence | None:
    named = {("source", story.source_id), ("story", story.id)}
    return next((one for one in silences if (one.target, one.target_id) in named), None)


def _silencing(rung: Rung, silences: Iterable[Silence]) -> Silence | None:
    named = ("watch", rung.watch_id)
    return next((one for one in silences if (one.target, one.target_id) == named), None)


def silenced(silence: Silence) -> str:
    """Why a story is held that it silences."""
    reason = f": {silence.reason}" if silence.reason else ""
    return f"{silence.target} {Restraint.SILENCE} {silence.author}{reason}"


# --- A story that the channel has --------------------------------------------------------------


def _join(
    alert: Alert, story: Story, thread: Thread, settings: AlertSettings, *, now: datetime
) -> Join:
    """The message counts one more outlet; what is new about it is told in its thread."""
    joined = _counting(thread, story)
    if thread.state == "held":
        return Join(_with_watches(joined, story))
    soonest = _quiet_until(story, settings, now=now) or now
    is_raised = _is_raised(story, thread)
    if is_raised or story.kind == "revision":
        reply = _reply(alert, story, "broadcast" if is_raised else "reply")
        return Join(replace(_with_watches(joined, story), replied_at=soonest), reply, soonest)
    if story.part == "copy" and joined.story is thread.story:
        return Join(joined)  # the outlet is counted already, and says nothing new
    if thread.pending and thread.replied_at:
        reply = _reply(alert, _merged(thread.pending, story), "reply")
        return Join(joined, reply, thread.replied_at, is_merged=True)
    last = thread.replied_at or (thread.told_at if story.part == "copy" else None)
    # Later than now is what was told before the clock was set back.
    at = max(soonest, min(last, now) + settings.story_interval) if last else soonest
    return Join(replace(joined, replied_at=at), _reply(alert, story, "reply"), at)


def _unheard(alert: Alert, story: Story, thread: Thread | None, silence: Silence) -> Step:
    """A story of which nothing may ring: it is counted where it stands, and its news held."""
    held = silence.until, silenced(silence)
    if thread is None or thread.state == "refused":
        return Hold(_by_article(alert, story) if thread else alert, *held)
    counted = _counting(thread, story)
    if thread.state == "held":
        return Join(_with_watches(counted, story))
    if not _says_more(story, thread):
        return Join(counted)
    is_message = thread.state != "folded"  # one that a digest has told is none
    return Hold(_by_article(alert, story), *held, thread=counted if is_message else None)


def _again(alert: Alert, story: Story, thread: Thread, held: tuple[datetime, str] | None) -> Step:
    """A story whose own message a digest has told, or nobody: there is no thread to go into."""
    if thread.state == "folded" and not _says_more(story, thread):
        return Join(_counting(thread, story))
    alert = _by_article(alert, story)
    return Hold(alert, *held) if held else Post(alert)


def _says_more(story: Story, thread: Thread) -> bool:
    """Whether it is more than the same text once more."""
    return story.part != "copy" or story.kind == "revision" or _is_raised(story, thread)


def _is_raised(story: Story, thread: Thread) -> bool:
    """Whether it names a watch that the channel has not heard of here, or is louder."""
    named = [rung for rung in story.rungs if not rung.is_gone]
    return any(
        rung.watch_id not in thread.watches or rung.severity > thread.severity for rung in named
    )


def _by_article(alert: Alert, story: Story) -> Alert:
    """The alert under the name of its article: its story's is another's by now."""
    return replace(alert, key=f"story:{story.article or story.id}:{alert.channel}")


def _reply(alert: Alert, story: Story, manner: Literal["broadcast", "reply"]) -> Alert:
    key = f"update:{story.article}:{alert.channel}"
    return Alert(key, alert.channel, "tocsin_update", story, manner)


def _merged(pending: Story, story: Story) -> Story:
    """One reply for two articles: the one that has news speaks, for both if both have."""
    speaks, counted = (story, pending) if story.part == "news" else (pending, story)
    others = (Outlet(counted.outlet or counted.source_id, counted.url), *counted.also)
    if story.part == pending.part == "news":
        speaks = replace(speaks, rungs=_of_both(pending.rungs, story.rungs))
    texts = speaks.texts + counted.texts - (not counted.is_own_text)
    return replace(speaks, also=(*speaks.also, *others), texts=texts)


def _of_both(earlier: Iterable[Rung], later: Iterable[Rung]) -> tuple[Rung, ...]:
    """The watches of two articles, each with what either says of it, the earlier first."""
    both = {rung.watch_id: rung for rung in earlier}
    for rung in later:
        known = both.get(rung.watch_id)
        hits = dict.fromkeys((*(known.hits if known else ()), *rung.hits))
        both[rung.watch_id] = replace(rung, hits=tuple(hits)[:MOST_HITS])
    return tuple(sorted(both.values(), key=_loudest_first))


def _counting(thread: Thread, story: Story) -> Thread:
    """The thread with one more outlet that carries its story, unless it is counted already."""
    told, outlet = thread.story, Outlet(story.outlet or story.source_id, story.url)
    if outlet.name in {told.outlet or told.source_id, *(one.name for one in told.also)}:
        return thread
    texts = told.texts + (story.is_own_text and story.part != "first")
    return replace(thread, story=replace(told, also=(*told.also, outlet), texts=texts))


def _with_watches(thread: Thread, story: Story) -> Thread:
    """The thread with the watches that it names from now on, each as loud as it ever was."""
    rungs = {rung.watch_id: rung for rung in thread.story.rungs}
    named = [rung for rung in story.rungs if not rung.is_gone]
    for rung in named:
        known = rungs.setdefault(rung.watch_id, rung)
        louder = max(known.severity, rung.severity)
        rungs[rung.watch_id] = replace(known, severity=louder)
    return replace(
        thread,
        story=replace(thread.story, rungs=tuple(sorted(rungs.values(), key=_loudest_first))),
        watches=thread.watches | {rung.watch_id for rung in named},
        severity=max([thread.severity, *(rung.severity for rung in named)]),
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
