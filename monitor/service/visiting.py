"""When pages are fetched again: round by round, whenever some are due."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog

from monitor.errors import StorageError
from monitor.ingest import Newsdesk
from monitor.model import Source
from spiders.crawler import Crawl

log = structlog.get_logger()

SHORTEST = timedelta(seconds=1)
"""Between two rounds."""

LONGEST = timedelta(seconds=5)
"""Until somebody asks whether a page has become due: a look may have missed one meanwhile."""


class Visits:
    """Visits the pages that are due, until cancelled."""

    def __init__(
        self,
        desk: Newsdesk,
        crawl: Crawl,
        *,
        sources: Callable[[], Mapping[str, Source]],
        now: Callable[[], datetime],
    ) -> None:
        self._desk = desk
        self._crawl = crawl
        self._sources = sources
        self._now = now

    async def run(self) -> None:
        """Round after round; trouble in one is told and does not end the next."""
        while True:
            pause = LONGEST
            try:
                pause = await self._round()
            except StorageError as error:
                log.debug("visits not recorded", reason=str(error))  # the store told it
            except Exception:
                log.exception("round of visits failed")
            await asyncio.sleep(pause.total_seconds())

    async def _round(self) -> timedelta:
        """Visit what is due. How long to wait for the next round."""
        next_at = await self._desk.next_visit_at()
        if next_at is None or next_at > self._now():
            return wait_until(next_at, now=self._now())
        due = await self._desk.due_visits(self._sources(), now=self._now())
        await self._crawl.visit(due, self._desk)
        return SHORTEST


def wait_until(next_at: datetime | None, *, now: datetime) -> timedelta:
    """How long to wait for a visit that is due then, if there is one."""
    return LONGEST if next_at is None else min(max(next_at - now, SHORTEST), LONGEST)
