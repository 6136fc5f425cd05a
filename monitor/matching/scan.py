"""A field as the matcher reads it: its pieces in order, and the watched words among them."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from monitor.matching.lexicon import Lexicon, Likeness
from monitor.matching.memory import Memory
from monitor.matching.romanise import bare, is_abjad, latin
from monitor.matching.words import (
    CHUNK,
    CHUNK_AT_MOST,
    HYPHENATED,
    Piece,
    is_comma,
    is_one_phrase,
    pieces_of,
)

PARTICLES = frozenset(
    """al el ul il l bin ibn ben bint de da del della di do dos des du la le van von der den of the
    бин ибн аль بن ابن آل ال های ها ی ای אל בן""".split()
)
"""Words that a name may hold anywhere, and that no name needs."""

ARTICLES_BEFORE_A_HYPHEN = frozenset(
    "as ash an ar az ad at es en er ur ud us un ut uz ush e i ye".split()
)
"""Particles only when a hyphen follows: as-Sadr is an article, "as Sadr" is not."""

JOINED_TO_THE_NEXT = frozenset("abd abdul abdel abdol abdal عبد عبدال".split())
JOINED_TO_THE_LAST = frozenset(
    """allah llah ullah ollah lah alla oullah din deen dine uddin eddin addin dinne nejad nezhad
    nijad zadeh zade zada الله لله الدین دین نژاد زاده""".split()
)
"""Parts that make one word with their neighbour: Abd al-Malik, Hizb Allah, Ahmadi Nejad."""

CAPITALS_AT_LEAST = 0.02
"""A text of fewer capitals than this share of its letters is one that goes without."""
CAPITALS_JUDGED_FROM = 40
"""Letters. A shorter text is taken to have capitals where names do."""
_LOWER = re.compile(r"[a-zà-öø-ÿа-я]")
_UPPER = re.compile(r"[A-ZÀ-ÖØ-ÞА-Я]")


@dataclass(frozen=True, slots=True)
class WordAt:
    """One or more pieces that read as words of the watchlist; positions are inclusive."""

    first: int
    last: int
    start: int
    end: int
    tokens: Mapping[int, Likeness]


@dataclass(frozen=True, slots=True)
class ReadPiece:
    """A piece, and what it may be. Remembered per chunk: offsets count from the chunk's start."""

    start: int
    end: int
    letters: str
    plain: str
    is_particle: bool
    is_lower: bool  # in a script that has capitals
    tokens: Mapping[int, Likeness]
    joint: int  # 1 makes one word with the next, -1 with the one before
    is_literal: bool  # a form that is looked for letter by letter begins with it


@dataclass(frozen=True, slots=True)
class ReadChunk:
    """A chunk's pieces, and what they may be as one word."""

    pieces: tuple[ReadPiece, ...]
    together: Mapping[int, Likeness]
    is_cold: bool  # no piece of it is a watched word, nor can be part of one


@dataclass(slots=True)
class Scan:
    """One field, read."""

    text: str
    is_lenient: bool = False  # it goes without capitals
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    pieces: list[ReadPiece] = field(default_factory=list)
    since: dict[int, list[WordAt]] = field(default_factory=lambda: defaultdict(list))
    until: dict[int, list[WordAt]] = field(default_factory=lambda: defaultdict(list))
    literals: list[int] = field(default_factory=list)  # positions where one may begin

    def add(self, word: WordAt) -> None:
        self.since[word.first].append(word)
        self.until[word.last].append(word)

    def goes_on(self, position: int) -> bool:
        """Whether the piece after this one can belong to the same name."""
        if position + 1 >= len(self.starts):
            return False
        end = self.ends[position]
        gap = self.text[end : self.starts[position + 1]]
        return is_one_phrase(gap, after_initial=end - self.starts[position] == 1)

    def positions(self, start: int, end: int) -> tuple[int, int]:
        """The first and the last piece in a span of the text."""
        first = bisect_right(self.ends, start)
        last = bisect_left(self.starts, end) - 1
        return min(first, len(self.starts)), max(last, first)

    def comma_follows(self, position: int) -> bool:
        if position + 1 >= len(self.starts):
            return False
        return is_comma(self.text[self.ends[position] : self.starts[position + 1]])

    def is_particle(self, position: int) -> bool:
        """Whether the piece is one that a name may hold and does not need."""
        piece = self.pieces[position]
        if piece.is_particle:
            return True
        hyphen = self.text[self.ends[position] : self.ends[position] + 1]
        return hyphen in {"-", "‐", "‑"} and piece.plain in ARTICLES_BEFORE_A_HYPHEN


class Reader:
    """Reads fields against one lexicon and remembers every chunk that it has met, within bounds."""

    def __init__(self, lexicon: Lexicon, literal_starts: frozenset[str] = frozenset()) -> None:
        self._lexicon = lexicon
        self._literal_starts = literal_starts
        self._strict: Memory[str, ReadChunk] = Memory()
        self._lenient: Memory[str, ReadChunk] = Memory()
        self._joined: Memory[str, Mapping[int, Likeness]] = Memory()

    def scan(self, text: str) -> Scan:
        """The field's pieces in order, and the watched words among them."""
        lenient = not has_capitals(text)
        memory = self._lenient if lenient else self._strict
        scan = Scan(text, is_lenient=lenient)
        joints: list[int] = []
        for match in CHUNK.finditer(text):
            chunk = match.group()
            known = memory.get(chunk)
            if known is None:
                known = self._read(chunk, lenient=lenient)
                memory.keep(chunk, known)
            start = match.start()
            if not known.is_cold:
                self._place_words(scan, start, known, joints)
            for piece in known.pieces:
                scan.starts.append(start + piece.start)
                scan.ends.append(start + piece.end)
                scan.pieces.append(piece)
        self._join_parts(scan, joints)
        self._join_hyphenated(scan)
        return scan

    def _place_words(self, scan: Scan, start: int, chunk: ReadChunk, joints: list[int]) -> None:
        first = len(scan.starts)
        for position, piece in enumerate(chunk.pieces, first):
            if piece.tokens:
                at = start + piece.start
                scan.add(WordAt(position, position, at, start + piece.end, piece.tokens))
            if piece.joint:
                joints.append(position)
            if piece.is_literal:
                scan.literals.append(position)
        if chunk.together:
            begin, end = start + chunk.pieces[0].start, start + chunk.pieces[-1].end
            last = first + len(chunk.pieces) - 1
            scan.add(WordAt(first, last, begin, end, chunk.together))

    def _read(self, chunk: str, *, lenient: bool) -> ReadChunk:
        if chunk[0] == "&" or len(chunk) > CHUNK_AT_MOST:
            return ReadChunk((), {}, is_cold=True)
        pieces = tuple(self._read_piece(piece, lenient=lenient) for piece in pieces_of(chunk))
        together: Mapping[int, Likeness] = {}
        if len(pieces) > 1:
            together = self._lexicon.similar("".join(piece.letters for piece in pieces))
        hot = together or any(p.tokens or p.joint or p.is_literal for p in pieces)
        return ReadChunk(pieces, together, is_cold=not hot)

    def _read_piece(self, piece: Piece, *, lenient: bool) -> ReadPiece:
        letters = piece.letters
        plain = plain_of(letters)
        is_lower = letters.islower()
        strict = is_lower and not lenient
        tokens = self._lexicon.identical(plain) if strict else self._lexicon.similar(letters)
        return ReadPiece(
            piece.start,
            piece.end,
            letters,
            plain,
            is_particle=plain in PARTICLES,
            is_lower=is_lower,
            tokens=tokens,
            joint=_joint(plain),
            is_literal=letters in self._literal_starts,
        )

    def _join_parts(self, scan: Scan, joints: list[int]) -> None:
        """Abd al-Malik, Hizb Allah, Ahmadi Nejad: parts that another spelling writes together."""
        for position in joints:
            step = scan.pieces[position].joint
            other = position + step
            if 0 <= other < len(scan.pieces) and scan.pieces[other].is_particle:
                other += step
            if 0 <= other < len(scan.pieces):
                self._join(scan, min(position, other), max(position, other))

    def _join_hyphenated(self, scan: Scan) -> None:
        """Fakhri-Zadeh, and a word broken at the end of its line."""
        ends: dict[int, int] | None = None
        for hyphen in HYPHENATED.finditer(scan.text):
            if ends is None:
                ends = {end: position for position, end in enumerate(scan.ends)}
            position = ends.get(hyphen.start())
            if position is not None and position + 1 < len(scan.pieces):
                self._join(scan, position, position + 1)

    def _join(self, scan: Scan, first: int, last: int) -> None:
        if not all(scan.goes_on(position) for position in range(first, last)):
            return
        letters = "".join(piece.letters for piece in scan.pieces[first : last + 1])
        known = self._joined.get(letters)
        if known is None:
            known = self._lexicon.similar(letters)
            self._joined.keep(letters, known)
        if scan.pieces[first].is_lower and not scan.is_lenient:
            plain = plain_of(letters)
            known = {n: known[n] for n in self._lexicon.identical(plain)}
        if known:
            scan.add(WordAt(first, last, scan.starts[first], scan.ends[last], known))


def plain_of(letters: str) -> str:
    """A word as `folding.read` has it, at less cost."""
    plain = bare(letters)
    return plain if plain.isascii() or is_abjad(plain) else latin(plain)


def has_capitals(text: str) -> bool:
    """Whether a text writes names with capitals, or has no letters that could be."""
    if len(text) < CAPITALS_JUDGED_FROM and not text.islower():
        return True
    lower = len(_LOWER.findall(text))
    return lower == 0 or len(_UPPER.findall(text)) >= CAPITALS_AT_LEAST * lower


def _joint(plain: str) -> int:
    if plain in JOINED_TO_THE_LAST:
        return -1
    return 1 if plain in JOINED_TO_THE_NEXT else 0
