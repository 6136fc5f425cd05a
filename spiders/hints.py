"""What an answer says beside its list: how long it is good for, where its source has moved to."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from scrapy.http import Response

from monitor.model import Asks, Feed, Source, SourceState
from monitor.polling.looks import has_moved
from spiders.answers import header

PERMANENT = frozenset({301, 308})

_MAX_AGE = re.compile(r"(?:^|[,\s])(s-maxage|max-age)\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_NO_STORE = re.compile(r"\bno-(?:store|cache)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hints:
    """What an answer says beside its list."""

    asks: Asks | None = None  # None: an answer without a list, which says less than the last one
    took: timedelta | None = None  # until it began to arrive
    moved_to: str | None = None  # the source's own address leads here, for good


NO_HINTS = Hints()


def address(source: Source, state: SourceState, *, is_full: bool) -> str:
    """Where to ask for the list: where the source's address leads to, once that is believed.

    Not after a failure, nor where the whole list is wanted: the way there may have changed again.
    """
    is_trusted = state.url == source.url and not state.failures and not is_full
    return state.moved_to if state.moved_to and has_moved(state) and is_trusted else source.url


def hints(answer: Response, feed: Feed | None, *, asked: str, state: SourceState) -> Hints:
    """What this answer says; `asked` is the address that was asked for."""
    seconds = answer.meta.get("download_latency")
    return Hints(
        asks=_asks(answer, feed) if feed else None,
        took=None if seconds is None else timedelta(seconds=seconds),
        moved_to=state.moved_to if asked == state.moved_to else _moved_to(answer),
    )


def fresh_for(answer: Response) -> timedelta | None:
    """How long the answer is good for by its headers (RFC 9111, 4.2.1); None where they say none.

    What shared caches are told counts for nobody else.
    """
    told = header(answer, "Cache-Control") or ""
    if _NO_STORE.search(told):
        return None
    ages = {name.casefold(): int(seconds) for name, seconds in _MAX_AGE.findall(told)}
    if "max-age" in ages:
        age = header(answer, "Age") or ""
        spent = int(age[:9]) if age.isascii() and age.isdigit() else 0
        return timedelta(seconds=max(ages["max-age"] - spent, 0))
    until, since = _date(header(answer, "Expires")), _date(header(answer, "Date"))
    return max(until - since, timedelta(0)) if until and since else None


def _asks(answer: Response, feed: Feed) -> Asks:
    spans = [span for span in (fresh_for(answer), feed.ttl) if span]
    return Asks(max(spans, default=None), feed.skip_hours, feed.skip_days)


def _moved_to(answer: Response) -> str | None:
    reasons = answer.meta.get("redirect_reasons") or ()
    return answer.url if reasons and PERMANENT.issuperset(reasons) else None


def _date(value: str | None) -> datetime | None:
    try:
        date = parsedate_to_datetime(value or "")
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
