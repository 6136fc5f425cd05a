"""Where the values of a YAML text stand in it, to the character: for edits that leave the rest.

Told by the events of the parser, as `document` reads them; indices count characters of the text.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ruamel.yaml import YAML
from ruamel.yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from monitor.config.syntax import KeyPath


@dataclass(frozen=True, slots=True)
class Node:
    """A value: from its first character to behind its last, comments behind it left out."""

    start: int
    end: int
    column: int  # of a block: that of its keys or dashes
    is_flow: bool = False  # {a: b} or [a, b]
    entries: tuple["Entry", ...] | None = None  # None of a scalar or a reference
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands under a key, or at a place of a list."""

    key: str | int
    start: int  # of the key; of an item, where its value starts
    value: Node


def layout_of(text: str) -> Node | None:
    """Where everything stands in the one document of the text; None where there is none."""
    events: Iterator[Event] = iter(YAML(typ="safe", pure=True).parse(text))
    for event in events:
        if isinstance(event, DocumentStartEvent):
            return _node(next(events), events, text)
    return None


def node_at(root: Node | None, path: KeyPath) -> Node | None:
    """The value at the path; None where nothing stands there, or only a reference to it."""
    node = root
    for step in path:
        entry = entry_of(node, step)
        if entry is None:
            return None
        node = entry.value
    return node


def entry_of(node: Node | None, key: str | int) -> Entry | None:
    entries = node.entries if node else None
    return next((entry for entry in entries or () if entry.key == key), None)


def line_after(text: str, index: int) -> int:
    """Where the line after the one of the index starts, or the text ends."""
    end = text.find("\n", index)
    return len(text) if end < 0 else end + 1


def _node(event: Event, events: Iterator[Event], text: str) -> Node:
    start, column = event.start_mark.index, event.start_mark.column
    if isinstance(event, ScalarEvent | AliasEvent):
        # A text of several lines ends where the next thing starts: go back over what is between.
        end = max(start, len(text[: event.end_mark.index].rstrip()))
        return Node(start, end, column)
    assert isinstance(event, CollectionStartEvent)
    is_list = isinstance(event, SequenceStartEvent)
    read = _items(events, text) if is_list else _keys(events, text)
    entries, end = read
    if event.flow_style:
        return Node(start, end, column, True, entries, is_list)
    if entries:  # behind an anchor the block starts on a line of its own
        first = entries[0].start
        column = column if is_list else first - (text.rfind("\n", 0, first) + 1)
        end = entries[-1].value.end
    return Node(start, end, column, False, entries, is_list)


def _keys(events: Iterator[Event], text: str) -> tuple[tuple[Entry, ...], int]:
    entries = []
    while not isinstance(event := next(events), MappingEndEvent):
        key = str(event.value) if isinstance(event, ScalarEvent) else ""
        if isinstance(event, MappingStartEvent | SequenceStartEvent):
            _node(event, events, text)
        entries.append(Entry(key, event.start_mark.index, _node(next(events), events, text)))
    return tuple(entries), event.end_mark.index


def _items(events: Iterator[Event], text: str) -> tuple[tuple[Entry, ...], int]:
    entries: list[Entry] = []
    while not isinstance(event := next(events), SequenceEndEvent):
        node = _node(event, events, text)
        entries.append(Entry(len(entries), node.start, node))
    return tuple(entries), event.end_mark.index
