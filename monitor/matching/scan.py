"""A field as the matcher reads it: its pieces in order, and the words that they may be."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from monitor.matching.lexicon import Lexicon, Likeness, Neighbourhood
from monitor.matching.memory import Memory
from monitor.matching.romanise import bare, has_no_capitals, is_abjad, latin
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
JOINT_AT_LEAST = min(map(len, JOINED_TO_THE_NEXT | JOINED_TO_THE_LAST))
JOINT_AT_MOST = max(map(len, JOINED_TO_THE_NEXT | JOINED_TO_THE_LAST))
"""Letters of a part that makes one word with its neighbour; there may be as many marks on them."""
HYPHENS_OF_SYLLABLES = frozenset("-‐‑")
HYPHENS_AT_MOST = 20_000
"""In one field. What lies beyond is said in the notes."""
_SYLLABLE = re.compile("[^aeiouy]{0,3}[aeiouy]{1,3}[^aeiouy]{0,2}")
# Letters by the bytes that stand for them: a text's bytes are counted far sooner than its letters.
_UPPER = {
    "latin-1": "ABCDEFGHIJKLMNOPQRSTUVWXYZÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞ".encode("latin-1"),
    "iso8859-5": "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ".encode("iso8859-5"),
}
_LOWER = {
    "latin-1": "abcdefghijklmnopqrstuvwxyzàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ".encode("latin-1"),
    "iso8859-5": "абвгдежзийклмнопрстуфхцчшщъыьэюя".encode("iso8859-5"),
}


class Likenesses:
    """How like a word is to tokens: to those that are asked for, and only then."""

    __slots__ = ("_exactly", "_letters", "_lexicon", "_uncut")

    def __init__(self, lexicon: Lexicon, letters: str, *, exactly: bool, uncut: int = 0) -> None:
        self._lexicon = lexicon
        self._letters = letters
        self._exactly = exactly  # it counts letter by letter
        self._uncut = uncut  # letters of its first part, if it is joined of several

    @property
    def word(self) -> tuple[str, bool]:
        """Its letters, and whether it counts by these alone."""
        return self._letters, self._exactly

    def get(self, token: int) -> Likeness | None:
        """None if the word is another one."""
        if self._exactly:
            found = self._lexicon.identity(plain_of(self._letters), token)
        else:
            found = self._lexicon.likeness(self._letters, token)
        # Without its first part it would be no joined word: al- in al-Quds.
        if found and self._uncut and found.clitic + found.article >= self._uncut:
            return None
        return found

    def __getitem__(self, token: int) -> Likeness:
        found = self.get(token)
        if found is None:
            raise KeyError(token)
        return found

    def all(self) -> Mapping[int, Likeness]:
        """Every token that the word may be. Looked up in the whole list: this takes its time."""
        return self.among(self._lexicon.neighbourhood)

    def among(self, near: Neighbourhood) -> Mapping[int, Likeness]:
        """The same, of the tokens that a neighbourhood knows."""
        if self._exactly:
            return near.identical(plain_of(self._letters))
        known = near.similar(self._letters)
        if not self._uncut:
            return known
        return {n: word for n, word in known.items() if word.clitic + word.article < self._uncut}


@dataclass(frozen=True, slots=True)
class WordAt:
    """One or more pieces that read as one word; positions are inclusive."""

    first: int
    last: int
    start: int
    end: int
    tokens: Likenesses


class ReadPiece:
    """A piece, and what it may be, found out when somebody asks. Remembered per chunk: offsets
    count from the chunk's start."""

    __slots__ = ("_plain", "end", "is_literal", "joint", "letters", "start")

    def __init__(self, piece: Piece, *, is_literal: bool) -> None:
        self.start = piece.start
        self.end = piece.end
        self.letters = piece.letters
        self.is_literal = is_literal  # a form that is looked for letter by letter begins with it
        self._plain: str | None = None
        self.joint = self._joint()  # 1 makes one word with the next, -1 with the one before

    @property
    def plain(self) -> str:
        if self._plain is None:
            self._plain = plain_of(self.letters)
        return self._plain

    @property
    def is_particle(self) -> bool:
        return self.plain in PARTICLES

    @property
    def is_lower(self) -> bool:
        """In a script that has capitals."""
        return self.letters.islower() and not has_no_capitals(self.letters)

    def _joint(self) -> int:
        most = JOINT_AT_MOST if self.letters.isascii() else 2 * JOINT_AT_MOST
        if not JOINT_AT_LEAST <= len(self.letters) <= most:
            return 0
        if self.plain in JOINED_TO_THE_LAST:
            return -1
        return 1 if self.plain in JOINED_TO_THE_NEXT else 0


@dataclass(slots=True)
class Scan:
    """One field, read: its pieces by position, and the words where they begin and end."""

    text: str
    lexicon: Lexicon
    is_lenient: bool = False  # it goes without capitals
    bases: list[int] = field(default_factory=list)  # where each piece's chunk starts
    pieces: list[ReadPiece] = field(default_factory=list)
    literals: list[int] = field(default_factory=list)  # positions where one may begin
    joined: set[tuple[int, int]] = field(default_factory=set)  # pieces that may be one word
    notes: list[str] = field(default_factory=list)  # what was left out
    since: "WordsAt" = field(init=False)
    until: "WordsAt" = field(init=False)

    def __post_init__(self) -> None:
        self.since = WordsAt(self, 0)
        self.until = WordsAt(self, 1)

    def start(self, position: int) -> int:
        return self.bases[position] + self.pieces[position].start

    def end(self, position: int) -> int:
        return self.bases[position] + self.pieces[position].end

    def word(self, first: int, last: int) -> WordAt:
        """These pieces as one word."""
        pieces = self.pieces
        letters = pieces[first].letters
        if last > first:
            letters = "".join(piece.letters for piece in pieces[first : last + 1])
        is_chunk = self.bases[first] == self.bases[last]
        is_part = pieces[first].joint == 1 and not pieces[last].is_lower  # bin Salah
        exactly = pieces[first].is_lower and not self.is_lenient and not self.is_syllable(first)
        exactly = exactly and (first == last or not (is_chunk or is_part))
        exactly = exactly or (first == last and pieces[first].plain in HARD_WORDS)
        uncut = 0 if is_chunk else len(pieces[first].letters)
        tokens = Likenesses(self.lexicon, letters, exactly=exactly, uncut=uncut)
        return WordAt(first, last, self.start(first), self.end(last), tokens)

    def is_syllable(self, position: int) -> bool:
        """Whether the piece is the second of two syllables that a hyphen joins, of which the first
        alone has its capital, as in Korean and Chinese names: Yo-jong."""
        if not position or self.start(position) != self.end(position - 1) + 1:
            return False
        first, second = self.pieces[position - 1 : position + 1]
        return (
            self.text[self.end(position - 1)] in HYPHENS_OF_SYLLABLES
            and first.letters[0].isupper()
            and all(_SYLLABLE.fullmatch(piece.plain) for piece in (first, second))
        )

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

    def position(self, offset: int) -> int:
        """The piece that holds an offset, or the last one before it."""
        return max(0, bisect_right(range(len(self.pieces)), offset, key=self.start) - 1)

    def positions(self, start: int, end: int) -> tuple[int, int]:
        """The first and the last piece in a span of the text."""
        everywhere = range(len(self.pieces))
        first = bisect_right(everywhere, start, key=self.end)
        last = bisect_left(everywhere, end, key=self.start) - 1
        return min(first, len(self.pieces)), max(last, first)


class WordsAt:
    """The words of a scan that begin, or end, with a piece; made when they are asked for."""

    def __init__(self, scan: Scan, side: int) -> None:
        self._scan = scan
        self._side = side
        self._known: dict[int, list[WordAt]] = {}
        self._others: dict[int, list[tuple[int, int]]] | None = None

    def get(self, position: int, default: Iterable[WordAt] = ()) -> Iterable[WordAt]:
        known = self._known.get(position)
        if known is None:
            if not 0 <= position < len(self._scan.pieces):
                return default
            spans = [(position, position), *self._joined_at(position)]
            known = self._known[position] = [self._scan.word(*span) for span in spans]
        return known

    def _joined_at(self, position: int) -> Iterable[tuple[int, int]]:
        if self._others is None:
            self._others = {}
            for span in sorted(self._scan.joined):
                self._others.setdefault(span[self._side], []).append(span)
        return self._others.get(position, ())


class Reader:
    """Reads fields against one lexicon and remembers every chunk that it has met, within bounds."""

    def __init__(self, lexicon: Lexicon, literal_starts: frozenset[str] = frozenset()) -> None:
        self._lexicon = lexicon
        self._literal_starts = literal_starts
        self._chunks: Memory[str, tuple[ReadPiece, ...]] = Memory()

    def reads_as(self, other: "Reader") -> bool:
        """Whether both read a text alike: what one remembers serves the other."""
        has_same_starts = other._literal_starts == self._literal_starts
        return other._lexicon is self._lexicon and has_same_starts

    def scan(self, text: str, *, is_lenient: bool | None = None) -> Scan:
        """The field's pieces in order, and which of them may be one word with others. Whether it
        goes without capitals can be told for a part of a text."""
        lenient = not has_capitals(text) if is_lenient is None else is_lenient
        recall = self._chunks.get
        scan = Scan(text, self._lexicon, is_lenient=lenient)
        bases, pieces = scan.bases, scan.pieces
        joints: list[int] = []
        for match in CHUNK.finditer(text):
            chunk = match.group()
            known = recall(chunk)
            if known is None:
                known = self._read(chunk)
                self._chunks.keep(chunk, known)
            if len(known) > 1:
                scan.joined.add((len(pieces), len(pieces) + len(known) - 1))
            for piece in known:
                if piece.joint:
                    joints.append(len(pieces))
                if piece.is_literal:
                    scan.literals.append(len(pieces))
                bases.append(match.start())
                pieces.append(piece)
        _join_parts(scan, joints)
        _join_hyphenated(scan)
        return scan

    def _read(self, chunk: str) -> tuple[ReadPiece, ...]:
        if chunk[0] == "&" or len(chunk) > CHUNK_AT_MOST:
            return ()
        starts = self._literal_starts
        return tuple(
            ReadPiece(piece, is_literal=piece.letters in starts) for piece in pieces_of(chunk)
        )


def _join_parts(scan: Scan, joints: Iterable[int]) -> None:
    """Abd al-Malik, Hizb Allah, Ahmadi Nejad: parts that another spelling writes together."""
    for position in joints:
        step = scan.pieces[position].joint
        other = position + step
        if 0 <= other < len(scan.pieces) and scan.is_particle(other):
            other += step
        if 0 <= other < len(scan.pieces):
            _join(scan, min(position, other), max(position, other))


def _join_hyphenated(scan: Scan) -> None:
    """Fakhri-Zadeh, and a word broken at the end of its line."""
    everywhere = range(len(scan.pieces))
    position, last = 0, len(scan.pieces) - 1
    for number, hyphen in enumerate(HYPHENATED.finditer(scan.text)):
        if number >= HYPHENS_AT_MOST:
            scan.notes.append(f"words after {HYPHENS_AT_MOST:,} hyphens: not joined")
            return
        position = bisect_left(everywhere, hyphen.start(), position, key=scan.end)
        if position < last and scan.end(position) == hyphen.start():
            _join(scan, position, position + 1)


def _join(scan: Scan, first: int, last: int) -> None:
    if all(scan.goes_on(position) for position in range(first, last)):
        scan.joined.add((first, last))


def plain_of(letters: str) -> str:
    """A word as `folding.read` has it, at less cost."""
    plain = bare(letters)
    return plain if plain.isascii() or is_abjad(plain) else latin(plain)


def has_capitals(text: str) -> bool:
    """Whether a text writes names with capitals, or has no letters that could be."""
    if len(text) < CAPITALS_JUDGED_FROM and not text.islower():
        return True
    capitals = 0
    for encoding, letters in _UPPER.items():  # of most texts the first ones are enough
        capitals += _count(text, encoding, letters)
        if capitals >= CAPITALS_AT_LEAST * len(text):
            return True
    lower = sum(_count(text, encoding, letters) for encoding, letters in _LOWER.items())
    return lower == 0 or capitals >= CAPITALS_AT_LEAST * lower


def _count(text: str, encoding: str, letters: bytes) -> int:
    """How many of these letters of an encoding a text has."""
    encoded = text.encode(encoding, "ignore")
    return len(encoded) - len(encoded.translate(None, letters))
