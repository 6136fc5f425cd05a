"""One comparison of two lists over the archive, which can be broken off and gone on with."""

from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from monitor.backtest.trawl import Haul, Landed, Tags, trawl
from monitor.matching.edit import Edit
from monitor.model import Hindrance, Judgement, Watchlist
from monitor.storage import backtests
from monitor.storage.archive import Span
from monitor.storage.store import Store, look_into

SAVED_EVERY = 2
"""Stretches of the archive."""
BY_WATCH = f"{Hindrance.WATCH} "
"""Before the id of a watch that claimed the words of another."""


@dataclass(frozen=True, slots=True)
class Question:
    """Two lists, and over how much of the archive they are compared."""

    before: Watchlist
    after: Watchlist
    against: str  # what the list before is, in words
    lasting: timedelta | None = None  # None: the whole archive


@dataclass(frozen=True, slots=True)
class Sighted:
    """An article that an edited watch concerns, by either list, or that the edit changes."""

    article_id: int
    day: str  # when it was read, as YYYY-MM-DD in UTC
    before: tuple[str, ...]  # ids of watches
    after: tuple[str, ...]
    yielded: tuple[tuple[str, str], ...] = ()  # watches that yield words now, and to which


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two lists make of a span of the archive."""

    since: datetime | None
    articles: int = 0
    sighted: tuple[Sighted, ...] = ()
    last: int = 0  # the article that it got to


def compare(
    store: Store, url: str, edit: Edit, span: Span, tags: Tags, *,
    key: str, now: datetime, told: Callable[[int], None],
) -> Comparison:  # fmt: skip
    """Both lists over the span; `told` hears of how many more articles that is done.

    How far it got is saved under the key, and a run that was broken off is gone on with.
    """
    with store.begin() as db:
        saved = backtests.resumed(db, key, now=now)
    found = _read(*saved) if saved else Comparison(span.since, last=span.after)

    def save() -> None:
        with store.begin() as db:
            backtests.save(db, key, found.last, _written(found), now=now)

    try:
        told(found.articles)
        span = replace(span, since=found.since, after=found.last)
        with look_into(url) as reading:
            for number, haul in enumerate(trawl(reading, edit, span, tags), 1):
                found = _with(found, haul, edit.watch_ids)
                told(haul.articles)
                if number % SAVED_EVERY == 0:
                    save()
    except KeyboardInterrupt:
        save()
        raise
    with store.begin() as db:
        backtests.end(db, key)
    return found


def _with(found: Comparison, haul: Haul, edited: frozenset[str]) -> Comparison:
    sighted = (_sighted(one) for one in haul.landed)
    kept = tuple(one for one in sighted if _tells(one, edited))
    return Comparison(
        found.since, found.articles + haul.articles, (*found.sighted, *kept), haul.last
    )


def _tells(one: Sighted, edited: frozenset[str]) -> bool:
    """Whether the article says anything of the edit."""
    named = edited.intersection(one.before) or edited.intersection(one.after)
    return bool(named) or one.before != one.after or bool(one.yielded)


def _sighted(landed: Landed) -> Sighted:
    before, after = landed.compared.before, landed.compared.after
    claimed = _yielded(before)
    return Sighted(
        landed.article.id,
        landed.article.fetched_at.date().isoformat(),
        _raised(before),
        _raised(after),
        tuple(pair for pair in _yielded(after) if pair not in claimed),
    )


def _raised(judgement: Judgement) -> tuple[str, ...]:
    return tuple(sorted(match.watch_id for match in judgement.matches))


def _yielded(judgement: Judgement) -> list[tuple[str, str]]:
    """Watches whose words another watch has taken, and which."""
    pairs = (
        (mention.watch_id, mention.suppressed_by.removeprefix(BY_WATCH))
        for mention in judgement.suppressed
        if mention.suppressed_by and mention.suppressed_by.startswith(BY_WATCH)
    )
    return sorted(set(pairs))


def _written(found: Comparison) -> Any:
    since = found.since.isoformat() if found.since else None
    return [since, found.articles, [astuple(one) for one in found.sighted]]


def _read(last: int, kept: Sequence[Any]) -> Comparison:
    since, articles, rows = kept
    sighted = tuple(
        Sighted(
            row[0], row[1], tuple(row[2]), tuple(row[3]), tuple((one, by) for one, by in row[4])
        )
        for row in rows
    )
    return Comparison(datetime.fromisoformat(since) if since else None, articles, sighted, last)
