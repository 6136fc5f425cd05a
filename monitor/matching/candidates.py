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
    positions = sorted(scan.since)
    for number, position in enumerate(positions):
        for left in scan.since[position]:
            for token in left.tokens:
                for shape in index.singles.get(token, ()):
                    yield Candidate(shape, 0, (left,))
            for right in _following(scan, left, positions, number + 1):
                pairs = list(_pairs(index, left, right))
                extras = _extras(scan, left.last, right.first) if pairs else None
                if extras is not None:
                    for shape, place in pairs:
                        yield Candidate(shape, place, (left, right), extras)


def _following(scan: Scan, left: WordAt, positions: list[int], at: int) -> Iterator[WordAt]:
    """The watched words close after this one."""
    while at < len(positions) and positions[at] <= left.last + LOOK_AHEAD:
        if positions[at] > left.last:
            yield from scan.since[positions[at]]
        at += 1


def _pairs(index: Index, left: WordAt, right: WordAt) -> Iterator[tuple[Shape, int]]:
    for token in left.tokens:
        partners = index.pairs.get(token)
        if partners:
            for other in partners.keys() & right.tokens.keys():
                yield from partners[other]


def _extras(scan: Scan, last: int, first: int) -> int | None:
    """How many words that are no particles stand between; None if it is not one phrase."""
    extras = 0
    for position in range(last, first):
        if not scan.goes_on(position) and not scan.comma_follows(position):
            return None
        extras += position > last and not scan.is_particle(position)
    return extras if extras <= EXTRAS_AT_MOST else None
