"""What only somebody who reads a source every day can see is not of the article.

A line that is another article's headline is a teaser; a line that stands in one article after the
other belongs to the page. What an extractor has left of these is taken out here. Long paragraphs
come again for a good reason, too: the background of a story that goes on. They are only taken out
at the ends of a text, where notices and lives of authors stand, and on more evidence.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from monitor.model import Article

SEEN_OFTEN = 3
"""Articles of a source with the same line, from which on it is no line of theirs."""

_SEEN_EVERYWHERE = 6  # the same for a paragraph
_PARAGRAPH = 160  # characters from which on a line may be told again for a good reason
_FIRST, _LAST = 2, 8  # lines at either end of a text in which paragraphs are looked at
_LEAST_TITLE = 20  # letters; a shorter one may be a line of anything ...
_LEAST_DENSE_TITLE = 10  # ... in scripts that spell with fewer of them
_PREFIX = 10  # letters by which titles are looked up
_TEASED = 3.0  # lengths of a headline that a teaser of it may have
_MOST_DROPPED = 0.5  # of a text; beyond, it is the same article at another address
_LABEL = re.compile(r"^[^:|»›>•]{2,30}[:|»›>•]\s*|^[•▪*>»-]\s*")
_NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a source's other articles: their titles, and in how many a line stood."""

    titles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # folded, by how they begin
    lines: Mapping[int, int] = field(default_factory=dict)  # by fingerprint

    def is_teaser(self, folded: str) -> bool:
        """Does it begin with another article's title, with little behind it?"""
        titles = self.titles.get(folded[:_PREFIX], ())
        return any(
            folded.startswith(title) and len(folded) <= _TEASED * len(title) for title in titles
        )


def known_of(titles: Iterable[str], lines: Mapping[int, int]) -> Known:
    """What is known, ready to be looked things up in; `lines` are counts by fingerprint."""
    by_beginning: dict[str, list[str]] = defaultdict(list)
    for title in set(map(_folded, titles)):
        if len(title) >= (_LEAST_TITLE if title.isascii() else _LEAST_DENSE_TITLE):
            by_beginning[title[:_PREFIX]].append(title)
    return Known({beginning: tuple(some) for beginning, some in by_beginning.items()}, lines)


def fingerprints(text: str) -> frozenset[int]:
    """The lines of a text that may turn out to be of the page, each as 63 bits."""
    lines = text.splitlines()
    ends = {*range(_FIRST), *range(len(lines) - _LAST, len(lines))}
    chosen = (line for number, line in enumerate(lines) if len(line) < _PARAGRAPH or number in ends)
    return frozenset(_fingerprint(folded) for folded in map(_folded, chosen) if folded)


def without_leaks(article: Article, known: Known) -> Article:
    """The article without the lines that are of the page or of other articles."""
    lines = article.text.splitlines()
    own = _folded(article.title)
    told = "".join(_folded(line) for line in lines if len(line) >= _PARAGRAPH)
    kept = [
        line
        for number, line in enumerate(lines)
        if (folded := _folded(line)) == own
        or not (
            _is_teaser(line, folded, told, known)
            or _is_of_page(
                line, folded, known, at_end=number < _FIRST or number >= len(lines) - _LAST
            )
        )
    ]
    text = "\n".join(kept)
    if len(text) == len(article.text) or len(text) < _MOST_DROPPED * len(article.text):
        return article
    return replace(article, text=text)


def _is_teaser(line: str, folded: str, told: str, known: Known) -> bool:
    """Is it another article's headline? A quote may be that, and stand in this article's text."""
    if not known.titles or (len(line) < _PARAGRAPH and folded in told):
        return False
    return known.is_teaser(folded) or known.is_teaser(_folded(_LABEL.sub("", line, count=1)))


def _is_of_page(line: str, folded: str, known: Known, *, at_end: bool) -> bool:
    seen = known.lines.get(_fingerprint(folded), 0) if known.lines else 0
    return seen >= SEEN_OFTEN if len(line) < _PARAGRAPH else at_end and seen >= _SEEN_EVERYWHERE


def _folded(line: str) -> str:
    """The letters and digits alone."""
    return _NO_LETTER.sub("", line).casefold()


def _fingerprint(folded: str) -> int:
    digest = blake2b(folded.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1  # a signed column of a database takes it
