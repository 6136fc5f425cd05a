"""How alike two words are, 0 to 100, as a reader of names would say. RapidFuzz counts."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, Levenshtein

from monitor.matching.folding import ACROSS_SCRIPTS, Reading, Sound, read
from monitor.matching.transliteration import distance
from monitor.matching.vocabulary import PARTICLES

SAME_SOUND = 92.0
"""At least this for words of one sound; the rest is for the letters."""
NEARLY_SAME_SOUND = 85.0
"""The same where e and i are not told apart, nor aw and o: Remi and Rimi, Zawr and Zor."""
_SOFT = (("i", "e"), ("E", "e"), ("ao", "o"), ("oe", "o"))
ANOTHER_TRADITION = 2.0
TWO_TRADITIONS = 6.0
"""Taken off where a word sounds the same only by another tradition of spelling, or by two."""
OTHER_TRADITIONS_AT_MOST = SAME_SOUND + 6.0 - ANOTHER_TRADITION
"""What a word scores by them at most: one with more points is not asked how it sounds there."""
ANOTHER_SCRIPT = 96.0
"""At most this for words that are written in scripts of which one leaves vowels out."""
ONE_CONSONANT = 60.0
"""Taken off across scripts for as many consonants as the word has; one in five is 12 points."""
ACROSS_AT_MOST = 0.5
"""Of its consonants a word may lose so many to another script."""
CONSONANTS_TO_DIFFER = 3
"""A word of fewer consonants is not held to be shorter than this."""

NISBA = 10.0
"""Taken off where only one of the words has an -i at its end, which makes another name of it."""
TYPO_LETTERS = 5
"""Words shorter than this have neighbours of one letter that are other words."""
LETTERS = 40.0
"""Words with fewer letters in common are alike only if they sound the same in some tradition."""
PLURAL = 2.0
"""Taken off for a plural: Houthis."""
PLURAL_LETTERS = 5
SINGULAR = 96.0
"""What the singular of an ordinary word scores: Martyr's Brigade for Martyrs Brigades."""
STEM = 9
"""Letters that two ordinary words share at the front when one is derived from the other."""
SAME_STEM = 88.0
LONG_TYPO_LETTERS = 8
"""From here on, two slips of the keyboard still leave one word."""

ANOTHER_LETTER = 70.0
"""At most this for words that differ by one letter which no ear takes for the other: Nabil is no
Nabih."""
_LIKE = tuple(
    map(frozenset, ("bpvfw", "dtj", "kgqcxhj", "szcjx", "mn", "lr", "vuw", "jiy", "th", "ct"))
)
"""Letters that ears or languages take for each other."""
_UNLIKE = tuple(map(frozenset, ("hk", "jk", "hq", "jq")))
"""Letters that have one sound in no tradition, though both share one with a third: kh, g."""
_FIRM = frozenset("bcdfgjklmnpqrstvxz")
"""Consonants that no language writes as a vowel."""
_HEARD = frozenset("bfklmpr")
"""Consonants that no language leaves out: a d, a t and an h come and go."""
SHORT_OF_A_LETTER = 4
"""Letters of a word, at least, that is another one with one letter more."""

ARTICLE_GLUED = 90.0
"""What a word scores that has the article of the next one at its end: Ansarul Islam."""
STEM_OF_ARTICLE = 4
"""Letters."""

DECLINED = frozenset({"ابو", "ابا", "ابی"})
DECLENSION = 97.0
"""Abu Mahdi is أبو مهدي as subject, أبي مهدي after a preposition."""

_ALLAH_WITHOUT_H = re.compile("[eo]la$")
_VOWEL = re.compile("[aeioE]")
_EXCHANGED = str.maketrans("jdspfv", "kttbbb", "hwyA")

GLIDES = ("ai", "ay", "aj", "oi", "oy", "oj")
"""Endings in which j is what others write as i: Haidai, Hajdaj."""

IsOrdinary = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Spoken:
    """A word of the watchlist: as written, and every way it may sound, its own first, each with
    how many changes of spelling away it is."""

    reading: Reading
    sounds: tuple[tuple[Sound, int], ...]
    others: Mapping[str, tuple[tuple[Sound, int], ...]]  # but its own, by their consonants


def spoken(reading: Reading, sounds: tuple[tuple[Sound, int], ...]) -> Spoken:
    """A word with the ways it may sound, its own first."""
    others: dict[str, tuple[tuple[Sound, int], ...]] = {}
    for sound, changes in sounds[1:]:
        others[sound.skeleton] = (*others.get(sound.skeleton, ()), (sound, changes))
    return Spoken(reading, sounds, others)


def similarity(word: Reading, name: Spoken, is_ordinary: IsOrdinary) -> float:
    """The word of a text against a word of a watched name."""
    if word.plain == name.reading.plain:
        return 100.0
    if word.plain in PARTICLES:
        return 0.0  # al- is no Ali
    alike = _alike(word, name, is_ordinary)
    if word.plain.endswith("s") and len(word.plain) >= PLURAL_LETTERS and not word.is_abjad:
        alike = max(alike, similarity(read(word.plain[:-1]), name, is_ordinary) - PLURAL)
    if _is_with_article(word.plain, name.reading.plain):
        alike = max(alike, ARTICLE_GLUED)
    if f"{word.plain}s" == name.reading.plain and is_ordinary(name.reading.plain):
        return max(alike, SINGULAR)
    return alike


def _is_with_article(word: str, name: str) -> bool:
    """Whether one has the article of the next word at its end: Ansarul Islam."""
    shorter, longer = sorted((word, name), key=len)
    return longer == f"{shorter}ul" and len(shorter) >= STEM_OF_ARTICLE


def is_surely(word: Reading, name: Reading) -> bool:
    """Whether a word has the sound of a name, or is its plural: what other traditions of spelling
    make of the name need not be asked."""
    return word.sound.fold == name.sound.fold or word.plain == f"{name.plain}s"


def _alike(word: Reading, name: Spoken, is_ordinary: IsOrdinary) -> float:
    if word.is_abjad and name.reading.is_abjad:
        return _as_written(word.plain, name.reading.plain)
    if word.is_abjad or name.reading.is_abjad:
        return _across_scripts(word, name)
    longest = max(len(word.plain), len(name.reading.plain))
    too_long = abs(len(word.plain) - len(name.reading.plain)) * 3 > longest
    if too_long and not _has_consonants_of(word, name):
        return 0.0
    by_ear = _by_ear(word, name)
    best = max(by_ear, _typo_floor(word, name, is_ordinary), _one_stem(word, name, is_ordinary))
    if best > ANOTHER_LETTER and _has_another_letter(word, name):
        return ANOTHER_LETTER
    return best


def _has_another_letter(word: Reading, name: Spoken) -> bool:
    """Whether one letter, and nothing else, is another one that stands for no sound of the name's:
    a consonant for a vowel, or one for another that no ear takes for it."""
    one, other = word.plain, name.reading.plain
    if len(one) != len(other):
        return _has_one_more(one, other) and not _has_consonants_of(word, name)
    apart = [{left, right} for left, right in zip(one, other, strict=True) if left != right]
    if len(apart) != 1 or not apart[0] & _FIRM or any(map(str.isdigit, apart[0])):
        return False  # Su1eimani is a scanner's
    if any(apart[0] <= unlike for unlike in _UNLIKE):
        return True
    is_like = any(apart[0] <= like for like in _LIKE)
    return not (is_like or _has_consonants_of(word, name))


def _has_one_more(longer: str, shorter: str) -> bool:
    """Whether a word has one letter more in it than a name, which is always heard and not the one
    before it: Torlak is no Torak. A letter less may be a scanner's: Su=eimani."""
    if len(longer) != len(shorter) + 1 or len(shorter) < SHORT_OF_A_LETTER:
        return False
    at = next((n for n, letter in enumerate(shorter) if letter != longer[n]), len(shorter))
    is_more = at > 0 and shorter[at:] == longer[at + 1 :]
    return is_more and longer[at] in _HEARD and longer[at] != longer[at - 1]


def _has_consonants_of(word: Reading, name: Spoken) -> bool:
    """Whether they have the same ones in some tradition of spelling."""
    skeleton = word.sound.skeleton
    return skeleton == name.reading.sound.skeleton or skeleton in name.others


def _as_written(word: str, name: str) -> float:
    """Two words of one vowelless script: nearly every letter counts."""
    if word in DECLINED and name in DECLINED:
        return DECLENSION
    if ends_in_i(word) != ends_in_i(name):
        return 0.0
    distance = OSA.distance(word, name, score_cutoff=2)
    if distance == 1 and _only_weak_letters(word, name):
        return 95.0
    if distance == 1 and min(len(word), len(name)) >= TYPO_LETTERS:
        return 88.0
    return 0.0


def _only_weak_letters(word: str, name: str) -> bool:
    """Whether the words differ by an alef or by a doubled letter: اسماعیل and اسمعیل."""
    return all(
        "ا" in word[edit.src_pos : edit.src_pos + 1] + name[edit.dest_pos : edit.dest_pos + 1]
        and edit.tag != "replace"
        for edit in Levenshtein.editops(word, name)
    )


def _across_scripts(word: Reading, name: Spoken) -> float:
    """Scripts with and without vowels: letter by letter, as names are written over."""
    latin, written = (name.reading, word) if word.is_abjad else (word, name.reading)
    consonants = len(latin.sound.skeleton)
    few = min(consonants, len(written.sound.skeleton)) <= CONSONANTS_TO_DIFFER
    if few and not _has_consonants_of(word, name) and not _has_like_consonants(word, name):
        return 0.0
    others = max(consonants, CONSONANTS_TO_DIFFER) - 1
    apart = distance(latin.plain, written.plain, ACROSS_AT_MOST * others)
    return max(0.0, ANOTHER_SCRIPT - ONE_CONSONANT * apart / others)


def _has_like_consonants(word: Reading, name: Spoken) -> bool:
    """Whether they are the same in some tradition, those that languages exchange as one."""
    coarse = _coarse(word.sound)
    return any(coarse == _coarse(sound) for sound, _ in name.sounds)


def _coarse(sound: Sound) -> str:
    return sound.skeleton.translate(_EXCHANGED)


def _by_ear(word: Reading, name: Spoken) -> float:
    letters = fuzz.ratio(word.plain, name.reading.plain)
    own = name.reading.sound
    best = _sounds_alike(word.sound, own, letters) if letters >= LETTERS else 0.0
    if best < SAME_SOUND:
        for sound, changes in name.others.get(word.sound.skeleton, ()):
            if changes == ACROSS_SCRIPTS:
                continue
            off = ANOTHER_TRADITION if changes == 1 else TWO_TRADITIONS
            best = max(best, _sounds_alike(word.sound, sound, letters) - off)
    if best <= 0:
        return 0.0
    best -= _nisba(word, name)
    if word.plain[0] == "g" and name.reading.plain[0] in "kq":
        best -= 3
    return min(best, 99.0)


def _sounds_alike(word: Sound, name: Sound, letters: float) -> float:
    if word.fold == name.fold:
        return SAME_SOUND + 0.06 * letters
    if softened(word.fold) == softened(name.fold):
        return NEARLY_SAME_SOUND + 0.06 * letters
    longest = max(len(word.fold), len(name.fold))
    if abs(len(word.fold) - len(name.fold)) * 3 > longest:
        return 0.0
    consonants = max(len(word.skeleton), len(name.skeleton), 1)
    apart = Levenshtein.distance(word.skeleton, name.skeleton) / consonants
    score = 0.45 * max(fuzz.ratio(word.fold, name.fold), letters) + 0.25 * letters
    score += 30 * (1 - apart) + (3 if apart == 0 else 0)
    return score - _vowels_apart(word.fold, name.fold)


def softened(fold: str) -> str:
    if fold.endswith("la"):
        fold = _ALLAH_WITHOUT_H.sub("ala", fold)
    for sound, softer in _SOFT:
        fold = fold.replace(sound, softer)
    return fold


def _vowels_apart(word: str, name: str) -> float:
    """Khomeini is not Khamenei: an o where the other has none weighs more than a changed a."""
    points = 0.0
    if (first_vowel(word) == "o") != (first_vowel(name) == "o"):
        points += 8
    if word.count("o") != name.count("o"):
        points += 4
    return points


def first_vowel(fold: str) -> str:
    found = _VOWEL.search(fold)
    return found.group() if found else ""


def _nisba(word: Reading, name: Spoken) -> float:
    """Malik is not Maliki, nor Salman Suleimani: -i at the end makes another name."""
    one, other = word.plain, name.reading.plain
    if ends_in_i(one) == ends_in_i(other) or (one.endswith(GLIDES) and other.endswith(GLIDES)):
        return 0.0
    return NISBA


def ends_in_i(plain: str) -> bool:
    if plain.endswith("ee") and len(plain) >= TYPO_LETTERS:
        return True  # Sayedee
    return plain.endswith(("i", "y", "ij", "ej", "yj", "ی", "E", "י"))


def _typo_floor(word: Reading, name: Spoken, is_ordinary: IsOrdinary) -> float:
    """A slip of the keyboard leaves no word that anybody uses."""
    length = min(len(word.plain), len(name.reading.plain))
    if length < TYPO_LETTERS or word.plain[0] != name.reading.plain[0]:
        return 0.0
    most = 2 if length >= LONG_TYPO_LETTERS else 1
    slips = OSA.distance(word.plain, name.reading.plain, score_cutoff=most)
    if slips > most or is_ordinary(word.plain) or _nisba(word, name):
        return 0.0
    return 84.0 + min(length - TYPO_LETTERS, 9) - 3 * (slips - 1)


def _one_stem(word: Reading, name: Spoken, is_ordinary: IsOrdinary) -> float:
    """Ordinary words of one stem: Revolution for Revolutionary."""
    if word.plain[:STEM] != name.reading.plain[:STEM] or len(word.plain) < STEM:
        return 0.0
    ordinary = is_ordinary(word.plain) and is_ordinary(name.reading.plain)
    return SAME_STEM if ordinary else 0.0
