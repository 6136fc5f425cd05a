"""Where a phrase may stand: two of its words next to each other, or its only word."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from monitor.matching.compile import Index, Pair, Shape
from monitor.matching.scan import Scan, WordAt

LOOK_AHEAD = 6
"""Pieces. Two words of a name have no more than this between them, particles and all."""
EXTRAS_AT_MOST = 2
"""Words of nobody's in the middle of a name: Nouri Kamil al-Maliki."""

SURELY = 90.0
"""A word this near to the one that is looked for ends the search for it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A shape, and the words of the text that its tokens at these places may be."""

    shape: Shape
    places: tuple[int, ...]
    words: tuple[WordAt, ...]
    extras: int = 0


def candidates(index: Index, scan: Scan) -> Iterator[Candidate]:
    """Every place worth a closer look, in the order of the text."""
    positions = sorted(scan.since)
    for number, position in enumerate(positions):
        follows = positions[number + 1 : number + 2]
        for left in scan.since[position]:
            for token in left.tokens:
                for shape in index.singles.get(token, ()):
                    yield Candidate(shape, (0,), (left,))
            if (follows and follows[0] <= left.last + LOOK_AHEAD) or left.last > position:
                yield from _pairs(index, scan, left)


def _pairs(index: Index, scan: Scan, left: WordAt) -> Iterator[Candidate]:
    """The word with each that follows in the same phrase: the nearest one of every shape."""
    partners = [index.pairs[token] for token in left.tokens if token in index.pairs]
    if not partners or not _may_pair(scan, left, partners):
        return
    found: set[tuple[int, Pair]] = set()
    for right, extras in _following(scan, left):
        for following in partners:
            for other in following.keys() & right.tokens.keys():
                for shape, places in following[other]:
                    if (id(shape), places) not in found:
                        yield Candidate(shape, places, (left, right), extras)
                        if right.tokens[other].score >= SURELY and right.first == right.last:
                            found.add((id(shape), places))


def _may_pair(scan: Scan, left: WordAt, partners: Iterable[Mapping[int, object]]) -> bool:
    """Whether a partner is near at all: asked first, because gaps take longer to look at."""
    near = range(left.last + 1, left.last + 1 + LOOK_AHEAD)
    rights = [right.tokens.keys() for place in near for right in scan.since.get(place, ())]
    return any(not following.keys().isdisjoint(right) for following in partners for right in rights)


def _following(scan: Scan, left: WordAt) -> Iterator[tuple[WordAt, int]]:
    """The watched words that may go on the phrase, and how many strangers stand between."""
    extras = 0
    last = min(left.last + LOOK_AHEAD, len(scan.pieces) - 1)
    for position in range(left.last + 1, last + 1):
        if not scan.goes_on(position - 1) and not scan.comma_follows(position - 1):
            return
        for right in scan.since.get(position, ()):
            yield right, extras
        extras += not scan.is_particle(position)
        if extras > EXTRAS_AT_MOST:
            return
