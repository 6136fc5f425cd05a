"""Of the places that the sieve finds, those where a name can still reach its threshold.

Only the words at the place are compared; the others count as if they were there to the letter.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from monitor.matching.candidates import Suspect
from monitor.matching.compile import Index
from monitor.matching.lexicon import TRANSLATED
from monitor.matching.literal import Literals
from monitor.matching.scan import has_capitals
from monitor.matching.scoring import JOINED_BAR, LONG_SINGLE_BONUS, SINGLE_BAR, SINGLE_BARS
from monitor.matching.shapes import Shape
from monitor.matching.sieve.sieve import Sieve

SUSPECTS_AT_MOST = 5_000
LOOKS_AT_MOST = 20_000
"""Places in one field, and pairs of words compared for them. No article has so many, and a flood of
them is not waited for."""
SLICE = 100_000
"""Letters of one field that are sifted together: what lies behind a flood need not be."""
OVERLAP = 500
"""Letters at the end of a slice that are those of the next: no name is longer."""


class Suspects:
    """What one field may hold: the places, and whether any watched name can ring there."""

    __slots__ = ("is_full", "is_lenient", "is_literal", "listed", "looks", "rings")

    def __init__(self, *, is_lenient: bool) -> None:
        self.listed: list[Suspect] = []
        self.is_lenient = is_lenient
        self.is_literal = False  # a form that is looked for letter by letter is there
        self.rings = False
        self.looks = 0
        self.is_full = False

    def may_look(self) -> bool:
        """Whether one more place is worth a look; counts it."""
        self.looks += 1
        self.is_full |= self.looks > LOOKS_AT_MOST
        return not self.is_full

    def add(self, suspect: Suspect) -> None:
        self.is_full = len(self.listed) >= SUSPECTS_AT_MOST
        if not self.is_full:
            self.listed.append(suspect)
            self.rings |= suspect.spot.rings

    def add_literal(self) -> None:
        self.is_literal = self.rings = True


def single_bar(shape: Shape, letters: int) -> float:
    """What a word of so many letters must score to be the whole of a shape; see `scoring`."""
    bar = max(SINGLE_BARS.get(letters, SINGLE_BAR), JOINED_BAR if shape.is_joined else 0.0)
    return min(TRANSLATED, max(bar, shape.phrase.threshold - LONG_SINGLE_BONUS))


@dataclass(frozen=True, slots=True)
class _Slice:
    """A part of a text: which one, where in it, how many letters are its own, and all of them."""

    text: int
    begin: int
    length: int
    letters: str


def suspects(
    index: Index, sieve: Sieve, literals: Literals, texts: Sequence[str]
) -> list[Suspects]:
    """What each of the texts may hold."""
    found = [Suspects(is_lenient=not has_capitals(text)) for text in texts]
    first = [_slice(number, text, 0) for number, text in enumerate(texts)]
    _sift(index, sieve, literals, first, found)
    for one in _others(texts, found):
        _sift(index, sieve, literals, [one], found)
    if literals.has_patterns:
        for suspected, whole in zip(found, texts, strict=True):
            if literals.may_match(whole):
                suspected.add_literal()
    return found


def _others(texts: Sequence[str], found: Sequence[Suspects]) -> Iterator[_Slice]:
    """All slices but the first of long texts, as long as anything is to be looked for in them."""
    for number, text in enumerate(texts):
        for begin in range(SLICE, len(text), SLICE):
            if found[number].is_full:
                break
            yield _slice(number, text, begin)


def _slice(number: int, text: str, begin: int) -> _Slice:
    length = min(SLICE, len(text) - begin)
    return _Slice(number, begin, length, text[begin : begin + length + OVERLAP])


def _sift(
    index: Index,
    sieve: Sieve,
    literals: Literals,
    slices: Sequence[_Slice],
    found: Sequence[Suspects],
) -> None:
    """Adds what slices may hold to what is known of their texts."""
    is_lenient = np.array([found[one.text].is_lenient for one in slices], np.bool_)
    sifted = sieve.sift([one.letters for one in slices], is_lenient)
    for hits in (sifted.singles, sifted.pairs):
        for which, left, left_end, right, right_end, number in hits.each():
            part = slices[which]
            suspected = found[part.text]
            if left < part.length and suspected.may_look():
                word = part.letters[left:left_end]
                other = word if right == left else part.letters[right:right_end]
                for spot in index.spots(number, word, other):
                    suspected.add(Suspect(part.begin + left, part.begin + right, spot))
    for which, start, _, _, _, number in sifted.literals.each():
        part = slices[which]
        if not found[part.text].is_literal and literals.may_stand(
            part.letters, index.literals[number], start
        ):
            found[part.text].add_literal()
