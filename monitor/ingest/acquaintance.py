"""What is known of the sources that are being read: the more of one, the better it is read."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection

from monitor.extraction.leaks import SEEN_OFTEN, Known, known_of
from monitor.storage import boilerplate
from monitor.storage.store import Store

FRESH_FOR = timedelta(minutes=10)
"""A look takes less than that, and brings what the next one should know."""

MOST_SOURCES = 64
"""Kept in memory: those that are read at the same time, at some 50 KB each."""


@dataclass(frozen=True, slots=True)
class _Recalled:
    known: Known
    at: datetime


class Acquaintance:
    """Recalls from the store what is known of a source; the articles of one look share it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._recalled: OrderedDict[str, _Recalled] = OrderedDict()

    async def known(self, source_id: str, *, now: datetime) -> Known:
        """The titles of the source's other articles, and the lines that they share."""
        recalled = self._recalled.get(source_id)
        if recalled is None or abs(now - recalled.at) > FRESH_FOR:
            known = await self._store.read(partial(_recall, source_id=source_id))
            recalled = self._recalled[source_id] = _Recalled(known, now)
        self._recalled.move_to_end(source_id)
        while len(self._recalled) > MOST_SOURCES:
            self._recalled.popitem(last=False)
        return recalled.known


def _recall(db: Connection, source_id: str) -> Known:
    titles = boilerplate.recent_titles(db, source_id)
    return known_of(titles, boilerplate.common_lines(db, source_id, least=SEEN_OFTEN))
