"""What a spider hands its finds to. The newsdesk of `monitor.ingest` is one such desk."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from monitor.model import Fate, FeedEntry, Page, Polled, Source, SourceState


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
