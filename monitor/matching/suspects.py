"""Of the places that the sieve finds, those where a name can still reach its threshold.

Only the words at the place are compared; the others count as if they were there to the letter.
"""

from collections.abc import Sequence

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
"""Places in one field. No article has so many, and a flood of them is not waited for."""


class Suspects:
    """What one field may hold: the places, and whether any watched name can ring there."""

    __slots__ = ("is_full", "is_lenient", "is_literal", "listed", "rings")

    def __init__(self, *, is_lenient: bool) -> None:
        self.listed: list[Suspect] = []
        self.is_lenient = is_lenient
        self.is_literal = False  # a form that is looked for letter by letter is there
        self.rings = False
        self.is_full = False

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


def suspects(
    index: Index, sieve: Sieve, literals: Literals, texts: Sequence[str]
) -> list[Suspects]:
    """What each of the texts may hold."""
    is_lenient = np.array([not has_capitals(text) for text in texts], np.bool_)
    sifted = sieve.sift(texts, is_lenient)
    found = [Suspects(is_lenient=bool(lenient)) for lenient in is_lenient]
    for hits in (sifted.singles, sifted.pairs):
        for text, left, left_end, right, right_end, number in hits.each():
            if not found[text].is_full:
                word = texts[text][left:left_end]
                other = word if right == left else texts[text][right:right_end]
                for spot in index.spots(number, word, other):
                    found[text].add(Suspect(left, right, spot))
    for text, start, _, _, _, number in sifted.literals.each():
        if literals.may_stand(texts[text], index.literals[number], start):
            found[text].add_literal()
    if literals.has_patterns:
        for suspected, whole in zip(found, texts, strict=True):
            if literals.may_match(whole):
                suspected.add_literal()
    return found
