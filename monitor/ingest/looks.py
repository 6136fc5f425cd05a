"""What is remembered of a source after a look at it. Pure."""

from dataclasses import replace

from monitor.model import CrawlSettings, Polled, Source, SourceCondition, SourceState
from monitor.polling import next_check, updated_rate


def after(state: SourceState, polled: Polled, source: Source, crawl: CrawlSettings) -> SourceState:
    """The state with this look counted in, and when to look again."""
    counted = _succeeded(state, polled) if polled.is_good else _failed(state, polled)
    known = state.kind if state.url == source.url else None
    counted = replace(counted, kind=polled.kind or known)
    return replace(counted, url=source.url, next_at=next_check(source, counted, polled, crawl))


def _seen(state: SourceState, polled: Polled) -> SourceState:
    is_same = polled.condition is state.condition and state.since is not None
    return replace(
        state,
        condition=polled.condition,
        since=state.since if is_same else polled.at,
        reason=polled.reason,
        last_polled_at=polled.at,
    )


def _failed(state: SourceState, polled: Polled) -> SourceState:
    return replace(_seen(state, polled), failures=state.failures + 1)


def _succeeded(state: SourceState, polled: Polled) -> SourceState:
    """A good answer; "not modified" is one too, but says nothing about the content."""
    # An empty list may be a site's slip: what comes after it is still a first look.
    has_content = polled.condition is SourceCondition.OK
    is_full = polled.condition is not SourceCondition.UNCHANGED
    return replace(
        _seen(state, polled),
        first_good_at=state.first_good_at or (polled.at if has_content else None),
        last_good_at=polled.at,
        failures=0,
        etag=polled.etag,
        last_modified=polled.last_modified,
        full_fetch_at=polled.at if is_full else state.full_fetch_at,
        rate=updated_rate(state, polled),
    )
