"""The matcher: a watchlist compiled once, and then a judgement on any passage.

    read the fields -> candidates -> align -> score -> context -> claims -> limits -> follow-ups

Nothing changes after construction but memories of words, which are bounded and belong to one
matcher. An edit makes another matcher, which shares with this one what the edit leaves as it is.
"""

import copy
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from monitor.matching.chance import CROWD
from monitor.matching.claims import Claim, settle
from monitor.matching.finder import FOUND_AT_MOST, CompiledFinder, Finder, Named
from monitor.matching.gate import Gate
from monitor.matching.introductions import introduced
from monitor.matching.lexicon import THOROUGH_UP_TO
from monitor.matching.listed import listed, listed_again
from monitor.matching.ordinary import load_ordinary_words
from monitor.matching.scan import Scan
from monitor.matching.sieve.pieces import Codes
from monitor.matching.suspects import Suspects
from monitor.model import Field, Judgement, Match, Mention, Passage, Watchlist

BATCH_LETTERS = 200_000
"""Of the texts that are sifted together."""
PATCHED_FROM = 1_000
"""Words in the watched names. A shorter list is compiled anew in a moment."""
BOUNDS = (CROWD, THOROUGH_UP_TO + 1)
"""Words in the watched names from which on all names are held to other rules."""
PATCHED_AT_MOST = 300
"""Watches and decoys that may differ from those that the list was compiled with."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A passage as one finder reads it, and what it finds there."""

    finder: Finder
    scans: dict[Field, Scan]
    found: Sequence[Named]


@dataclass(frozen=True, slots=True)
class CompiledList:
    """What takes its time to find out about a watchlist: of the same one, it need not be again."""

    remarks: Codes  # as JSON
    finder: CompiledFinder


class Matcher:
    """Finds the names of a watchlist in passages, in every reasonable spelling, and says why.

    An exhaustive one compares every word with every watched one, some hundred times slower: what it
    finds and the other does not is what the index loses.
    """

    def __init__(
        self,
        watchlist: Watchlist,
        *,
        exhaustive: bool = False,
        compiled: CompiledList | None = None,
        kin: "Matcher | None" = None,
    ) -> None:
        self._ordinary = load_ordinary_words()
        remarks = compiled.remarks.tobytes().decode() if compiled else None
        self._listed = listed(watchlist) if remarks is None else listed_again(watchlist, remarks)
        self._compiled = self._listed
        phrases, known = self._listed.phrases(), compiled.finder if compiled else None
        self._finders: tuple[Finder, ...] = (
            Finder(
                phrases,
                self._ordinary,
                exhaustive=exhaustive,
                compiled=known,
                kin=kin._finders[0] if kin else None,
            ),
        )
        self._gate = Gate(self._listed.watches, self._listed.meanings)

    @property
    def size(self) -> int:
        """Different words in the watched names, by which some rules go; edits aside."""
        return self._finders[0].size

    def compiled(self) -> CompiledList:
        """What another matcher of the list that was compiled need not find out again."""
        remarks = np.frombuffer(self._compiled.remarks().encode(), np.uint8)
        return CompiledList(remarks, self._finders[0].compiled())

    def changed(self, watchlist: Watchlist) -> "Matcher":
        """The matcher of an edited watchlist. Of a long list only what the edit changes is
        compiled, if that is little of it."""
        return self.patched(watchlist) or Matcher(watchlist, kin=self)

    def patched(self, watchlist: Watchlist) -> "Matcher | None":
        """The matcher of a long list after an edit that changes little of it; None of any other, or
        where the list may be so much longer or shorter now that it goes by other rules."""
        edited, owners = self._compiled.edited(watchlist)
        whole = self._finders[0]
        same_rules = watchlist.threshold == self._compiled.watchlist.threshold
        if not same_rules or whole.size < PATCHED_FROM or len(owners) > PATCHED_AT_MOST:
            return None
        other = copy.copy(self)
        other._listed = edited
        other._gate = Gate(edited.watches, edited.meanings)
        other._finders = (whole.without(owners),)
        if owners:
            gone = Finder(self._compiled.phrases(owners), self._ordinary)
            fresh = Finder(edited.phrases(owners), self._ordinary, others=whole.size)
            if any(whole.size - gone.size < bound <= whole.size + fresh.size for bound in BOUNDS):
                return None
            other._finders = (*other._finders, fresh)
        return other

    def judge(self, passage: Passage, *, near_misses: bool = False) -> Judgement:
        """What rings for this passage, and what does not though it is named; with near-misses too
        when they are asked for: that takes longer."""
        if near_misses or not self._finders[0].has_sieve:
            readings = [_everywhere(finder, passage) for finder in self._finders]
            return self._judge(passage, readings, near_misses=near_misses)
        return next(iter(self._judge_quickly([passage])))

    def judge_all(self, passages: Iterable[Passage]) -> Iterator[Judgement]:
        """Judgements on passages, in their order. Many at once take much less time than one by one;
        they are read as they are asked for, some dozens ahead."""
        if not self._finders[0].has_sieve:
            return map(self.judge, passages)
        return self._judge_quickly(passages)

    def _judge_quickly(self, passages: Iterable[Passage]) -> Iterator[Judgement]:
        for batch in _batches(passages):
            texts = [text for passage in batch for _, text in _fields(passage)]
            sifted = [(finder, iter(finder.suspects(texts))) for finder in self._finders]
            for passage in batch:
                suspected = [
                    (finder, {field: next(listed) for field, _ in _fields(passage)})
                    for finder, listed in sifted
                ]
                if any(_may_ring(finder, passage, fields) for finder, fields in suspected):
                    readings = [_closely(finder, passage, fields) for finder, fields in suspected]
                    yield self._judge(passage, readings, near_misses=False)
                else:
                    yield Judgement()

    def _judge(
        self,
        passage: Passage,
        by_finder: Sequence[Reading],
        *,
        near_misses: bool,
    ) -> Judgement:
        scans = by_finder[0].scans
        found = [pair for reading in by_finder for pair in reading.found]
        if not near_misses and not any(
            claim.is_watch and claim.reaches_threshold for claim, _ in found
        ):
            return Judgement(notes=_notes(by_finder))
        claims = _best(claim for claim, _ in found)
        passed, refused = self._gate.pass_through(claims, scans)
        settled = settle(passed)
        rung, limited = self._gate.within_limits(settled.standing, passage)
        later = self._followups(rung, by_finder, settled.standing, scans)
        yielded = [pair for pair in settled.yielded if pair[0].is_watch]
        suppressed = [
            _mention(scans, claim, reason)
            for claim, reason in sorted([*refused, *limited, *yielded], key=_place)
            if near_misses or claim.reaches_threshold
        ]
        return Judgement(_matches(scans, rung, later), tuple(suppressed), _notes(by_finder))

    def _followups(
        self,
        rung: Iterable[Claim],
        readings: Iterable[Reading],
        standing: Iterable[Claim],
        scans: Mapping[Field, Scan],
    ) -> list[Claim]:
        """Surnames that stand alone after a full name that rings, and initials that it introduces,
        where nobody claims them."""
        rung = list(rung)
        later = [
            claim
            for reading in readings
            for claim in reading.finder.followups(rung, reading.found, reading.scans)
        ]
        later += introduced(rung, scans)
        if not later:
            return []
        settled = settle([*standing, *islice(later, FOUND_AT_MOST)])
        mine = set(map(id, later))
        return [claim for claim in settled.standing if id(claim) in mine]


def _may_ring(finder: Finder, passage: Passage, fields: Mapping[Field, Suspects]) -> bool:
    return any(finder.may_ring(text, fields[field]) for field, text in _fields(passage))


def _closely(finder: Finder, passage: Passage, fields: Mapping[Field, Suspects]) -> Reading:
    scans = {field: finder.scan(text) for field, text in _fields(passage)}
    found = [
        pair
        for field, scan in scans.items()
        for pair in finder.found_at(field, scan, fields[field])
    ]
    return Reading(finder, scans, found)


def _everywhere(finder: Finder, passage: Passage) -> Reading:
    scans = {field: finder.scan(text) for field, text in _fields(passage)}
    found = [pair for field, scan in scans.items() for pair in finder.found_everywhere(field, scan)]
    return Reading(finder, scans, found)


def _fields(passage: Passage) -> Iterator[tuple[Field, str]]:
    if passage.title:
        yield "title", passage.title
    yield "text", passage.text


def _batches(passages: Iterable[Passage]) -> Iterator[list[Passage]]:
    """Passages in handfuls: enough to share the cost of a look, few enough to stay in the cache."""
    batch: list[Passage] = []
    letters = 0
    for passage in passages:
        batch.append(passage)
        letters += len(passage.text) + len(passage.title)
        if letters >= BATCH_LETTERS:
            yield batch
            batch, letters = [], 0
    if batch:
        yield batch


def _best(claims: Iterable[Claim]) -> list[Claim]:
    """Of the claims of one owner on one span the one with most points; of those that end in the
    same word none in another script, where a form in the text's own says what it is."""
    best: dict[tuple[str, str, Field, int, int], Claim] = {}
    listed = list(claims)
    own = {_end(claim) for claim in listed if claim.is_own_script and claim.reaches_threshold}
    for claim in listed:
        if not claim.is_own_script and _end(claim) in own:
            continue
        key = (claim.phrase.role, claim.phrase.owner, claim.field, claim.start, claim.end)
        known = best.get(key)
        if known is None or _rank(claim) > _rank(known):
            best[key] = claim
    return list(best.values())


def _end(claim: Claim) -> tuple[str, str, Field, int]:
    return (claim.phrase.role, claim.phrase.owner, claim.field, claim.end)


def _rank(claim: Claim) -> tuple[bool, float]:
    """A form in the text's own script tells more than one that only shares its consonants."""
    return (claim.is_own_script and claim.reaches_threshold, claim.score)


def _notes(readings: Iterable[Reading]) -> tuple[str, ...]:
    notes = (
        f"{field}: {note}"
        for reading in readings
        for field, scan in reading.scans.items()
        for note in scan.notes
    )
    return tuple(dict.fromkeys(notes))


def _place(pair: tuple[Claim, str]) -> tuple[bool, int, int]:
    claim = pair[0]
    return (claim.field == "text", claim.start, claim.end)


def _matches(
    scans: dict[Field, Scan], rung: Iterable[Claim], later: Iterable[Claim]
) -> tuple[Match, ...]:
    mentions: dict[str, list[Mention]] = defaultdict(list)
    for claim in sorted([*rung, *later], key=lambda claim: _place((claim, ""))):
        mentions[claim.phrase.owner].append(_mention(scans, claim))
    matches = [
        Match(watch_id, max(mention.score for mention in found), tuple(found))
        for watch_id, found in mentions.items()
    ]
    return tuple(sorted(matches, key=lambda match: (-match.score, match.watch_id)))


def _mention(scans: dict[Field, Scan], claim: Claim, suppressed_by: str | None = None) -> Mention:
    return Mention(
        watch_id=claim.phrase.owner,
        field=claim.field,
        start=claim.start,
        end=claim.end,
        surface=scans[claim.field].text[claim.start : claim.end],
        form=claim.phrase.form.text,
        kind="followup" if claim.is_followup else claim.phrase.form.kind,
        score=claim.score,
        why=claim.why,
        suppressed_by=suppressed_by,
    )
