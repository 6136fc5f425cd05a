"""Records of an XML file one after the other, in memory one at a time.

A list has no business with a document type, so that none is read: no entity grows or reaches out.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat

from monitor.rosters.parties import RosterError

BLOCK = 1 << 16
"""Bytes that are parsed at a time."""
DEEPEST = 32
"""Levels. No list nests as far."""


@dataclass(slots=True)
class Element:
    """An element without its namespace: its text, and the elements in it."""

    tag: str
    line: int
    text: str = ""
    inner: list["Element"] = field(default_factory=list)

    def value(self, tag: str) -> str:
        """The text of the first element in it of this tag; empty where there is none."""
        return next((" ".join(one.text.split()) for one in self.inner if one.tag == tag), "")

    def all(self, *path: str) -> list["Element"]:
        """The elements at the end of the path of tags."""
        found = [self]
        for tag in path:
            found = [inner for one in found for inner in one.inner if inner.tag == tag]
        return found


def root_of(start: bytes) -> str:
    """The tag of the first element, as the first bytes of a file show it; empty where they do not.

    Raises RosterError for what is no XML.
    """
    builder = _Builder(frozenset())
    builder.feed(start, is_final=False)
    return builder.root


def records(file: BinaryIO, tags: Collection[str]) -> Iterator[Element]:
    """Each element of one of these tags, when it ends. Raises RosterError with the line."""
    builder = _Builder(frozenset(tags))
    while block := file.read(BLOCK):
        builder.feed(block, is_final=False)
        yield from builder.take()
    builder.feed(b"", is_final=True)
    yield from builder.take()


class _Builder:
    """Turns the parser's calls into elements."""

    def __init__(self, tags: frozenset[str]) -> None:
        self.root = ""
        self._tags = tags
        self._depth = 0
        self._open: list[Element] = []  # from a record inwards
        self._done: list[Element] = []
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._refuse

    def feed(self, block: bytes, *, is_final: bool) -> None:
        try:
            self._parser.Parse(block, is_final)
        except expat.ExpatError as error:
            what = expat.errors.messages.get(error.code, "") or "not well-formed"
            cut = expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS]
            if (is_final and self._depth) or error.code == cut:
                told = "the file ends in the middle; download it again"
            else:
                told = f"not XML that can be read ({what}); download it again"
            raise RosterError(error.lineno, told) from error

    def take(self) -> list[Element]:
        done, self._done = self._done, []
        return done

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        self.root = self.root or tag
        self._depth += 1
        if self._depth > DEEPEST:
            raise RosterError(self._line, f"nested over {DEEPEST} levels deep")
        if self._open or tag in self._tags:
            element = Element(tag, self._line)
            if self._open:
                self._open[-1].inner.append(element)
            self._open.append(element)

    def _end(self, _name: str) -> None:
        self._depth -= 1
        if self._open:
            ended = self._open.pop()
            if not self._open:
                self._done.append(ended)

    def _characters(self, text: str) -> None:
        if self._open:
            self._open[-1].text += text

    def _refuse(self, *_declared: object) -> None:
        raise RosterError(self._line, "declares a document type, which no list does: not read")

    @property
    def _line(self) -> int:
        return self._parser.CurrentLineNumber
