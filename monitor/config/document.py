"""YAML 1.2 into plain values, each with the line it stands on.

Built from ruamel.yaml's events rather than its objects, so that every duplicate key is told and not
only the first, so that plain scalars follow YAML 1.2's core schema (`NO`, `08:00` and `2027-01-01`
are text), and so that no tag can make an object.
"""

import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
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

from monitor.config.long_files import LONG, read_long
from monitor.config.quoting import quoted, short
from monitor.config.syntax import HOW_TO_START, Flaw, KeyPath, UnreadableError, decoded, unreadable

DEEPEST = 32
"""Levels. No configuration nests as far; what does is an accident or an attack."""

MOST_REPEATED = 100_000
"""Values that references (`*name`) may add: nested ones grow exponentially."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a YAML file says: its values, and where each of them stands."""

    file: str
    value: Any  # dict, list, str, int, float, bool; None where the file says nothing
    lines: Mapping[KeyPath, int]  # of the key, or of the item's start; from 1
    flaws: tuple[Flaw, ...] = ()

    def known_path(self, path: KeyPath) -> KeyPath:
        """As much of the path as the file has written out."""
        while path and path not in self.lines:
            path = path[:-1]
        return path

    def line(self, path: KeyPath) -> int:
        return self.lines.get(self.known_path(path), 1)

    def at(self, path: KeyPath) -> Any:
        """The value that stands there; None where there is none."""
        value = self.value
        for step in path:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands: a document, and the path in it."""

    document: Document
    path: KeyPath

    def of(self, *keys: str | int) -> "Place":
        """The place of a key of the entry."""
        return Place(self.document, (*self.path, *keys))


def places(documents: Iterable[Document], key: str) -> tuple[Place, ...]:
    """Where the items stand of the lists that several documents have under the key."""
    return tuple(
        Place(document, (key, index))
        for document in documents
        for index in range(len(document.at((key,)) or ()))
    )


def read_body(path: Path) -> bytes:
    """The bytes of a file. Raises UnreadableError where there is none to be read."""
    if _is_endless(path):
        raise UnreadableError(Flaw((), 1, "this is a pipe or a device; a file is needed"))
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableError(Flaw((), 1, f"there is no such file; {HOW_TO_START}")) from error
    except IsADirectoryError as error:
        raise UnreadableError(Flaw((), 1, "this is a folder; a file is needed")) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableError(Flaw((), 1, f"cannot be read: {reason}")) from error


def _is_endless(path: Path) -> bool:
    """Whether reading might never come to an end. What a shell hands over, `<(...)`, does."""
    with suppress(OSError, ValueError):
        mode = path.stat().st_mode
        is_special = stat.S_ISFIFO(mode) or stat.S_ISCHR(mode) or stat.S_ISSOCK(mode)
        return is_special and not {path, path.parent} & _HANDED_OVER
    return False


_HANDED_OVER = {Path("/dev/stdin"), Path("/dev/fd"), Path("/proc/self/fd")}


def parse(file: str, body: bytes) -> Document:
    """The document in a file's bytes; where there is none, only its flaws."""
    try:
        text = decoded(body)
        if len(body) >= LONG and (known := read_long(text, core_value)):
            return Document(file, *known)
        builder = _Builder(text)
        value = builder.document()
    except UnreadableError as error:
        return Document(file, None, {}, error.flaws)
    return Document(file, value, builder.lines, tuple(builder.flaws))


class _Builder:
    """Turns the events of one document into values, and notes lines and flaws on the way."""

    def __init__(self, text: str) -> None:
        self.source_lines = text.splitlines()
        self.lines: dict[KeyPath, int] = {}
        self.flaws: list[Flaw] = []
        self.anchors: dict[str, tuple[Any, int]] = {}  # the value, and how many values it holds
        self.count = 0
        self.repeated = 0
        self.events = _events(text)

    def document(self) -> Any:
        value: Any = None
        documents = 0
        for event in self.events:
            if not isinstance(event, DocumentStartEvent):
                continue
            documents += 1
            if documents > 1:
                told = 'a second document starts here; remove the line "---" or "..." above it'
                raise UnreadableError(Flaw((), _line(event), told))
            value = self.build(next(self.events), ())
        return value

    def build(self, event: Event, path: KeyPath) -> Any:
        if len(path) > DEEPEST:
            raise UnreadableError(Flaw(path, _line(event), f"nested over {DEEPEST} levels deep"))
        if isinstance(event, AliasEvent):
            return self.reference(event, path)
        if not path:
            self.lines[path] = _line(event)
        before, self.count = self.count, self.count + 1
        value: Any
        match event:
            case MappingStartEvent():
                value = self.mapping(path)
            case SequenceStartEvent():
                value = self.sequence(path)
            case ScalarEvent():
                value = self.scalar(event, path)
            case _:
                raise AssertionError(f"the parser put {event} where a value starts")
        self.refuse_tag(event, path)
        if event.anchor:
            self.anchors[event.anchor] = (value, self.count - before)
        return value

    def mapping(self, path: KeyPath) -> dict[str, Any]:
        values: dict[str, Any] = {}
        while not isinstance(event := next(self.events), MappingEndEvent):
            key, line = self.key(event, path), _line(event)
            here = (*path, key)
            if key in values:
                self.repeated_key(key, here, line)
                continue
            self.lines[here] = line
            values[key] = self.build(next(self.events), here)
        return values

    def repeated_key(self, key: str, first: KeyPath, line: int) -> None:
        """Tell it, and read on past its value: what is wrong in there matters no more."""
        aside, flaws = (*first, "again"), len(self.flaws)
        self.lines[aside] = line
        self.build(next(self.events), aside)
        del self.flaws[flaws:]
        told = f"duplicate key {quoted(key)}, first on line {self.lines[first]}; keep one"
        self.flaws.append(Flaw(first[:-1], line, told))

    def key(self, event: Event, path: KeyPath) -> str:
        if isinstance(event, ScalarEvent):
            return self.storable(event.value, path, _line(event))
        told = "a key must be a word; put a value that starts with [, { or * in quotes"
        raise UnreadableError(Flaw(path, _line(event), told))

    def sequence(self, path: KeyPath) -> list[Any]:
        values: list[Any] = []
        while not isinstance(event := next(self.events), SequenceEndEvent):
            here = (*path, len(values))
            self.lines[here] = _line(event)
            values.append(self.build(event, here))
        return values

    def scalar(self, event: ScalarEvent, path: KeyPath) -> str | int | float | bool | None:
        text = self.storable(event.value, path, _line(event))
        value = text if event.style or event.tag else core_value(text)
        if value is None and path:
            self.flaws.append(Flaw(path, self.lines[path], self.nothing(self.lines[path])))
        return value

    def nothing(self, line: int) -> str:
        comment = _HIDDEN.search(self.source_lines[line - 1])
        if comment:
            return f'has no value, for # starts a comment; put it in quotes: `"{comment[1]}"`'
        return "has no value; give it one, or remove the line"

    def reference(self, event: AliasEvent, path: KeyPath) -> Any:
        """The value that stands behind `&name`, once more."""
        if event.anchor not in self.anchors:
            anchor = short(event.anchor)
            told = (
                f"refers to &{anchor}, which does not stand above; "
                f'for text that starts with *, write it in quotes: `"*{anchor}"`'
            )
            raise UnreadableError(Flaw(path, _line(event), told))
        value, size = self.anchors[event.anchor]
        self.count += size
        self.repeated += size
        if self.repeated > MOST_REPEATED:
            told = f"references repeat more than {MOST_REPEATED} values; write them out"
            raise UnreadableError(Flaw(path, _line(event), told))
        return value

    def refuse_tag(self, event: ScalarEvent | CollectionStartEvent, path: KeyPath) -> None:
        tag = None if event.tag is None else str(event.tag)
        if tag not in _HARMLESS_TAGS:
            told = f"has the tag {quoted(tag)}; remove it, values need none here"
            self.flaws.append(Flaw(path, _line(event), told))

    def storable(self, text: str, path: KeyPath, line: int) -> str:
        """The text as it can be stored and printed: escapes can make what UTF-8 cannot hold."""
        wrong = _UNSTORABLE.search(text)
        if wrong is None:
            return text
        told = f"holds the character U+{ord(wrong[0]):04X}, which cannot be stored; remove it"
        self.flaws.append(Flaw(path, line, told))
        return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


_HARMLESS_TAGS = {None, "!", *(f"tag:yaml.org,2002:{kind}" for kind in ("str", "map", "seq"))}

_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

# `channel: #desk` and `- #desk`: the value was meant, and is a comment.
_HIDDEN = re.compile(r"[:-]\s+(#\w[\w-]*)\s*$")


def _events(text: str) -> Iterator[Event]:
    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except YAMLError as error:
        raise unreadable(error, text) from error
    except (ValueError, IndexError, AttributeError, RecursionError) as error:
        # What ruamel.yaml lets slip on some malformed directives and escapes.
        raise UnreadableError(Flaw((), 1, f"not valid YAML: {error}")) from error


def _line(event: Event) -> int:
    return int(event.start_mark.line) + 1


_INT = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?")
_WORDS = {"": None, "~": None} | {
    spelling: value
    for word, value in (("null", None), ("true", True), ("false", False))
    for spelling in (word, word.capitalize(), word.upper())
}


def core_value(text: str) -> str | int | float | bool | None:
    """A plain scalar by the core schema of YAML 1.2.2, section 10.3.2.

    Numbers that no setting needs (octal, infinity, over 18 digits) stay text.
    """
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text
