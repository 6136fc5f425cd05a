"""Later visits to pages: to those that were missing, and those that may have changed since.

They take turns with the looks at their hosts, one at a time on each, and are few in one round, so
that what is new is never held up for long.
"""

import asyncio
from collections import deque
from collections.abc import Iterable
from urllib.parse import urlsplit

import structlog

from monitor.errors import StorageError
from monitor.model import Miss, Source, SourceCondition, Visit
from spiders.answers import Missed, article_page
from spiders.desk import VisitDesk
from spiders.lists import NOT_MODIFIED, Fetch
from spiders.look import utc_now

log = structlog.get_logger()

MOST_IN_VAIN = 2
"""Pages of a host in a row that cannot be had, after which a round asks it for no more."""

FINAL = frozenset({SourceCondition.DISALLOWED, SourceCondition.GONE, SourceCondition.PARSE_ERROR})
"""What no patience changes: the site's no, and what is no page."""

Due = tuple[Source, Visit]


class Round:
    """One round of visits."""

    def __init__(self, desk: VisitDesk, fetch: Fetch) -> None:
        self._desk = desk
        self._fetch = fetch

    async def run(self, due: Iterable[Due]) -> None:
        """Visit the pages, host by host in their order, the hosts side by side."""
        hosts: dict[str, deque[Due]] = {}
        for source, visit in due:
            hosts.setdefault(urlsplit(visit.entry.url or "").netloc, deque()).append(
                (source, visit)
            )
        await asyncio.gather(*(self._call_on(waiting) for waiting in hosts.values()))

    async def _call_on(self, waiting: deque[Due]) -> None:
        """Visit one host's pages; once it shows that it has none to give, all others wait."""
        in_vain = 0
        while waiting:
            source, visit = waiting.popleft()
            if in_vain < MOST_IN_VAIN:
                had = await self._visit(source, visit)
                in_vain = 0 if had else in_vain + 1
            else:
                miss = Miss(was_asked=False)
                await self._desk.missed_again(source, visit, miss, now=utc_now())

    async def _visit(self, source: Source, visit: Visit) -> bool:
        """Fetch the page for the desk. Whether it could be had."""
        try:
            missed = await self._fetch_for_desk(source, visit)
        except StorageError:
            raise  # the database is in trouble: so is every other visit
        except Exception:
            log.exception("visit failed", source=source.id, url=visit.entry.url)
            missed = Missed(SourceCondition.SERVER_ERROR, "it could not be read")
        if missed is None:
            return True
        log.debug("page missed", source=source.id, url=visit.entry.url, reason=missed.reason)
        await self._desk.missed_again(source, visit, _miss(missed), now=utc_now())
        return False

    async def _fetch_for_desk(self, source: Source, visit: Visit) -> Missed | None:
        assert visit.entry.url
        headers = {} if source.render else _validators(visit)
        answer = await self._fetch(visit.entry.url, headers, render=source.render)
        if isinstance(answer, Missed):
            return answer
        if answer.status == NOT_MODIFIED:
            await self._desk.same_again(visit, now=utc_now())
            return None
        page = article_page(answer, now=utc_now(), source_id=source.id)
        if isinstance(page, Missed):
            return page
        await self._desk.take_again(source, visit, page, now=utc_now())
        return None


def _miss(missed: Missed) -> Miss:
    may_pass = missed.may_pass or missed.was_silence or missed.retry_after is not None
    return Miss(
        was_asked=missed.put_off is None,
        is_refusal=not may_pass,
        is_final=missed.condition in FINAL,
        wait=missed.retry_after,
    )


def _validators(visit: Visit) -> dict[str, str]:
    """The headers of a conditional GET; none where the whole page is wanted."""
    if visit.is_missed or visit.doubted:
        return {}
    known = {"If-None-Match": visit.etag, "If-Modified-Since": visit.last_modified}
    return {header: value for header, value in known.items() if value}
