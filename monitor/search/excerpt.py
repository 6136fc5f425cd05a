"""Whether an article meets a query, and the piece of its text that shows it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from monitor.model import Either, Every, Phrase, Query
from monitor.search.words import Word, words

BEFORE = 80
"""Letters of the text that are shown before the first hit."""
LENGTH = 240
"""Letters of the text that are shown at most."""

_ONE_LINE = str.maketrans("\n\r\t", "   ")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a text with the places in it that the query asked for."""

    text: str
    hits: tuple[tuple[int, int], ...]  # start and end, counted from the piece's start
    is_begun: bool = False  # there is text before it
    goes_on: bool = False  # there is text after it


def meets(query: Query, *texts: str) -> bool:
    """Whether the texts, a title and a body say, meet the query together."""
    return _meets(query, [[word.folded for word in words(text)] for text in texts])


def excerpt(query: Query, text: str, *, length: int = LENGTH) -> Excerpt:
    """The piece of the text around the first thing that the query wants."""
    return excerpt_at(_spans(query, list(words(text))), text, length=length)


def excerpt_at(spans: Iterable[tuple[int, int]], text: str, *, length: int = LENGTH) -> Excerpt:
    """The piece of the text around the first of these places, on one line."""
    spans = sorted(set(spans))
    start = max(0, (spans[0][0] if spans else 0) - BEFORE)
    if start:
        start = text.find(" ", start, start + BEFORE) + 1 or start
    end = min(len(text), start + length)
    if end < len(text):
        end = max(text.rfind(" ", start + BEFORE, end), start) or end
    inside = [(a - start, b - start) for a, b in spans if start <= a and b <= end]
    piece = text[start:end].translate(_ONE_LINE)
    return Excerpt(piece, tuple(_apart(inside)), is_begun=start > 0, goes_on=end < len(text))


def phrases(query: Query) -> Iterator[Phrase]:
    """Every phrase that the query wants."""
    match query:
        case Phrase():
            yield query
        case Every(wanted=parts) | Either(parts=parts):
            for part in parts:
                yield from phrases(part)


def _meets(query: Query, texts: Sequence[Sequence[str]]) -> bool:
    match query:
        case Phrase():
            return any(next(_places(query, text), None) is not None for text in texts)
        case Every(wanted=wanted, unwanted=unwanted):
            return all(_meets(part, texts) for part in wanted) and not any(
                _meets(part, texts) for part in unwanted
            )
        case Either(parts=parts):
            return any(_meets(part, texts) for part in parts)


def _places(phrase: Phrase, text: Sequence[str]) -> Iterator[int]:
    """Where the phrase begins, as indexes of words."""
    *first, last = phrase.words
    for index in range(len(text) - len(first)):
        at_end = text[index + len(first)]
        ends = at_end.startswith(last) if phrase.goes_on else at_end == last
        if ends and list(text[index : index + len(first)]) == first:
            yield index


def _spans(query: Query, found: Sequence[Word]) -> Iterator[tuple[int, int]]:
    text = [word.folded for word in found]
    for phrase in phrases(query):
        for index in _places(phrase, text):
            yield found[index].start, found[index + len(phrase.words) - 1].end


def _apart(spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans without those that begin inside another."""
    behind = 0
    for start, end in spans:
        if start >= behind:
            yield start, end
            behind = end
