"""What is said of a word that was taken for a word of a name: how far it is from it, and why."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import OSA

from monitor.matching.folding import Reading, read
from monitor.matching.given import given_class
from monitor.matching.lexicon import TRANSLATED
from monitor.matching.romanise import is_abjad
from monitor.matching.transliteration import UNHEARD_VOWEL, distance
from monitor.matching.vocabulary import ARTICLES_BEFORE_A_HYPHEN

ONE_LETTER = "one letter off: "
CONSONANTS_AT_MOST = 2.0
"""So far apart two scripts are compared."""


@lru_cache(maxsize=10_000)
def word_reason(surface: str, name: str, score: float, *, is_generic: bool = False) -> str:
    """The word of the text, the word of the list, their likeness, and what was made light of.

    Words that differ by a letter or two say so first: it may be the name of somebody else.
    """
    if score == 100:
        return surface
    reason = f"{surface} for {name} {score:.0f}"
    if is_abjad(surface) != is_abjad(name):
        reason = f"{reason}, translated" if is_generic else f"{reason}, across scripts"
        return (
            f"{ONE_LETTER}{reason}" if not is_generic and _is_off_across(surface, name) else reason
        )
    word, other = read(surface), read(name)
    off = _letters_off(word, other)
    if off == 1:
        reason = f"{ONE_LETTER}{reason}"
    if is_generic and score == TRANSLATED:
        return f"{reason}, translated"
    if word.plain in {f"{other.plain}s", f"{other.plain}es"}:
        return f"{reason}, plural"
    if word.sound.fold == other.sound.fold:
        return f"{reason}, one sound"
    given = given_class(word.plain)
    if given and given == given_class(other.plain):
        return f"{reason}, one given name"
    return f"two letters off: {reason}" if off == 2 else reason


def _letters_off(word: Reading, other: Reading) -> int:
    """As they are written, or as they sound, whichever is nearer; none if they only sound alike."""
    written = OSA.distance(word.plain, other.plain)
    heard = OSA.distance(word.sound.fold, other.sound.fold)
    return min(written, heard or written)


def _is_off_across(surface: str, name: str) -> bool:
    """Whether a letter stands for nothing of the name's, or another one does."""
    written, latin = (surface, name) if is_abjad(surface) else (name, surface)
    apart = distance(read(latin).plain, read(written).plain, CONSONANTS_AT_MOST)
    return UNHEARD_VOWEL <= apart <= CONSONANTS_AT_MOST


def stray_letter(form: Iterable[str], written: Iterable[str]) -> str | None:
    """Of a name's words and those that stand for it, all plain, the only two that differ, where it
    is by one letter; articles are not told apart."""
    left, right = Counter(form), Counter(written)
    missing, extra = list((left - right).elements()), list((right - left).elements())
    if len(missing) != 1 or len(extra) != 1 or OSA.distance(missing[0], extra[0]) != 1:
        return None
    if {missing[0], extra[0]} <= ARTICLES_BEFORE_A_HYPHEN:
        return None
    return f"{ONE_LETTER}{extra[0]} for {missing[0]}"
