"""Forms that are looked for letter by letter: acronyms, exact aliases, regular expressions; and
names with signs in them that names in a text do not go past, beside their words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import re2

from monitor.matching.compile import Phrase
from monitor.matching.ordinary import OrdinaryWords
from monitor.matching.scan import Scan
from monitor.matching.words import CHUNK, HYPHENS, pieces_of

REST = 4
"""Letters after its first word by which a literal text is looked up."""
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Literal:
    """A literal form found: its span in the field, and its first and last piece."""

    phrase: Phrase
    start: int
    end: int
    first: int
    last: int
    shouted: bool = False  # among ordinary words in capitals: it may be one itself


@dataclass(frozen=True, slots=True)
class _Text:
    """A literal text, and how far into it its first word begins."""

    text: str
    offset: int
    phrase: Phrase
    any_case: bool = False

    def stands(self, text: str, start: int) -> bool:
        """Whether it is what the text has there."""
        if not self.any_case:
            return text.startswith(self.text, start)
        return text[start : start + len(self.text)].casefold() == self.text.casefold()


class Literals:
    """All literal forms of a watchlist."""

    def __init__(self, phrases: Iterable[Phrase], ordinary: OrdinaryWords) -> None:
        # By the first word, and by the rest; the rests by how many letters of them there are.
        self._texts: dict[str, dict[int, dict[str, list[_Text]]]] = {}
        self._patterns: list[tuple[Phrase, re2._Regexp]] = []
        self._ordinary = ordinary
        for phrase in phrases:
            self._add(phrase)

    @property
    def starts(self) -> frozenset[str]:
        """The first words of the literal texts, as the reader should flag them."""
        return frozenset(self._texts)

    @property
    def has_patterns(self) -> bool:
        """Whether any form is a regular expression."""
        return bool(self._patterns)

    def may_stand(self, text: str, start: str, offset: int) -> bool:
        """Whether a literal that begins with this word stands where the word does."""
        return any(
            literal.stands(text, max(0, offset - literal.offset))
            for literal in self._beginning(start, text, offset)
        )

    def may_match(self, text: str) -> bool:
        """Whether any regular expression does."""
        readable = _SURROGATES.sub("\ufffd", text)
        return any(pattern.search(readable) for _, pattern in self._patterns)

    def _add(self, phrase: Phrase) -> None:
        text = phrase.form.text
        first = CHUNK.search(text)
        if phrase.form.match == "regex" or first is None:
            pattern = text if phrase.form.match == "regex" else re2.escape(text)
            self._patterns.append((phrase, re2.compile(pattern)))
            return
        piece = pieces_of(first.group())[0]
        start = first.start() + piece.start
        if phrase.form.match == "exact" or phrase.form.kind == "acronym":
            self._enter(piece.letters, _Text(text, start, phrase))
            return
        letters = piece.letters
        for word in {letters, letters.lower(), letters.upper(), letters.capitalize()}:
            self._enter(word, _Text(text, start, phrase, any_case=True))

    def _enter(self, start: str, literal: _Text) -> None:
        rest = literal.text[literal.offset + len(start) :][:REST]
        by_rest = self._texts.setdefault(start, {}).setdefault(len(rest), {})
        by_rest.setdefault(rest.casefold(), []).append(literal)

    def _beginning(self, start: str, text: str, offset: int) -> Iterator[_Text]:
        """Those that begin with this word, and go on as the text does behind it."""
        begin = offset + len(start)
        for length, by_rest in self._texts[start].items():
            yield from by_rest.get(text[begin : begin + length].casefold(), ())

    def find(self, scan: Scan) -> Iterator[Literal]:
        for position in scan.literals:
            letters = scan.pieces[position].letters
            for literal in self._beginning(letters, scan.text, scan.start(position)):
                found = self._found(scan, position, literal)
                if found is not None:
                    yield found
        # RE2 reads UTF-8, in which half a surrogate pair cannot be written.
        text = _SURROGATES.sub("\ufffd", scan.text) if self._patterns else ""
        for phrase, pattern in self._patterns:
            for match in pattern.finditer(text):
                if match.end() > match.start():
                    first, last = scan.positions(match.start(), match.end())
                    yield Literal(phrase, match.start(), match.end(), first, last)

    def _found(self, scan: Scan, position: int, literal: _Text) -> Literal | None:
        start = scan.start(position) - literal.offset
        end = start + len(literal.text)
        if start < 0 or not literal.stands(scan.text, start):
            return None
        if not _stands_alone(scan.text, start, end):
            return None
        last = position
        while last + 1 < len(scan.pieces) and scan.start(last + 1) < end:
            last += 1
        shouted = literal.phrase.form.kind == "acronym" and self._is_shouted(scan, position, last)
        return Literal(literal.phrase, start, end, position, last, shouted)

    def _is_shouted(self, scan: Scan, first: int, last: int) -> bool:
        """KEITH IS A LIAR: every neighbour in the sentence is an ordinary word in capitals."""
        neighbours = []
        if first > 0 and scan.goes_on(first - 1):
            neighbours.append(scan.pieces[first - 1])
        if scan.goes_on(last):
            neighbours.append(scan.pieces[last + 1])
        return bool(neighbours) and all(
            piece.letters.isupper()
            and (len(piece.plain) == 1 or self._ordinary.is_common(piece.plain))
            for piece in neighbours
        )


def _stands_alone(text: str, start: int, end: int) -> bool:
    """A whole word: not in PMU-18 nor ISIS-K, which are other names, but in ISIS-held."""
    before, after = text[max(0, start - 1) : start], text[end : end + 2]
    if before.isalnum() or after[:1].isalnum() or "_" in {before, after[:1]}:
        return False
    follows = after[1:]
    return not (after[:1] in set(HYPHENS) and (follows.isdigit() or follows.isupper()))
