"""Values as the files write them: one line where that is short, else an item a line."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

WIDTH = 90
"""Characters of a list or a mapping that is written on one line."""

_PLAIN = re.compile(r"[\w./~(][\w ./:%?=&+~@'();!$-]*")
_NOT_PLAIN = re.compile(r":(?:\s|$)| #|\s$|^(?:~|null|true|false|yes|no|on|off)$", re.IGNORECASE)
_NUMBER = re.compile(r"[-+.]?[0-9][0-9._eE+-]*")
# What JSON leaves as it is, and YAML takes for a line break or for a mark at the start of a file.
_BREAKS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "\x7f\x85\u2028\u2029\ufeff"}


def flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return scalar(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, Sequence):
        return "[" + ", ".join(flow(inner) for inner in value) + "]"
    return f"{value:g}"


def scalar(text: str) -> str:
    """Plain where every reader takes it for this text; else in double quotes, as JSON has them."""
    plain = _PLAIN.fullmatch(text) and not _NOT_PLAIN.search(text) and not _NUMBER.fullmatch(text)
    return text if plain else json.dumps(text, ensure_ascii=False).translate(_BREAKS)


def keyed(key: str, value: Any) -> list[str]:
    """The lines of a key with its value, in a block."""
    line = f"{key}: {flow(value)}"
    if not value or not _is_collection(value) or len(line) <= WIDTH:
        return [line]
    return [f"{key}:", *(f"  {inner}" for inner in _inner(value))]


def listed(item: Any, *, gap: int = 2, in_block: bool = False) -> list[str]:
    """The lines of an item of a list in a block. `gap` is how far its text is from its dash."""
    dash = "-" + " " * (gap - 1)
    line = dash + flow(item)
    if not isinstance(item, Mapping) or not item or not (in_block or len(line) > WIDTH):
        return [line]
    first, *rest = _inner(item)
    return [dash + first, *(" " * gap + inner for inner in rest)]


def _inner(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [line for key, inner in value.items() for line in keyed(key, inner)]
    return [line for item in value for line in listed(item)]


def _is_collection(value: Any) -> bool:
    return isinstance(value, Mapping | Sequence) and not isinstance(value, str)
