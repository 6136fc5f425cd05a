"""Where to look for the shapes of a watchlist: at a single word, or at two that stand together."""

import json
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from monitor.matching.compared import Comparison
from monitor.matching.generic import generic_classes
from monitor.matching.lexicon import Lexicon, Token
from monitor.matching.nearby import Nearby
from monitor.matching.net import Pairs, Thirds, net_of
from monitor.matching.ordinary import OrdinaryWords
from monitor.matching.shapes import (
    SURE,
    Everywhere,
    Pair,
    Phrase,
    Shape,
    Shapes,
    Spot,
    pairs_of,
    thirds_of,
)
from monitor.matching.sieve.pieces import ABJAD, CYRILLIC, LATIN, Codes, Counts, Flags
from monitor.matching.sieve.sieve import ROUNDING, Needs, Net
from monitor.matching.sieve.skeletons import ranges
from monitor.matching.voices import Voices

__all__ = ["Index", "Phrase", "Rows", "Shape", "build_index"]

Numbers = NDArray[np.int32]
Shares = NDArray[np.float32]
Points = NDArray[np.float64]

SingleBar = Callable[[Shape, int], float]
"""What a word of so many letters must score to be the whole of a shape."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Where shapes are looked for, as parallel columns: the tokens of a left and a right word, the
    shape, and the places of both words in it; for a single word twice the same. And where the shape
    is none without a third word beside them, two tokens, each before or behind them, of which one
    must be there.

    What else is there tells whether a look can be worth it: how much of the shape's weight its two
    words have, what its phrase must score, and whether it rings then.
    """

    left: Numbers
    right: Numbers
    shape: Numbers
    place: Numbers
    other: Numbers
    share: Shares
    other_share: Shares
    threshold: Shares
    rings: Flags
    third: Numbers  # NOBODY where there is none
    is_behind: Flags
    or_third: Numbers
    or_is_behind: Flags
    scripts: Codes  # those in which the shape may stand, as bits


@dataclass(frozen=True, slots=True)
class Compiled:
    """What takes its time to work out of phrases, without the phrases themselves."""

    tokens: Codes  # as JSON
    voices: Voices
    phrase_of: Numbers  # of each shape
    wording_of: Numbers
    rows: Rows
    net: Net
    nearby: Nearby


_SCRIPTS = {
    "latin": LATIN,
    "cyrillic": CYRILLIC,
    "abjad": ABJAD,
    None: LATIN | CYRILLIC | ABJAD,
}

KINDS = (*[np.int32] * 5, *[np.float32] * 3, np.bool_, *[np.int32, np.bool_] * 2, np.uint8)
"""Of the columns of rows."""


class Index:
    """The shapes of a watchlist, and where each is looked for."""

    def __init__(
        self, lexicon: Lexicon, shapes: Shapes, rows: Rows, literals: Iterable[str]
    ) -> None:
        self.lexicon = lexicon
        self.shapes = shapes
        self.literals = tuple(sorted(literals))
        is_single = rows.place == rows.other
        order = np.lexsort((is_single, rows.right, rows.left))
        self._rows = Rows(*(getattr(rows, field.name)[order] for field in fields(Rows)))
        tokens = np.stack((self._rows.left, self._rows.right, is_single[order]))
        is_first = np.append(np.True_, (tokens[:, 1:] != tokens[:, :-1]).any(axis=0))
        self._begins = np.append(np.flatnonzero(is_first[: len(order)]), len(order))

        first = self._begins[:-1]
        columns = (self._rows.threshold, self._rows.share, self._rows.other_share)
        self._least = Needs(
            *(np.minimum.reduceat(one, first) if len(first) else one for one in columns)
        )

    def compiled(self, net: Net, nearby: Nearby) -> Compiled:
        """All of it that `restored` does not find out again."""
        tokens = [(one.plain, one.generic, one.own_script_only) for one in self.lexicon.tokens]
        return Compiled(
            np.frombuffer(json.dumps(tokens).encode(), np.uint8),
            self.lexicon.voices,
            np.array(self.shapes.phrase_of, np.int32),
            np.array(self.shapes.wording_of, np.int32),
            self._rows,
            net,
            nearby,
        )

    @property
    def pairs(self) -> Pairs:
        """The pairs of tokens, and single ones, that are looked for; each by its number."""
        first, rows = self._begins[:-1], self._rows
        is_single = (rows.place == rows.other)[first]
        company = Thirds(
            (rows.third, rows.or_third), (rows.is_behind, rows.or_is_behind), self._begins
        )
        scripts = np.bitwise_or.reduceat(rows.scripts, first) if len(first) else rows.scripts
        return Pairs(rows.left[first], rows.right[first], is_single, self._least, scripts, company)

    def net(self) -> tuple[Net, Nearby]:
        """Finds in many texts at once where a pair of tokens, or a single one, may stand; tells
        which by its number. And what the single tokens are found by."""
        return net_of(self.lexicon, self.pairs, self.literals)

    def tokens(self, at: Counts) -> tuple[Numbers, Numbers]:
        """The left and the right token of rows; of a single one twice the same."""
        return self._rows.left[at], self._rows.right[at]

    def enough(self, at: Counts, is_right: Flags, others: Points | None = None) -> Points:
        """The points that a word of rows, the left one or the right one, must have at least for the
        shape to reach its threshold: with all else as written, or where the other has these."""
        rows = self._rows
        share = np.where(is_right, rows.other_share[at], rows.share[at])
        lost = 100 + ROUNDING - rows.threshold[at].astype(np.float64)
        if others is not None:
            lost -= (100 - others) * np.where(is_right, rows.share[at], rows.other_share[at])
        passes_one_over = rows.other[at] - rows.place[at] > 1
        enough = 100 - lost / share
        return np.where(passes_one_over, np.maximum(enough, SURE), enough)

    def spots(self, at: Counts) -> list[Spot]:
        """The shapes that are looked for in rows."""
        rows = self._rows
        columns = (rows.shape, rows.place, rows.other, rows.rings)
        return [
            Spot(shape, (place,) if place == other else (place, other), rings)
            for shape, place, other, rings in zip(
                *(column[at].tolist() for column in columns), strict=True
            )
        ]

    def rows_from(self, lefts: Counts) -> tuple[Counts, Counts]:
        """The rows that have these tokens for their left word, and by which of them each is so."""
        begins = np.searchsorted(self._rows.left, lefts)
        counts = np.searchsorted(self._rows.left, lefts, side="right") - begins
        rows, _ = ranges(begins, counts)
        return rows, np.repeat(np.arange(len(lefts)), counts)

    def are_single(self, at: Counts) -> Flags:
        """Whether a row is of a word that is the whole of a shape."""
        single: Flags = self._rows.place[at] == self._rows.other[at]
        return single

    @cached_property
    def comparison(self) -> Comparison:
        """What compares words with the tokens."""
        return Comparison(self.lexicon)

    @cached_property
    def everywhere(self) -> Everywhere:
        """All shapes by their tokens. Takes room and time on long lists."""
        return self.standing(np.arange(len(self._rows.left)))

    def standing(self, at: Counts) -> Everywhere:
        """The shapes that are looked for in rows, by their tokens."""
        pairs: dict[int, dict[int, list[tuple[Shape, Pair]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        singles: dict[int, list[Shape]] = defaultdict(list)
        rows = self._rows
        columns = (rows.left, rows.right, rows.shape, rows.place, rows.other)
        for left, right, shape, place, other in zip(
            *(column[at].tolist() for column in columns), strict=True
        ):
            if place == other:
                singles[left].append(self.shapes[shape])
            else:
                pairs[left][right].append((self.shapes[shape], (place, other)))
        return Everywhere({token: dict(next_) for token, next_ in pairs.items()}, dict(singles))


def build_index(
    phrases: Iterable[Phrase],
    literals: Iterable[str],
    ordinary: OrdinaryWords,
    *,
    single_bar: SingleBar,
    others: int = 0,
    exhaustive: bool = False,
) -> Index:
    """The index over phrases, and over the first words of literal forms. Where they are a part of a
    list, the rest of it has so many `others` words.

    An exhaustive one leaves nothing out and takes its time: it shows what the other one loses.
    """
    classes = generic_classes()
    shapes = Shapes(ordinary, classes)
    columns = [array("d") for _ in KINDS]
    for number, (phrase, wording) in enumerate(shapes.add(phrases)):
        shape = shapes.shape(phrase, wording)
        pairs = pairs_of(shape, wording, ordinary, exhaustive=exhaustive)
        for place, other in pairs if len(shape.tokens) > 1 else [(0, 0)]:
            bar = single_bar(shape, len(wording.words[place].plain))
            row = _row(number, shape, place, other, bar=bar)
            for column, value in zip(columns, row, strict=True):
                column.append(value)
    lexicon = Lexicon(shapes.tokens, ordinary, classes, others=others, exhaustive=exhaustive)
    filled: list[Any] = [
        np.array(column, kind) for column, kind in zip(columns, KINDS, strict=True)
    ]
    return Index(lexicon, shapes, Rows(*filled), literals)


def restored(
    compiled: Compiled,
    phrases: Iterable[Phrase],
    literals: Iterable[str],
    ordinary: OrdinaryWords,
) -> Index:
    """The index that was compiled from these very phrases."""
    classes = generic_classes()
    shapes = Shapes(ordinary, classes)
    shapes.phrases.extend(phrases)
    shapes.phrase_of.frombytes(compiled.phrase_of.tobytes())
    shapes.wording_of.frombytes(compiled.wording_of.tobytes())
    for plain, generic, own_script_only in json.loads(compiled.tokens.tobytes()):
        token = Token(plain, generic, own_script_only)
        shapes.tokens[token] = len(shapes.tokens)
    lexicon = Lexicon(shapes.tokens, ordinary, classes, voices=compiled.voices)
    return Index(lexicon, shapes, compiled.rows, literals)


def _row(number: int, shape: Shape, place: int, other: int, *, bar: float) -> tuple[float, ...]:
    total = sum(shape.weights)
    share, other_share = shape.weights[place] / total, shape.weights[other] / total
    threshold = shape.phrase.threshold
    if place == other:
        share, other_share = 1.0, 0.0
        threshold = bar
    rings = shape.phrase.role == "watch"
    third, or_third = thirds_of(shape, place, other)
    return (
        shape.tokens[place], shape.tokens[other], number, place, other,
        share, other_share, threshold, rings, *third, *or_third, _SCRIPTS[shape.script],
    )  # fmt: skip
