"""Later mentions by surname alone: "Suleimani" after "Qassem Suleimani"."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from monitor.matching.claims import Claim
from monitor.matching.lexicon import Lexicon
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
COMPARED_AT_MOST = 20_000
"""Words with surnames, in one field. An article of a thousand words may name twenty persons."""
SURNAMES_AT_MOST = 100
"""Persons of one passage whose surnames are looked for alone. Whoever names more gives lists."""


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
    known: Iterable[Surname], scans: Mapping[Field, Scan], ordinary: OrdinaryWords
) -> Iterator[Claim]:
    """Each later word that is one of the surnames, standing by itself."""
    by_token: dict[int, list[Surname]] = {}
    for surname in islice(known, SURNAMES_AT_MOST):
        by_token.setdefault(surname.token, []).append(surname)
    if not by_token:
        return
    for field, scan in scans.items():
        # A flood of names and words is not compared word by word.
        for position in range(min(len(scan.pieces), COMPARED_AT_MOST // len(by_token))):
            for word in scan.since.get(position):
                for token, of_token in by_token.items():
                    likeness = word.tokens.get(token)
                    for surname in of_token if likeness else ():
                        claim = _followup(surname, field, scan, word, ordinary)
                        if claim is not None:
                            yield claim


def _surname(shape: Shape, lexicon: Lexicon) -> int | None:
    if len(shape.tokens) < 2 or any(shape.generic) or shape.comma_after or shape.is_ordinary:
        return None
    token = shape.tokens[-1]
    return token if len(lexicon.tokens[token].plain) >= SURNAME_AT_LEAST else None


def _order(field: Field, place: int) -> tuple[bool, int]:
    return (field == "text", place)


def _followup(
    surname: Surname, field: Field, scan: Scan, word: WordAt, ordinary: OrdinaryWords
) -> Claim | None:
    likeness = word.tokens[surname.token]
    if word.first != word.last or likeness.score < SURELY:
        return None
    if _order(field, word.start) < _order(surname.field, surname.end):
        return None
    if _is_of_another_name(scan, word, ordinary):
        return None
    start = word.start + likeness.clitic + likeness.article
    why = ("surname, after the full name",)
    return Claim(
        surname.phrase,
        field,
        start,
        word.end,
        word.first,
        word.last,
        FOLLOWUP,
        why,
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
