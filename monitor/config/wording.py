"""How a problem is put into words: which entry, which key, which value, and what to do.

In every message double quotes hold what the file says, and backticks what to write.
"""

import json
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from monitor.config.document import Document
from monitor.config.slugs import slug
from monitor.config.syntax import KeyPath
from monitor.errors import Problem

LONGEST_QUOTE = 60
"""Characters of a value that a message repeats."""

# Joiners are part of Persian spelling; any other invisible character is probably the mistake.
_JOINERS = "\u200c\u200d"
_INVISIBLE = {"Cc", "Cf", "Zl", "Zp"}

_ENTRY = {"watches": "watch", "sources": "source"}


def problem(
    document: Document,
    path: KeyPath,
    message: str,
    *,
    line: int | None = None,
    severity: str = "error",
) -> Problem:
    """A problem with what stands at the path, told with its file, line, entry and key."""
    at = document.known_path(path)
    told = ": ".join([*_where(document, at), message])
    return Problem(document.file, line or document.line(at), told, severity)


def _where(document: Document, path: KeyPath) -> list[str]:
    """`watch "green-zone"`, `near.within`: the entry, and the key in it."""
    entry = _entry(document, path)
    rest = _dotted(path[2:] if entry else path)
    return [part for part in (entry, rest) if part]


def _entry(document: Document, path: KeyPath) -> str:
    if len(path) < 2 or path[0] not in _ENTRY or not isinstance(path[1], int):
        return ""
    kind, entry = _ENTRY[str(path[0])], document.at(path[:2])
    if isinstance(entry, dict):
        explicit, name = entry.get("id"), entry.get("name")
        if isinstance(explicit, str) and explicit:
            return f"{kind} {quoted(explicit)}"
        if isinstance(name, str) and slug(name):
            return f"{kind} {quoted(slug(name))}"
    return f"{kind} {path[1] + 1} of the list"


def _dotted(path: KeyPath) -> str:
    dotted = ""
    for step in path:
        dotted += f" (item {step + 1})" if isinstance(step, int) else f".{step}"
    return dotted.lstrip(".")


def quoted(value: Any) -> str:
    """A value as a message shows it: short, on one line, nothing in it unseen."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if not isinstance(value, str):
        return json.dumps(value)
    short = value if len(value) <= LONGEST_QUOTE else value[: LONGEST_QUOTE - 1] + "…"
    return '"' + "".join(_visible(character) for character in short) + '"'


def _visible(character: str) -> str:
    if character in _JOINERS or unicodedata.category(character) not in _INVISIBLE:
        return character
    return f"\\u{ord(character):04x}"


def written(value: Any) -> str:
    """A value as one would write it in the file."""
    return json.dumps(value, ensure_ascii=False)


def did_you_mean(given: str, known: Iterable[str], *, mark: str = "`") -> str:
    """`; did you mean X?` where a known word is close, else nothing."""
    close = get_close_matches(given, list(known), n=1, cutoff=0.6)
    return f"; did you mean {mark}{close[0]}{mark}?" if close else ""
