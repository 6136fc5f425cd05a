"""How far a word in Arabic, Persian or Hebrew letters is from one in Latin letters.

Each letter is laid against the Latin spellings that it has in names of any tradition: ق is q, k, g
and gh; ج is j, g and dj. Short vowels may go unwritten, long ones and those at the ends may not:
that is what tells Salah from سلاح, and not from صالح. The distance is counted in consonants.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

UNWRITTEN_CONSONANT = 1.0
UNWRITTEN_GLIDE = 0.5
"""A y, w or h of the Latin word that no letter stands for."""
UNWRITTEN_LONG = 0.4
"""A vowel that Latin letters show to be long: ou, ee."""
UNWRITTEN_SHORT = {"a": 0.0, "e": 0.0, "i": 0.05, "o": 0.05, "u": 0.05}
UNWRITTEN_FIRST = 0.5
UNWRITTEN_LAST = {"a": 0.2, "e": 0.2, "i": 0.8, "y": 0.8, "o": 0.6, "u": 0.6}
UNHEARD_VOWEL = 0.6
"""A long vowel that the Latin word does not have."""
UNHEARD_CONSONANT = 1.0
ANOTHER_CONSONANT = 1.0

# Letter: its spellings, after a number those that are so many consonants away.
_SPELLINGS = """
ا a aa 0.1 e ae 0.25 o u i ai ei
ب b 0.1 p bh 0.2 v
پ p 0.3 b
ت t 0.1 th 0.3 d
ث th s t 0.2 z
ج j g dj dzh zh dg jh gi 0.1 c ch 0.3 y
چ ch c tch tsch cz 0.2 j sh 0.3 s
ح h 0.2 kh ch
خ kh 0.05 h x 0.1 ch 0.2 k j g
د d dh 0.2 dz dj 0.3 t
ذ dh z d 0.1 th
ر r rh
ز z 0.1 ts dz dh 0.15 s
ژ zh j g 0.2 z dzh
س s c sc 0.25 z
ش sh ch sch sz sj 0.15 s x sc
ص s 0.2 z c ts
ض d dh z dz
ط t 0.2 th
ظ z dh th 0.1 d
ع a 0.05 e i o u
غ gh g 0.1 gu q 0.3 k h
ف f ph 0.1 v w 0.2 p
ق q k g gh c ck 0.2 kh
ک k c q ck ch kh 0.1 g 0.2 x
گ g gu gh 0.3 k j
ل l
م m
ن n 0.2 m
ه h 0.3 a e
و w v o u ou oo ow uw aw au oe eu ue uo 0.1 f ew
ی y i e ee ei ai ay ey ie ea iy ij yi 0.2 ae oi 0.3 j
ڤ v f
ۆ o u
ێ e ei
א a e i o u
ב b v bh 0.2 w
ג g j gh dj dzh 0.1 c
ד d dh
ה h 0.3 a e
ו v w o u ou oo ow au aw
ז z j zh dh 0.15 s 0.2 th
ח h ch kh 0.2 k
ט t 0.2 th
י y i e ee ei ai ay ey ie j
כ k ch kh c q ck
ך k ch kh c q ck
ל l
מ m
ם m
נ n 0.2 m
ן n
ס s c 0.2 z
ע a e i o u
פ p f ph
ף p f ph
צ ts tz s z ch c
ץ ts tz s z ch c
ק k c q ck g gh
ר r
ש sh s sch ch
ת t th
تش ch tch cz tsch c
دج j dj dg
کس x ks
تس ts 0.1 z tz
قس x
هال atul etul etol atol atal itul atal
כס x
קס x
ای ai ay ei ey ij 0.1 i y
عا a aa
عو u o ou
عی i e ei ai
עא a
עו o u ou
עי i e
یو 0.1 u o ou ow au yu iu
ال al el ul ol oul il l 0.1 a u e o ou
אל al el ul ol il l 0.1 a u e o
"""
"""A line: what is written, then its Latin spellings; those after a number are that far off."""
_AT_THE_END = """
ه a e ah eh 0.1 at et it t o
ی a 0.3 o
ای 0.4 i y
ا ah 0.1 o e
های ei ai ehei ehi eyi
ע
א
ה a e ah eh
یه e ei ej ey ee
"""
"""What a letter may also be as the last of a word."""
_AT_THE_START = """
ا a e i o u
او o u ou oo ow au aw
ای i y e ee ei ai ay ey
א a e i o u
או o u ou oo
אי i y e ee ei
"""

_TWICE = re.compile(r"([zskcgtd]h|[^aeiou])\1+")
_TWICE_WRITTEN = re.compile(r"(.)\1+")
LATIN_AT_MOST = 4
LETTERS_AT_MOST = 3
END = "|"
_FAR = float("inf")
VOWELS = frozenset("aeiou")
_LONG = frozenset({"oo", "ee", "ou"})
_WRITTEN_VOWELS = frozenset("اویאוי")
_UNHEARD = {"ع": 0.0, "ע": 0.0, "א": 0.2, "ه": 0.5, "ה": 0.5, "ح": 0.7}

Spellings = Mapping[str, Mapping[str, float]]


def _spellings(table: str) -> Spellings:
    found: dict[str, dict[str, float]] = {}
    for line in table.strip().splitlines():
        letters, *listed = line.split()
        cost, costs = 0.0, found.setdefault(letters, {})
        for word in listed:
            if word[0].isdigit():
                cost = float(word)
            else:
                costs[word] = cost
    return found


_ANYWHERE = _spellings(_SPELLINGS)
_LAST = _spellings(_AT_THE_END)
_FIRST = _spellings(_AT_THE_START)
ONE_SOUND = frozenset((*_ANYWHERE, *_LAST, *_FIRST))
"""Letters, one to three, that are spelled together."""


Costs = tuple[float, ...]
Spelled = tuple[int, Mapping[str, float]]
"""How many letters are spelled, and what each spelling of them costs."""
Step = tuple[float, tuple[Spelled, ...]]
"""What it costs that a letter is not heard, and how it is spelled with those after it."""


def distance(name: str, written: str, most: float) -> float:
    """Consonants between a plain word in Latin letters and a bare one in a vowelless script, as far
    as they are no more than `most`; infinity from there on."""
    latin = once_spelled(name)
    steps = _steps(written)
    unwritten = unwritten_costs(latin)
    best = [[_FAR] * (len(latin) + 1) for _ in range(len(steps) + 1)]
    best[0][0] = 0.0
    for row, step in enumerate(steps):
        _write_on(best[row:], step, latin, unwritten, most)
    _leave_unwritten(best[-1], unwritten)
    return best[-1][-1] if best[-1][-1] <= most else _FAR


def _write_on(
    best: list[list[float]], step: Step, latin: str, unwritten: Costs, most: float
) -> None:
    """Lays one letter, and those it makes one sound with, against what may stand there."""
    here, after = best[0], best[1]
    _leave_unwritten(here, unwritten)
    unheard, spelled = step
    width = len(here)
    for column, cost in enumerate(here):
        if cost > most:
            continue
        after[column] = min(after[column], cost + unheard)
        for used, costs in spelled:
            reached = best[used]
            for end in range(column + 1, min(column + LATIN_AT_MOST + 1, width)):
                spelling = latin[column:end] if end + 1 < width else latin[column:end] + END
                more = costs.get(spelling)
                if more is not None and cost + more < reached[end]:
                    reached[end] = cost + more
        if column + 1 < width and unheard >= UNHEARD_CONSONANT and latin[column] not in VOWELS:
            after[column + 1] = min(after[column + 1], cost + ANOTHER_CONSONANT)


def _leave_unwritten(costs: list[float], unwritten: Costs) -> None:
    for place, more in enumerate(unwritten):
        costs[place + 1] = min(costs[place + 1], costs[place] + more)


@lru_cache(maxsize=50_000)
def _steps(written: str) -> tuple[Step, ...]:
    """Per letter what it costs that it is not heard, and the spellings of it and those after it."""
    letters = once_written(written)
    found = []
    for row in range(len(letters)):
        spelled = []
        for used in range(1, min(LETTERS_AT_MOST, len(letters) - row) + 1):
            together, is_last = letters[row : row + used], row + used == len(letters)
            costs = spellings(together, is_first=row == 0, is_last=is_last)
            if costs:
                spelled.append((used, costs))
        found.append((unheard_cost(letters, row), tuple(spelled)))
    return tuple(found)


def once_written(written: str) -> str:
    """A bare word in which no letter follows upon itself."""
    return _TWICE_WRITTEN.sub(r"\1", written)


def once_spelled(latin: str) -> str:
    """A plain word in which no consonant follows upon itself."""
    return _TWICE.sub(r"\1", latin)


@lru_cache(maxsize=2_000)
def spellings(letters: str, *, is_first: bool, is_last: bool) -> Mapping[str, float]:
    """What each spelling of letters that make one sound costs at the start of a word, at its end,
    or in the middle; END follows those that end a Latin word."""
    costs = {**_ANYWHERE.get(letters, {}), **(_FIRST.get(letters, {}) if is_first else {})}
    costs |= {spelling + END: cost for spelling, cost in costs.items()}
    if is_last:
        costs |= {spelling + END: cost for spelling, cost in _LAST.get(letters, {}).items()}
    return costs


def unheard_cost(letters: str, row: int) -> float:
    """What it costs that a letter of a word has no counterpart."""
    letter = letters[row]
    if letter in _WRITTEN_VOWELS:
        return UNHEARD_VOWEL
    if row == len(letters) - 1 and letter in "هה":
        return 0.1
    return _UNHEARD.get(letter, UNHEARD_CONSONANT)


@lru_cache(maxsize=50_000)
def unwritten_costs(latin: str) -> Costs:
    """Per letter what it costs that none stands for it."""
    return tuple(_unwritten_at(latin, place) for place in range(len(latin)))


def _unwritten_at(latin: str, place: int) -> float:
    letter = latin[place]
    is_last = place == len(latin) - 1
    if letter == "y" and not is_last and not VOWELS & set(latin[max(0, place - 1) : place + 2]):
        return UNWRITTEN_SHORT["i"]  # a vowel: Sadyr
    if letter in VOWELS or letter == "y":
        if place == 0:
            return UNWRITTEN_FIRST
        if is_last:
            return UNWRITTEN_LAST[letter]
        is_long = latin[place : place + 2] in _LONG or latin[place - 1 : place + 1] in _LONG
        return UNWRITTEN_LONG / 2 if is_long else UNWRITTEN_SHORT.get(letter, UNWRITTEN_GLIDE)
    if letter == "h" and is_last and latin[place - 1 : place] in VOWELS:
        return 0.0
    return UNWRITTEN_GLIDE if letter in "wh" else UNWRITTEN_CONSONANT
