"""Where a phrase may stand: two of its words next to each other, or its only word."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from monitor.matching.scan import Scan, WordAt
from monitor.matching.shapes import Everywhere, Shape, Shapes, Spot
from monitor.matching.sieve.pairs import EXTRAS_AT_MOST, LOOK_AHEAD

__all__ = [
    "EXTRAS_AT_MOST",
    "Candidate",
    "Suspect",
    "candidates",
    "candidates_among",
    "surroundings",
    "watched",
    "words_of",
]

NAME_AT_MOST = 150
"""Letters on either side of a word of a name that the rest of it may take."""
BESIDE_A_NAME, FOR_A_WORD = 40, 60
"""Letters on either side of a name that bear upon it, and those that one more word of it may take,
with what stands between."""
SURELY = 90.0
"""A word this near to the one that is looked for ends the search for it."""
FRESH_AT_MOST = 15_000
"""Words of one field that are looked up in the whole list. A novel has fewer different ones."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A shape, and the words of the text that its tokens at these places may be."""

    shape: Shape
    places: tuple[int, ...]
    words: tuple[WordAt, ...]
    extras: int = 0


@dataclass(frozen=True, slots=True)
class Suspect:
    """Where the sieve holds a spot for possible: offsets of its left word and of its right one."""

    left: int
    right: int
    spot: Spot
    word: str = ""  # as it is written, where the spot has only one


@dataclass(slots=True)
class Surrounding:
    """A part of a text, cut at spaces where there are any near, that holds all words of a name at
    these places in it."""

    start: int
    end: int
    suspects: list[Suspect]


def surroundings(text: str, shapes: Shapes, suspects: Iterable[Suspect]) -> list[Surrounding]:
    """The parts of a text around suspects; what is close together is one part."""
    parts: list[Surrounding] = []
    around = [(*_around(text, shapes[one.spot.shape], one), one) for one in suspects]
    for start, end, suspect in sorted(around, key=itemgetter(0)):
        if not parts or start > parts[-1].end:
            parts.append(Surrounding(start, end, []))
        last = parts[-1]
        last.end = max(end, last.end)
        left, right = suspect.left - last.start, suspect.right - last.start
        last.suspects.append(replace(suspect, left=left, right=right))
    return parts


def _around(text: str, shape: Shape, suspect: Suspect) -> tuple[int, int]:
    """From where to where the name may stand, were the suspect it."""
    places = suspect.spot.places
    before, after = _reach(places[0]), _reach(len(shape.tokens) - 1 - places[-1])
    begin, end = suspect.left - before, suspect.right + after
    first, last = max(0, begin - NAME_AT_MOST), min(end + NAME_AT_MOST, len(text))
    space, its_end = text.rfind(" ", first, max(0, begin)), text.find(" ", end, last)
    return space + 1 or first, its_end if its_end >= 0 else last


def _reach(words: int) -> int:
    """The letters that so many words of a name may take."""
    return min(NAME_AT_MOST, BESIDE_A_NAME + FOR_A_WORD * words)


def candidates(shapes: Shapes, scan: Scan, suspects: Sequence[Suspect]) -> Iterator[Candidate]:
    """What stands at the suspected places, in the order of the text."""
    by_left: dict[int, dict[int, list[Spot]]] = defaultdict(lambda: defaultdict(list))
    for suspect in suspects:
        left, right = scan.position(suspect.left), scan.position(suspect.right)
        by_left[left][right].append(suspect.spot)
    for position in sorted(by_left):
        for word in scan.since.get(position):
            yield from _at(shapes, scan, word, by_left[position])


def _at(
    shapes: Shapes, scan: Scan, left: WordAt, by_right: Mapping[int, Sequence[Spot]]
) -> Iterator[Candidate]:
    pairs: dict[int, list[tuple[Spot, Shape]]] = defaultdict(list)
    for position, spots in by_right.items():
        for spot in spots:
            shape = shapes[spot.shape]
            if left.tokens.get(shape.tokens[spot.places[0]]) is None:
                continue
            if len(spot.places) == 1:
                yield Candidate(shape, spot.places, (left,))
            else:
                pairs[position].append((spot, shape))
    if pairs:
        yield from _pairs(scan, left, pairs)


def _pairs(
    scan: Scan, left: WordAt, pairs: Mapping[int, Sequence[tuple[Spot, Shape]]]
) -> Iterator[Candidate]:
    """The word with each that follows in the same phrase: the nearest one of every shape."""
    found: set[Spot] = set()
    for right, extras in _following(scan, left):
        for spot, shape in pairs.get(right.first, ()):
            likeness = right.tokens.get(shape.tokens[spot.places[1]])
            if likeness is None or spot in found:
                continue
            yield Candidate(shape, spot.places, (left, right), extras)
            if likeness.score >= SURELY and right.first == right.last:
                found.add(spot)


def _following(scan: Scan, left: WordAt) -> Iterator[tuple[WordAt, int]]:
    """The words that may go on the phrase, and how many strangers stand between."""
    extras = 0
    last = min(left.last + LOOK_AHEAD, len(scan.pieces) - 1)
    for position in range(left.last + 1, last + 1):
        if not scan.goes_on(position - 1) and not scan.comma_follows(position - 1):
            return
        for right in scan.since.get(position):
            yield right, extras
        extras += not scan.is_particle(position)
        if extras > EXTRAS_AT_MOST:
            return


Watched = list[tuple[WordAt, Collection[int]]]
"""Words that begin at one piece, with the tokens that each is like."""


def candidates_among(
    everywhere: Everywhere, scan: Scan, words: Mapping[int, Watched]
) -> Iterator[Candidate]:
    """What stands anywhere, near misses too, by the words that may be of it."""
    for here in words.values():
        for left, tokens in here:
            for token in tokens:
                for shape in everywhere.singles.get(token, ()):
                    yield Candidate(shape, (0,), (left,))
            yield from _pairs_everywhere(everywhere, scan, left, tokens, words)


def watched(scan: Scan) -> dict[int, Watched]:
    """By position the words that are watched ones, each looked up in the whole list: slow."""
    found: dict[int, Watched] = defaultdict(list)
    for word in words_of(scan):
        if tokens := word.tokens.all():
            found[word.first].append((word, tokens.keys()))
    return found


def words_of(scan: Scan) -> Iterator[WordAt]:
    """All words of a text, in its order; of a flood of different ones, the first."""
    fresh: set[str] = set()
    for position, piece in enumerate(scan.pieces):
        fresh.add(piece.letters)
        if len(fresh) > FRESH_AT_MOST:
            scan.notes.append(f"new words after the first {FRESH_AT_MOST:,}: not looked at")
            return
        yield from scan.since.get(position)


def _pairs_everywhere(
    everywhere: Everywhere,
    scan: Scan,
    left: WordAt,
    tokens: Iterable[int],
    words: Mapping[int, Watched],
) -> Iterator[Candidate]:
    pairs = everywhere.pairs
    partners = [pairs[token] for token in tokens if token in pairs]
    near = range(left.last + 1, left.last + 1 + LOOK_AHEAD)
    if not partners or not any(place in words for place in near):
        return
    found: set[tuple[int, tuple[int, int]]] = set()
    for right, extras in _following(scan, left):
        its = next((its for word, its in words.get(right.first, ()) if word is right), ())
        for following in partners:
            for other in following.keys() & its:
                for shape, places in following[other]:
                    if (id(shape), places) not in found:
                        yield Candidate(shape, places, (left, right), extras)
                        if right.tokens[other].score >= SURELY and right.first == right.last:
                            found.add((id(shape), places))
