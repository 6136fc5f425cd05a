"""Korean names in other systems: Hwang Pyong So of the North is Hwang Byeong-seo by the rules of
the South and Хван Пён Со in Russian papers; Ri, Lee and Yi are one surname.

McCune and Reischauer's system (1939) and that of the North tell ŏ from o and ŭ from u by marks that
papers leave out, the Revised Romanization (2000) by letters: an o of the former may be an eo of the
latter. Russian papers follow Kholodovich (1958) and Kontsevich.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice, product
from types import MappingProxyType

from monitor.matching.folding import fold_of
from monitor.matching.romanise import Script, bare, latin

_SURNAMES = """
kim gim|ким
ri lee yi rhee li|ли
pak park bak|пак
choe choi|чхве цой
jong jung jeong chung chong|чон чен
jo cho|чо
kang gang|кан
jang chang|чан
yun yoon|юн
rim lim im|лим им
han|хан
o oh|о
so seo suh|со
sin shin|син
kwon gwon|квон
hwang|хван
an ahn|ан
song|сон
ryu yu yoo|рю ю
hong|хон
ko go koh|ко
mun moon|мун
son sohn|сон
yang ryang|ян рян
pae bae|пэ
paek baek|пэк
ho heo hur|хо
nam|нам
sim shim|сим
no noh roh ro|но ро
ha|ха
ju joo chu|чу
ku koo gu|ку
ra na|на ра
min|мин
chon jon jeon chun|чон
thae tae|тхэ
hyon hyun hyeon|хён
ryo yeo|рё ё
pang bang|пан
kye gye|ке
u woo|у
ma|ма
"""
"""The usual ones, each in all its Latin spellings and then in its Cyrillic ones."""

_VOWELS = """
a а
ae э
ya я
yae е
eo о
e е
yeo ё
ye е
o о
wa ва
wae вэ
oe ве
oi ве
yo ё
you ё
u у
oo у
woo у
wo во
weo во
we ве
wi ви
yu ю
yoo ю
eu ы
ui ый
eui ый
i и
ee и
"""
_INITIALS = """
kk кк
tt тт
pp пп
ss сс
jj чч
ch чх
kh кх
th тх
ph пх
sh с
g к
k к
n н
d т
t т
r р
l р
m м
b п
p п
s с
j ч
h х
"""
_FINALS = """
k к
ck к
g к
n н
t т
d т
s т
l ль
r ль
m м
p п
b п
ng н
"""
"""A line: Latin letters of any system, and the Cyrillic ones for them."""

_UNMARKED = {"eo": "o", "eu": "u", "yeo": "yo", "eui": "ui", "you": "yo", "oo": "u", "woo": "u"}
"""Vowels of the South as the North has them."""
_MARKED = {"o": ("eo",), "u": ("eu", "eo"), "yo": ("yeo",), "yu": ("yeo",), "ui": ("ee",)}
"""Vowels of the North, and what else they may be in the South, Sung for Seong included."""
_UNVOICED = {"b": "p", "d": "t"}
"""Initials of the South as the North has them."""
_CYRILLIC_ALSO = {"о": ("е",), "у": ("ы", "о")}
"""Jong is Чон by Kontsevich, and Чен in the papers; an unmarked u may be ŭ."""
_INITIAL_HEARD = {
    "g": "k", "kk": "k", "kh": "k", "d": "t", "tt": "t", "th": "t", "b": "p", "pp": "p", "ph": "p",
    "ch": "j", "jj": "j", "sh": "s", "ss": "s", "l": "r", "n": "r",
}  # fmt: skip
_VOWEL_HEARD = {
    "eo": "o", "u": "o", "oo": "o", "eu": "o", "woo": "o", "weo": "wo", "yeo": "yo", "you": "yo",
    "yu": "yo", "yoo": "yo", "e": "ae", "yae": "ye", "oi": "oe", "eui": "i", "ui": "i", "ee": "i",
}  # fmt: skip
_FINAL_HEARD = {"ck": "k", "g": "k", "d": "t", "s": "t", "b": "p", "r": "l"}
"""What one system or another writes alike."""
SYLLABLES_AT_MOST = 2
"""Of a given name."""
SPELLINGS_AT_MOST = 24
"""Of one name in one script."""


def _table(lines: str) -> Mapping[str, str]:
    return MappingProxyType(dict(line.split() for line in lines.strip().splitlines()))


def _surnames() -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    found: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for line in _SURNAMES.strip().splitlines():
        spelled, cyrillic = (tuple(part.split()) for part in line.split("|"))
        for name in spelled:
            found.setdefault(name, (spelled, cyrillic))
    return MappingProxyType(found)


SURNAMES = _surnames()
_CYRILLIC_VOWELS, _CYRILLIC_INITIALS = _table(_VOWELS), _table(_INITIALS)
_CYRILLIC_FINALS = _table(_FINALS)


def _any(letters: Mapping[str, str]) -> str:
    return "|".join(sorted(letters, key=len, reverse=True))


_SYLLABLE = re.compile(
    rf"(?P<initial>{_any(_CYRILLIC_INITIALS)})?(?P<vowel>{_any(_CYRILLIC_VOWELS)})"
    rf"(?P<final>{_any(_CYRILLIC_FINALS)})?(?![aeiouwy])"
)
Syllable = tuple[str, str, str]
"""Its initial, its vowel and its final."""


def syllables(word: str) -> tuple[Syllable, ...]:
    """A plain word taken apart; nothing for one that is not Korean."""
    found = tuple(_SYLLABLE.finditer(word))
    if "".join(match.group() for match in found) != word:
        return ()
    return tuple((one["initial"] or "", one["vowel"], one["final"] or "") for one in found)


def elsewhere(surname: str, given: Sequence[str]) -> Iterator[tuple[Script, str, Sequence[str]]]:
    """How other systems may have a name, each with the script it is for: its surname, and the
    syllables of its given name. Nothing for a name that is not Korean."""
    spelled = _given(given) if surname in SURNAMES else None
    if spelled is None:
        return
    names, cyrillic = SURNAMES[surname]
    if len(spelled) == SYLLABLES_AT_MOST:  # Kim Kun and Kim Keon are two of many
        for name, *others in _some(_once((surname, *names)), *map(_in_latin, spelled)):
            yield "latin", name, others
    for name, *others in _some(cyrillic, *map(_in_cyrillic, spelled)):
        yield "cyrillic", latin(bare(name)), [latin(bare(other)) for other in others]


def is_name(surname: str, given: Sequence[str]) -> bool:
    """Whether plain words are a Korean name."""
    return surname in SURNAMES and _given(given) is not None


def heard(word: str) -> tuple[Syllable, ...]:
    """What a plain word sounds like by any system; nothing for one that is not Korean."""
    return tuple(
        (
            _INITIAL_HEARD.get(initial, initial),
            _VOWEL_HEARD.get(vowel, vowel),
            _FINAL_HEARD.get(final, final),
        )
        for initial, vowel, final in syllables(word)
    )


def _given(given: Sequence[str]) -> tuple[Syllable, ...] | None:
    """The syllables of a given name, None if it is not Korean."""
    parts = [syllables(word) for word in given]
    spelled = tuple(chain.from_iterable(parts))
    return spelled if all(parts) and len(spelled) <= SYLLABLES_AT_MOST else None


def _once(words: Iterable[str]) -> Sequence[str]:
    """Of words of one sound the first."""
    found: dict[str, str] = {}
    for word in words:
        found.setdefault(fold_of(word), word)
    return tuple(found.values())


def _some(*parts: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return islice(product(*parts), SPELLINGS_AT_MOST)


def _in_latin(syllable: Syllable) -> Sequence[str]:
    initial, vowel, final = syllable
    unmarked = _UNMARKED.get(vowel, vowel)
    vowels = (vowel, unmarked, *_MARKED.get(unmarked, ()))
    initials = (initial, _UNVOICED.get(initial, initial))
    return _once(first + one + final for first in initials for one in vowels)


def _in_cyrillic(syllable: Syllable) -> tuple[str, ...]:
    initial, vowel, final = (
        table.get(part, "")
        for table, part in zip(
            (_CYRILLIC_INITIALS, _CYRILLIC_VOWELS, _CYRILLIC_FINALS), syllable, strict=True
        )
    )
    others = _CYRILLIC_ALSO.get(vowel, ()) if vowel == "у" or initial.startswith("ч") else ()
    return tuple(initial + one + final for one in (vowel, *others))
