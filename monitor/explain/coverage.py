"""An address that was never seen: which source should have brought it, and how is that? Pure."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from urllib.parse import urlsplit

from monitor.explain.answer import Cause, Explanation, Stage, Verdict
from monitor.explain.verdict import unread
from monitor.explain.wording import at_clock
from monitor.extraction.urls import same_site
from monitor.model import Fate, Source, SourceCondition, SourceState
from monitor.storage.announcements import Announced

SHOWN = 8
"""Sources of one site."""

_CAUSES = {
    SourceCondition.BLOCKED: Cause.BLOCKED,
    SourceCondition.DISALLOWED: Cause.DISALLOWED,
    SourceCondition.THROTTLED: Cause.THROTTLED,
}


def covering(url: str, sources: Iterable[Source], newest: Mapping[str, str]) -> list[Source]:
    """The sources of the address's site: by their own address, or by that of their last article."""
    return [
        source
        for source in sources
        if same_site(source.url, url) or same_site(newest.get(source.id, ""), url)
    ]


def never_seen(
    url: str, sources: Iterable[Source], states: Mapping[str, SourceState]
) -> Explanation:
    """Why no source brought the address."""
    found = [(one, states.get(one.id) or SourceState(one.id)) for one in sources]
    if not found:
        host = urlsplit(url).netloc
        add = f"`tocsin sources add {host}` looks for its feeds"
        verdict = Verdict(Cause.NO_SOURCE, f"never seen: no source covers {host}; {add}")
        return Explanation(verdict, (), url=url)
    found.sort(key=_most_telling)
    lines = tuple(line for source, state in found[:SHOWN] for line in _said(source, state))
    return Explanation(_verdict(*found[0]), (Stage("Sources", lines),), url=url)


def announced_only(seen: Announced) -> Explanation:
    """Why the address, which a source did announce, became no article."""
    because = seen.note or "neither the page nor the feed holds a text"
    if seen.fate is Fate.FAILED and seen.again_at:
        cause = unread(seen.note) or Cause.NOT_FETCHED
        said = f"{because}; it is asked for again {at_clock(seen.again_at)}"
    else:
        cause = unread(seen.note) or Cause.NOT_EXTRACTED
        said = f"no article could be read there: {because}"
    fate = seen.fate.value if seen.fate else "forgotten"
    lines = (f"by {seen.source_id} {at_clock(seen.at)}, as “{seen.title}”", f"  {fate}: {because}")
    stages = (Stage("Announced", lines),)
    return Explanation(Verdict(cause, said), stages, url=seen.url, title=seen.title)


def _most_telling(pair: tuple[Source, SourceState]) -> tuple[bool, bool]:
    """First those that should have brought it and cannot."""
    source, state = pair
    return (not source.enabled, not state.condition.is_dark)


def _verdict(source: Source, state: SourceState) -> Verdict:
    if not source.enabled:
        return Verdict(Cause.NOT_FETCHED, f"never seen: its source {source.id} is switched off")
    if state.last_polled_at is None:
        return Verdict(Cause.NOT_FETCHED, f"never seen: {source.id} was not looked at yet")
    if state.condition.is_dark:
        cause = _CAUSES.get(state.condition, Cause.NOT_FETCHED)
        why = f": {state.reason}" if state.reason else ""
        since = f" since {_day(state.since)}" if state.since else ""
        return Verdict(
            cause, f"never seen: its source {source.id} is {state.condition.value}{since}{why}"
        )
    return Verdict(
        Cause.NOT_ANNOUNCED,
        f"never seen: {source.id} answers well, and its list never had this address",
    )


def _said(source: Source, state: SourceState) -> Iterator[str]:
    if not source.enabled:
        yield f"{source.id}: switched off"
        return
    why = f": {state.reason}" if state.reason else ""
    yield f"{source.id}: {state.condition.value}{why}"
    if state.last_polled_at:
        yield f"  last look {at_clock(state.last_polled_at)}, {state.entries:,} entries in its list"
    if state.last_good_at:
        yield f"  last good one {at_clock(state.last_good_at)}"
    if state.next_at:
        yield f"  next look {at_clock(state.next_at)}"


def _day(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
