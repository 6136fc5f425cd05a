"""What is said of a word that was taken for a word of a name: how far it is from it, and why."""

from functools import lru_cache

from rapidfuzz.distance import OSA

from monitor.matching.folding import Reading, read
from monitor.matching.given import given_class
from monitor.matching.romanise import is_abjad


@lru_cache(maxsize=10_000)
def word_reason(surface: str, name: str, score: float, *, is_generic: bool = False) -> str:
    """The word of the text, the word of the list, their likeness, and what was made light of.

    Words that differ by a letter or two say so first: it may be the name of somebody else.
    """
    if score == 100:
        return surface
    reason = f"{surface} for {name} {score:.0f}"
    if is_generic:
        return f"{reason}, translated"
    if is_abjad(surface) != is_abjad(name):
        return f"{reason}, across scripts"
    word, other = read(surface), read(name)
    off = _letters_off(word, other)
    if off == 1:
        reason = f"one letter off: {reason}"
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
