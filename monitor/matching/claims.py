"""Who does a word belong to? The longest name that is surely there takes it, the others yield."""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from monitor.matching.shapes import Phrase
from monitor.model import Field

EQUALS = 5.0
"""Two watches of one span both stay if they score this close: the text may mean either."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A phrase found in a passage, which wants the words that it covers."""

    phrase: Phrase
    field: Field
    start: int
    end: int
    first: int  # position of its first piece
    last: int
    score: float
    why: tuple[str, ...]
    is_shouted: bool = False  # an acronym among ordinary words in capitals
    is_followup: bool = False
    is_own_script: bool = True  # the form is in the script of the text
    blanks: int = 0  # characters of white space in its span, which make no name longer

    @property
    def weight(self) -> float:
        """Longer and surer names come first."""
        return (self.end - self.start - self.blanks) * (self.score - 50)

    @property
    def reaches_threshold(self) -> bool:
        return self.score >= self.phrase.threshold

    @property
    def is_watch(self) -> bool:
        return self.phrase.role == "watch"

    @property
    def title(self) -> str:
        return f"{self.phrase.role} {self.phrase.owner}"


@dataclass(frozen=True, slots=True)
class Settled:
    """The claims that stand, and those that yielded with the reason."""

    standing: tuple[Claim, ...]
    yielded: tuple[tuple[Claim, str], ...]


def settle(claims: Iterable[Claim]) -> Settled:
    """Every word to the strongest claim on it; a watch's weaker claims on its own words vanish."""
    taken: dict[Field, _Taken] = defaultdict(_Taken)
    standing: list[Claim] = []
    yielded: list[tuple[Claim, str]] = []
    for claim in sorted(claims, key=_strength):
        rivals = taken[claim.field].overlapping(claim)
        rival = next((rival for rival in rivals if not _shares(claim, rival)), None)
        if rival is not None:
            if rival.phrase.owner != claim.phrase.owner:
                yielded.append((claim, rival.title))
            continue
        standing.append(claim)
        taken[claim.field].add(claim)
    return Settled(tuple(standing), tuple(yielded))


def _strength(claim: Claim) -> tuple[float, bool, Field, int]:
    return (-claim.weight, not claim.is_watch, claim.field, claim.start)


def _shares(claim: Claim, rival: Claim) -> bool:
    return (
        claim.is_watch
        and rival.is_watch
        and claim.phrase.owner != rival.phrase.owner
        and (claim.start, claim.end) == (rival.start, rival.end)
        and rival.score - claim.score <= EQUALS
    )


class _Taken:
    """Spans that are taken. They are disjoint or equal, so that one look-up finds what overlaps."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._claims: dict[int, list[Claim]] = {}

    def overlapping(self, claim: Claim) -> list[Claim]:
        rivals: list[Claim] = []
        at = bisect_left(self._starts, claim.end) - 1
        while at >= 0:
            here = self._claims[self._starts[at]]
            if here[0].end <= claim.start:
                break
            rivals += here
            at -= 1
        return rivals

    def add(self, claim: Claim) -> None:
        if claim.start not in self._claims:
            insort(self._starts, claim.start)
            self._claims[claim.start] = []
        self._claims[claim.start].append(claim)
