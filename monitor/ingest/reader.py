"""Reads an announced entry with its page, by as many tiers as it takes."""

from monitor.errors import ExtractionError
from monitor.extraction.pages import is_doubtful, read_page
from monitor.extraction.pool import CarefulPool
from monitor.ingest.elsewhere import tells_of, was_redirected, why_elsewhere
from monitor.ingest.reading import Reading, announced_only, needs_care, page_only, weigh
from monitor.ingest.rules import Announcement, Judged
from monitor.model import Page, Tier


class Reader:
    """The quick tier here, the careful one in a process of its own."""

    def __init__(self, careful: CarefulPool) -> None:
        self._careful = careful

    async def read(
        self, announced: Announcement, page: Page | None, *, why: str, with_care: bool = False
    ) -> Reading:
        """What the article says. Without a page, `why` says what was in the way.

        `with_care` asks for the careful tier, whatever the quick one finds.
        """
        why = (why_elsewhere(page, announced.entry) if page else "") or why
        quick = read_quickly(announced, page) if page and not why else None
        if page and quick and _is_of_another(page, announced, quick):
            why = "page: the address leads to another article"
        told_by_feed = announced.judge(announced.article(note=why))
        if page is None or why:
            return announced_only(told_by_feed, may_come=announced.wants_page)
        if quick and not with_care and not self._needs_care(told_by_feed, quick, page):
            return page_only(told_by_feed, quick)
        try:
            careful = announced.judge(await self._careful.read(page, announced.entry))
        except (ExtractionError, TimeoutError) as error:
            return weigh(told_by_feed, quick, None, trouble=str(error))
        return weigh(told_by_feed, quick, careful)

    async def close(self) -> None:
        """Give up careful readings under way."""
        await self._careful.close()

    @staticmethod
    def _needs_care(told_by_feed: Judged, quick: Judged, page: Page) -> bool:
        return needs_care(told_by_feed, quick, is_doubtful=is_doubtful(quick.article, page))


def _is_of_another(page: Page, announced: Announcement, quick: Judged) -> bool:
    entry = announced.entry
    return was_redirected(page, entry) and not tells_of(quick.article, entry)


def read_quickly(announced: Announcement, page: Page) -> Judged | None:
    """None where the quick tier finds no article; the careful one still may."""
    try:
        return announced.judge(read_page(page, tier=Tier.QUICK, entry=announced.entry))
    except ExtractionError:
        return None
