"""Looks through what came lately for what nearly rang: apart from the crawl, whom it would slow."""

from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import count

from monitor.matching import Matcher
from monitor.matching.misses import nearest
from monitor.matching.sentences import hit
from monitor.model import Passage
from monitor.storage import labels, proofs
from monitor.storage.articles import Stored
from monitor.storage.proofs import KEPT, NearMiss
from monitor.storage.store import Store

NAME = "near-misses"
MOST = 5_000
"""Articles of one sweep, the newest; what is older is left."""
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
    with store.begin() as db:
        waiting = labels.unswept(db, NAME, since=now - KEPT, most=MOST)
    for start in count(0, AT_ONCE):
        some = waiting[start : start + AT_ONCE]
        if not some:
            return len(waiting)
        found = [(one, misses_of(passage_of(one, tags), matcher)) for one in some]
        with store.begin() as db:
            for one, misses in found:
                proofs.keep_misses(db, one.id, misses, now=now)
            labels.swept(db, NAME, some[-1].id, now=now)
        told(start + len(some), len(waiting))
    raise AssertionError("counts without end")


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
