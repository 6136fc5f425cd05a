"""The words of a text as the search compares them: without case, marks, or an Arabic article."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from monitor.matching.romanise import APOSTROPHES, bare
from monitor.matching.words import MARKS

READ_AT_MOST = 100_000
"""Letters of a text that are read for the search; nobody looks for what stands behind."""

_REMEMBERED = 50_000
"""Words; folding one anew takes longer than reading it."""

# Scripts that leave no space between words: each letter is a word, and a word is a phrase.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
# The non-joiner (U+200C) parts words of Persian: حزب‌الله is found as two, like حزب الله.
_SILENT = f"{MARKS}\u00ad\u200b\u200d-\u200f\u2060\ufeff\u0640{re.escape(APOSTROPHES)}"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}](?:[^\W_{_UNSPACED}]|[{_SILENT}])*")

# The article, alone or with the one-letter words that are written together with it, as in the
# "light10" stemmer: Larkey, Ballesteros, Connell, "Light Stemming for Arabic Information
# Retrieval" (2007). A word of fewer than three letters is left whole.
_ARTICLE = re.compile(r"^(?:[وفب]?ال|لل)(?=\w{3})")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)

# What most Latin text has beside ASCII. Without it the words of a text are ASCII, and fold to
# themselves in small letters: all of them at once take less time than one by one.
_SIGNS = [(sign, "") for sign in APOSTROPHES if not sign.isascii()]
_SIGNS += [(sign, " ") for sign in "“”„«»–—…•·\u00a0"]
_NO_SOUND = "".join(sign for sign in APOSTROPHES if sign.isascii()).encode()
_SMALL = bytes(
    byte if byte > 0x7F or chr(byte).isalnum() else ord(" ") for byte in bytes(range(0x100)).lower()
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: text[start:end], and what it is compared as."""

    start: int
    end: int
    folded: str


def words(text: str) -> Iterator[Word]:
    """The words of the text in order, each with its place."""
    for found in _WORD.finditer(text, 0, READ_AT_MOST):
        if folded := fold(found.group()):
            yield Word(found.start(), found.end(), folded)


def folded(text: str) -> list[str]:
    """The words of the text as they are compared, in order."""
    text = text[:READ_AT_MOST]
    if not text.isascii():
        for sign, instead in _SIGNS:
            text = text.replace(sign, instead)
    small = text.encode(errors="surrogatepass").translate(_SMALL, _NO_SOUND)
    pieces = small.decode(errors="surrogatepass").split()
    return pieces if small.isascii() else list(chain.from_iterable(map(_within, pieces)))


@lru_cache(_REMEMBERED)
def _within(piece: str) -> tuple[str, ...]:
    """The words of what stands between two spaces."""
    found = (fold(word) for word in _WORD.findall(piece))
    return tuple(word for word in found if word)


@lru_cache(_REMEMBERED)
def fold(word: str) -> str:
    """One word as it is compared; empty where nothing of it is heard or seen."""
    return _ARTICLE.sub("", bare(word)).translate(_DIGITS)
