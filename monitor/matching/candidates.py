"""Where a phrase may stand: two of its words next to each other, or its only word."""

from collections.abc import Iterator
from dataclasses import dataclass

from monitor.matching.compile import Index, Shape
from monitor.matching.scan import Scan, WordAt

LOOK_AHEAD = 6
"""Pieces. Two words of a name have no more than this between them, particles and all."""
EXTRAS_AT_MOST = 2
"""Words of nobody's in the middle of a name: Nouri Kamil al-Maliki."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A shape, and the words of the text that its tokens from `place` on may be."""

    shape: Shape
    place: int
    words: tuple[WordAt, ...]
    extras: int = 0


def candidates(index: Index, scan: Scan) -> Iterator[Candidate]:
    """Every place worth a closer look, in the order of the text."""
    for position in sorted(scan.since):
        for left in scan.since[position]:
            for token in left.tokens:
                for shape in index.singles.get(token, ()):
                    yield Candidate(shape, 0, (left,))
            if any(token in index.pairs for token in left.tokens):
                for right, extras in _following(scan, left):
                    yield from _pairs(index, left, right, extras)


def _following(scan: Scan, left: WordAt) -> Iterator[tuple[WordAt, int]]:
    """The watched words after this one that may go on the name, and the extra words between."""
    extras = 0
    last = min(left.last + LOOK_AHEAD, len(scan.pieces) - 1)
    for position in range(left.last + 1, last + 1):
        if not scan.goes_on(position - 1) and not scan.comma_follows(position - 1):
            return
        for right in scan.since.get(position, ()):
            yield right, extras
        if not scan.is_particle(position):
            extras += 1
            if extras > EXTRAS_AT_MOST:
                return


def _pairs(index: Index, left: WordAt, right: WordAt, extras: int) -> Iterator[Candidate]:
    for token in left.tokens:
        partners = index.pairs.get(token)
        if partners:
            for other in right.tokens:
                for shape, place in partners.get(other, ()):
                    yield Candidate(shape, place, (left, right), extras)
