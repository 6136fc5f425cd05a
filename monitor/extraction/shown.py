"""When was this published, as far as people can see? What stands beside the headline.

For the pages that say it to no machine. A date anywhere else on a page is as likely that of another
article, of an event, or today's.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import ElementNode

from monitor.extraction.calendars import written_days
from monitor.extraction.documents import Document
from monitor.extraction.instants import Instant, read_instant

_LINES_BEFORE = 2  # the headline: a kicker and the date; the masthead has today's
_LINES_AFTER = 14  # a standfirst, a picture, names, buttons
_LONGEST = 160  # characters of a line that gives a date, and no more
_PROSE = 100  # characters of a line that is the article already
_MOST_PROSE = 2  # of these: a standfirst and a first paragraph
_MOST_LEVELS = 5  # from the headline up to what it shares with its time
_MOST_TIMES = 4  # different ones; beyond, it is a list of articles

_DIGIT = re.compile(r"\d")
_PUBLISHED = re.compile(
    r"publi[sc]|posted|created|veröffentl|erschienen|publié|pubblicat|geplaatst|gepubl"
    r"|opublik|dodan|utworz|zveřej|publikov|objav|közz|megjel|julkais|udgivet|paskelb|avaldat"
    r"|опубл|создан|дата публ|публикув|δημοσ|yayın|eklenme|oluştur|giriş tar|نشر|انتشار|تاریخ خبر"
    r"|פורסם|প্রকাশ|प्रकाशित|เผยแพร่|diterbit|đăng lúc|xuất bản|发布|發布|发表|公開|配信"
    r"|입력|등록|승인",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"updat|modifi|changed|aktualis|mis à jour|actualiz|aggiorna|atualiz|bijgewerkt|gewijzigd"
    r"|uppdater|oppdater|opdater|päivitet|обновл|изменен|оновлен|güncelle|تحديث|به‌روز|بروز"
    r"|aktualiz|更新|修正|수정|עודכן|ενημέρ|diperbarui|cập nhật|আপডেট|frissít|uuendat|atnaujin",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"^(?P<between>[^\d]{0,25}?)(?P<hour>\d{1,2})(?:[:.٫h]|\s?[時时点點시]\s?)(?P<minute>\d{2})(?!\d)"
    r"(?:[:.]\d{2})?\s*분?\s*(?:uhr|hrs|h\b)?\s*(?P<half>[ap]\.?m\b\.?)?\s*"
    r"(?P<zone>\(?(?:(?:gmt|utc)\s?(?:[+-]\d{1,2}(?::?\d{2})?)?|[+-]\d{2}:?\d{2}|z\b"
    r"|[ecmp][sd]?t\b|cest\b|cet\b|mesz\b|mez\b|eest\b|bst\b|msk\b|ist\b|pkt\b|wib\b|jst\b|kst\b|trt\b)\)?)?",
    re.IGNORECASE,
)
_CLOCK_BEFORE = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})\s*(?:uhr|hrs)?[^\w:]{1,5}(?:\w{2,12},?\s)?$")
_AFTERNOON = re.compile(r"오후|下午|午後|\bم\b|مساء|بعدازظهر", re.IGNORECASE)


def shown_instants(document: Document, title: str) -> Iterator[Instant]:
    """What may be the time of publication, the most telling first."""
    yield from _times_by_headline(document)
    language = document.root_language
    text = extract_plain_text(document.tree, main_content=False, alt_texts=False)
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    beside = list(_written(_beside_headline(lines, document, title), language))
    yield from beside or _written(filter(_PUBLISHED.search, filter(_DIGIT.search, lines)), language)


def _times_by_headline(document: Document) -> Iterator[Instant]:
    """The `<time>` elements that share the nearest ancestor with the headline."""
    headline = document.dom.query_selector("h1")
    for above in islice(_ancestors(headline), _MOST_LEVELS):
        elements = above.query_selector_all('time, [itemprop="datePublished"]').values()
        if elements:
            first = [element for element in elements if not _is_of_change(element)]
            instants = [one for one in map(_element_instant, first) if one is not None]
            if len({one.at.date() for one in instants}) <= _MOST_TIMES:
                yield from instants
            return


def _ancestors(node: ElementNode | None) -> Iterator[ElementNode]:
    above = node and node.parent
    while isinstance(above, ElementNode):
        yield above
        above = above.parent


def _is_of_change(element: ElementNode) -> bool:
    marks = f"{element.getattr('class') or ''} {element.getattr('itemprop') or ''}"
    return _speaks_of_change(f"{marks} {element.text or ''}"[:_LONGEST])


def _speaks_of_change(line: str) -> bool:
    return _CHANGED.search(line) is not None and _PUBLISHED.search(line) is None


def _element_instant(element: ElementNode) -> Instant | None:
    said = element.getattr("datetime") or element.getattr("content") or element.text or ""
    return read_instant(said[:_LONGEST]) or written_instant(said[:_LONGEST], "")


def _beside_headline(lines: list[str], document: Document, title: str) -> Iterator[str]:
    headline = document.dom.query_selector("h1")
    names = {" ".join((headline.text or "").split()) if headline else "", title} - {""}
    for place, line in enumerate(lines):
        if line in names:
            yield from _beside(lines, place)


def _beside(lines: list[str], place: int) -> Iterator[str]:
    """After the headline down to the article, then those just before it."""
    prose = 0
    for line in lines[place + 1 : place + 1 + _LINES_AFTER]:
        prose += len(line) >= _PROSE
        if prose >= _MOST_PROSE:
            break
        yield line
    yield from reversed(lines[max(0, place - _LINES_BEFORE) : place])


def _written(lines: Iterable[str], language: str) -> Iterator[Instant]:
    """The first day of each line that is no more than a stamp, with the clock beside it."""
    for line in lines:
        if len(line) <= _LONGEST and _DIGIT.search(line) and not _speaks_of_change(line):
            yield from filter(None, [written_instant(line, language)])


def written_instant(line: str, language: str) -> Instant | None:
    """The first day that a line writes out, with the clock beside it; the language is a tag."""
    if len(line) > _LONGEST or not (days := written_days(line, language=language)):
        return None
    clock = _clock(line[: days[0].start], line[days[0].end :])
    day = days[0].day.isoformat()
    return read_instant(f"{day} {clock}".strip()) or read_instant(day)


def _clock(before: str, after: str) -> str:
    """The time of day beside a date, as ISO has it with what stands behind it; "" if none."""
    if match := _CLOCK.search(after):
        hour = int(match["hour"])
        late = _AFTERNOON.search(match["between"]) and hour < 12
        half = (match["half"] or "").replace(".", "")
        zone = (match["zone"] or "").strip("()")
        return f"{hour + 12 * bool(late):02}:{int(match['minute']):02} {half} {zone}".strip()
    if match := _CLOCK_BEFORE.search(before):
        return f"{int(match[1]):02}:{int(match[2]):02}"
    return ""
