"""What an archived text leaves behind, so that it can be told whether a name may stand in it.

An imprint holds the words of a text by their letters, and by their consonants those that are
compared by sound. Of a name that is found in the text, some words are among them: `dragnet` asks.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import blake2b

import numpy as np

from monitor.matching.scan import has_capitals
from monitor.matching.sieve.keys import Marks
from monitor.matching.sieve.pieces import Codes, Counts, pieces_of
from monitor.matching.sieve.readings import (
    ARTICLE,
    PARTICLE,
    TO_THE_LAST,
    TO_THE_NEXT,
    WATCHED,
    Readings,
    Vocabulary,
    letters_of,
    marked,
    readings,
)
from monitor.matching.sieve.skeletons import (
    Hashes,
    Skeletons,
    Weighed,
    Words,
    hashes,
    ranges,
    skeletons,
)
from monitor.matching.vocabulary import (
    ARTICLES_BEFORE_A_HYPHEN,
    JOINED_TO_THE_LAST,
    JOINED_TO_THE_NEXT,
    PARTICLES,
)
from monitor.model import Imprint, Passage

WORD_BITS = 16
"""Kept of a word's number: one in 65,536 other words has the same."""
_PROBE = Passage(
    "Qassem Soleimani's aide Abd al-Malik (#QassemSoleimani) met Hizb Allah, ISIS-K re-\nported"
    " قال قاسم سلیمانی والحشد الشعبي Башаром Зеленского l'Iran Fakhri-Zadeh",
    title="boko haram in a headline that has no capitals at all, as some wires send them",
)


def imprints_of(passages: Sequence[Passage]) -> list[Imprint]:
    """The imprint of each passage; of many at once at much less cost than one by one."""
    return [Imprint(version(), words, sounds) for words, sounds in _contents(passages)]


@cache
def version() -> str:
    """Names how texts are read. An imprint of another version says nothing of its text."""
    (contents,) = _contents([_PROBE])
    return blake2b(b"".join(contents), digest_size=8).hexdigest()


def word_numbers(numbers: Hashes) -> Counts:
    """What an imprint keeps of the numbers of words."""
    return (numbers >> np.uint64(64 - WORD_BITS)).astype(np.int64)


def words_in(imprints: Sequence[Imprint]) -> tuple[Counts, Counts]:
    """The numbers of the words of all imprints, one after the other, and whose each is."""
    counts = [len(one.words) // 2 for one in imprints]
    words = np.frombuffer(b"".join(one.words for one in imprints), "<u2").astype(np.int64)
    return words, np.repeat(np.arange(len(imprints)), counts)


def sounds_in(imprints: Sequence[Imprint]) -> tuple[Skeletons, Counts]:
    """The skeletons of all imprints, one after the other, and whose each is."""
    symbols = np.frombuffer(b"".join(one.sounds for one in imprints), np.uint8)
    ends = np.flatnonzero(symbols == 0)
    starts = np.concatenate((np.zeros(1, np.int64), ends + 1))[: len(ends)]
    bounds = np.cumsum([len(one.sounds) for one in imprints])
    return Skeletons(symbols, starts, ends - starts), np.searchsorted(bounds, starts, "right")


def _contents(passages: Sequence[Passage]) -> Iterator[tuple[bytes, bytes]]:
    texts = [text for passage in passages for text in (passage.title, passage.text)]
    lenient = np.array([not has_capitals(text) for text in texts], np.bool_)
    known = marked(pieces_of(texts), lenient, _every_word())
    found = readings(known, _every_word())
    passage = known.pieces.text[found.first] >> 1
    words = _words(found, passage, len(passages))
    return zip(words, _sounds(known.pieces.codes, found, passage, len(passages)), strict=True)


@cache
def _every_word() -> Vocabulary:
    """As if every word were watched."""
    words = {
        PARTICLE: PARTICLES,
        ARTICLE: ARTICLES_BEFORE_A_HYPHEN,
        TO_THE_NEXT: JOINED_TO_THE_NEXT,
        TO_THE_LAST: JOINED_TO_THE_LAST,
    }
    numbers = {mark: hashes(*letters_of(sorted(known))) for mark, known in words.items()}
    return Vocabulary(Marks(numbers, always=WATCHED))


def _words(found: Readings, passage: Counts, passages: int) -> Iterator[bytes]:
    """The different words of each passage."""
    both = np.unique((passage.astype(np.int64) << WORD_BITS) | word_numbers(found.plain))
    kept = (both & ((1 << WORD_BITS) - 1)).astype("<u2")
    return _parted(kept.tobytes(), 2 * np.bincount(both >> WORD_BITS, minlength=passages))


def _sounds(codes: Codes, found: Readings, passage: Counts, passages: int) -> Iterator[bytes]:
    """The different skeletons of each passage, a zero behind each."""
    free = np.flatnonzero(~found.exactly)
    starts = found.starts[free]
    heard = skeletons(Words(codes, starts, found.ends[free] - starts))
    numbers = Weighed(heard.symbols).numbers(heard.starts, heard.lengths)
    order = np.lexsort((numbers, passage[free]))
    whose, numbers = passage[free][order], numbers[order]
    again = np.zeros(len(order), np.bool_)
    again[1:] = (whose[1:] == whose[:-1]) & (numbers[1:] == numbers[:-1])
    once, whose = order[~again], whose[~again]
    at, _ = ranges(heard.starts[once], heard.lengths[once])
    ends = np.cumsum(heard.lengths[once])
    kept = np.insert(heard.symbols[at], ends, np.uint8(0))
    sizes = np.bincount(whose, weights=heard.lengths[once] + 1, minlength=passages)
    return _parted(kept.tobytes(), sizes.astype(np.int64))


def _parted(content: bytes, sizes: Counts) -> Iterator[bytes]:
    begin = 0
    for size in sizes.tolist():
        yield content[begin : begin + size]
        begin += size
