"""What is left of a word when spelling is taken away: its sounds, and then its consonants.

    plain     qassem      ghasem      سلیمانی (as written: case, marks, apostrophes gone)
    fold      kasem       kasem       slymany (letters of one sound are one letter)
    skeleton  ksm         ksm         slmn    (no vowels; A stands for a vowel at the start)

Names that a reader would take for the same have nearly the same fold and, mostly, the same
skeleton, whatever the script. Skeletons find; folds and letters judge.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from monitor.matching.romanise import bare, is_abjad, latin
from monitor.matching.traditions import in_traditions

VOWELS = "aeioE"  # E is a diphthong: ai, ay, ei, ey
VARIANTS_AT_MOST = 16
ACROSS_SCRIPTS = 9
"""Instead of a number of changes: so the name sounds only where another script writes it, which has
one letter for the ending of Hayat and of Haya."""
READ_AT_MOST = 50_000
"""Words that are remembered as heard; more than a day's news has."""

_ALLAH = re.compile(r"(?:[aoue]ll+ah?|[aoue]lah)$")
_SOUNDS = re.compile(
    r"tsch|tsj|sch|tch|sh|zh|zj|sj|ch|kh|gh|ph|th|dh|dj|ck|c(?=[eiy])|[cqgx]|z|"
    r"ou|oo|ow|[ou]|(?<=.)w|^w|[ae](?:[iy]e|[iy]+|ee)(?![aeiou])|ee|[iy]"
)
_SOUND_OF = {
    "ph": "f", "th": "t", "dh": "d", "dj": "j", "ck": "k", "kh": "k", "gh": "k",
    "ou": "o", "oo": "o", "ow": "o", "o": "o", "u": "o", "w": "o", "ee": "i", "i": "i", "y": "i",
    "z": "s", "q": "k", "g": "k", "x": "k",
}  # fmt: skip
_HISSES = frozenset({"tsch", "tsj", "sch", "tch", "sh", "zh", "zj", "sj", "ch"})
_TWICE = re.compile(r"(.)\1+")
_FINAL_H = re.compile(rf"(?<=[{VOWELS}])h$")
_FEMININE = re.compile(r"(?<=[^aeiou][ae])t(?=$|al)|(?<=aa)t$")
_NO_VOWELS = str.maketrans("", "", VOWELS)

_ASIDE = re.compile(r"\(\?[^)]*\)|\[[^]]*\]|.\?|[\^$]")
"""What a pattern asks for beside the letters that it is about."""


def _letter(pattern: str) -> str:
    """A letter that every word has in which the pattern is found; none where there is no such."""
    about = (set(one) for one in _ASIDE.sub("", pattern).split("|"))
    return min(set.intersection(*about), default="")


# One spelling of a sound that another tradition writes otherwise, and the way back: each rule needs
# both, because either side may be the one on the watchlist.
_RULES: tuple[tuple[str, re.Pattern[str], str], ...] = tuple(
    (_letter(pattern), re.compile(pattern), other)
    for pattern, other in (
        (r"kh", "h"),
        (r"kh", "ch"),
        (r"kh", "j"),
        (r"(?<![kscztgdp])h(?=.)", "kh"),
        (r"(?<=[aeiou])h$", "kh"),
        (r"ch", "k"),
        (r"^[yj]e", "e"),
        (r"^j", "y"),
        (r"(?<![aeou])y(?=[aeou])", "j"),
        (r"(?<=[aeou])[iy](?=[^aeiouy])", "j"),
        (r"(?<=[aeiou])y(?=[aeiou])", "j"),
        (r"j", "zh"),
        (r"zh", "j"),
        (r"j", "g"),
        (r"g(?!h)", "j"),
        (r"dh", "z"),
        (r"z(?!h)", "dh"),
        (r"th", "s"),
        (r"s(?!h)", "th"),
        (r"(?<=.)w", "v"),
        (r"v$", "f"),
        (r"(?<=.)v", "w"),
        (r"v", "f"),
        (r"ks", "x"),
        (r"x", "ks"),
        (r"p(?!h)", "b"),
        (r"ph", "p"),
        (r"p(?!h)", "ph"),
        (r"(?<!t)ch", "j"),
        (r"j", "ch"),
        (r"tx", "ch"),
        (r"g(?!h)", "h"),
        (r"(?<![kscztgdp])h(?=[aeiouy])", "g"),
        (r"ts", "s"),
        (r"j", "dzh"),
        (r"dzh", "j"),
        (r"z(?!h)", "ts"),
        (r"c$", "ch"),
        (r"ch$", "c"),
        (r"(?<=[aeiouy])[iy]$", "j"),
        (r"(?<=[aeiouy])j$", "i"),
        (r"sh", "sz"),
        (r"gh", "rh"),
        (r"rh", "gh"),
        (r"c(?=[aeiou])", "j"),
        (r"c(?=[aeiou])", "dzh"),
        (r"j(?=[aou])", "c"),
        (r"oe", "u"),
        (r"i(?=zh|v$)", "o"),
        (r"o(?=zh|v$)", "i"),
        (r"(?<=[^aeiouy])i(?=[aeou])", "j"),
        (r"^y(?=[aeou])", "j"),
        (r"k(?!h)", "ch"),
        (r"x", "sh"),
        (r"sh|kh", "x"),
        (r"x", "h"),
        (r"qu(?=[ei])|gu(?=[ei])", "k"),
        (r"(?<=[aeiou])ng(?=[^aeiou]|$)", "n"),
        (r"v(?=.*v)", "b"),
        (r"^f(?=[aeiouy]+[^aeiouy]+[aeiouyh]*$)", "p"),
        (r"^t?ch", "tsh"),
        (r"^ou(?=[aei])", "w"),
        (r"^w(?=[aei])", "ou"),
        (r"[aeu](?:tt|dd)[iyu]n$", "aldin"),
    )
)


@dataclass(frozen=True, slots=True)
class Sound:
    """A word by ear."""

    fold: str
    skeleton: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One word as the matcher compares it."""

    plain: str
    sound: Sound
    is_abjad: bool  # its script leaves short vowels out


@lru_cache(READ_AT_MOST)
def read(word: str) -> Reading:
    """The word as written, and as heard."""
    plain = bare(word)
    if is_abjad(plain):
        return Reading(plain, sound_of(abjad_letters(plain)), is_abjad=True)
    plain = latin(plain)
    return Reading(plain, sound_of(plain), is_abjad=False)


def abjad_letters(plain: str) -> str:
    """An Arabic, Persian or Hebrew word in Latin letters; its last h is the vowel it stands for."""
    if plain.endswith("الله"):
        return latin(plain[:-4]) + "allah"
    letters = latin(plain)
    if plain[:1] in "عע":
        letters = "a" + letters.removeprefix("a")
    return letters[:-1] + "a" if len(letters) > 2 and letters.endswith("ḥ") else letters


def sound_of(plain: str) -> Sound:
    """Fold and skeleton of a word in Latin letters."""
    fold = fold_of(plain)
    return Sound(fold, skeleton_of(fold))


def fold_of(plain: str) -> str:
    """Letters of one sound as one letter, doubles once, no h at the end after a vowel."""
    letters = _ALLAH.sub("alah", plain) if plain.endswith(("a", "h")) else plain
    if letters.startswith("w"):
        letters = "v" + letters[1:]
    letters = _TWICE.sub(_once, _SOUNDS.sub(_sound, letters)).replace("ḥ", "h")
    return _FINAL_H.sub("", letters) if letters.endswith("h") else letters


def _once(match: re.Match[str]) -> str:
    return match[1]


def _sound(match: re.Match[str]) -> str:
    letters = match.group()
    if letters in _HISSES:
        return "s"
    if letters == "c":
        follows = match.string[match.end() : match.end() + 1]
        return "s" if follows and follows in "eiy" else "k"
    if letters[0] in "ae":
        return "E"
    return _SOUND_OF[letters]


def skeleton_of(fold: str) -> str:
    """The consonants; a vowel at the start is A."""
    consonants = _TWICE.sub(_once, fold.translate(_NO_VOWELS))
    return "A" + consonants if fold[:1] in VOWELS and fold else consonants


def variants(plain: str, *, thorough: bool = True) -> tuple[tuple[Sound, int], ...]:
    """How else the name may sound in other traditions of spelling, each with how many changes it
    takes; its own sound comes first. Thoroughly: with two changes at once too.
    """
    found: dict[Sound, int] = {}
    known: set[str] = set()
    for spelling, changes in _spellings(plain, thorough=thorough):
        if spelling in known:
            continue
        known.add(spelling)
        found.setdefault(sound_of(spelling), changes)
        if len(found) >= VARIANTS_AT_MOST:
            break
    return tuple(found.items())


def _spellings(plain: str, *, thorough: bool) -> Iterator[tuple[str, int]]:
    yield plain, 0
    if (without_t := _FEMININE.sub("", plain)) != plain:
        yield without_t, ACROSS_SCRIPTS
    changes = [
        (pattern, other)
        for letter, pattern, other in _RULES
        if letter in plain and pattern.search(plain)
    ]
    for pattern, other in changes:
        yield pattern.sub(other, plain), 1
    for written in in_traditions(plain):
        yield written, 1
    if not thorough:
        return
    for (first, one), (second, two) in combinations(changes, 2):
        yield second.sub(two, first.sub(one, plain)), 2
