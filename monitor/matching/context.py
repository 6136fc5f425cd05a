"""Do the words that must, or must not, stand by a name do so? Whole words; those that must may be
names in another spelling, Bagdad for Baghdad."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence

from monitor.matching.acronyms import introduced_as
from monitor.matching.declension import subjects
from monitor.matching.folding import read
from monitor.matching.lexicon import fronts
from monitor.matching.romanise import is_abjad
from monitor.matching.scan import Scan, plain_of
from monitor.matching.words import CHUNK, pieces_of
from monitor.model import Context, Field

LISTED = 4
"""A reason names no more words than this."""
SOUND = "~"
"""Before a word by ear, among words by their letters."""
SOUNDED_AT_LEAST = 4
"""Letters."""


class Surroundings:
    """The words of one passage by where they stand. Built when the first context is asked for."""

    def __init__(self, scans: Mapping[Field, Scan]) -> None:
        self._scans = scans
        self._places: dict[Field, Mapping[str, Sequence[int]]] = {}
        self._anywhere: dict[str, bool] = {}

    def near(
        self, context: Context, field: Field, first: int, last: int, *, by_sound: bool = False
    ) -> str | None:
        """The word of the context that stands by the pieces from first to last, if one does; by
        sound a name in another spelling will do."""
        terms = (*context.any, *filter(None, map(_sounded, context.any if by_sound else ())))
        for term in terms:
            if context.within is None:
                if self._is_anywhere(term):
                    return term
            elif self._is_within(term, field, first - context.within, last + context.within):
                return term
        return None

    def introduced_as(self, acronym: str) -> str | None:
        """What the passage itself says that the acronym stands for."""
        found = (introduced_as(acronym, scan) for scan in self._scans.values())
        return next(filter(None, found), None)

    def _is_anywhere(self, term: str) -> bool:
        known = self._anywhere.get(term)
        if known is None:
            known = any(self._is_within(term, field, 0, None) for field in self._scans)
            self._anywhere[term] = known
        return known

    def _is_within(self, term: str, field: Field, first: int, last: int | None) -> bool:
        words = [term] if term.startswith(SOUND) else _words(term)
        if not words:
            return False
        places = self._words_of(field)
        starts = places.get(words[0], ())
        # A term before the name must end within reach, one after it must begin within reach.
        for at in range(bisect_left(starts, first - len(words) + 1), len(starts)):
            start = starts[at]
            if last is not None and start > last:
                return False
            if all(_holds(places.get(word, ()), start + n) for n, word in enumerate(words)):
                return True
        return False

    def _words_of(self, field: Field) -> Mapping[str, Sequence[int]]:
        known = self._places.get(field)
        if known is None:
            places: dict[str, list[int]] = defaultdict(list)
            for position, piece in enumerate(self._scans[field].pieces):
                for plain in _ways_to_read(piece.plain):
                    places[plain].append(position)
                if not piece.is_lower and not is_abjad(piece.plain):
                    for sound in {*map(_sounded, (piece.letters, *subjects(piece.letters)))}:
                        places[sound].append(position)
            known = self._places[field] = places
        return known


def listed(context: Context) -> str:
    """The context's words, for a reason."""
    more = ", …" if len(context.any) > LISTED else ""
    return ", ".join(context.any[:LISTED]) + more


def _sounded(word: str) -> str:
    """A key for all spellings of one word; nothing for a short one, or for several."""
    plain = plain_of(word)
    if len(plain) < SOUNDED_AT_LEAST or is_abjad(plain) or not word.isalpha():
        return ""
    return SOUND + read(word).sound.fold


def _words(term: str) -> list[str]:
    return [
        plain_of(piece.letters)
        for chunk in CHUNK.finditer(term)
        for piece in pieces_of(chunk.group())
    ]


def _ways_to_read(plain: str) -> set[str]:
    """The word, and an Arabic one without what is glued to its front: بغداد in ببغداد."""
    if not is_abjad(plain):
        return {plain}
    return {plain, *(plain[clitic + article :] for clitic, article in fronts(plain))} | {
        plain[clitic:] for clitic, _ in fronts(plain)
    }


def _holds(places: Sequence[int], place: int) -> bool:
    at = bisect_left(places, place)
    return at < len(places) and places[at] == place
