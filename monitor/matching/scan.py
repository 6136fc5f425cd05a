"""A field as the matcher reads it: its pieces in order, and the watched words among them."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from monitor.matching.lexicon import Lexicon, Likeness
from monitor.matching.memory import Memory
from monitor.matching.romanise import bare, is_abjad, latin
from monitor.matching.vocabulary import (
    ARTICLES_BEFORE_A_HYPHEN,
    HARD_WORDS,
    JOINED_TO_THE_LAST,
    JOINED_TO_THE_NEXT,
    PARTICLES,
)
from monitor.matching.words import (
    CHUNK,
    CHUNK_AT_MOST,
    HYPHENATED,
    Piece,
    is_comma,
    is_one_phrase,
    pieces_of,
)

CAPITALS_AT_LEAST = 0.02
"""A text of fewer capitals than this share of its letters is one that goes without."""
CAPITALS_JUDGED_FROM = 40
"""Letters. A shorter text is taken to have capitals where names do."""
FRESH_AT_MOST = 15_000
WATCHED_AT_MOST = 30_000
HYPHENS_AT_MOST = 20_000
"""Bounds on one field, so that no text keeps the reader busy for long. A novel stays within them;
what lies beyond is said in the notes."""
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
    """One field, read: its pieces by position, and the watched words where they begin and end."""

    text: str
    is_lenient: bool = False  # it goes without capitals
    bases: list[int] = field(default_factory=list)  # where each piece's chunk starts
    pieces: list[ReadPiece] = field(default_factory=list)
    since: dict[int, list[WordAt]] = field(default_factory=lambda: defaultdict(list))
    until: dict[int, list[WordAt]] = field(default_factory=lambda: defaultdict(list))
    literals: list[int] = field(default_factory=list)  # positions where one may begin
    notes: list[str] = field(default_factory=list)  # what was left out

    def start(self, position: int) -> int:
        return self.bases[position] + self.pieces[position].start

    def end(self, position: int) -> int:
        return self.bases[position] + self.pieces[position].end

    def add(self, first: int, last: int, tokens: Mapping[int, Likeness]) -> None:
        word = WordAt(first, last, self.start(first), self.end(last), tokens)
        self.since[first].append(word)
        self.until[last].append(word)

    def goes_on(self, position: int) -> bool:
        """Whether the piece after this one can belong to the same name."""
        if position + 1 >= len(self.pieces):
            return False
        gap = self.text[self.end(position) : self.start(position + 1)]
        return is_one_phrase(gap, after_initial=len(self.pieces[position].letters) == 1)

    def comma_follows(self, position: int) -> bool:
        if position + 1 >= len(self.pieces):
            return False
        return is_comma(self.text[self.end(position) : self.start(position + 1)])

    def is_particle(self, position: int) -> bool:
        """Whether the piece is one that a name may hold and does not need."""
        piece = self.pieces[position]
        if piece.is_particle:
            return True
        end = self.end(position)
        hyphen = self.text[end : end + 1]
        return hyphen in {"-", "‐", "‑"} and piece.plain in ARTICLES_BEFORE_A_HYPHEN

    def positions(self, start: int, end: int) -> tuple[int, int]:
        """The first and the last piece in a span of the text."""
        everywhere = range(len(self.pieces))
        first = bisect_right(everywhere, start, key=self.end)
        last = bisect_left(everywhere, end, key=self.start) - 1
        return min(first, len(self.pieces)), max(last, first)


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
        recall = memory.get
        scan = Scan(text, is_lenient=lenient)
        bases, pieces = scan.bases, scan.pieces
        warm: list[tuple[int, ReadChunk]] = []
        fresh = 0
        for match in CHUNK.finditer(text):
            chunk = match.group()
            known = recall(chunk)
            if known is None:
                fresh += 1
                if fresh <= FRESH_AT_MOST:
                    known = self._read(chunk, lenient=lenient)
                    memory.keep(chunk, known)
                else:
                    known = self._read_late(chunk)
            if not known.is_cold:
                warm.append((len(pieces), known))
            for piece in known.pieces:
                bases.append(match.start())
                pieces.append(piece)
        if fresh > FRESH_AT_MOST:
            scan.notes.append(f"new words after the first {FRESH_AT_MOST:,}: letter by letter only")
        if len(warm) > WATCHED_AT_MOST:
            scan.notes.append(f"watched words after the first {WATCHED_AT_MOST:,}: not looked at")
        self._place(scan, warm[:WATCHED_AT_MOST])
        self._join_hyphenated(scan)
        return scan

    def _place(self, scan: Scan, warm: list[tuple[int, ReadChunk]]) -> None:
        """Puts the watched words, and what may be part of one, where they stand."""
        joints: list[int] = []
        for first, chunk in warm:
            for position, piece in enumerate(chunk.pieces, first):
                if piece.tokens:
                    scan.add(position, position, piece.tokens)
                if piece.joint:
                    joints.append(position)
                if piece.is_literal:
                    scan.literals.append(position)
            if chunk.together:
                scan.add(first, first + len(chunk.pieces) - 1, chunk.together)
        self._join_parts(scan, joints)

    def _read(self, chunk: str, *, lenient: bool) -> ReadChunk:
        if chunk[0] == "&" or len(chunk) > CHUNK_AT_MOST:
            return ReadChunk((), {}, is_cold=True)
        pieces = tuple(self._read_piece(piece, lenient=lenient) for piece in pieces_of(chunk))
        together: Mapping[int, Likeness] = {}
        if len(pieces) > 1:
            together = self._lexicon.similar("".join(piece.letters for piece in pieces))
        hot = together or any(p.tokens or p.joint or p.is_literal for p in pieces)
        return ReadChunk(pieces, together, is_cold=not hot)

    def _read_late(self, chunk: str) -> ReadChunk:
        """A chunk after more words than any article has: the watched word itself, or nothing."""
        plain = chunk.casefold()
        tokens = self._lexicon.identical(plain)
        piece = ReadPiece(
            0,
            len(chunk),
            chunk,
            plain,
            is_particle=plain in PARTICLES,
            is_lower=chunk.islower(),
            tokens=tokens,
            joint=0,
            is_literal=chunk in self._literal_starts,
        )
        return ReadChunk((piece,), {}, is_cold=not (tokens or piece.is_literal))

    def _read_piece(self, piece: Piece, *, lenient: bool) -> ReadPiece:
        letters = piece.letters
        plain = plain_of(letters)
        is_lower = letters.islower()
        exactly = plain in HARD_WORDS or (is_lower and not lenient)
        tokens = self._lexicon.identical(plain) if exactly else self._lexicon.similar(letters)
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
            if 0 <= other < len(scan.pieces) and scan.is_particle(other):
                other += step
            if 0 <= other < len(scan.pieces):
                self._join(scan, min(position, other), max(position, other))

    def _join_hyphenated(self, scan: Scan) -> None:
        """Fakhri-Zadeh, and a word broken at the end of its line."""
        everywhere = range(len(scan.pieces))
        position, last = 0, len(scan.pieces) - 1
        for number, hyphen in enumerate(HYPHENATED.finditer(scan.text)):
            if number >= HYPHENS_AT_MOST:
                scan.notes.append(f"words after {HYPHENS_AT_MOST:,} hyphens: not joined")
                return
            position = bisect_left(everywhere, hyphen.start(), position, key=scan.end)
            if position < last and scan.end(position) == hyphen.start():
                self._join(scan, position, position + 1)

    def _join(self, scan: Scan, first: int, last: int) -> None:
        if not all(scan.goes_on(position) for position in range(first, last)):
            return
        letters = "".join(piece.letters for piece in scan.pieces[first : last + 1])
        known = self._joined.get(letters)
        if known is None:
            # Without its first part it would be no joined word: al- in al-Quds.
            uncut = len(scan.pieces[first].letters)
            similar = self._lexicon.similar(letters).items()
            known = {n: word for n, word in similar if word.clitic + word.article < uncut}
            self._joined.keep(letters, known)
        if scan.pieces[first].is_lower and not scan.is_lenient:
            plain = plain_of(letters)
            known = {n: known[n] for n in self._lexicon.identical(plain) if n in known}
        if known:
            scan.add(first, last, known)


def plain_of(letters: str) -> str:
    """A word as `folding.read` has it, at less cost."""
    plain = bare(letters)
    return plain if plain.isascii() or is_abjad(plain) else latin(plain)


def has_capitals(text: str) -> bool:
    """Whether a text writes names with capitals, or has no letters that could be."""
    if len(text) < CAPITALS_JUDGED_FROM and not text.islower():
        return True
    capitals = len(_UPPER.findall(text))
    if capitals >= CAPITALS_AT_LEAST * len(text):
        return True
    lower = len(_LOWER.findall(text))
    return lower == 0 or capitals >= CAPITALS_AT_LEAST * lower


def _joint(plain: str) -> int:
    if plain in JOINED_TO_THE_LAST:
        return -1
    return 1 if plain in JOINED_TO_THE_NEXT else 0
