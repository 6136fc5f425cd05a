"""How the words of a watchlist may sound, in every tradition of spelling: worked out once for all
of them, and kept in little room."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from monitor.matching.folding import Sound, read, variants
from monitor.matching.sieve.pieces import Codes, Counts

Sounds = tuple[tuple[Sound, int], ...]
"""The ways a word may sound, its own first, each with how many changes of spelling away it is."""

_ENCODING = ("utf-8", "surrogatepass")


@dataclass(frozen=True, slots=True)
class Voices:
    """The sounds of words by number: a line for each sound, in UTF-8, and where each word's end."""

    lines: Codes
    ends: Counts

    def of(self, number: int) -> Sounds:
        """How a word may sound."""
        begin = self.ends[number - 1] if number else 0
        lines = self.lines[begin : self.ends[number]].tobytes().decode(*_ENCODING)
        told = (line.split("\t") for line in lines.splitlines())
        return tuple((Sound(fold, skeleton), int(changes)) for fold, skeleton, changes in told)


def voices_of(words: Iterable[str], *, thorough: bool) -> Voices:
    """How plain words may sound. `thorough`: with two changes of spelling at once too."""
    lines, ends = bytearray(), array("q")
    for word in words:
        for sound, changes in _sounds(word, thorough=thorough):
            lines += f"{sound.fold}\t{sound.skeleton}\t{changes}\n".encode(*_ENCODING)
        ends.append(len(lines))
    return Voices(np.frombuffer(lines, np.uint8), np.array(ends, np.int64))


def _sounds(word: str, *, thorough: bool) -> Sounds:
    reading = read(word)
    if reading.is_abjad:
        return ((reading.sound, 0),)
    return variants(reading.plain, thorough=thorough)
