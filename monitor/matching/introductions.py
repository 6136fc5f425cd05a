"""Later mentions by initials: KH, after "Kata'ib Hezbollah (KH)"."""

import re
from collections.abc import Iterable, Iterator, Mapping

from monitor.matching.acronyms import SMALL_WORDS
from monitor.matching.claims import Claim
from monitor.matching.followups import FOLLOWUP
from monitor.matching.scan import Scan
from monitor.matching.words import CHUNK
from monitor.model import Field

_IN_BRACKETS = re.compile(
    r"['’]?s? ?[(\[](?:or |the )?[\"“«]?([^\W\d_][\w-]{1,9})[\"”»]?(?:[)\]]|[,;] )"
)
INITIALS_AT_LEAST = 2
MOST_LATER = 200
"""Mentions of one name by its initials that are told."""


def introduced(rung: Iterable[Claim], scans: Mapping[Field, Scan]) -> Iterator[Claim]:
    """The initials that follow a ringing name in brackets, there and wherever they stand after
    that; nothing where the passage gives them to another name too."""
    known: dict[tuple[str, str], Claim] = {}
    for claim in rung:
        initials = _introduced_by(claim, scans[claim.field].text)
        if initials:
            known.setdefault((claim.phrase.owner, initials), claim)
    for (owner, initials), claim in known.items():
        others = {one for one, short in known if short == initials and one != owner}
        if not others and not _is_of_another(initials, claim, scans):
            yield from _later(initials, claim, scans)


def _introduced_by(claim: Claim, text: str) -> str | None:
    """What stands in brackets after a name, if it is made of the name's initials."""
    if claim.phrase.form.kind == "acronym":
        return None
    found = _IN_BRACKETS.match(text, claim.end)
    if found is None or sum(letter.isupper() for letter in found[1]) < INITIALS_AT_LEAST:
        return None
    return found[1] if _are_initials(found[1], text[claim.start : claim.end]) else None


def _are_initials(short: str, name: str) -> bool:
    """Whether the capitals are first letters of the name's words, in their order, none left out
    but small words: HAN for Harakat al-Nujaba."""
    words = [word.group().casefold() for word in CHUNK.finditer(name)]
    wanted = [letter.casefold() for letter in short if letter.isupper()]
    left_out = 0
    for word in words:
        if wanted and word.startswith(wanted[0]):
            wanted.pop(0)
        elif len(word) <= SMALL_WORDS:
            left_out += 1
        else:
            return False
    return not wanted and left_out <= SMALL_WORDS


def _is_of_another(initials: str, claim: Claim, scans: Mapping[Field, Scan]) -> bool:
    """Whether the initials stand in brackets after other words too."""
    places = [
        (field, found.start())
        for field, scan in scans.items()
        for found in re.finditer(rf"[(\[]{re.escape(initials)}[)\]]", scan.text)
    ]
    name = scans[claim.field].text[claim.start : claim.end].casefold()
    return any(
        not scans[field].text[:start].rstrip(" '’s").casefold().endswith(name.rstrip("s"))
        for field, start in places
    )


def _later(initials: str, claim: Claim, scans: Mapping[Field, Scan]) -> Iterator[Claim]:
    word = re.compile(rf"(?<!\w){re.escape(initials)}(?!\w)")
    for field, scan in scans.items():
        if field == "title" and claim.field == "text":
            continue
        start = claim.end if field == claim.field else 0
        for number, found in enumerate(word.finditer(scan.text, start)):
            if number == MOST_LATER:
                break
            first, last = scan.positions(found.start(), found.end())
            yield Claim(
                claim.phrase, field, found.start(), found.end(), first, last, FOLLOWUP,
                ("initials, introduced after the full name",), is_followup=True,
            )  # fmt: skip
