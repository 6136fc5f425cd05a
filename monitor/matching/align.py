"""Is the phrase really there? Finds its other words around a candidate, and gives points.

Every word that a phrase needs must be found in its order; particles are free, up to two words of a
person's fuller name may stand between, and nothing reaches over the end of a sentence.
"""

from dataclasses import dataclass

from monitor.matching.candidates import EXTRAS_AT_MOST, Candidate
from monitor.matching.compile import Index, Shape
from monitor.matching.folding import read
from monitor.matching.lexicon import Likeness
from monitor.matching.ordinary import OrdinaryWords
from monitor.matching.scan import Scan, WordAt

EXTRA = 6.0
"""Points off for a word between that the name does not have."""
ORGANISATION_EXTRA = 9.0
MISSING_SHARE = 0.22
"""A name of three words or more may lack one, if no more than this share of its letters."""
MISSING_NAME_SHARE = 0.30
MISSING = 60.0
"""What a missing word scores."""
COMMON_WORD = 8.0
"""Points off where the word found is an ordinary one, and not the one that was looked for."""
WEAK = 78.0
"""A word below this pulls the whole name down by half of what it lacks."""
ORDINARY_LOWER = 15.0
"""Points off where all words are ordinary ones and not all have capitals: an Islamic state."""
SINGLE_BARS = {1: 99.0, 2: 99.0, 3: 97.0, 4: 96.5, 5: 93.0, 6: 89.0}
"""What a name of one word of so many letters must score; longer ones 86."""
SINGLE_BAR = 86.0
SINGLE_SKELETON = 4
"""Consonants. In another script, a single name of fewer is any word."""
HARD_WORDS = frozenset(
    """و او أو في فی من الی على علی عن مع که در از به با را این آن هذا هذه ذلك قال قالت گفت
    است بود شد کرد هم نیز تا اما لكن ولی یا ثم بین بعد قبل الذی التی""".split()
)
"""Words of Arabic and Persian that end a name."""


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase in a field, with its points and their reasons."""

    shape: Shape
    start: int
    end: int
    score: float
    first: int  # position of its first piece
    last: int
    why: tuple[str, ...]


@dataclass(slots=True)
class _Alignment:
    """A candidate while its other words are looked for."""

    scan: Scan
    shape: Shape
    words: dict[int, WordAt]
    extras: int
    missing: list[int]


class Verifier:
    """Judges candidates against the words that its texts ordinarily have."""

    def __init__(self, index: Index, ordinary: OrdinaryWords) -> None:
        self._index = index
        self._ordinary = ordinary

    def verify(self, candidate: Candidate, scan: Scan) -> Found | None:
        """The phrase with its score, whatever that is; None where it is not there."""
        shape = candidate.shape
        if len(shape.tokens) == 1:
            return self._single(shape, candidate.words[0], scan)
        if not self._may_stand_apart(candidate, scan):
            return None
        alignment = _Alignment(
            scan,
            shape,
            dict(enumerate(candidate.words, candidate.place)),
            candidate.extras,
            [],
        )
        self._extend(alignment, range(candidate.place - 1, -1, -1), -1)
        self._extend(alignment, range(candidate.place + 2, len(shape.tokens)), 1)
        return self._judged(alignment) if _is_complete(alignment) else None

    def _may_stand_apart(self, candidate: Candidate, scan: Scan) -> bool:
        left, right = candidate.words
        between = range(left.last, right.first)
        commas = sum(scan.comma_follows(position) for position in between)
        if candidate.shape.needs_comma and candidate.place == 0:
            return commas == 1 and scan.comma_follows(left.last) and not candidate.extras
        if commas or right.tokens[candidate.shape.tokens[candidate.place + 1]].clitic:
            return False
        return all(
            scan.is_particle(position) or self._may_be_extra(scan, position)
            for position in range(left.last + 1, right.first)
        ) and not (candidate.extras and _takes_no_extras(candidate.shape))

    def _may_be_extra(self, scan: Scan, position: int) -> bool:
        piece = scan.pieces[position]
        if piece.is_lower and not scan.is_lenient:
            return False
        return piece.plain not in HARD_WORDS and not self._ordinary.is_common(piece.plain)

    def _extend(self, alignment: _Alignment, places: range, step: int) -> None:
        """Looks for the tokens at these places, outwards from what was found."""
        known = alignment.words.values()
        edge = max(word.last for word in known) if step > 0 else min(word.first for word in known)
        for place in places:
            found = self._next(alignment, place, edge, step)
            if found is None:
                alignment.missing.append(place)
                continue
            word, extras = found
            alignment.words[place] = word
            alignment.extras += extras
            edge = word.last if step > 0 else word.first

    def _next(
        self, alignment: _Alignment, place: int, edge: int, step: int
    ) -> tuple[WordAt, int] | None:
        """The nearest word that is the token, and the extra words on the way to it."""
        scan, shape = alignment.scan, alignment.shape
        allowed = 0 if _takes_no_extras(shape) else EXTRAS_AT_MOST - alignment.extras
        extras = 0
        position = edge + step
        while 0 <= position < len(scan.pieces) and abs(position - edge) <= 2 * EXTRAS_AT_MOST + 2:
            if not scan.goes_on(position - 1 if step > 0 else position):
                return None
            words = (scan.since if step > 0 else scan.until).get(position, ())
            for word in words:
                likeness = word.tokens.get(shape.tokens[place])
                if likeness and (place == 0 or not likeness.clitic):
                    return word, extras
            if not scan.is_particle(position):
                extras += 1
                if extras > allowed or not self._may_be_extra(scan, position):
                    return None
            position += step
        return None

    def _judged(self, alignment: _Alignment) -> Found:
        shape, scan = alignment.shape, alignment.scan
        points = why = None
        scores = {place: self._points(alignment, place) for place in alignment.words}
        scores |= dict.fromkeys(alignment.missing, MISSING)
        total = sum(shape.weights)
        points = sum(scores[place] * shape.weights[place] for place in scores) / total
        found = [scores[place] for place in alignment.words if not shape.generic[place]]
        points -= max(0.0, WEAK - min(found, default=100.0)) / 2
        points -= alignment.extras * (ORGANISATION_EXTRA if any(shape.generic) else EXTRA)
        if shape.is_ordinary and not shape.phrase.has_context and self._any_lower(alignment):
            points -= ORDINARY_LOWER
        why = tuple(self._reasons(alignment, scores))
        return _found(scan, shape, alignment.words, max(0.0, min(100.0, points)), why)

    def _points(self, alignment: _Alignment, place: int) -> float:
        shape = alignment.shape
        word = alignment.words[place]
        score = word.tokens[shape.tokens[place]].score
        if score < 100 and any(shape.generic) and not shape.generic[place]:
            plain = alignment.scan.pieces[word.last].plain
            if word.first == word.last and self._ordinary.is_common(plain):
                return score - COMMON_WORD
        return score

    def _any_lower(self, alignment: _Alignment) -> bool:
        scan = alignment.scan
        return not scan.is_lenient and any(
            scan.pieces[word.first].is_lower for word in alignment.words.values()
        )

    def _reasons(self, alignment: _Alignment, scores: dict[int, float]) -> list[str]:
        shape = alignment.shape
        reasons = [
            self._reason(alignment.scan, shape, place, alignment.words[place], scores[place])
            for place in sorted(alignment.words)
        ]
        if alignment.extras:
            reasons.append(f"{alignment.extras} more word{'s' * (alignment.extras > 1)} between")
        reasons += [
            f"without {self._index.lexicon.tokens[shape.tokens[place]].plain}"
            for place in alignment.missing
        ]
        return reasons

    def _reason(self, scan: Scan, shape: Shape, place: int, word: WordAt, score: float) -> str:
        likeness = word.tokens[shape.tokens[place]]
        name = self._index.lexicon.tokens[shape.tokens[place]].plain
        surface = scan.text[word.start + likeness.clitic + likeness.article : word.end]
        if score == 100:
            return surface
        return f"{surface} for {name} {score:.0f}"

    def _single(self, shape: Shape, word: WordAt, scan: Scan) -> Found | None:
        likeness = word.tokens[shape.tokens[0]]
        name = self._index.lexicon.tokens[shape.tokens[0]].plain
        piece = scan.pieces[word.first]
        if likeness.score < 100 and not self._may_be_name(name, word, scan, likeness):
            return None
        points = likeness.score
        if piece.is_lower and not scan.is_lenient and not shape.phrase.has_context:
            points -= ORDINARY_LOWER if self._ordinary.rank(name) is not None else 0.0
        why = (self._reason(scan, shape, 0, word, likeness.score),)
        return _found(scan, shape, {0: word}, max(0.0, points), why)

    def _may_be_name(self, name: str, word: WordAt, scan: Scan, likeness: Likeness) -> bool:
        """A single name in another spelling: held to a higher bar the shorter it is."""
        letters = scan.text[word.start + likeness.clitic + likeness.article : word.end]
        plain = scan.pieces[word.first].plain if word.first == word.last else ""
        rank = self._ordinary.rank(plain)
        if rank is not None and (len(name) <= 6 or self._ordinary.is_common(plain)):
            return False
        reading, other = read(letters), read(name)
        if reading.is_abjad != other.is_abjad and len(reading.sound.skeleton) < SINGLE_SKELETON:
            return False
        return likeness.score >= SINGLE_BARS.get(len(name), SINGLE_BAR)


def _takes_no_extras(shape: Shape) -> bool:
    return shape.is_turned or shape.needs_comma


def _is_complete(alignment: _Alignment) -> bool:
    """Whether what is missing, if anything, is little enough to miss."""
    missing, shape = alignment.missing, alignment.shape
    if not missing:
        return True
    if len(missing) > 1 or len(shape.tokens) < 3 or shape.generic[missing[0]]:
        return False
    telling = sum(not (shape.common[place] or shape.generic[place]) for place in alignment.words)
    most = MISSING_NAME_SHARE if shape.common[missing[0]] else MISSING_SHARE
    share = shape.weights[missing[0]] / sum(shape.weights)
    return telling >= 2 and share <= most


def _found(
    scan: Scan, shape: Shape, words: dict[int, WordAt], score: float, why: tuple[str, ...]
) -> Found:
    place, leftmost = min(words.items(), key=lambda item: item[1].start)
    rightmost = max(words.values(), key=lambda word: word.end)
    likeness = leftmost.tokens[shape.tokens[place]]
    start, first = leftmost.start + likeness.clitic, leftmost.first
    if not shape.has_article:
        start += likeness.article
    elif not likeness.article and _article_before(scan, first):
        start, first = scan.starts[first - 1], first - 1
    return Found(shape, start, rightmost.end, round(score, 1), first, rightmost.last, why)


ARTICLES = frozenset("al el ul as ash an ar az ad at es en er".split())


def _article_before(scan: Scan, position: int) -> bool:
    """Whether the piece before is an Arabic article in Latin letters."""
    if position == 0 or not scan.goes_on(position - 1):
        return False
    return scan.pieces[position - 1].plain in ARTICLES and scan.is_particle(position - 1)
