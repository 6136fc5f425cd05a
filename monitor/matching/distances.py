"""How far words in Arabic, Persian or Hebrew letters are from words in Latin letters: for many
pairs at once what `transliteration.distance` says of one, by the same tables.

Costs are counted in ticks, whole numbers, so that sums are exact. In a block of pairs the last axis
is the pair's: each step is one operation on all of them.
"""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from monitor.matching.sieve.pieces import Counts, Flags
from monitor.matching.transliteration import (
    ANOTHER_CONSONANT,
    END,
    LATIN_AT_MOST,
    LETTERS_AT_MOST,
    ONE_SOUND,
    UNHEARD_CONSONANT,
    VOWELS,
    once_spelled,
    once_written,
    spellings,
    unheard_cost,
    unwritten_costs,
)

TICKS = 20
"""In a consonant: every cost is a multiple of this part of one."""
LONGEST = 24
"""Letters. How far longer words are is not told."""
BLOCK = 4_096
"""Pairs that are worked on together: what a step needs stays in the cache."""
REMEMBERED = 20_000
"""Words of each kind of script whose tables are kept."""
_FAR = 10_000
_ANOTHER = round(TICKS * ANOTHER_CONSONANT)

Ticks = NDArray[np.int16]
Points = NDArray[np.float64]


def distances(
    latin: Sequence[str], written: Sequence[str], which_latin: Counts, which_written: Counts
) -> Points:
    """Consonants between pairs of words, which are told by their index; 0 for too long a word."""
    found = np.zeros(len(which_latin), np.float64)
    if not len(found):
        return found
    names, words = _latin(latin), _written(written)
    columns, rows = names.lengths[which_latin], words.lengths[which_written]
    order = np.lexsort((columns, rows))
    order = order[(rows[order] <= LONGEST) & (columns[order] <= LONGEST)]
    for begin in range(0, len(order), BLOCK):
        block = order[begin : begin + BLOCK]
        pairs = _Pairs(names, words, which_latin[block], which_written[block])
        found[block] = pairs.ticks() / TICKS
    return found


@dataclass(frozen=True, slots=True)
class _Words:
    """Words of one kind of script, letter by letter: which sound or spelling begins there, of one
    letter up to several; what it costs to leave the letter out, and to take it for another one; and
    how many letters each has. Shapes: (words, LONGEST, several), (words, LONGEST), (words,)."""

    together: NDArray[np.int16]
    left_out: Ticks
    another: Ticks
    lengths: Counts


class _Pairs:
    """Pairs of a name and a written word, to be laid against each other letter by letter."""

    def __init__(self, names: _Words, words: _Words, name: Counts, word: Counts) -> None:
        self._ends = words.lengths[word], names.lengths[name], np.arange(len(name))
        self._rows, self._width = (int(lengths.max()) for lengths in self._ends[:2])
        self._spelled = _pairs_last(names.together[name, : self._width])
        self._unwritten = _pairs_last(names.left_out[name, : self._width])
        self._firm = _pairs_last(names.another[name, : self._width])
        self._sounds = _pairs_last(words.together[word, : self._rows])
        self._unheard = _pairs_last(words.left_out[word, : self._rows])
        self._another = _pairs_last(words.another[word, : self._rows])
        # By how many letters are laid, how many Latin ones these reach, and the pair.
        shape = (self._rows + LETTERS_AT_MOST, self._width + 1, len(name))
        self._best = np.full(shape, _FAR, np.int16)

    def ticks(self) -> Ticks:
        """What it costs at least to lay each word against its name."""
        self._best[0, 0] = 0
        for row in range(self._rows):
            here, after = self._best[row], self._best[row + 1]
            self._leave_unwritten(here)
            np.minimum(after, here + self._unheard[row], out=after)
            another = here[:-1] + self._firm + self._another[row]
            np.minimum(after[1:], another, out=after[1:])
            for used in range(1, LETTERS_AT_MOST + 1):
                for length in range(1, min(LATIN_AT_MOST, self._width) + 1):
                    self._write_on(row, used, length)
        self._leave_unwritten(self._best[self._rows])
        ticks: Ticks = self._best[self._ends]
        return ticks

    def _leave_unwritten(self, costs: Ticks) -> None:
        for column, more in enumerate(self._unwritten):
            np.minimum(costs[column + 1], costs[column] + more, out=costs[column + 1])

    def _write_on(self, row: int, used: int, length: int) -> None:
        """Lays so many letters against so many Latin ones, wherever these stand."""
        costs, is_spelled = _costs()
        sounds = self._sounds[used - 1, row]
        at = np.flatnonzero(is_spelled[length - 1, sounds])
        if not len(at):
            return
        ends = self._width + 1 - length
        more = costs[sounds[at], self._spelled[length - 1, :ends][:, at]]
        more += self._best[row, :ends][:, at]
        reached = self._best[row + used, length:]
        reached[:, at] = np.minimum(reached[:, at], more)


def _pairs_last(table: NDArray[np.int16]) -> NDArray[np.int16]:
    """A table with its axes turned round: pairs at the end."""
    return np.ascontiguousarray(table.T)


def _latin(words: Sequence[str]) -> _Words:
    return _words([_of_name(word) for word in words], LATIN_AT_MOST)


def _written(words: Sequence[str]) -> _Words:
    return _words([_of_written(word) for word in words], LETTERS_AT_MOST)


_Table = tuple[bytes, bytes, bytes, int]


def _words(tables: Sequence[_Table], several: int) -> _Words:
    together, left_out, another, lengths = zip(*tables, strict=True)
    total = len(tables)
    return _Words(
        np.frombuffer(b"".join(together), np.int16).reshape(total, LONGEST, several),
        np.frombuffer(b"".join(left_out), np.int16).reshape(total, LONGEST),
        np.frombuffer(b"".join(another), np.int16).reshape(total, LONGEST),
        np.array(lengths, np.int64),
    )


@lru_cache(REMEMBERED)
def _of_name(name: str) -> _Table:
    latin, known = once_spelled(name), _spelling_numbers()
    total = len(latin)
    together = (
        known.get(latin[column:end] if end < total else latin[column:] + END, 0)
        if end <= total
        else 0
        for column in range(total)
        for end in range(column + 1, column + 1 + LATIN_AT_MOST)
    )
    left_out = map(_ticks, unwritten_costs(latin))
    another = (_FAR if letter in VOWELS else 0 for letter in latin)
    return _bytes(together, LATIN_AT_MOST), _bytes(left_out), _bytes(another), total


@lru_cache(REMEMBERED)
def _of_written(word: str) -> _Table:
    letters, known = once_written(word), _sound_numbers()
    total = len(letters)
    together = (
        known.get((letters[row:end], row == 0, end == total), 0) if end <= total else 0
        for row in range(total)
        for end in range(row + 1, row + 1 + LETTERS_AT_MOST)
    )
    unheard = [unheard_cost(letters, row) for row in range(total)]
    another = (_ANOTHER if cost >= UNHEARD_CONSONANT else _FAR for cost in unheard)
    return _bytes(together, LETTERS_AT_MOST), _bytes(map(_ticks, unheard)), _bytes(another), total


def _bytes(numbers: Iterable[int], each: int = 1) -> bytes:
    """Numbers of the letters of a word, so many of each, filled up as if it was as long as any."""
    size = LONGEST * each * 2
    return array("h", numbers).tobytes()[:size].ljust(size, b"\0")


_Sound = tuple[str, bool, bool]
"""Letters, and whether they begin and end their word."""


@cache
def _sound_numbers() -> dict[_Sound, int]:
    ways = [(first, last) for first in (False, True) for last in (False, True)]
    sounds = ((letters, *way) for letters in sorted(ONE_SOUND) for way in ways)
    return {sound: number for number, sound in enumerate(sounds, 1)}


@cache
def _spelling_numbers() -> dict[str, int]:
    known = {
        spelling
        for letters, is_first, is_last in _sound_numbers()
        for spelling in spellings(letters, is_first=is_first, is_last=is_last)
    }
    return {spelling: number for number, spelling in enumerate(sorted(known), 1)}


@cache
def _costs() -> tuple[Ticks, Flags]:
    """What each sound costs in each spelling, by their numbers; and which sounds have any spelling
    of so many letters, by one less than these. The number 0 is of no sound and of no spelling."""
    sounds, known = _sound_numbers(), _spelling_numbers()
    costs = np.full((len(sounds) + 1, len(known) + 1), _FAR, np.int16)
    is_spelled = np.zeros((LATIN_AT_MOST, len(sounds) + 1), np.bool_)
    for (letters, is_first, is_last), sound in sounds.items():
        listed = spellings(letters, is_first=is_first, is_last=is_last)
        for spelling, cost in listed.items():
            costs[sound, known[spelling]] = _ticks(cost)
            is_spelled[len(spelling.removesuffix(END)) - 1, sound] = True
    return costs, is_spelled


def _ticks(cost: float) -> int:
    return round(cost * TICKS)
