"""Chinese, Korean and Japanese names as other systems, other scripts and other orders have them.

What a name is in another system is put for all of its words at once, and in the script that the
system writes: Ким Чен Ын is Kim Jong Un, a Kim Chen in Latin letters is nobody.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from monitor.matching import japanese, korean, mandarin
from monitor.matching.romanise import Script

IsName = Callable[[str, Sequence[str]], bool]

_ONE_SOUND = (
    ("chzh|chkh|dzh", "ch"),
    ("dz", "tsz"),
    ("b", "p"),
    ("d", "t"),
    ("g", "k"),
    ("y", "i"),
    ("ii+", "i"),
)
"""Letters that Russian papers use for each other in Korean and Chinese names."""
WORDS_AT_MOST = 3
"""Of a name: a surname, and a given name of two syllables."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """A name in plain words, as texts of one script write it."""

    script: Script
    words: tuple[str, ...]


@lru_cache(maxsize=5_000)
def renderings(words: tuple[str, ...]) -> tuple[Rendering, ...]:
    """Other ways of writing a name of these plain words; none of a name that is of none of the
    three languages."""
    if not 1 < len(words) <= WORDS_AT_MOST or not "".join(words).isascii():
        return ()
    found = dict.fromkeys(chain(_by_syllables(words), _japanese(words)))
    return tuple(one for one in found if one.words != words)


def is_by_syllables(words: tuple[str, ...]) -> bool:
    """Whether plain words are a Chinese or a Korean name."""
    if not 1 < len(words) <= WORDS_AT_MOST:
        return False
    return any(any(_in_order(words, is_name)) for is_name in (mandarin.is_name, korean.is_name))


def is_another(word: str, name: str) -> bool:
    """Whether a plain word is of other syllables than one of a name that is read by syllables: a
    slip seldom makes a syllable of one, and every syllable makes another name. Xiaotong is no
    Xiaohong."""
    read = (
        (mandarin.syllables(word), mandarin.syllables(name)),
        (korean.heard(word), korean.heard(name)),
    )
    both = [(one, other) for one, other in read if one and other]
    return bool(both) and all(one != other for one, other in both)


def is_another_in_cyrillic(word: str, name: str) -> bool:
    """The same of a word in Cyrillic letters and a name as they have it, both in Latin ones: its
    case apart, and voiced or not. Сон is no Чон."""
    return not _unvoiced(word).startswith(_unvoiced(name))


def _unvoiced(plain: str) -> str:
    for pattern, other in _ONE_SOUND:
        plain = re.sub(pattern, other, plain)
    return plain


def _by_syllables(words: tuple[str, ...]) -> Iterator[Rendering]:
    for surname, given in _in_order(words, mandarin.is_name):
        for script, name, spelled in mandarin.elsewhere(surname, given):
            yield Rendering(script, (name, "".join(spelled)))
            if script != "cyrillic":
                yield Rendering(script, (name, *spelled))
    for surname, given in _in_order(words, korean.is_name):
        for script, name, spelled in korean.elsewhere(surname, given):
            yield Rendering(script, (name, *spelled))
            if surname != words[0]:
                yield Rendering(script, (*spelled, name))
        yield Rendering("latin", (surname, "".join(given)))


def _in_order(words: tuple[str, ...], is_name: IsName) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Surname and given name, whichever comes first, if words are a name."""
    for surname, given in ((words[0], words[1:]), (words[-1], words[:-1])):
        if is_name(surname, given):
            yield surname, given
            return


def _japanese(words: tuple[str, ...]) -> Iterator[Rendering]:
    if len(words) > 2:
        return
    for given, surname in (words, words[::-1]):
        for script, one, other in japanese.elsewhere(given, surname):
            yield Rendering(script, (one, other))
            yield Rendering(script, (other, one))
