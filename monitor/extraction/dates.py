"""When was this published? To the minute where anybody says so, in UTC.

The feed's word and the page's are weighed; then JSON-LD, meta elements, `<time>`, and as a last
resort a day found anywhere on the page.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from monitor.extraction.documents import Document
from monitor.extraction.instants import Instant, read_instant
from monitor.extraction.markup import clean
from monitor.model import Precision

_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_CLOCK_SKEW = timedelta(days=1)  # also a day west of Greenwich without its zone
# Feed and page may differ by an unsaid time zone; beyond that they speak of different events.
_SAME_EVENT = timedelta(hours=36)
_MOST_SEARCHED = 500_000  # characters of HTML in which a day is looked for

_METAS = tuple(
    name
    for names in (
        "article:published_time og:article:published_time og:published_time datepublished",
        "parsely-pub-date sailthru.date article.published article:published pubdate",
        "publish-date publish_date publishdate published_time published-date",
        "cxenseparse:recs:publishtime originalpublicationdate rnews:datepublished",
        "dc.date.issued dcterms.issued dcterms.created dc.date.created dc.date dc:date",
        "dcterms.date citation_publication_date citation_date date",
    )
    for name in names.split()
)


def published(
    document: Document, *, announced_at: datetime | None, fetched_at: datetime
) -> tuple[datetime | None, Precision | None]:
    """The time of publication and how exactly it is known. A feed's time is `announced_at`."""
    limit = fetched_at + _CLOCK_SKEW
    announced = _announced(announced_at, limit)
    stated = _best(map(read_instant, _stated(document)), limit)
    chosen = _weighed(announced, stated)
    chosen = chosen or _best(map(read_instant, _shown(document)), limit)
    chosen = chosen or _searched(document, fetched_at)
    return (chosen.at, chosen.precision) if chosen else (None, None)


def announced_precision(at: datetime | None) -> Precision | None:
    """How exactly a feed gives this time: one that is midnight to the second was a day."""
    if at is None:
        return None
    return Precision.MINUTE if at.hour or at.minute or at.second else Precision.DAY


def _announced(at: datetime | None, limit: datetime) -> Instant | None:
    precision = announced_precision(at)
    if at is None or precision is None or not _EARLIEST <= at <= limit:
        return None
    return Instant(at, precision, zoned=True)


def _weighed(announced: Instant | None, stated: Instant | None) -> Instant | None:
    """The page knows its own time best if it says it in full; the feed fills in what it left out.

    A feed gives the time of the last change, or of being listed, where the page gives the first.
    """
    if announced is None or stated is None:
        return stated or announced
    if stated.zoned and stated.precision is Precision.MINUTE:
        return stated
    if abs(announced.at - stated.at) > _SAME_EVENT:
        return stated
    return stated if announced.precision is Precision.DAY else announced


def _best(instants: Iterator[Instant | None], limit: datetime) -> Instant | None:
    """The first believable one to the minute, else the first day."""
    day = None
    for instant in instants:
        if instant is None or not _EARLIEST <= instant.at <= limit:
            continue
        if instant.precision is Precision.MINUTE:
            return instant
        day = day or instant
    return day


def _stated(document: Document) -> Iterator[str]:
    """What the page says to machines, the surest first."""
    for key in ("datePublished", "dateCreated", "uploadDate"):
        if isinstance(value := document.article.get(key), str):
            yield value
    for name in _METAS:
        if name in document.metas:
            yield document.metas[name]


def _shown(document: Document) -> Iterator[str]:
    """What the page shows: `<time>` in the article before `<time>` anywhere."""
    for where in (
        "time[pubdate]",
        '[itemprop="datePublished"]',
        "article time",
        "main time",
        "time",
    ):
        if element := document.dom.query_selector(where):
            yield element.getattr("datetime") or element.getattr("content") or element.text or ""


def _searched(document: Document, fetched_at: datetime) -> Instant | None:
    """A day in the address or in the text: low confidence, but better than none."""
    from htmldate import find_date  # heavy, and seldom needed

    found = None
    with suppress(ValueError):  # lxml's: control characters that the page has as references
        found = find_date(
            clean(document.html[:_MOST_SEARCHED]),
            extensive_search=False,
            original_date=True,
            url=document.url,
            min_date=_EARLIEST,
            max_date=(fetched_at + _CLOCK_SKEW).replace(tzinfo=None),
        )
    instant = read_instant(found) if found else None
    return Instant(instant.at, Precision.DAY, zoned=False) if instant else None
