"""A desk of its own for `scrapy crawl feed -a source=ID`, which runs without the service.

What a desk needs is imported when one is opened: a crawl that was given one needs none of it.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from monitor.errors import UsageError
from monitor.model import Configuration, Source
from spiders.desk import Desk


@dataclass(frozen=True, slots=True)
class Asked:
    """A look at one source that somebody asked for by hand."""

    configuration: Configuration
    source: Source

    @asynccontextmanager
    async def desk(self) -> AsyncIterator[Desk]:
        """The newsdesk on the configured database, closed when the look is over."""
        from monitor.ingest import open_newsdesk
        from monitor.storage.store import open_store

        store = open_store(self.configuration.settings.database)
        desk = open_newsdesk(self.configuration, store)
        try:
            yield desk
        finally:
            await desk.close()
            await store.close()


def asked_for(source_id: str) -> Asked:
    """The source with this id, with its configuration. Raises UsageError where there is none."""
    from monitor.config import load

    folder = Path(os.environ.get("TOCSIN_CONFIG") or "config")
    configuration = load(folder, environ=os.environ, now=datetime.now(UTC))
    if not source_id:
        raise UsageError("which source? scrapy crawl feed -a source=ID")
    source = configuration.source(source_id)
    if source is None:
        raise UsageError(f"there is no source {source_id!r} in {folder / 'sources.yaml'}")
    return Asked(configuration, source)
