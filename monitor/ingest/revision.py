"""Has a published article changed, and whom does it name now? Pure.

A change is one of the headline or of what the text tells. Pages change at every visit: times,
counters, headlines of other articles. None of that is told in sentences, and it is left out.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from monitor.ingest.reading import Reading, Sighting
from monitor.ingest.rules import Judged
from monitor.model import Article

_SENTENCE = 20
"""Characters from which on a line that ends as a sentence tells something."""

_COUNTER = 60
"""Characters below which a line that differs in its figures alone is a counter."""

_PARAGRAPH = 120
"""Characters from which on it does so without the sign that ends a sentence, as in Thai."""

_STAMP = re.compile(
    r"(?:last |first |zuletzt |dernière )?"
    r"(?:updated?|published|posted|modified|edited|stand|aktualisiert|veröffentlicht|publié|mis à"
    r" jour|modifié|actualizado|publicado|aggiornato|pubblicato|atualizado|güncelle\w*|обновлено"
    r"|опубликовано|تحديث|آخر تحديث|نشر|نشرت|تاريخ|به ?روز ?رسانی|انتشار|עודכן|פורסם)\b",
    re.IGNORECASE,
)
_LONGEST_STAMP = 120
_ENDS = tuple(".!?…。؟۔।:\"'”’»)")
_WORD = re.compile(r"\w+")
_DIGITS = re.compile(r"\d+")
_ASCII_SIGN = bytes(code for code in range(128) if not (chr(code).isalnum() or chr(code) == "_"))
_APART = bytes.maketrans(_ASCII_SIGN, b" " * len(_ASCII_SIGN))
_TYPESET = re.compile(rb"\xe2[\x80\x81][\x80-\xbf]")  # quotes, dashes, joiners: U+2000 to U+207F

SHRUNK = 0.5
"""Share of the text below which a page is doubted: half an answer, a wall, another layout."""


@dataclass(frozen=True, slots=True)
class Revision:
    """How an article reads now, and what that changes."""

    before: Article
    after: Article
    added: tuple[str, ...]  # lines of the text
    removed: tuple[str, ...]
    named: tuple[Sighting, ...]  # of watches that the text did not name before
    unnamed: tuple[Sighting, ...]  # of those that it names no more: as they stood


def digest_of(article: Article) -> str:
    """A name for what the article tells: the same as long as nothing in it changes.

    Who finds another one looks closer. So signs are told from letters as far as that is quick: this
    is done for every article.
    """
    told = "\n".join([article.title, *map(_without_counter, telling_lines(article.text))])
    plain = _TYPESET.sub(b" ", told.casefold().encode(errors="replace")).translate(_APART)
    return blake2b(b" ".join(plain.split()), digest_size=16).hexdigest()


def telling_lines(text: str) -> list[str]:
    """The lines that tell something of the article itself."""
    return [line for line in text.splitlines() if _tells(line)]


def is_comparable(before: Article, reading: Reading) -> bool:
    """Whether the reading holds the article by the tier that it was kept by."""
    return reading.article.tier is before.tier or reading.by(before.tier) is not None


def has_shrunk(before: Article, after: Article) -> bool:
    """Whether so much is missing that the page is to be seen again before it is believed."""
    return len(after.text) < SHRUNK * len(before.text)


def revision_of(before: Judged, reading: Reading) -> Revision | None:
    """What has changed; None where that is nothing that the article tells.

    `before` is the article as it was kept, judged by today's rules, so that an edit of the
    watchlist is no edit of the article. Raises ValueError for readings that are not comparable.
    """
    now = _by_same_tier(before.article, reading)
    added = _only_in(now.text, before.article.text)
    removed = _only_in(before.article.text, now.text)
    if not added and not removed and _key(now.title) == _key(before.article.title):
        return None
    return Revision(
        before=before.article,
        after=reading.article,
        added=added,
        removed=removed,
        named=_named(before, reading),
        unnamed=_unnamed(before, reading),
    )


def _by_same_tier(before: Article, reading: Reading) -> Article:
    if reading.article.tier is before.tier:
        return reading.article
    if (same := reading.by(before.tier)) is not None:
        return same.article
    raise ValueError(f"no {before.tier} reading to compare with")


def _named(before: Judged, reading: Reading) -> tuple[Sighting, ...]:
    """Certain sightings in the page; what the feed said is as old as the article."""
    on_page = _watches(reading.of_page)
    return tuple(
        one
        for one in reading.sightings
        if not one.possible
        and one.match.watch_id in on_page
        and one.match.watch_id not in before.watch_ids
    )


def _unnamed(before: Judged, reading: Reading) -> tuple[Sighting, ...]:
    """Only what no tier finds any more, not even out of its context."""
    left = _watches(reading.of_page) | {
        mention.watch_id for one in reading.of_page for mention in one.judgement.suppressed
    }
    return tuple(
        Sighting(match, before.passage, False, before.article.tier)
        for match in before.judgement.matches
        if match.watch_id not in left
    )


def _watches(readings: Iterable[Judged]) -> set[str]:
    return {watch_id for one in readings for watch_id in one.watch_ids}


def _only_in(text: str, other: str) -> tuple[str, ...]:
    """Lines whose words do not stand in the other text, wherever it breaks its lines."""
    elsewhere, counters = f" {_key(other)} ", {_told(line) for line in telling_lines(other)}
    return tuple(
        line
        for line in telling_lines(text)
        if f" {_key(line)} " not in elsewhere and _told(line) not in counters
    )


def _tells(line: str) -> bool:
    line = line.strip()
    if len(line) < _SENTENCE or (len(line) < _PARAGRAPH and not line.endswith(_ENDS)):
        return False
    return len(line) > _LONGEST_STAMP or not _STAMP.match(line)


def _key(line: str) -> str:
    """What two lines share that differ in layout, signs and case alone."""
    return " ".join(_WORD.findall(line.casefold()))


def _told(line: str) -> str:
    return _key(_without_counter(line))


def _without_counter(line: str) -> str:
    return _DIGITS.sub("", line) if len(line) < _COUNTER else line
