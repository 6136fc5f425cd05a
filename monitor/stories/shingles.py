"""A text as the set of its shingles: all runs of three words, without case, marks and layout.

Broder, "On the resemblance and containment of documents", 1997.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

WORDS = 3
"""In a shingle: fewer are shared by strangers, more are lost with every word that is changed."""

FEW = 30
"""Shingles. Texts of fewer are the same only if every word is."""

GAP = 8
"""Words. Farther apart, two shared shingles are of two stretches."""

STRETCH = 12
"""Words. A shorter stretch is a phrase that everybody uses."""

_WORD = re.compile(r"\w+")
_PIECE = re.compile(r"\d+(?:[.,:/-]\d+)*|\w+")
_WHEN = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?|\d+([./-])\d+\1\d+")
"""A time of day or a date: pages are stamped with them, each with its own."""


@dataclass(frozen=True, slots=True)
class Shingles:
    """What a text says, as far as comparing goes."""

    words: tuple[str, ...]
    runs: frozenset[str]
    figures: Mapping[tuple[str, str], frozenset[str]]  # by the words before and after

    @property
    def are_few(self) -> bool:
        return len(self.runs) < FEW

    def contradicts(self, other: "Shingles") -> bool:
        """Whether a figure stands here where there stands another: five dead, seven dead."""
        common = self.figures.keys() & other.figures.keys()
        return any(self.figures[place].isdisjoint(other.figures[place]) for place in common)

    def share_in(self, other: "Shingles") -> float:
        """How much of this text stands in the other word for word, 0 to 1."""
        return len(self.runs & other.runs) / len(self.runs) if self.runs else 0.0

    def stretch_in(self, other: "Shingles") -> float:
        """How much of this text stands in the other, 0 to 1, not counting changed words against it.

        A stretch begins and ends with a shared shingle; a few strange words in it belong to it. A
        shingle counts where it first stands: what a form repeats for every name is no long stretch.
        """
        first = {run: at for at, run in reversed(tuple(enumerate(_runs(self.words))))}
        shared = sorted(at for run, at in first.items() if run in other.runs)
        covered = begun = 0
        for number, at in enumerate(shared):
            is_last = number + 1 == len(shared) or shared[number + 1] - at > GAP
            if is_last:
                length = at + WORDS - shared[begun]
                covered += length if length >= STRETCH else 0
                begun = number + 1
        return covered / len(self.words) if self.words else 0.0


def shingles_of(text: str) -> Shingles:
    """The text, taken apart. One shorter than a shingle is a shingle of its own."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    words = tuple(_WORD.findall(plain))
    runs = frozenset(_runs(words)) or frozenset(filter(None, [" ".join(words)]))
    return Shingles(words, runs, _figures(_PIECE.findall(plain)))


def _figures(pieces: Sequence[str]) -> dict[tuple[str, str], frozenset[str]]:
    figures: dict[tuple[str, str], frozenset[str]] = {}
    for before, piece, after in zip(pieces, pieces[1:], pieces[2:], strict=False):
        if piece[0].isdigit() and not _WHEN.fullmatch(piece):
            place = (before, after)
            figures[place] = figures.get(place, frozenset()) | {piece}
    return figures


def _runs(words: tuple[str, ...]) -> Iterator[str]:
    return (" ".join(words[end - WORDS : end]) for end in range(WORDS, len(words) + 1))
