"""Identifiers from names: `Kata'ib Hezbollah` -> `kataib-hezbollah`.

A slug is for people to type and to link to, not to match by: the romanisation is one letter for one
letter, and knows nothing of pronunciation.
"""

import re
import unicodedata
from collections.abc import Iterable

APOSTROPHES = "'’‘ʼʻʿʾ`´′"
UNNAMED = "unnamed"
"""The slug of a name whose letters have no sound of their own."""

# fmt: off
_ROMAN = {
    # Arabic and Persian (what differs by a mark alone is decomposed before)
    "ا": "a", "ب": "b", "پ": "p", "ت": "t", "ث": "th", "ج": "j", "چ": "ch", "ح": "h", "خ": "kh",
    "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "ژ": "zh", "س": "s", "ش": "sh", "ص": "s", "ض": "d",
    "ط": "t", "ظ": "z", "ع": "a", "غ": "gh", "ف": "f", "ق": "q", "ک": "k", "ك": "k", "گ": "g",
    "ل": "l", "م": "m", "ن": "n", "و": "w", "ه": "h", "ة": "a", "ى": "a", "ي": "y", "ی": "y",
    "ء": "", "ـ": "", "ٱ": "a", "ھ": "h", "ہ": "h", "ے": "e", "ڤ": "v", "ٹ": "t", "ڈ": "d",
    # Cyrillic
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "ye", "ж": "zh",
    "з": "z", "и": "i", "і": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "ђ": "dj", "ј": "j",
    "љ": "lj", "њ": "nj", "ћ": "c", "џ": "dz",
    # Greek
    "α": "a", "β": "b", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i",
    "κ": "k", "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s",
    "ς": "s", "τ": "t", "υ": "y", "φ": "f", "χ": "ch", "ψ": "ps", "ω": "o",
    # Hebrew
    "א": "a", "ב": "b", "ג": "g", "ד": "d", "ה": "h", "ו": "v", "ז": "z", "ח": "h", "ט": "t",
    "י": "y", "כ": "k", "ך": "k", "ל": "l", "מ": "m", "ם": "m", "נ": "n", "ן": "n", "ס": "s",
    "ע": "a", "פ": "p", "ף": "p", "צ": "ts", "ץ": "ts", "ק": "k", "ר": "r", "ש": "sh", "ת": "t",
    # Latin letters that are no letter with a mark
    "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
}
# fmt: on
_NO_APOSTROPHES = dict.fromkeys(map(ord, APOSTROPHES))
_ASCII_APOSTROPHES = re.compile("['`]")
_SIGNS = re.compile("[^0-9a-z]+")
_UNSEEN = {"Mn", "Me", "Cf"}  # marks, and what only steers the layout


def slug(name: str) -> str:
    """The identifier of a name: casefolded, romanised, apostrophes dropped, other signs as `-`.

    Letters of scripts that are not romanised stay as they are. Empty where a name holds no letter
    and no digit.
    """
    if name.isascii():
        return _SIGNS.sub("-", _ASCII_APOSTROPHES.sub("", name.lower())).strip("-")
    letters = "".join(_spelled(character) for character in _plain(name))
    return "-".join(part for part in letters.split("-") if part)


def assign_ids(wanted: Iterable[tuple[str | None, str]]) -> list[str]:
    """One id for each (explicit id or None, name): a default slug gives way with `-2`, `-3`..."""
    return distinct_ids(
        (explicit is None, explicit or default_id(name)) for explicit, name in wanted
    )


def default_id(name: str) -> str:
    return slug(name) or UNNAMED


def distinct_ids(wanted: Iterable[tuple[bool, str]]) -> list[str]:
    """The same, of ids with whether they are defaults."""
    wanted = list(wanted)
    taken = {id_ for is_default, id_ in wanted if not is_default}
    numbers: dict[str, int] = {}
    ids = []
    for is_default, id_ in wanted:
        chosen = _free(id_, taken, numbers) if is_default else id_
        taken.add(chosen)
        ids.append(chosen)
    return ids


def _plain(name: str) -> str:
    """Casefolded, without marks, apostrophes and invisible characters."""
    bare = name.translate(
        _NO_APOSTROPHES
    ).casefold()  # before: ´ decomposes into a space and a mark
    return "".join(
        character
        for character in unicodedata.normalize("NFKD", bare).translate(_NO_APOSTROPHES).casefold()
        if unicodedata.category(character) not in _UNSEEN
    )


def _spelled(character: str) -> str:
    roman = _ROMAN.get(character)
    if roman is not None:
        return roman
    return character if character.isalnum() else "-"


def _free(wanted: str, taken: set[str], numbers: dict[str, int]) -> str:
    """The id, with the first number that is free; `numbers` are those that were tried before."""
    number, free = numbers.get(wanted, 1), wanted
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
    numbers[wanted] = number
    return free
