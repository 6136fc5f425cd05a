"""Edits of a YAML text: each at one place, every other character stays. Pure.

An edit says twice what it does, to the text and to the values in it: who writes a file holds the
one against the other. Paths count as the text is before any of the edits.
"""

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from monitor.config.layout import Node, entry_of, layout_of, line_after, node_at
from monitor.config.rendering import flow, keyed, listed
from monitor.config.syntax import KeyPath


class UneditableError(Exception):
    """The text is written in a way that the edit has no place in. Never leaves this package."""


@dataclass(frozen=True, slots=True)
class Append:
    """Put an item behind the last one of a list; where there is no list yet, make it."""

    path: KeyPath  # of the list
    item: Any

    def apply(self, value: Any) -> None:
        _step(value, self.path[:-1]).setdefault(self.path[-1], []).append(self.item)


@dataclass(frozen=True, slots=True)
class Put:
    """Give a key of a mapping this value, in place of the one it has, or as its last key."""

    path: KeyPath
    value: Any

    def apply(self, value: Any) -> None:
        _step(value, self.path[:-1])[self.path[-1]] = self.value


@dataclass(frozen=True, slots=True)
class Remove:
    """Take an item out of a list, or a key out of a mapping."""

    path: KeyPath

    def apply(self, value: Any) -> None:
        del _step(value, self.path[:-1])[self.path[-1]]


Edit = Append | Put | Remove


def edited(text: str, edits: Sequence[Edit]) -> str:
    """The text after all edits. Raises UneditableError where one of them has no place in it."""
    root = layout_of(text)
    newline = "\r\n" if "\r\n" in text else "\n"
    splices: list[_Splice] = []
    for edit in _gathered(edits):
        splices.extend(_splices(text, root, edit, newline))
    # From the end, so that the indices before stay true; what is put in comes behind what goes.
    for splice in sorted(splices, key=lambda one: (one.start, one.end), reverse=True):
        start = text[: splice.start]
        needs_line = splice.on_own_line and start and not start.endswith("\n")
        text = start + (newline if needs_line else "") + splice.text + text[splice.end :]
    return text


def expected(value: Any, edits: Sequence[Edit]) -> Any:
    """The values after all edits."""
    value = copy.deepcopy(value)
    removals = [edit for edit in edits if isinstance(edit, Remove)]
    for edit in edits:
        if not isinstance(edit, Remove):
            edit.apply(value)
    for edit in sorted(removals, key=lambda one: _sortable(one.path), reverse=True):
        edit.apply(value)
    return value


@dataclass(frozen=True, slots=True)
class _Splice:
    """What is put in the place of a stretch of the text."""

    start: int
    end: int
    text: str
    on_own_line: bool = False


@dataclass(frozen=True, slots=True)
class _Appended:
    """All items that are put behind one list."""

    path: KeyPath
    items: tuple[Any, ...]


def _gathered(edits: Sequence[Edit]) -> list[Put | Remove | _Appended]:
    appended: dict[KeyPath, list[Any]] = {}
    for edit in edits:
        if isinstance(edit, Append):
            appended.setdefault(edit.path, []).append(edit.item)
    others = [edit for edit in edits if not isinstance(edit, Append)]
    return [*others, *(_Appended(path, tuple(items)) for path, items in appended.items())]


def _splices(
    text: str, root: Node | None, edit: Put | Remove | _Appended, newline: str
) -> list[_Splice]:
    around = node_at(root, edit.path[:-1])
    if around is None or around.entries is None:
        raise UneditableError(f"there is no list or mapping that holds {edit.path[-1]}")
    if isinstance(edit, Remove):
        return [_without(text, around, edit.path[-1])]
    value = node_at(around, edit.path[-1:])
    if isinstance(edit, Put):
        return [_with(text, around, str(edit.path[-1]), edit.value, newline)]
    if value is None:
        return [_with(text, around, str(edit.path[-1]), list(edit.items), newline)]
    if not value.is_list:
        raise UneditableError(f"{edit.path[-1]} is not written as a list")
    return [_longer(text, value, edit.items, newline, indent=around.column + 2)]


def _longer(text: str, node: Node, items: Sequence[Any], newline: str, *, indent: int) -> _Splice:
    """The list with the items behind its last."""
    if not node.entries:
        start = len(text[: node.start].rstrip())
        return _Splice(start, node.end, newline + _block(items, indent, 2, newline))
    if node.is_flow:
        index = node.end - 1  # before the bracket
        comma = "" if text[:index].rstrip().endswith(",") else ", "
        return _Splice(index, index, comma + ", ".join(flow(item) for item in items))
    dash = node.column
    gap = _column(text, node.entries[0].start) - dash
    written = _block(items, dash, gap if 2 <= gap <= 8 else 2, newline) + newline
    index = line_after(text, node.end)
    return _Splice(index, index, written, on_own_line=True)


def _block(items: Sequence[Any], dash: int, gap: int, newline: str) -> str:
    lines = [line for item in items for line in listed(item, gap=gap, in_block=True)]
    return newline.join(" " * dash + line for line in lines)


def _with(text: str, around: Node, key: str, value: Any, newline: str) -> _Splice:
    """The mapping with the value under the key."""
    entry = entry_of(around, key)
    if around.is_flow:
        written = f"{key}: {flow(value)}"
        if entry:
            return _Splice(entry.start, entry.value.end, written)
        index = len(text[: around.end - 1].rstrip())
        return _Splice(index, index, f", {written}" if around.entries else written)
    indented = (newline + " " * around.column).join(keyed(key, value))
    if entry:
        return _Splice(entry.start, entry.value.end, indented)
    index = line_after(text, around.end)
    return _Splice(index, index, " " * around.column + indented + newline, on_own_line=True)


def _without(text: str, around: Node, key: str | int) -> _Splice:
    """The block without the lines of an entry; comments on lines above it stay."""
    entry = entry_of(around, key)
    if entry is None or not around.entries or len(around.entries) == 1:
        raise UneditableError(f"{key} cannot be cut out")
    if around.is_flow:
        at = around.entries.index(entry)
        if at == 0:
            return _Splice(entry.start, around.entries[1].start, "")
        return _Splice(around.entries[at - 1].value.end, entry.value.end, "")
    start = text.rfind("\n", 0, entry.start) + 1
    if around.is_list and not text[start : entry.start].strip().startswith("-"):
        raise UneditableError(f"{key} does not start on the line of its dash")
    return _Splice(start, line_after(text, entry.value.end), "")


def _column(text: str, index: int) -> int:
    return index - (text.rfind("\n", 0, index) + 1)


def _step(value: Any, path: KeyPath) -> Any:
    for key in path:
        value = value[key]
    return value


def _sortable(path: KeyPath) -> tuple[tuple[int, str], ...]:
    return tuple((step, "") if isinstance(step, int) else (-1, step) for step in path)
