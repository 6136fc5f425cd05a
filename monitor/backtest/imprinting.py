"""Sees to it that every article has an imprint: a few at a time, so that it can end at any time."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from monitor.backtest.trawl import handfuls, passage_of
from monitor.matching.imprints import imprints_of, version
from monitor.model import Imprint
from monitor.storage import archive
from monitor.storage.archive import Archived, Span
from monitor.storage.store import Store

TOGETHER = 100
"""Articles. Their imprints take some ten milliseconds, and much longer one by one."""


def fill_in(store: Store, span: Span) -> Iterator[int]:
    """Makes the imprints that are missing; how many articles each step dealt with."""
    while True:
        with store.begin() as db:
            missing = archive.without_imprint(db, span, version(), most=TOGETHER)
        if not missing:
            return
        made = imprints(missing)
        with store.begin() as db:
            archive.keep_imprints(db, made)
        span = replace(span, after=missing[-1].id)
        yield len(missing)


def imprints(articles: Sequence[Archived]) -> dict[int, Imprint]:
    """By article id."""
    made: dict[int, Imprint] = {}
    for some in handfuls(articles):
        kept = imprints_of([passage_of(one, {}) for one in some])
        made.update(zip((one.id for one in some), kept, strict=True))
    return made
