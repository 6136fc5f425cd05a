"""Phrases, ready to be found in texts: all of a watchlist, or those that an edit brought."""

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import compress, islice

import numpy as np

from monitor.matching.align import Aligner
from monitor.matching.candidates import (
    Candidate,
    Watched,
    candidates,
    candidates_among,
    surroundings,
    watched,
)
from monitor.matching.claims import Claim
from monitor.matching.compile import Compiled, Index, build_index, restored
from monitor.matching.followups import followups, surnames
from monitor.matching.literal import Literal, Literals
from monitor.matching.memory import Memory
from monitor.matching.ordinary import OrdinaryWords
from monitor.matching.phrases import is_more_than_words
from monitor.matching.scan import Reader, Scan
from monitor.matching.scoring import Found, Scorer
from monitor.matching.shapes import Everywhere, Phrase, Role
from monitor.matching.sieve.pieces import Flags
from monitor.matching.sieve.sieve import Sieve
from monitor.matching.suspects import SUSPECTS_AT_MOST, Suspects, single_bar, suspects
from monitor.matching.vicinity import Vicinity
from monitor.model import Field, Form

NEAR_MISS = 15.0
"""Points below its threshold at which a name is still a near-miss worth showing."""
CANDIDATES_AT_MOST = 20_000
SILENT_AT_MOST = 20_000
FOUND_AT_MOST = 5_000
"""Names in one field. No article has so many, and whoever floods us with them is not waited for."""

Owner = tuple[Role, str]
"""Whose phrase it is: a watch's, by its id, or a decoy's."""
Named = tuple[Claim, Found | None]


@dataclass(frozen=True, slots=True)
class CompiledFinder:
    """What takes its time to find out about phrases."""

    is_literal: Flags  # looked for letter by letter
    index: Compiled


class Finder:
    """Finds phrases in texts. `others`: words in the rest of the list, if they are a part of it.
    What was `compiled` of these very phrases is not compiled again; what `kin` remembers of words
    is remembered, if it is of the same words."""

    def __init__(
        self,
        phrases: Iterable[Phrase],
        ordinary: OrdinaryWords,
        *,
        others: int = 0,
        exhaustive: bool = False,
        compiled: CompiledFinder | None = None,
        kin: "Finder | None" = None,
    ) -> None:
        listed = list(phrases)
        self._ordinary = ordinary
        self._hidden: Set[Owner] = frozenset()
        # Single words that do not ring, by shape; in a text without capitals or with.
        self._silent: Memory[tuple[int, str, bool], None] = Memory(SILENT_AT_MOST)
        self._is_literal = compiled.is_literal if compiled else _literal_ones(listed)
        self._literals = Literals(compress(listed, self._is_literal.tolist()), ordinary)
        fuzzy = [phrase for phrase in listed if is_fuzzy(phrase.form)]
        if compiled:
            self._index = restored(compiled.index, fuzzy, self._literals.starts, ordinary)
        else:
            self._index = build_index(
                fuzzy,
                self._literals.starts,
                ordinary,
                single_bar=single_bar,
                others=others,
                exhaustive=exhaustive,
            )
        self._sieve = self._vicinity = None
        if not exhaustive:
            known = (compiled.index.net, compiled.index.nearby) if compiled else self._index.net()
            self._sieve = Sieve(known[0])
            self._vicinity = Vicinity(self._index, known[1])
        if kin and kin.index.lexicon.tells_as(self._index.lexicon):
            self._index.lexicon = kin.index.lexicon
        self._reader = Reader(self._index.lexicon, self._literals.starts)
        if kin and kin._reader.reads_as(self._reader):
            self._reader = kin._reader
        self._aligner = Aligner(ordinary)
        self._scorer = Scorer(self._index, ordinary)

    def compiled(self) -> CompiledFinder:
        """What another finder of the same phrases need not find out again."""
        assert self._sieve is not None
        assert self._vicinity is not None
        index = self._index.compiled(self._sieve.net, self._vicinity.nearby)
        return CompiledFinder(self._is_literal, index)

    @property
    def index(self) -> Index:
        """Where its phrases are looked for."""
        return self._index

    @property
    def literal_starts(self) -> Set[str]:
        """The first words of what is looked for letter by letter."""
        return self._literals.starts

    @property
    def has_patterns(self) -> bool:
        """Whether any of its phrases is a regular expression."""
        return self._literals.has_patterns

    @property
    def size(self) -> int:
        """Different words in its phrases."""
        return len(self._index.lexicon.tokens)

    @property
    def has_sieve(self) -> bool:
        """Whether texts can be sifted; an exhaustive one reads them all."""
        return self._sieve is not None

    def without(self, owners: Set[Owner]) -> "Finder":
        """The same, blind to the phrases of these."""
        other = copy.copy(self)
        other._hidden = owners
        other._silent = Memory(SILENT_AT_MOST)
        return other

    def suspects(self, texts: Sequence[str]) -> list[Suspects]:
        """What each of the texts may hold."""
        assert self._sieve is not None
        return suspects(self._index, self._sieve, self._literals, texts)

    def may_ring(self, text: str, suspected: Suspects) -> bool:
        """Whether a watched name is there when only the words around the suspects are read."""
        if suspected.is_literal or suspected.is_full:
            return True
        lenient = suspected.is_lenient
        ringing = [
            suspect
            for suspect in suspected.listed
            if suspect.spot.rings
            and (suspect.spot.shape, suspect.word, lenient) not in self._silent
        ]
        for part in surroundings(text, self._index.shapes, ringing):
            scan = self._reader.scan(text[part.start : part.end], is_lenient=lenient)
            listed = candidates(self._index.shapes, scan, part.suspects)
            named = self._named("text", scan, listed, literals=False)
            if any(claim.is_watch and claim.reaches_threshold for claim, _ in named):
                return True
            for suspect in part.suspects:
                if suspect.word:
                    self._silent.keep((suspect.spot.shape, suspect.word, lenient), None)
        return False

    def scan(self, text: str) -> Scan:
        """One field as it is read."""
        return self._reader.scan(text)

    def found_at(self, field: Field, scan: Scan, suspected: Suspects) -> list[Named]:
        """What stands at the suspected places."""
        if suspected.is_full:
            note = f"possible names after the first {SUSPECTS_AT_MOST:,}: not looked at"
            scan.notes.append(note)
        return self._found(field, scan, candidates(self._index.shapes, scan, suspected.listed))

    def found_everywhere(self, field: Field, scan: Scan) -> list[Named]:
        """What stands anywhere, near misses too; takes longer."""
        everywhere, words = self._everywhere(scan)
        return self._found(field, scan, candidates_among(everywhere, scan, words))

    def _everywhere(self, scan: Scan) -> tuple[Everywhere, Mapping[int, Watched]]:
        if self._vicinity:
            return self._vicinity.around(scan)
        return self._index.everywhere, watched(scan)

    def followups(
        self, rung: Iterable[Claim], found: Iterable[Named], scans: Mapping[Field, Scan]
    ) -> list[Claim]:
        """Surnames that stand alone after a full name that rings."""
        ringing = set(map(id, rung))
        full = ((claim, why.shape) for claim, why in found if why and id(claim) in ringing)
        lexicon = self._index.lexicon
        later = followups(surnames(full, lexicon), scans, lexicon, self._ordinary)
        return list(islice(later, FOUND_AT_MOST))

    def _found(self, field: Field, scan: Scan, candidates: Iterable[Candidate]) -> list[Named]:
        found = list(islice(self._named(field, scan, candidates), FOUND_AT_MOST + 1))
        if len(found) > FOUND_AT_MOST:
            scan.notes.append(f"names after the first {FOUND_AT_MOST:,}: not looked at")
        return found[:FOUND_AT_MOST]

    def _named(
        self, field: Field, scan: Scan, candidates: Iterable[Candidate], *, literals: bool = True
    ) -> Iterator[Named]:
        for number, candidate in enumerate(candidates):
            if number >= CANDIDATES_AT_MOST:
                scan.notes.append(f"possible names after the first {number:,}: not looked at")
                break
            if self._is_hidden(candidate.shape.phrase):
                continue
            alignment = self._aligner.align(candidate, scan)
            found = self._scorer.score(alignment) if alignment else None
            if found and found.score >= candidate.shape.phrase.threshold - NEAR_MISS:
                yield _claim(field, found, scan), found
        for literal in self._literals.find(scan) if literals else ():
            if not self._is_hidden(literal.phrase):
                yield _literal_claim(field, literal, scan), None

    def _is_hidden(self, phrase: Phrase) -> bool:
        return bool(self._hidden) and owner_of(phrase) in self._hidden


def owner_of(phrase: Phrase) -> Owner:
    """Whose it is; what a watch is not to ring for is the watch's own."""
    return ("decoy" if phrase.role == "decoy" else "watch", phrase.owner)


def is_fuzzy(form: Form) -> bool:
    return form.match == "fuzzy" and form.kind != "acronym"


def _literal_ones(phrases: Sequence[Phrase]) -> Flags:
    return np.fromiter((_is_literal(one.form) for one in phrases), np.bool_, len(phrases))


def _is_literal(form: Form) -> bool:
    return not is_fuzzy(form) or is_more_than_words(form.text)


def _claim(field: Field, found: Found, scan: Scan) -> Claim:
    return Claim(
        found.shape.phrase,
        field,
        found.span.start,
        found.span.end,
        found.span.first,
        found.span.last,
        found.score,
        found.why,
        is_own_script=found.is_own_script,
        blanks=sum(map(str.isspace, scan.text[found.span.start : found.span.end])),
    )


def _literal_claim(field: Field, literal: Literal, scan: Scan) -> Claim:
    return Claim(
        literal.phrase,
        field,
        literal.start,
        literal.end,
        literal.first,
        literal.last,
        score=100.0,
        why=("as written",),
        is_shouted=literal.shouted,
        blanks=sum(map(str.isspace, scan.text[literal.start : literal.end])),
    )
