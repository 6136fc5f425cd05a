"""Of the places that the sieve finds, those where a name can still reach its threshold.

Only the words at the place are compared; the others count as if they were there to the letter.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from monitor.matching.candidates import Suspect
from monitor.matching.chance import LIKE_ACROSS, SAME_ACROSS
from monitor.matching.compared import ANOTHER_WORD
from monitor.matching.compile import Index, Points
from monitor.matching.lexicon import TRANSLATED, Lexicon
from monitor.matching.literal import Literals
from monitor.matching.scan import has_capitals
from monitor.matching.scoring import JOINED_BAR, LONG_SINGLE_BONUS, SINGLE_BAR, SINGLE_BARS
from monitor.matching.shapes import Shape, Spot
from monitor.matching.sieve.hits import Hits, Spans
from monitor.matching.sieve.pieces import Counts, Flags
from monitor.matching.sieve.sieve import Sieve

SUSPECTS_AT_MOST = 5_000
LOOKS_AT_MOST = 20_000
"""Places in one field, and pairs of words compared for them. No article has so many, and a flood of
them is not waited for."""
SLICE = 100_000
"""Letters of one field that are sifted together: what lies behind a flood need not be."""
TOKEN_BITS = 32
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
    bar = min(bar, SAME_ACROSS if shape.is_joined else LIKE_ACROSS)  # in another script
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
    _look(index, _worth_a_look(sifted.names, slices, found), slices, found)
    words = _written(sifted.literals.words, slices)
    which, starts = sifted.literals.words.text.tolist(), sifted.literals.words.starts.tolist()
    for word, number in zip(
        sifted.literals.left.tolist(), sifted.literals.number.tolist(), strict=True
    ):
        part, start = slices[which[word]], index.literals[number]
        if words[word] != start or found[part.text].is_literal:
            continue
        if literals.may_stand(part.letters, start, starts[word]):
            found[part.text].add_literal()


def _written(words: Spans, slices: Sequence[_Slice]) -> list[str]:
    """Words as the texts have them."""
    columns = (words.text.tolist(), words.starts.tolist(), words.ends.tolist())
    return [slices[which].letters[start:end] for which, start, end in zip(*columns, strict=True)]


def _worth_a_look(hits: Hits, slices: Sequence[_Slice], found: Sequence[Suspects]) -> Hits:
    """Those that are a slice's own, and no more of one text than are looked at."""
    words = hits.words
    lengths = np.array([one.length for one in slices], np.int64)
    hits = hits.only((words.starts < lengths[words.text])[hits.left])
    text = words.text[hits.left]
    kept = np.ones(len(hits), np.bool_)
    for which, looks in enumerate(np.bincount(text, minlength=len(slices)).tolist()):
        suspected = found[slices[which].text]
        room = LOOKS_AT_MOST - suspected.looks
        suspected.looks += looks
        if looks > room:
            suspected.is_full = True
            its = np.flatnonzero(text == which)
            kept[its[np.argsort(words.starts[hits.left[its]], kind="stable")][room:]] = False
    return hits if kept.all() else hits.only(kept)


def _look(index: Index, hits: Hits, slices: Sequence[_Slice], found: Sequence[Suspects]) -> None:
    """Compares the words at the places with what is looked for there: first of each pair the word
    that is compared sooner, then the other one."""
    words = _Words(index, _written(hits.words, slices))
    is_right = hits.left_otherwise & ~hits.right_otherwise
    enough = index.enough(hits.number, is_right)
    points = words.points(*_side(index, hits, is_right), enough)
    near = np.flatnonzero(points >= enough)
    hits, points, is_right = hits.only(near), points[near], is_right[near]
    at = np.flatnonzero(hits.left != hits.right)
    pairs, is_right = hits.only(at), ~is_right[at]
    enough = index.enough(pairs.number, is_right, points[at])
    is_near = np.ones(len(hits), np.bool_)
    is_near[at] = words.points(*_side(index, pairs, is_right), enough) >= enough
    hits = hits.only(is_near)
    _add(index.spots(hits.number), words.written, hits, slices, found)


def _side(index: Index, hits: Hits, is_right: Flags) -> tuple[Counts, Counts, Flags]:
    """The left words or the right ones, their tokens, and whether they agree otherwise."""
    lefts, rights = index.tokens(hits.number)
    return (
        np.where(is_right, hits.right, hits.left),
        np.where(is_right, rights, lefts).astype(np.int64),
        np.where(is_right, hits.right_otherwise, hits.left_otherwise),
    )


def _add(
    spots: Sequence[Spot],
    words: Sequence[str],
    hits: Hits,
    slices: Sequence[_Slice],
    found: Sequence[Suspects],
) -> None:
    """Adds what may stand at the places, in the order of the texts."""
    text, starts = hits.words.text, hits.words.starts
    places = (text[hits.left], starts[hits.left], starts[hits.right])
    for at in np.lexsort(places[::-1]).tolist():
        part = slices[places[0][at]]
        begin, other = part.begin + int(places[1][at]), part.begin + int(places[2][at])
        word = words[hits.left[at]] if len(spots[at].places) == 1 else ""
        found[part.text].add(Suspect(begin, other, spots[at], word))


class _Words:
    """Words of texts; those that are written alike are compared once."""

    def __init__(self, index: Index, words: Sequence[str]) -> None:
        different: dict[str, int] = {}
        self._lexicon, self._comparison = index.lexicon, index.comparison
        self.written = words
        which = [different.setdefault(word, len(different)) for word in words]
        self._which = np.array(which, np.int64)
        self._words = list(different)
        self._is_escaped = np.array([_is_escaped(word) for word in different], np.bool_)

    def points(self, words: Counts, tokens: Counts, otherwise: Flags, enough: Points) -> Points:
        """How like words, by their index, are to tokens; far below nothing for another word, and
        for one that is not like enough."""
        both = (self._which[words] << TOKEN_BITS) | tokens
        pairs, place = np.unique(both, return_inverse=True)
        is_otherwise = np.zeros(len(pairs), np.bool_)
        is_otherwise[place[otherwise]] = True
        least = np.full(len(pairs), 100.0)
        np.minimum.at(least, place, enough)
        word, token = pairs >> TOKEN_BITS, pairs & ((1 << TOKEN_BITS) - 1)
        most = self._comparison.at_most(self._words, word, token, is_otherwise)
        near = np.flatnonzero((most >= least) | self._is_escaped[word])
        columns = (word[near], token[near], least[near], is_otherwise[near])
        points = np.full(len(pairs), ANOTHER_WORD)
        points[near] = [
            _alike(self._lexicon, self._words[which], number, bar, otherwise=by_more)
            for which, number, bar, by_more in zip(*(one.tolist() for one in columns), strict=True)
        ]
        return points[place]


def _alike(lexicon: Lexicon, word: str, token: int, enough: float, *, otherwise: bool) -> float:
    if _is_escaped(word):
        return 100.0
    points = lexicon.points(word, token, enough, otherwise=otherwise)
    return ANOTHER_WORD if points is None else points


def _is_escaped(word: str) -> bool:
    """Whether there is an entity in a word, which is rare enough to look at it closely."""
    return "&" in word or "\\" in word
