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

from monitor.matching.generic import generic_classes
from monitor.matching.lexicon import Lexicon, Token
from monitor.matching.net import Pairs, net_of
from monitor.matching.ordinary import OrdinaryWords
from monitor.matching.shapes import (
    Everywhere,
    Pair,
    Phrase,
    Shape,
    Shapes,
    Spot,
    may_be_left_out,
    pairs_of,
)
from monitor.matching.sieve.pieces import Codes, Counts, Flags
from monitor.matching.sieve.sieve import ROUNDING, Needs, Net
from monitor.matching.sieve.skeletons import ranges

__all__ = ["Index", "Phrase", "Rows", "Shape", "build_index", "may_be_left_out"]

Numbers = NDArray[np.int32]
Shares = NDArray[np.float32]
Points = NDArray[np.float64]

SingleBar = Callable[[Shape, int], float]
"""What a word of so many letters must score to be the whole of a shape."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Where shapes are looked for, as parallel columns: the tokens of a left and a right word, the
    shape, and the places of both words in it; for a single word twice the same.

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


@dataclass(frozen=True, slots=True)
class Compiled:
    """What takes its time to work out of phrases, without the phrases themselves."""

    tokens: Codes  # as JSON
    phrase_of: Numbers  # of each shape
    wording_of: Numbers
    rows: Rows
    net: Net


KINDS = (*[np.int32] * 5, *[np.float32] * 3, np.bool_)
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

    def compiled(self, net: Net) -> Compiled:
        """All of it that `restored` does not find out again."""
        tokens = [(one.plain, one.generic, one.own_script_only) for one in self.lexicon.tokens]
        return Compiled(
            np.frombuffer(json.dumps(tokens).encode(), np.uint8),
            np.array(self.shapes.phrase_of, np.int32),
            np.array(self.shapes.wording_of, np.int32),
            self._rows,
            net,
        )

    @property
    def pairs(self) -> Pairs:
        """The pairs of tokens, and single ones, that are looked for; each by its number."""
        first, rows = self._begins[:-1], self._rows
        is_single = (rows.place == rows.other)[first]
        return Pairs(rows.left[first], rows.right[first], is_single, self._least)

    def net(self) -> Net:
        """Finds in many texts at once where a pair of tokens, or a single one, may stand; tells
        which by its number."""
        return net_of(self.lexicon, self.pairs, self.literals)

    def tokens(self, numbers: Counts) -> tuple[Numbers, Numbers]:
        """The left and the right token of pairs; of a single one twice the same."""
        first = self._begins[numbers]
        return self._rows.left[first], self._rows.right[first]

    def enough(self, numbers: Counts, points: Points | None = None) -> Points:
        """The points that the left word of pairs must have at least, for any of their shapes to
        reach its threshold with all else as written; or the right one, where the left has these."""
        least = self._least
        lost = 100 + ROUNDING - least.points[numbers].astype(np.float64)
        if points is None:
            return 100 - lost / least.left[numbers]
        return 100 - (lost - (100 - points) * least.left[numbers]) / least.right[numbers]

    def spots(self, numbers: Counts, points: Points, others: Points) -> tuple[Counts, list[Spot]]:
        """The shapes that are looked for at such pairs, and that can still reach their threshold
        where the words have these points; and by index at which of the pairs."""
        rows, first = self._rows, self._begins[numbers]
        count = self._begins[numbers + 1] - first
        row, _ = ranges(first, count)
        which = np.repeat(np.arange(len(numbers)), count)
        lost = (100 - points[which]) * rows.share[row]
        lost += (100 - others[which]) * rows.other_share[row]
        near = np.flatnonzero(100 - lost >= rows.threshold[row] - ROUNDING)
        columns = (rows.shape, rows.place, rows.other, rows.rings)
        spots = [
            Spot(shape, (place,) if place == other else (place, other), rings)
            for shape, place, other, rings in zip(
                *(column[row[near]].tolist() for column in columns), strict=True
            )
        ]
        return which[near], spots

    @cached_property
    def everywhere(self) -> Everywhere:
        """The same where every word is looked up. Takes room and time on long lists."""
        pairs: dict[int, dict[int, list[tuple[Shape, Pair]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        singles: dict[int, list[Shape]] = defaultdict(list)
        rows = self._rows
        columns = (rows.left, rows.right, rows.shape, rows.place, rows.other)
        for left, right, shape, place, other in np.stack(columns, axis=1).tolist():
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
    lexicon = Lexicon(shapes.tokens, ordinary, classes)
    return Index(lexicon, shapes, compiled.rows, literals)


def _row(number: int, shape: Shape, place: int, other: int, *, bar: float) -> tuple[float, ...]:
    total = sum(shape.weights)
    share, other_share = shape.weights[place] / total, shape.weights[other] / total
    threshold = shape.phrase.threshold
    if place == other:
        share, other_share = 1.0, 0.0
        threshold = bar
    rings = shape.phrase.role == "watch"
    return (
        shape.tokens[place], shape.tokens[other], number, place, other,
        share, other_share, threshold, rings,
    )  # fmt: skip
