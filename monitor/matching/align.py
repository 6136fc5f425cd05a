"""Are the phrase's other words there too? Finds them around a candidate.

Every word that a phrase needs must be found in its order; particles are free, up to two words of a
person's fuller name may stand between, and nothing reaches over the end of a sentence.
"""

from dataclasses import dataclass, field

from monitor.matching.candidates import EXTRAS_AT_MOST, Candidate
from monitor.matching.ordinary import OrdinaryWords
from monitor.matching.romanise import APOSTROPHES, Script, is_abjad, script_of
from monitor.matching.scan import Scan, WordAt
from monitor.matching.shapes import SURE, Shape, may_be_missing
from monitor.matching.vocabulary import GIVEN_NAMES, HARD_WORDS, SUN_ARTICLES

REACH = 6
"""Pieces. The next word of a name is no farther off, particles and all."""
ZWNJ = "\u200c"


@dataclass(slots=True)
class Alignment:
    """A shape laid over the words of a text: which word is which token, by its place."""

    scan: Scan
    shape: Shape
    words: dict[int, WordAt]
    extras: int = 0
    missing: list[int] = field(default_factory=list)


class Aligner:
    """Lays shapes over texts. An ordinary word ends a name, a stranger's name does not."""

    def __init__(self, ordinary: OrdinaryWords) -> None:
        self._ordinary = ordinary

    def align(self, candidate: Candidate, scan: Scan) -> Alignment | None:
        """The candidate with all its words, None where too many of them are missing."""
        shape = candidate.shape
        words = dict(zip(candidate.places, candidate.words, strict=True))
        first, last = candidate.places[0], candidate.places[-1]
        extras = candidate.extras - _articles_between(scan, candidate.words)
        alignment = Alignment(scan, shape, words, extras, list(range(first + 1, last)))
        if len(shape.tokens) == 1:
            return alignment
        if shape.script and any(_script(scan, word) != shape.script for word in candidate.words):
            return None
        if not self._may_stand_apart(candidate, scan):
            return None
        self._extend(alignment, range(first - 1, -1, -1), -1)
        self._extend(alignment, range(last + 1, len(shape.tokens)), 1)
        if shape.comma_after and not _comma_follows_surname(alignment):
            return None
        if not _is_complete(alignment) or self._is_of_a_longer_name(alignment):
            return None
        return alignment

    def _is_of_a_longer_name(self, alignment: Alignment) -> bool:
        """Whether parts that millions bear stand in a stranger's name: Ali Ahmad al-Hamidan."""
        if not all(alignment.shape.common):
            return False
        scan, last = alignment.scan, max(word.last for word in alignment.words.values())
        while scan.goes_on(last) and scan.is_particle(last + 1):
            last += 1
        return alignment.extras > 0 or (scan.goes_on(last) and self._may_be_extra(scan, last + 1))

    def _may_stand_apart(self, candidate: Candidate, scan: Scan) -> bool:
        left, right = candidate.words
        between = range(left.last, right.first)
        commas = sum(scan.comma_follows(position) for position in between)
        first, last = candidate.places[0], candidate.places[-1]
        if first < candidate.shape.comma_after <= last:
            if is_abjad(scan.pieces[left.first].plain) and not candidate.shape.phrase.is_listed:
                return False
            return commas == 1 and not candidate.extras
        if candidate.shape.is_turned and scan.text[left.end : left.end + 1] in set(APOSTROPHES):
            return False  # the Guard Corps' Quds Force is no Corps Quds
        if commas or right.tokens[candidate.shape.tokens[candidate.places[-1]]].clitic:
            return False
        return all(
            _is_free(scan, position) or self._may_be_extra(scan, position)
            for position in range(left.last + 1, right.first)
        ) and not (candidate.extras and _takes_no_extras(candidate.shape))

    def _may_be_extra(self, scan: Scan, position: int) -> bool:
        piece = scan.pieces[position]
        if piece.is_lower and not scan.is_lenient:
            return False
        start, end = scan.start(position), scan.end(position)
        if ZWNJ in scan.text[max(0, start - 1) : start] + scan.text[end : end + 1]:
            return False  # a part of the word beside it
        if piece.plain in GIVEN_NAMES:
            return True  # a second or a father's name: Barham Ahmed Salih
        return piece.plain not in HARD_WORDS and not self._ordinary.is_common(piece.plain)

    def _extend(self, alignment: Alignment, places: range, step: int) -> None:
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
        self, alignment: Alignment, place: int, edge: int, step: int
    ) -> tuple[WordAt, int] | None:
        """The nearest word that is the token, and the extra words on the way to it."""
        scan, shape = alignment.scan, alignment.shape
        allowed = 0 if _takes_no_extras(shape) else EXTRAS_AT_MOST - alignment.extras
        is_after_comma = 0 < shape.comma_after == (place if step > 0 else place + 1)
        extras = 0
        position = edge + step
        while 0 <= position < len(scan.pieces) and abs(position - edge) <= REACH:
            before = position - 1 if step > 0 else position
            if not scan.goes_on(before) and not (is_after_comma and scan.comma_follows(before)):
                return None
            words = (scan.since if step > 0 else scan.until).get(position, ())
            for word in words:
                likeness = word.tokens.get(shape.tokens[place])
                if likeness and (place == 0 or not likeness.clitic):
                    return word, extras
            if not _is_free(scan, position):
                extras += 1
                if extras > allowed or not self._may_be_extra(scan, position):
                    return None
            position += step
        return None


def _script(scan: Scan, word: WordAt) -> Script:
    return script_of(scan.pieces[word.first].letters)


def _is_free(scan: Scan, position: int) -> bool:
    return scan.is_particle(position) or _is_article(scan, position)


def _is_article(scan: Scan, position: int) -> bool:
    """Deir ez Zor: an article without its hyphen has taken on the letter of the word after it."""
    article = scan.pieces[position].plain
    if article not in SUN_ARTICLES or position + 1 == len(scan.pieces):
        return False
    return scan.pieces[position + 1].plain.startswith(article[1:])


def _articles_between(scan: Scan, words: tuple[WordAt, ...]) -> int:
    between = range(words[0].last + 1, words[-1].first)
    return sum(not scan.is_particle(place) and _is_article(scan, place) for place in between)


def _comma_follows_surname(alignment: Alignment) -> bool:
    surname = alignment.words.get(alignment.shape.comma_after - 1)
    return surname is not None and alignment.scan.comma_follows(surname.last)


def _takes_no_extras(shape: Shape) -> bool:
    return shape.is_turned or shape.comma_after > 0 or shape.is_by_syllables


def _is_complete(alignment: Alignment) -> bool:
    """Whether what is missing, if anything, is little enough to miss."""
    missing, shape = alignment.missing, alignment.shape
    if _is_head_last_in_abjad(alignment):
        return False
    if shape.is_turned and not _are_generic_words_sure(alignment):
        return False
    if not missing:
        return True
    if len(missing) > 1 or alignment.extras or not may_be_missing(shape, missing[0]):
        return False
    return all(
        word.tokens[shape.tokens[place]].score >= SURE for place, word in alignment.words.items()
    )


def _are_generic_words_sure(alignment: Alignment) -> bool:
    """At the other end what it is may be translated, and not misspelt: a Shia is no jaish."""
    shape = alignment.shape
    return all(
        word.tokens[shape.tokens[place]].score >= SURE
        for place, word in alignment.words.items()
        if shape.generic[place]
    )


def _is_head_last_in_abjad(alignment: Alignment) -> bool:
    """Arabic and Persian say what something is first: قدس سپاه is no Quds Force."""
    last = len(alignment.shape.tokens) - 1
    word = alignment.words.get(last)
    if word is None or not alignment.shape.ends_in_head:
        return False
    return is_abjad(alignment.scan.pieces[word.last].plain)
