"""What is remembered of a source after a look at it. Pure."""

from dataclasses import replace
from datetime import datetime, timedelta

from monitor.model import (
    Activity,
    CrawlSettings,
    Polled,
    Source,
    SourceCondition,
    SourceState,
    Witness,
)
from monitor.polling.activity import begun, hastened, learned
from monitor.polling.health import SLOW, Verdict, is_still_empty, lost, verdict
from monitor.polling.interval import USUAL_PACE, next_check
from monitor.polling.witness import lacking

OK, UNCHANGED = SourceCondition.OK, SourceCondition.UNCHANGED

MOVED_AFTER = 3
"""Answers in a row that must say that a source has moved for good."""

SPELLS_FOR = timedelta(days=1)
"""How long a dark spell is remembered that is over and was followed by another."""

MOST_SPELLS = 100
"""Of those that are remembered: a source that flaps more often is told of as such."""


def after(
    state: SourceState,
    polled: Polled,
    source: Source,
    crawl: CrawlSettings,
    *,
    pace: float = USUAL_PACE,
    witness: Witness | None = None,
) -> SourceState:
    """The state with this look counted in, and when to look again."""
    polled = _believed(state, polled)
    if state.url != source.url:
        state = _at_another_address(state)
    counted = _succeeded(state, polled) if polled.is_good else _failed(state)
    next_at = next_check(source, counted, polled, crawl, pace=pace)
    missing = lacking(witness, counted, at=polled.at) if witness else ()
    return _judged(counted, polled, source, verdict(counted, polled, missing), next_at=next_at)


def has_moved(state: SourceState) -> bool:
    """Whether the source's address leads elsewhere for good; `moved_to` says where."""
    return state.moved_to is not None and state.moved_times >= MOVED_AFTER


def _believed(state: SourceState, polled: Polled) -> Polled:
    """After a failure no validators are sent: "not modified" is then no answer, and no recovery."""
    if polled.condition is not UNCHANGED or not state.failures:
        return polled
    reason = "answered 304 where the whole list was asked for"
    return replace(polled, condition=SourceCondition.SERVER_ERROR, reason=reason)


def _at_another_address(state: SourceState) -> SourceState:
    """What was learned of an address says nothing of the one that an edit put in its place."""
    return replace(state, kind=None, asks=None, moved_to=None, moved_times=0, entries=0)


def _judged(
    state: SourceState, polled: Polled, source: Source, found: Verdict, *, next_at: datetime
) -> SourceState:
    """With the word for how the source is, since when, and from when to when it was dark."""
    is_same = found.condition is state.condition or (
        found.condition.is_well and state.condition.is_well
    )
    dark_from, dark_until = _shade(state, polled, found.condition)
    began_anew = dark_from != state.dark_from
    return replace(
        state,
        url=source.url,
        last_polled_at=polled.at,
        next_at=next_at,
        condition=found.condition,
        reason=found.reason,
        since=state.since if is_same and state.since else polled.at,
        times=state.times + 1 if is_same else 1,
        dark_from=dark_from,
        dark_until=dark_until,
        dark_before=_earlier(state, at=polled.at) if began_anew else state.dark_before,
    )


def _shade(
    state: SourceState, polled: Polled, condition: SourceCondition
) -> tuple[datetime | None, datetime | None]:
    """From when to when the source was dark at last: since the last look that saw all there was."""
    was_dark = state.dark_from is not None and state.dark_until is None
    if condition.is_dark and not was_dark:
        seen_at = state.last_polled_at
        if condition is SourceCondition.FROZEN and state.activity:
            seen_at = state.activity.last_new_at
        return seen_at or polled.at, None
    return state.dark_from, polled.at if was_dark and not condition.is_dark else state.dark_until


def _earlier(state: SourceState, *, at: datetime) -> tuple[tuple[datetime, datetime], ...]:
    """The spells before the one that begins now, as far as they are of the last day."""
    spells = state.dark_before
    if state.dark_from and state.dark_until:
        spells += ((state.dark_from, state.dark_until),)
    return tuple(spell for spell in spells if spell[1] > at - SPELLS_FOR)[-MOST_SPELLS:]


def _failed(state: SourceState) -> SourceState:
    return replace(state, failures=state.failures + 1)


def _succeeded(state: SourceState, polled: Polled) -> SourceState:
    """A good answer; "not modified" is one too, but says nothing about the content."""
    # An empty list may be a site's slip: what comes after it is still a first look.
    has_content = polled.condition is OK
    is_full = polled.condition is not UNCHANGED
    is_slow = polled.took is not None and polled.took > SLOW
    return replace(
        state,
        first_good_at=state.first_good_at or (polled.at if has_content else None),
        last_good_at=polled.at,
        failures=0,
        etag=polled.etag,
        last_modified=polled.last_modified,
        digest=polled.digest,
        full_fetch_at=polled.at if is_full else state.full_fetch_at,
        kind=polled.kind or state.kind,
        entries=polled.entries if has_content else state.entries,
        activity=_activity(state, polled),
        asks=polled.asks or state.asks,
        slow_answers=state.slow_answers + 1 if is_slow else 0,
        moved_to=polled.moved_to,
        moved_times=_moved_times(state, polled),
    )


def _activity(state: SourceState, polled: Polled) -> Activity | None:
    """What the look shows of when the source publishes; an empty list shows nothing."""
    if polled.condition is SourceCondition.EMPTY or is_still_empty(state, polled):
        return state.activity
    if state.activity is None:
        return begun(at=polled.at) if polled.condition is OK else None
    activity = learned(state.activity, polled.new_entries, at=polled.at)
    return hastened(activity) if lost(state, polled) else activity


def _moved_times(state: SourceState, polled: Polled) -> int:
    if polled.moved_to is None:
        return 0
    return state.moved_times + 1 if polled.moved_to == state.moved_to else 1
