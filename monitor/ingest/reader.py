"""Reads an announced entry with its page, by as many tiers as it takes."""

from dataclasses import replace

from monitor.errors import ExtractionError
from monitor.extraction.documents import read_document
from monitor.extraction.pages import everything_on, is_doubtful, read_article
from monitor.extraction.pool import CarefulPool
from monitor.ingest.bench import Bench
from monitor.ingest.elsewhere import tells_of, was_redirected, why_elsewhere
from monitor.ingest.reading import Reading, announced_only, page_only, weigh
from monitor.ingest.rules import Announcement, Judged
from monitor.meter import UNMEASURED, Meter
from monitor.model import Article, Page, Tier


class Reader:
    """The quick tier here, the careful one in a process of its own."""

    def __init__(self, careful: CarefulPool, *, meter: Meter = UNMEASURED) -> None:
        self._careful = careful
        self._bench = Bench(meter)

    async def read(
        self, announced: Announcement, page: Page | None, *, why: str, with_care: bool = False
    ) -> Reading:
        """What the article says. Without a page, `why` says what was in the way.

        `with_care` asks for the careful tier, whatever the quick one finds.
        """
        why = (why_elsewhere(page, announced.entry) if page else "") or why
        found = read_here(announced, page, wants_all=not with_care) if page and not why else []
        if page and found and _is_of_another(page, announced, found[0]):
            why, found = "page: the address leads to another article", []
        readings = [announced.article(note=why), *found]
        told_by_feed, *of_page = await self._bench.judge_all(announced, readings)
        if page is None or why:
            return announced_only(told_by_feed, may_come=announced.wants_page)
        judged = of_page[0] if of_page else None
        # A name was seen, or stands where the quick text may have missed it.
        needs_care = with_care or any(one.names_a_watch for one in (told_by_feed, *of_page))
        if judged and not needs_care:
            return page_only(told_by_feed, judged)
        try:
            quick = found[0] if found else None
            read_again = await self._careful.read(page, announced.entry, quick=quick)
        except (ExtractionError, TimeoutError) as error:
            return weigh(told_by_feed, judged, None, trouble=str(error))
        (careful,) = await self._bench.judge_all(announced, [read_again])
        return weigh(told_by_feed, judged, careful)

    async def close(self) -> None:
        """Give up careful readings under way."""
        await self._careful.close()


def read_here(announced: Announcement, page: Page, *, wants_all: bool) -> list[Article]:
    """The quick text; then all that is on the page, where the quick text may not be the article.

    Nothing where the quick tier finds no article.
    """
    try:
        document = read_document(page)
        quick = read_article(document, page, tier=Tier.QUICK, entry=announced.entry)
    except ExtractionError:
        return []
    if not (wants_all and is_doubtful(quick, document)):
        return [quick]
    return [quick, replace(quick, text=everything_on(document))]


def _is_of_another(page: Page, announced: Announcement, quick: Article) -> bool:
    entry = announced.entry
    return was_redirected(page, entry) and not tells_of(quick, entry)


def read_quickly(announced: Announcement, page: Page) -> Judged | None:
    """None where the quick tier finds no article; the careful one still may."""
    found = read_here(announced, page, wants_all=False)
    return announced.judge(found[0]) if found else None
