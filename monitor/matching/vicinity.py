"""Where a text may name somebody, or nearly: near-misses too, which the sieve lets fall.

A shape is looked at where a word may be the whole of it, or two words that stand near each other
may be two of its own.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from monitor.matching.candidates import Watched, words_of
from monitor.matching.compile import Index
from monitor.matching.memory import Memory
from monitor.matching.nearby import TOKEN_BITS, Nearby, Tokens, Word
from monitor.matching.scan import Scan, WordAt
from monitor.matching.shapes import Everywhere
from monitor.matching.sieve.pairs import LOOK_AHEAD
from monitor.matching.sieve.pieces import Counts, Flags
from monitor.matching.sieve.skeletons import ranges

WORDS_AT_A_TIME = 1_000
"""Of a text. What they may be on a long list takes room."""
WORDS_AT_MOST = 2_000
"""That are remembered with the tokens they may be, which are hundreds each on a long list."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where rows may stand: a word of the text as the left token, and one as the right token; both
    as one number, the word's above the token's. Of a single word twice the same."""

    rows: Counts
    lefts: Tokens
    rights: Tokens

    def only(self, kept: Flags) -> "Standing":
        return Standing(self.rows[kept], self.lefts[kept], self.rights[kept])


class Vicinity:
    """Finds where shapes may stand in a text."""

    def __init__(self, index: Index, nearby: Nearby) -> None:
        self.nearby = nearby
        self._index = index
        self._known: Memory[Word, Tokens] = Memory(WORDS_AT_MOST)

    def around(self, scan: Scan) -> tuple[Everywhere, dict[int, Watched]]:
        """The shapes that may stand in a text, and by position the words that they may stand by,
        with the tokens that each of these is like."""
        words = list(words_of(scan))
        rows: set[int] = set()
        tokens: dict[int, set[int]] = defaultdict(set)
        for begin, end, reach in _stretches(words):
            standing = self._standing(words, begin, end, reach)
            standing = standing.only(_alike(words, standing.lefts))
            standing = standing.only(_alike(words, standing.rights))
            rows.update(standing.rows.tolist())
            for pair in {*standing.lefts.tolist(), *standing.rights.tolist()}:
                tokens[pair >> TOKEN_BITS].add(pair & _TOKEN)
        found: dict[int, Watched] = defaultdict(list)
        for which in sorted(tokens):
            found[words[which].first].append((words[which], sorted(tokens[which])))
        return self._index.standing(np.array(sorted(rows), np.int64)), found

    def _standing(self, words: Sequence[WordAt], begin: int, end: int, reach: int) -> Standing:
        """Rows whose left word may be one from `begin` to `end`, and whose right word one that is
        near it, before `reach`."""
        near = self._near([word.tokens.word for word in words[begin:reach]])
        counts = np.fromiter(map(len, near), np.int64, len(near))
        which, tokens = np.repeat(np.arange(begin, reach), counts), np.concatenate(near)
        pairs = (which << TOKEN_BITS) | tokens
        firsts = np.array([word.first for word in words[begin:reach]], np.int64)[which - begin]
        lasts = np.array([word.last for word in words[begin:end]], np.int64)
        # Tokens by their places: of each as many, behind those of the token before it.
        places = int(max(firsts.max(initial=0), lasts.max(initial=0))) + 2 * LOOK_AHEAD
        order = np.argsort(tokens * places + firsts, kind="stable")
        placed = (tokens * places + firsts)[order]
        left = np.flatnonzero(which < end)
        rows, of_left = self._index.rows_from(tokens[left])
        left = left[of_left]
        is_single = self._index.are_single(rows)
        behind = self._index.tokens(rows)[1] * places + lasts[which[left] - begin] + 1
        first, upto = np.searchsorted(placed, (behind, behind + LOOK_AHEAD))
        counts = np.where(is_single, 0, upto - first)
        right, _ = ranges(first, counts)
        return Standing(
            np.concatenate((rows[is_single], np.repeat(rows, counts))),
            np.concatenate((pairs[left[is_single]], np.repeat(pairs[left], counts))),
            np.concatenate((pairs[left[is_single]], pairs[order[right]])),
        )

    def _near(self, words: Sequence[Word]) -> list[Tokens]:
        """The tokens that each of the words may be."""
        fresh = [word for word in dict.fromkeys(words) if word not in self._known]
        classes = self._index.lexicon.classes
        looked_up = dict(zip(fresh, self.nearby.tokens(fresh, classes), strict=True))
        known = {word: self._known[word] for word in words if word not in looked_up} | looked_up
        for word, tokens in looked_up.items():
            self._known.keep(word, tokens)
        return [known[word] for word in words]


_TOKEN = (1 << TOKEN_BITS) - 1


def _alike(words: Sequence[WordAt], pairs: Tokens) -> Flags:
    """Of pairs of a word and a token, whether the word is like the token."""
    different, place = np.unique(pairs, return_inverse=True)
    alike = [
        words[pair >> TOKEN_BITS].tokens.get(pair & _TOKEN) is not None
        for pair in different.tolist()
    ]
    flags: Flags = np.array(alike, np.bool_)[place]
    return flags


def _stretches(words: Sequence[WordAt]) -> Iterator[tuple[int, int, int]]:
    """Words of a text by their index, some at a time: from where on, up to which, and up to where
    others are within reach of them."""
    firsts = [word.first for word in words]
    for begin in range(0, len(words), WORDS_AT_A_TIME):
        end = min(begin + WORDS_AT_A_TIME, len(words))
        last = max(word.last for word in words[begin:end])
        yield begin, end, bisect_right(firsts, last + LOOK_AHEAD)
