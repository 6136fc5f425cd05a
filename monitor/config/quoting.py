"""How messages show what a file says: in double quotes, short, and on one line.

What is to be written stands in backticks.
"""

import json
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

LONGEST_QUOTE = 60
"""Characters of a value that a message repeats."""

# Joiners are part of Persian spelling; any other invisible character is probably the mistake.
_JOINERS = "\u200c\u200d"
_INVISIBLE = {"Cc", "Cf", "Zl", "Zp"}


def quoted(value: Any) -> str:
    """A value as a message shows it: short, and in quotes if it is text."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return f'"{short(value)}"' if isinstance(value, str) else json.dumps(value)


def short(text: str) -> str:
    """As much of a text as a message repeats."""
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"


def written(value: Any) -> str:
    """A value as one would write it in the file."""
    return json.dumps(value, ensure_ascii=False)


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """`; did you mean X?` where a known word is close, else nothing."""
    close = get_close_matches(given, list(known), n=1, cutoff=0.6)
    return f"; did you mean `{close[0]}`?" if close else ""


def all_visible(message: str) -> str:
    """The message on one line, with everything that cannot be seen escaped."""
    return "".join(map(_visible, message))


def _visible(character: str) -> str:
    if character in _JOINERS or unicodedata.category(character) not in _INVISIBLE:
        return character
    return f"\\u{ord(character):04x}"
