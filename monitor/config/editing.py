"""Adds entries to `sources.yaml`; every other byte stays: comments, order, indentation.

The text is not written anew but grows at one place, which the events of the YAML parser give. What
comes out is read again before it replaces the file: it says what it said before, and the new.
"""

import fcntl
import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.events import (
    AliasEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from monitor.config.document import Document, parse
from monitor.config.sources_file import SourcesFile
from monitor.config.syntax import decoded
from monitor.config.validation import validate
from monitor.errors import ConfigError, UsageError

Entry = Mapping[str, str | Sequence[str] | bool | int | float]
"""A source as the file writes it: only the keys that say something."""

_PLAIN = re.compile(r"[\w./~(][\w ./:%?=&+~@'();!$-]*", re.ASCII)
_NOT_PLAIN = re.compile(r":(?:\s|$)| #|\s$|^(?:~|null|true|false|yes|no|on|off)$", re.IGNORECASE)
_NUMBER = re.compile(r"[-+.]?[0-9][0-9._eE+-]*")


@dataclass(frozen=True, slots=True)
class Added:
    """Where the new lines stand in the file, from 1, both included."""

    first: int
    last: int


def add_sources(path: Path, entries: Sequence[Entry]) -> Added:
    """Put the entries behind the last source of the file, in one step.

    Raises UsageError where the file cannot be written, or cannot be grown safely.
    """
    try:
        with _alone(path):
            before = path.read_bytes()
            grown = grow(before, entries)
            _check(path, before, grown, entries)
            _replace(path, before, grown)
    except OSError as error:
        raise UsageError(f"{path} cannot be edited: {error.strerror or error}") from error
    return _difference(before, grown)


def grow(body: bytes, entries: Sequence[Entry]) -> bytes:
    """The file's bytes with the entries behind its last source."""
    text = decoded(body)
    place = _place(text)
    newline = "\r\n" if "\r\n" in text else "\n"
    if place.is_empty:
        written = newline.join(_block(entry, place, newline) for entry in entries)
        rest = text[place.index :].partition("]")[2]
        grown = text[: place.index].rstrip() + newline + written + rest
    elif place.is_flow:
        written = ", ".join(_flow(entry) for entry in entries)
        comma = ", " if place.needs_comma else ""
        grown = text[: place.index] + comma + written + text[place.index :]
    else:
        written = newline.join(_block(entry, place, newline) for entry in entries) + newline
        start = text[: place.index]
        if start and not start.endswith("\n"):
            start += newline
        grown = start + written + text[place.index :]
    mark = b"\xef\xbb\xbf" if body.startswith(b"\xef\xbb\xbf") else b""
    return mark + grown.encode()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an entry may be put into the text, and how it has to be written there."""

    index: int
    is_empty: bool = False  # "[]", which starts there
    is_flow: bool = False
    needs_comma: bool = False
    dash: int = 2  # column of the "-"
    gap: int = 2  # from there to the keys


def _place(text: str) -> _Place:
    events = list(YAML(typ="safe", pure=True).parse(text))
    at = _sequence_of_sources(events)
    start, items, end = events[at], *_items(events, at)
    if not items:
        return _Place(start.start_mark.index, is_empty=True)
    if not isinstance(start, SequenceStartEvent) or start.flow_style:
        # The end of "[a, b]" is behind its bracket.
        index = end.end_mark.index - 1
        needs_comma = not text[:index].rstrip().endswith(",")
        return _Place(index, is_flow=True, needs_comma=needs_comma)
    dash = start.start_mark.column
    gap = items[0].start_mark.column - dash
    return _Place(_line_after(text, events, end), dash=dash, gap=gap if 2 <= gap <= 8 else 2)


def _sequence_of_sources(events: list[Event]) -> int:
    """The position of the event at which the list of sources starts."""
    depth = 0
    for position, event in enumerate(events):
        if isinstance(event, MappingStartEvent | SequenceStartEvent):
            depth += 1
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            depth -= 1
        elif depth == 1 and isinstance(event, ScalarEvent) and event.value == "sources":
            return position + 1
    raise UsageError("there is no list of sources in it")


def _items(events: list[Event], at: int) -> tuple[list[Event], Event]:
    """The events at which the items of a list start, and the one at which it ends."""
    items: list[Event] = []
    depth = 0
    for event in events[at + 1 :]:
        if depth == 0:
            if isinstance(event, SequenceEndEvent):
                return items, event
            items.append(event)
        if isinstance(event, MappingStartEvent | SequenceStartEvent):
            depth += 1
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            depth -= 1
    raise UsageError("the sources are not written as a list in it")


def _line_after(text: str, events: list[Event], end: Event) -> int:
    """The index behind the last line that belongs to the list, its comment on the line included."""
    words = (ScalarEvent, AliasEvent, MappingEndEvent, SequenceEndEvent)
    last = 0
    for event in events:
        if event is end:
            break
        is_flow_end = isinstance(event, words[2:]) and text[event.end_mark.index - 1] in "]}"
        if isinstance(event, words[:2]) or is_flow_end:
            last = event.end_mark.index
    # A text of several lines ends where the next thing starts: go back over what is between.
    kept = len(text[:last].rstrip())
    line_end = text.find("\n", kept)
    return len(text) if line_end < 0 else line_end + 1


def _block(entry: Entry, place: _Place, newline: str) -> str:
    lines = [f"{key}: {_value(value)}" for key, value in entry.items()]
    first = " " * place.dash + "-" + " " * (place.gap - 1) + lines[0]
    return newline.join([first, *(" " * (place.dash + place.gap) + line for line in lines[1:])])


def _flow(entry: Entry) -> str:
    return "{" + ", ".join(f"{key}: {_value(value)}" for key, value in entry.items()) + "}"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _scalar(value)
    if isinstance(value, Sequence):
        return "[" + ", ".join(_scalar(one) for one in value) + "]"
    return f"{value:g}"


def _scalar(text: str) -> str:
    """Plain where every reader takes it for this text; else in double quotes, as JSON has them."""
    plain = _PLAIN.fullmatch(text) and not _NOT_PLAIN.search(text) and not _NUMBER.fullmatch(text)
    return text if plain else json.dumps(text, ensure_ascii=False)


def _check(path: Path, before: bytes, grown: bytes, entries: Sequence[Entry]) -> None:
    """Raises where the new text does not say what the old one said, and the entries."""
    old, new = parse(str(path), before), parse(str(path), grown)
    wanted = [*_listed(old), *(_as_read(entry) for entry in entries)]
    if new.flaws or _listed(new) != wanted:
        by_hand = "\n".join(_block(entry, _Place(0), "\n") for entry in entries)
        raise UsageError(f"{path} is written in a way that is not edited; add by hand:\n{by_hand}")
    if problems := validate(new, SourcesFile)[1]:
        raise ConfigError(problems)


def _listed(document: Document) -> list[Any]:
    listed = document.at(("sources",))
    return listed if isinstance(listed, list) else []


def _as_read(entry: Entry) -> dict[str, Any]:
    return {
        key: list(value) if isinstance(value, Sequence) and not isinstance(value, str) else value
        for key, value in entry.items()
    }


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other commands out meanwhile: the folder is locked, and no file is left behind."""
    folder = os.open(path.resolve().parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _replace(path: Path, before: bytes, grown: bytes) -> None:
    """The new file in place of the old, whole at every moment; behind a link, where it leads."""
    target = path.resolve()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(grown)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(target.stat().st_mode & 0o7777)
        if target.read_bytes() != before:
            raise UsageError(f"{path} was edited by somebody else just now: try again")
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _difference(before: bytes, grown: bytes) -> Added:
    old, new = before.splitlines(), grown.splitlines()
    first = next(
        (at for at, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), len(old)
    )
    return Added(first + 1, first + max(len(new) - len(old), 1))
