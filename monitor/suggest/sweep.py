"""Looks through what came lately for what nearly rang: apart from the crawl, whom it would slow."""

from collections.abc import Callable, Mapping
from datetime import datetime

from monitor.matching import Matcher
from monitor.matching.misses import nearest
from monitor.matching.sentences import hit
from monitor.model import Passage
from monitor.storage import labels, proofs
from monitor.storage.articles import Stored
from monitor.storage.proofs import KEPT, SWEEP, NearMiss
from monitor.storage.store import Store

MOST = 2_000
"""Articles of one sweep; the next goes on."""
AT_ONCE = 50
"""Articles that are written together."""


def sweep(
    store: Store,
    matcher: Matcher,
    tags: Mapping[str, frozenset[str]],
    *,
    now: datetime,
    told: Callable[[int, int], None] = lambda _done, _all: None,
) -> int:
    """Keep what the articles since the last sweep nearly rang for. How many articles those were.

    `told` hears how far it got. Broken off, it goes on from there.
    """
    since, done = now - KEPT, 0
    with store.begin() as db:
        waiting = min(labels.count_unswept(db, SWEEP, since=since), MOST)
    while done < waiting:
        with store.begin() as db:
            some = labels.unswept(db, SWEEP, since=since, most=AT_ONCE)
        found = [(one, misses_of(passage_of(one, tags), matcher)) for one in some]
        with store.begin() as db:
            for one, misses in found:
                proofs.keep_misses(db, one.id, misses, now=now)
            labels.swept(db, SWEEP, some[-1].id, now=now)
        done += len(some)
        told(done, waiting)
    return done


def misses_of(passage: Passage, matcher: Matcher) -> list[NearMiss]:
    """What the passage nearly rings for, of each watch that it does not concern."""
    judged = matcher.judge(passage, near_misses=True)
    named = {match.watch_id for match in judged.matches}
    return [
        NearMiss(one, hit(passage, one).sentence)
        for one in nearest(judged.suppressed)
        if one.watch_id not in named
    ]


def passage_of(stored: Stored, tags: Mapping[str, frozenset[str]]) -> Passage:
    """What is kept of an article, as the matcher reads it."""
    read = stored.article
    of_source = tags.get(read.source_id, frozenset())
    return Passage(read.text, read.title, read.language, read.source_id, of_source)
