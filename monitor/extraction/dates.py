"""When was this published? To the minute where anybody says so, in UTC.

The feed's word and the page's are weighed. Of a page, what it says to machines comes first; then
what stands beside the headline, checked by the address.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import chain, islice

from monitor.extraction.documents import Document
from monitor.extraction.instants import Instant, read_instant
from monitor.extraction.shown import shown_instants, written_instant
from monitor.model import Precision

_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_CLOCK_SKEW = timedelta(days=1)  # also a day west of Greenwich without its zone
# Two times of one event may differ by an unsaid time zone; beyond, they are of different events.
_SAME_EVENT = timedelta(hours=36)
_MOST_ZONE = timedelta(hours=14)
_ZONE_STEP = timedelta(minutes=15)
_RENDERING = timedelta(minutes=2)  # before it was fetched: a page that states that states its own

_METAS = tuple(
    name
    for names in (
        "article:published_time og:article:published_time og:published_time datepublished",
        "parsely-pub-date sailthru.date article.published article:published pubdate",
        "publish-date publish_date publishdate published_time published-date published_at",
        "publication_date publication-date publicationdate iso-8601-publish-date date_published",
        "mediator_published_time vr:published_time lp.article:published_time bt:pubdate",
        "cxenseparse:recs:publishtime cxenseparse:publishtime originalpublicationdate",
        "rnews:datepublished weibo:article:create_at og:pubdate og:release_date ptime pdate",
        "dc.date.issued dcterms.issued dc.date.published citation_publication_date",
        "citation_online_date dcterms.created dc.date.created dc.date dc:date dcterms.date",
        "citation_date article:create_time article_date_original date",
    )
    for name in names.split()
)
# "datePublished", "publishedAt", "publication_date" and their like begin or go on so.
_IN_STATE = re.compile(r"""ubli(?:sh|c)\w{0,20}\\?["']\s*:\s*\\?["']?(\d[^"'\\,}<>]{7,40})""")
_MOST_SHOWN = 4  # times beside the headline that are weighed
_MOST_SEARCHED = 2_000_000  # characters of HTML in which such a field is looked for
_TWICE_ZONED = re.compile(r"([+-]\d\d:?\d\d)\s*(?:z|utc|gmt)$", re.IGNORECASE)
_JAVA = re.compile(r"^[a-z]{3} ([a-z]{3}) (\d\d?) ([\d:]{5,8}) (\w+) (\d{4})$", re.IGNORECASE)
_DAY_IN_ADDRESS = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:([/_-])([01]?\d)\2([0-3]?\d)|/?([01]\d)/?([0-3]\d))(?!\d)"
)


def published(
    document: Document, *, announced_at: datetime | None, fetched_at: datetime, title: str = ""
) -> tuple[datetime | None, Precision | None]:
    """The time of publication and how exactly it is known. A feed's time is `announced_at`."""
    limit = fetched_at + _CLOCK_SKEW
    announced = _announced(announced_at, limit)
    stated = _stated(document, title, limit)
    chosen = _weighed(announced, stated, fetched_at) or _shown(document, title, limit)
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


def _weighed(
    announced: Instant | None, stated: Instant | None, fetched_at: datetime
) -> Instant | None:
    """The page knows its own time best if it says it in full; the feed fills in what it left out.

    A feed gives the time of the last change, or of being listed, where the page gives the first.
    But nothing is announced before it is published: a page that states the time of its own making
    gives way to an earlier word of the feed.
    """
    if announced is None or stated is None:
        return stated or announced
    if stated.at >= fetched_at - _RENDERING > announced.at:
        return announced
    if stated.zoned and stated.precision is Precision.MINUTE:
        return stated
    if abs(announced.at - stated.at) > _SAME_EVENT:
        return stated
    return stated if announced.precision is Precision.DAY else announced


def _stated(document: Document, title: str, limit: datetime) -> Instant | None:
    """What the page says to machines; the surest decides, others may say it more exactly."""
    language = document.root_language
    said = _believable((_read(text, language) for text in _said(document)), limit)
    first = next(said, None)
    if first is None:
        return None
    if first.precision is Precision.DAY:
        said = chain(said, _believable(shown_instants(document, title), limit))
    return _exact(first, said)


def _read(text: str, language: str) -> Instant | None:
    """A time for machines as templates write it, also where it was meant for people."""
    text = _TWICE_ZONED.sub(r"\1", _JAVA.sub(r"\2 \1 \5 \3 \4", text.strip()))
    return read_instant(text) or written_instant(text, language)


def _exact(best: Instant, others: Iterable[Instant]) -> Instant:
    """The best, with the clock or the zone that it lacks where another is of the same event."""
    for other in () if _is_exact(best) else others:
        if other.precision is Precision.DAY:
            continue
        if best.precision is Precision.DAY:
            best = other if _is_on(other, best.at.date()) else best
        elif other.zoned and _differ_by_zone(best, other):
            best = other
        if _is_exact(best):
            break
    return best


def _is_exact(instant: Instant) -> bool:
    return instant.zoned and instant.precision is Precision.MINUTE


def _is_on(instant: Instant, day: date) -> bool:
    """Is it on that day, or was it so where the page was written?"""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return abs(instant.at - noon) <= timedelta(hours=12) + _MOST_ZONE * instant.zoned


def _differ_by_zone(local: Instant, other: Instant) -> bool:
    apart = local.at - other.at
    return abs(apart) <= _MOST_ZONE and apart % _ZONE_STEP == timedelta()


def _believable(instants: Iterable[Instant | None], limit: datetime) -> Iterator[Instant]:
    return (one for one in instants if one is not None and _EARLIEST <= one.at <= limit)


def _said(document: Document) -> Iterator[str]:
    """The surest first."""
    yield _text(document.article.get("datePublished"))
    for name in _METAS:
        if name in document.metas:
            yield document.first(name)
    yield _text(document.webpage.get("datePublished"))
    yield _microdata(document)
    yield _text(document.article.get("dateCreated"))
    yield _text(document.article.get("uploadDate"))


def _text(value: object) -> str:
    """A date of JSON-LD: a text, a number of seconds, or the only one of a list."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("@value")
    return str(value) if isinstance(value, str | int) else ""


def _microdata(document: Document) -> str:
    """The date of the one item on the page that has one; several are a list of articles."""
    elements = document.dom.query_selector_all('[itemprop="datePublished"]').values()
    said = {
        element.getattr("content") or element.getattr("datetime") or element.text or ""
        for element in elements
    }
    return said.pop() if len(said) == 1 else ""


def _shown(document: Document, title: str, limit: datetime) -> Instant | None:
    """What the page shows to people, and its scripts know; the address is the judge of these."""
    seen = list(islice(_believable(shown_instants(document, title), limit), _MOST_SHOWN))
    known = list(_believable(map(read_instant, _in_state(document.html)), limit))
    day = _day_of_address(document.canonical or document.url)
    if day is not None and datetime(day.year, day.month, day.day, tzinfo=UTC) <= limit:
        agreeing = [one for one in seen + known if _is_on(one, day)]
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
        return _exact(Instant(midnight, Precision.DAY, zoned=False), agreeing)
    if seen:
        return _exact(seen[0], seen[1:] + known)
    return known[0] if len({one.at for one in known}) == 1 else None


def _in_state(html: str) -> Iterator[str]:
    """Times of publication in the data of the page's own scripts."""
    return (match[1] for match in _IN_STATE.finditer(html[:_MOST_SEARCHED]))


def _day_of_address(url: str) -> date | None:
    for match in _DAY_IN_ADDRESS.finditer(url):
        year, month, number = match[1], match[3] or match[5], match[4] or match[6]
        try:
            return date(int(year), int(month), int(number))
        except ValueError:
            continue
    return None
