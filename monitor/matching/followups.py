"""Later mentions by surname alone: "Suleimani" after "Qassem Suleimani"."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from monitor.matching.candidates import FRESH_AT_MOST
from monitor.matching.claims import Claim
from monitor.matching.lexicon import Lexicon, Neighbourhood
from monitor.matching.ordinary import OrdinaryWords
from monitor.matching.scan import Scan, WordAt
from monitor.matching.shapes import Phrase, Shape
from monitor.matching.vocabulary import TITLES
from monitor.model import Field

FOLLOWUP = 70.0
"""What a follow-up scores: it rests on the full name before it."""
SURELY = 91.0
"""A surname alone must be this near to the watched one."""
SURNAME_AT_LEAST = 4
LETTERS_AT_LEAST = 55.0
"""What a word of other consonants must share with a surname to be looked at, by `ratio`."""


@dataclass(frozen=True, slots=True)
class Surname:
    """The last word of a person's name that was found in full, and from where on it counts."""

    phrase: Phrase
    token: int
    field: Field
    end: int


def surnames(found: Iterable[tuple[Claim, Shape]], lexicon: Lexicon) -> list[Surname]:
    """The surnames that the full names found give meaning to, each from its first mention on."""
    first: dict[tuple[str, int], Surname] = {}
    for claim, shape in found:
        token = _surname(shape, lexicon)
        if token is None:
            continue
        surname = Surname(claim.phrase, token, claim.field, claim.end)
        known = first.get((claim.phrase.owner, token))
        if known is None or _order(surname.field, surname.end) < _order(known.field, known.end):
            first[claim.phrase.owner, token] = surname
    return list(first.values())


def followups(
    known: Iterable[Surname],
    scans: Mapping[Field, Scan],
    lexicon: Lexicon,
    ordinary: OrdinaryWords,
) -> Iterator[Claim]:
    """Each later word that is one of the surnames, standing by itself."""
    by_token: dict[int, list[Surname]] = defaultdict(list)
    for surname in known:
        by_token[surname.token].append(surname)
    if not by_token:
        return
    near = Neighbourhood(lexicon, exhaustive=False, among=by_token)
    names = [lexicon.tokens[token].plain for token in by_token]
    since = min(_order(surname.field, surname.end) for one in by_token.values() for surname in one)
    for field, scan in scans.items():
        for word, tokens in _alike(scan, near, names):
            if _order(field, word.start) < since or _is_of_another_name(scan, word, ordinary):
                continue
            for token in tokens:
                for surname in by_token[token]:
                    if _order(field, word.start) >= _order(surname.field, surname.end):
                        yield _followup(surname, field, word)


def _alike(
    scan: Scan, near: Neighbourhood, names: Sequence[str]
) -> Iterator[tuple[WordAt, Sequence[int]]]:
    """The words of a text that are surely among the tokens of these names, and which ones; each
    different word is looked up once."""
    places: dict[str, list[int]] = {}
    for position, piece in enumerate(scan.pieces):
        known = places.get(piece.letters)
        if known is not None:
            known.append(position)
        elif len(places) < FRESH_AT_MOST:
            places[piece.letters] = [position]
        else:
            scan.notes.append(f"surnames after the first {FRESH_AT_MOST:,} words: not looked for")
            break
    for letters in _perhaps(list(places), near, names, is_lenient=scan.is_lenient):
        words = [scan.word(position, position) for position in places[letters]]
        alike = words[0].tokens.among(near).items()
        tokens = [token for token, likeness in alike if likeness.score >= SURELY]
        if tokens:
            yield from ((word, tokens) for word in words)


def _perhaps(
    words: Sequence[str], near: Neighbourhood, names: Sequence[str], *, is_lenient: bool
) -> Iterator[str]:
    """Those of the words that may be one of the names, told at little cost: they share letters with
    it, or have its consonants in some tradition of spelling."""
    likeness = cdist([word.casefold() for word in words], names, scorer=fuzz.ratio)
    for word, is_like in zip(words, likeness.max(axis=1) >= LETTERS_AT_LEAST, strict=True):
        is_name = is_lenient or not word.islower()
        if is_like or not word.isascii() or (is_name and near.may_hold(word)):
            yield word


def _surname(shape: Shape, lexicon: Lexicon) -> int | None:
    if len(shape.tokens) < 2 or any(shape.generic) or shape.comma_after or shape.is_ordinary:
        return None
    token = shape.tokens[-1]
    return token if len(lexicon.tokens[token].plain) >= SURNAME_AT_LEAST else None


def _order(field: Field, place: int) -> tuple[bool, int]:
    return (field == "text", place)


def _followup(surname: Surname, field: Field, word: WordAt) -> Claim:
    likeness = word.tokens[surname.token]
    return Claim(
        surname.phrase,
        field,
        word.start + likeness.clitic + likeness.article,
        word.end,
        word.first,
        word.last,
        FOLLOWUP,
        ("surname, after the full name",),
        is_followup=True,
    )


def _is_of_another_name(scan: Scan, word: WordAt, ordinary: OrdinaryWords) -> bool:
    """Whether a neighbour looks like the rest of somebody else's name, or of a place's."""
    before = word.first - 1
    while before >= 0 and scan.is_particle(before) and scan.goes_on(before):
        before -= 1
    if before >= 0 and all(scan.goes_on(place) for place in range(before, word.first)):
        piece = scan.pieces[before]
        if not (piece.is_lower or piece.plain in TITLES or ordinary.is_common(piece.plain)):
            return True
    if not scan.goes_on(word.last):
        return False
    after = scan.pieces[word.last + 1]
    return not after.is_lower and not ordinary.is_common(after.plain)
