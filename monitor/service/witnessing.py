"""Looks at the page beside a source that has fallen silent: does its site go on without it?"""

from collections.abc import Callable
from datetime import datetime
from functools import partial

import structlog

from monitor.errors import StorageError
from monitor.ingest.witnessing import seen
from monitor.model import Source, SourceState
from monitor.polling.witness import is_due
from monitor.storage import witnesses
from monitor.storage.store import Store
from spiders.answers import Missed
from spiders.beside import linked_articles
from spiders.lists import Fetch

log = structlog.get_logger()


class Witnessing:
    """Asks the page beside a source, once a look at the source has shown that it is due."""

    def __init__(self, store: Store, fetch: Fetch, *, now: Callable[[], datetime]) -> None:
        self._store = store
        self._fetch = fetch
        self._now = now

    async def after_look(self, source: Source, state: SourceState) -> None:
        """Look at the page if that is due; trouble there is none of the source's."""
        try:
            await self._ask(source, state)
        except StorageError as error:
            log.debug("page beside not recorded", source=source.id, reason=str(error))
        except Exception:
            log.exception("look at the page beside failed", source=source.id)

    async def _ask(self, source: Source, state: SourceState) -> None:
        if not source.fetch_articles or source.render:
            return
        witness = await self._store.read(partial(witnesses.of, source_id=source.id))
        if witness is None or not is_due(witness, state, now=self._now()):
            return
        found = await linked_articles(self._fetch, witness.page, source.id)
        urls = None if isinstance(found, Missed) else found
        reason = found.reason if isinstance(found, Missed) else ""
        log.debug("page beside", source=source.id, url=witness.page, reason=reason)
        await self._store.write(partial(seen, source_id=source.id, urls=urls, now=self._now()))
