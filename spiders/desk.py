"""What a spider hands its finds to. The newsdesk of `monitor.ingest` is one such desk."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from monitor.model import Fate, FeedEntry, Miss, Page, Polled, Source, SourceState, Visit


class Desk(Protocol):
    """Knows what was seen before, and takes what is new."""

    async def state(self, source: Source) -> SourceState:
        """What is remembered of the source."""

    async def unknown(self, source: Source, entries: Sequence[FeedEntry]) -> list[FeedEntry]:
        """Those of the entries that the source did not announce before."""

    async def take(
        self, source: Source, entry: FeedEntry, page: Page | None, *, why: str, now: datetime
    ) -> Fate:
        """An entry with its page; without one, `why` says what was in the way."""

    async def polled(self, source: Source, polled: Polled) -> SourceState:
        """How a look at the source ended."""


class VisitDesk(Protocol):
    """Takes what later visits to pages bring."""

    async def take_again(self, source: Source, visit: Visit, page: Page, *, now: datetime) -> Fate:
        """The page as it is now."""

    async def same_again(self, visit: Visit, *, now: datetime) -> Fate:
        """The page is as it was."""

    async def missed_again(
        self, source: Source, visit: Visit, miss: Miss, *, now: datetime
    ) -> Fate:
        """The page could not be had."""
