"""What is said of a word that was taken for a word of a name: how far it is from it, and why."""

from functools import lru_cache

from rapidfuzz.distance import OSA

from monitor.matching.folding import read
from monitor.matching.given import given_class
from monitor.matching.romanise import is_abjad


@lru_cache(maxsize=10_000)
def word_reason(surface: str, name: str, score: float, *, is_generic: bool = False) -> str:
    """The word of the text, the word of the list, their likeness, and what was made light of.

    Words that differ by a letter say so first: it may be the name of somebody else.
    """
    if score == 100:
        return surface
    reason = f"{surface} for {name} {score:.0f}"
    if is_generic:
        return f"{reason}, translated"
    if is_abjad(surface) != is_abjad(name):
        return f"{reason}, across scripts"
    word, other = read(surface), read(name)
    if word.plain in {f"{other.plain}s", f"{other.plain}es"}:
        return f"{reason}, plural"
    if _is_one_off(word.plain, other.plain) or _is_one_off(word.sound.fold, other.sound.fold):
        reason = f"one letter off: {reason}"
    if word.sound.fold == other.sound.fold:
        return f"{reason}, one sound"
    given = given_class(word.plain)
    return f"{reason}, one given name" if given and given == given_class(other.plain) else reason


def _is_one_off(word: str, other: str) -> bool:
    return OSA.distance(word, other, score_cutoff=1) == 1
