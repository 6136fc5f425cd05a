"""What only somebody who reads a source every day can see is not of the article.

A line that is another article's headline is a teaser; a label or a notice that stands in one
article after the other belongs to the page. What an extractor has left of these is taken out here.
A sentence of a story may come again for a good reason, its background for one, and stays.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from monitor.model import Article

SEEN_OFTEN = 3
"""Articles of a source with the same line, from which on it is no line of theirs."""

_PARAGRAPH = 160  # characters from which on a line tells something, and is no quote set apart
_LEAST_SENTENCE = 40  # characters before its end ...
_LEAST_DENSE_SENTENCE = 20  # ... or after its first letter in scripts that say more with fewer
# Both read a line backwards.
_END = re.compile(r"[^\w.!?…]*[.!?…]")
_DENSE_END = re.compile(r"[^\w.!?…。！？؟۔।]*[.!?…。！？؟۔।]")
_DENSE = re.compile(r"[^\x00-\u02ff]")
# In small letters. One of these makes a line a notice, ...
_NOTICE_WORDS = (
    *("newsletter", "subscri", "sign up", "follow us", "follow @", "whatsapp", "telegram"),
    *("twitter", "facebook", "instagram", "youtube", "email", "e-mail", "cookie", "copyright", "©"),
    *("reporter", "correspondent", "journalist", "reporting by", "editing by", "writing by"),
    *("contributed", "abonn", "redakt", "rédact", "periodista", "giornalist", "gazeteci"),
    *("журналист", "редак", "подпис", "подпиш"),
    *("المحرر", "مراسل", "تابعونا", "اشترك", "خبرنگار", "کانال", "عضو"),
)
# ... and these as words of their own: they stand in "happened" and "creditors", too.
_NOTICE_STEMS = {"app": re.compile(r"\bapps?\b"), "editor": re.compile(r"\beditor")}
_LEAST_TITLE = 20  # letters; a shorter one may be a line of anything ...
_LEAST_DENSE_TITLE = 10  # ... in scripts that spell with fewer of them
_PREFIX = 10  # letters by which titles are looked up
_TEASED = 1.5  # lengths of a headline that a teaser of it may have; beyond, somebody tells it
_MOST_DROPPED = 0.5  # of a text; beyond, it is the same article at another address
_LABEL = re.compile(r"^[^:|»›>•]{2,30}[:|»›>•]\s*|^[•▪*>»-]\s*")
_NO_LETTER = re.compile(r"[\W_]+")
_ASCII_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a source's other articles: their titles, and in how many a line stood."""

    titles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # folded, by how they begin
    lines: Mapping[int, int] = field(default_factory=dict)  # by fingerprint

    def is_teaser(self, folded: str, own: frozenset[str]) -> bool:
        """Does it begin with another article's title, with little behind it?"""
        return any(
            folded.startswith(title) and len(folded) <= _TEASED * len(title) and title not in own
            for title in self.titles.get(folded[:_PREFIX], ())
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
    notices = _notice_words(text.lower())
    lines = (_folded(line) for line in text.splitlines() if _may_be_of_page(line, notices))
    return frozenset(map(_fingerprint, filter(None, lines)))


def without_leaks(article: Article, known: Known, *, announced: str = "") -> Article:
    """The article without the lines that are of the page or of other articles.

    `announced` is the title that its feed gives it.
    """
    if not (known.titles or known.lines):
        return article
    lines = article.text.splitlines()
    own = frozenset((_folded(article.title), _folded(announced)))
    told = "".join(_folded(line) for line in lines if len(line) >= _PARAGRAPH)
    kept = [
        line
        for line in lines
        if (folded := _folded(line)) in own
        or not (_is_teaser(line, folded, own, told, known) or _is_of_page(line, folded, known))
    ]
    text = "\n".join(kept)
    if len(text) == len(article.text) or len(text) < _MOST_DROPPED * len(article.text):
        return article
    return replace(article, text=text)


def _is_teaser(line: str, folded: str, own: frozenset[str], told: str, known: Known) -> bool:
    """Is it another article's headline? A quote may be that, and stand in this article's text."""
    if not known.titles or folded in told:
        return False
    bare = _folded(_LABEL.sub("", line, count=1))
    return known.is_teaser(folded, own) or known.is_teaser(bare, own)


def _is_of_page(line: str, folded: str, known: Known) -> bool:
    is_common = known.lines.get(_fingerprint(folded), 0) >= SEEN_OFTEN if known.lines else False
    return is_common and _may_be_of_page(line, _notice_words(line.lower()))


def _may_be_of_page(line: str, notices: Sequence[str]) -> bool:
    """Is it a label or a notice, and no sentence of a story?

    `notices` are the words of notices that stand somewhere in the text.
    """
    return not _is_sentence(line) or (bool(notices) and _is_notice(line.lower(), notices))


def _is_sentence(line: str) -> bool:
    backwards = line[::-1]
    end = _END.match(backwards)
    if end and len(line) - end.end() >= _LEAST_SENTENCE:
        return True
    if line.isascii() or not (first := _DENSE.search(line)):
        return False
    end = _DENSE_END.match(backwards)
    return end is not None and len(line) - end.end() > first.start() + _LEAST_DENSE_SENTENCE


def _notice_words(lowered: str) -> list[str]:
    return [word for word in (*_NOTICE_WORDS, *_NOTICE_STEMS) if word in lowered]


def _is_notice(lowered: str, notices: Sequence[str]) -> bool:
    return any(
        word in lowered and (word not in _NOTICE_STEMS or bool(_NOTICE_STEMS[word].search(lowered)))
        for word in notices
    )


def _folded(line: str) -> str:
    """The letters and digits alone."""
    # Most signs are of ASCII: among bytes they are found in no time.
    plain = line.encode("utf-8", "surrogatepass").translate(None, _ASCII_SIGNS)
    return _NO_LETTER.sub("", plain.decode("utf-8", "surrogatepass")).casefold()


def _fingerprint(folded: str) -> int:
    digest = blake2b(folded.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1  # a signed column of a database takes it
