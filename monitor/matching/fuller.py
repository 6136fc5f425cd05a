"""The longer way of writing a name: Islamic State, and Islamic State of Iraq and Syria.

What is found is the name that somebody watches. Where known words beside it make its fuller form,
they are part of the mention.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from monitor.matching.folding import read
from monitor.matching.scan import Scan, plain_of
from monitor.matching.words import CHUNK, pieces_of

_LINE = re.compile(r"([^\[\]]*)\[([^\[\]]+)\]([^\[\]]*)")
_ARTICLE = "ال"


@dataclass(frozen=True, slots=True)
class Span:
    """Where a name stands in a field, and its first and last piece."""

    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Rest:
    """What may stand before a name, and after it; plain words."""

    before: tuple[str, ...]
    after: tuple[str, ...]


class FullerNames:
    """Known longer forms of names, looked up by the sound of the name."""

    def __init__(self, lines: Iterable[str]) -> None:
        known: dict[str, list[_Rest]] = defaultdict(list)
        for line in lines:
            match = _LINE.fullmatch(line)
            if match is None:
                raise ValueError(f"no name in brackets: {line}")
            before, name, after = (tuple(_words(part)) for part in match.groups())
            known[_sound(name)].append(_Rest(before, after))
        self._known: Mapping[str, list[_Rest]] = dict(known)

    def fullest(self, scan: Scan, span: Span) -> Span:
        """The span of the fullest known form around a name; the name's own where there is none."""
        rests = self._known.get(_sound(_words(scan.text[span.start : span.end])), ())
        fuller = (_around(scan, span, rest) for rest in rests)
        return max((span, *fuller), key=lambda one: one.end - one.start)


def _around(scan: Scan, span: Span, rest: _Rest) -> Span:
    first, last = span.first - len(rest.before), span.last + len(rest.after)
    if first < 0 or last >= len(scan.pieces):
        return span
    before = [piece.plain for piece in scan.pieces[first : span.first]]
    after = [piece.plain for piece in scan.pieces[span.last + 1 : last + 1]]
    article = 0
    if before and before[0] == _ARTICLE + rest.before[0]:
        article, before[0] = len(_ARTICLE), rest.before[0]
    around = (*range(first, span.first), *range(span.last, last))
    if (*before,) != rest.before or (*after,) != rest.after or not all(map(scan.goes_on, around)):
        return span
    start = scan.start(first) + article if before else span.start
    return Span(start, scan.end(last) if after else span.end, first, last)


def _words(text: str) -> Iterator[str]:
    for chunk in CHUNK.finditer(text):
        for piece in pieces_of(chunk.group()):
            yield plain_of(piece.letters)


def _sound(words: Iterable[str]) -> str:
    """The consonants of a name, however it is parted into words."""
    return "".join(read(word).sound.skeleton for word in words)
