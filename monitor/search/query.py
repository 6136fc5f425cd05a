"""What somebody typed into a search, understood: words, "phrases", begin*, -not, OR, ( ).

    quds force            both words
    "quds force"          one after the other
    sulei*                a word that begins so
    quds -palestine       the first without the second
    (badr OR kataib) iraq

A word with a hyphen or a dot in it is a phrase: al-Haq.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from monitor.errors import UsageError
from monitor.model import Either, Every, Phrase, Query
from monitor.search.words import folded

DEEPEST = 20
"""Brackets within brackets: nobody means more."""

_TOKEN = re.compile(
    r'\s*(?:(?P<quoted>-?"[^"]*")|(?P<sign>-?\(|\))|(?P<word>[^\s()"]+)|(?P<rest>\S))'
)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    position: int  # the first letter is 1


def parse(text: str) -> Query:
    """The query. Raises UsageError, which says where it cannot be understood and why."""
    tokens = [
        _Token(kind, found[kind], found.start(kind) + 1)
        for found in _TOKEN.finditer(text)
        if (kind := found.lastgroup)
    ]
    reader = _Reader(text, tokens)
    query = reader.alternatives(depth=0)
    if reader.peek():
        reader.refuse(reader.take(), "this bracket closes nothing")
    return query


class _Reader:
    """Reads tokens from the left, one alternative at a time."""

    def __init__(self, text: str, tokens: list[_Token]) -> None:
        self._text = text
        self._tokens = tokens
        self._next = 0

    def peek(self) -> _Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def take(self) -> _Token:
        self._next += 1
        return self._tokens[self._next - 1]

    def refuse(self, token: _Token | None, why: str) -> None:
        at = f"at sign {token.position}" if token else "at the end"
        raise UsageError(f"the search {self._text!r} cannot be understood {at}: {why}")

    def alternatives(self, *, depth: int) -> Query:
        parts = [self._together(depth)]
        while (token := self.peek()) and token.text == "OR":
            self.take()
            parts.append(self._together(depth))
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _together(self, depth: int) -> Query:
        wanted: list[Query] = []
        unwanted: list[Query] = []
        for token in self._until_alternative():
            into = unwanted if token.text.startswith("-") else wanted
            if (part := self._part(token, depth)) is not None:
                into.append(part)
        if not wanted:
            why = "it says only what is not wanted" if unwanted else "a word is missing"
            self.refuse(self.peek(), why)
        if len(wanted) == 1 and not unwanted:
            return wanted[0]
        return Every(tuple(wanted), tuple(unwanted))

    def _until_alternative(self) -> Iterator[_Token]:
        while (token := self.peek()) and token.text not in {"OR", ")"}:
            self.take()
            if token.text != "AND":
                yield token

    def _part(self, token: _Token, depth: int) -> Query | None:
        if token.kind == "rest":
            self.refuse(token, "the quote is not closed")
        if token.kind == "sign":
            return self._in_brackets(token, depth)
        return _phrase(token.text.removeprefix("-"))

    def _in_brackets(self, opened: _Token, depth: int) -> Query:
        if depth >= DEEPEST:
            self.refuse(opened, f"more than {DEEPEST} brackets stand in one another")
        inner = self.alternatives(depth=depth + 1)
        if self.peek() is None:
            self.refuse(opened, "the bracket is not closed")
        self.take()
        return inner


def _phrase(text: str) -> Phrase | None:
    """The words in the text; None where there are none, as in a dash that stands alone."""
    found = tuple(folded(text))
    return Phrase(found, goes_on=text.rstrip('"').endswith("*")) if found else None
