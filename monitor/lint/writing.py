"""Is a name written with signs that nobody sees, or with letters of two scripts in one word?"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from monitor.config.quoting import quoted
from monitor.errors import Problem
from monitor.lint.names import Written

_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = {"LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW"}
_LIKE_LATIN = str.maketrans(
    "АВЕКМНОРСТХаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEKMHOPCTXaeopcyxijsABEZHIKMNOPTYXo"
)


def hidden_slips(names: Iterable[Written]) -> Iterator[Problem]:
    """Names that will be found nowhere, or only where the same slip was made."""
    for name in names:
        if name.text.isascii():
            continue
        unseen = next((sign for sign in name.text if _is_unseen(sign)), None)
        if unseen is not None:
            told = f"holds the invisible character U+{ord(unseen):04X}; type the name anew"
            yield name.problem(f"{quoted(name.text)} {told}")
        elif mixed := next(filter(_is_mixed, _WORD.findall(name.text)), None):
            yield name.problem(f"{quoted(name.text)} {_mixture(mixed)}")


def _is_unseen(sign: str) -> bool:
    # The joiners are part of how Persian is written.
    return unicodedata.category(sign) == "Cf" and sign not in "\u200c\u200d"


def _is_mixed(word: str) -> bool:
    return not word.isascii() and len(_scripts(word)) > 1


def _scripts(word: str) -> list[str]:
    """The scripts of its letters, in their order."""
    named = (unicodedata.name(letter, "").partition(" ")[0] for letter in word)
    return [script for script in dict.fromkeys(named) if script in _SCRIPTS]


def _mixture(word: str) -> str:
    scripts = " and ".join(script.capitalize() for script in _scripts(word))
    latin = word.translate(_LIKE_LATIN)
    hint = f", such as {quoted(latin)}" if latin.isascii() else ""
    return f"has {scripts} letters in one word, {quoted(word)}; type it anew in one script{hint}"
