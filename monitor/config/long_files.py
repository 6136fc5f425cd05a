"""Long files of YAML, such as imported lists, read by libyaml: ten times as fast.

libyaml reads YAML 1.1. So only what both versions read alike is read here: a file with anything
else in it, or anything wrong, is left to the reader that knows YAML 1.2 and says what is wrong.
"""

import re
from collections.abc import Callable
from typing import Any

import yaml

from monitor.config.syntax import KeyPath

LONG = 1_000
"""Bytes. A shorter file is read in no time."""
DEEPEST = 8
"""Levels. No entry of a list nests as far."""

_TOLD_APART = re.compile(
    "[^\n -~\u00a1-\u2027\u202a-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"  # other breaks, blanks
    "|^(?:%|---|\\.\\.\\.)",  # directives, and several documents
    re.MULTILINE,
)

Values = tuple[Any, dict[KeyPath, int]]
"""What a file says, and the line that each key or item stands on, from 1."""
Event = Any
"""One of libyaml's; what each kind has, its types do not tell."""


def read_long(text: str, plain: Callable[[str], Any]) -> Values | None:
    """What a file says, or None where the other reader has to look. `plain` makes the value of a
    scalar without quotes."""
    if _TOLD_APART.search(text) or not yaml.__with_libyaml__:
        return None
    builder = _Builder(text, plain)
    try:
        return builder.document(), builder.lines
    except (_UnsureError, yaml.YAMLError):
        return None


class _UnsureError(Exception):
    """Something is there that both versions may read in two ways, or that is wrong."""


class _Builder:
    """Turns libyaml's events into values; see the other one in `document`, which can say more."""

    def __init__(self, text: str, plain: Callable[[str], Any]) -> None:
        self.lines: dict[KeyPath, int] = {}
        self._next: Callable[[], Any] = yaml.CSafeLoader(text).get_event
        self._plain = plain

    def document(self) -> Any:
        """The only document."""
        self._expect(yaml.StreamStartEvent)
        self._expect(yaml.DocumentStartEvent)
        first = self._expect(yaml.MappingStartEvent)
        self.lines[()] = _line(first)
        value = self._mapping(first, ())
        self._expect(yaml.DocumentEndEvent)
        self._expect(yaml.StreamEndEvent)
        return value

    def _expect(self, kind: type[yaml.Event]) -> Event:
        event = self._next()
        if type(event) is not kind:
            raise _UnsureError
        return event

    def _value(self, event: Event, path: KeyPath) -> Any:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            return self._scalar(event)
        if kind is yaml.MappingStartEvent and len(path) < DEEPEST:
            return self._mapping(event, path)
        if kind is yaml.SequenceStartEvent and len(path) < DEEPEST:
            return self._sequence(event, path)
        raise _UnsureError

    def _mapping(self, start: Event, path: KeyPath) -> dict[str, Any]:
        _refuse_properties(start)
        values: dict[str, Any] = {}
        while type(event := self._next()) is not yaml.MappingEndEvent:
            key = self._key(event)
            # [a: 1]: a mapping without braces of its own.
            has_no_braces = start.flow_style and event.start_mark.index == start.start_mark.index
            if key in values or has_no_braces:
                raise _UnsureError
            here = (*path, key)
            self.lines[here] = _line(event)
            values[key] = self._value(self._next(), here)
        return values

    def _sequence(self, start: Event, path: KeyPath) -> list[Any]:
        _refuse_properties(start)
        values: list[Any] = []
        while type(event := self._next()) is not yaml.SequenceEndEvent:
            here = (*path, len(values))
            self.lines[here] = _line(event)
            values.append(self._value(event, here))
        return values

    def _key(self, event: Event) -> str:
        if type(event) is not yaml.ScalarEvent:
            raise _UnsureError
        return self._text(event)

    def _scalar(self, event: Event) -> Any:
        text = self._text(event)
        value = text if event.style in _QUOTES else self._plain(text)
        if value is None:
            raise _UnsureError
        return value

    def _text(self, event: Event) -> str:
        _refuse_properties(event)
        # Escapes can make what cannot be stored; blocks keep or drop their last line breaks.
        if event.style in _BLOCKS or _TOLD_APART.search(event.value):
            raise _UnsureError
        return str(event.value)


_QUOTES = frozenset("'\"")
_BLOCKS = frozenset("|>")


def _refuse_properties(event: Event) -> None:
    if event.anchor or event.tag:
        raise _UnsureError


def _line(event: Event) -> int:
    return int(event.start_mark.line) + 1
