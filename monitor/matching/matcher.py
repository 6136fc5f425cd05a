"""The matcher: a watchlist compiled once, and then a judgement on any passage.

    read the fields -> candidates -> align -> score -> context -> claims -> limits -> follow-ups

Nothing changes after construction but memories of words, which are bounded and belong to one
matcher.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from monitor.matching.align import Aligner
from monitor.matching.candidates import (
    Candidate,
    Suspect,
    around,
    candidates,
    candidates_everywhere,
)
from monitor.matching.claims import Claim, settle
from monitor.matching.compile import build_index
from monitor.matching.decoys import decoys_of, other_meanings
from monitor.matching.followups import Surname, followups, surnames
from monitor.matching.gate import Gate
from monitor.matching.literal import Literal, Literals
from monitor.matching.ordinary import load_ordinary_words
from monitor.matching.phrases import is_more_than_words
from monitor.matching.romanise import is_abjad
from monitor.matching.scan import Reader, Scan
from monitor.matching.scoring import Found, Scorer
from monitor.matching.shapes import Phrase
from monitor.matching.sieve.sieve import Sieve
from monitor.matching.suspects import SUSPECTS_AT_MOST, Suspects, single_bar, suspects
from monitor.model import Field, Form, Judgement, Match, Mention, Passage, Watchlist

NEAR_MISS = 15.0
"""Points below its threshold at which a name is still a near-miss worth showing."""

GLANCES_AT_MOST = 20
"""Suspects of one field that are glanced at one by one before all of it is read."""
BATCH_LETTERS = 100_000
"""Of the texts that are sifted together."""

CANDIDATES_AT_MOST = 20_000
FOUND_AT_MOST = 5_000
"""Names in one field. No article has so many, and whoever floods us with them is not waited for."""


class Matcher:
    """Finds the names of a watchlist in passages, in every reasonable spelling, and says why.

    An exhaustive one compares every word with every watched one, some hundred times slower: what it
    finds and the other does not is what the index loses.
    """

    def __init__(self, watchlist: Watchlist, *, exhaustive: bool = False) -> None:
        self._ordinary = load_ordinary_words()
        watches = {watch.id: watch for watch in watchlist.watches}
        phrases = [*_watched(watchlist), *_decoys(watchlist)]
        fuzzy = [phrase for phrase in phrases if _is_fuzzy(phrase.form)]
        self._literals = Literals(
            [phrase for phrase in phrases if _is_literal(phrase.form)], self._ordinary
        )
        self.index = build_index(
            fuzzy,
            self._literals.starts,
            self._ordinary,
            single_bar=single_bar,
            exhaustive=exhaustive,
        )
        self._sieve = None if exhaustive else self.index.sieve()
        self._reader = Reader(self.index.lexicon, self._literals.starts)
        self._aligner = Aligner(self._ordinary)
        self._scorer = Scorer(self.index, self._ordinary)
        self._gate = Gate(watches, other_meanings(watchlist))

    def judge(self, passage: Passage, *, near_misses: bool = False) -> Judgement:
        """What rings for this passage, and what does not though it is named; with near-misses too
        when they are asked for: that takes longer."""
        if near_misses or self._sieve is None:
            scans = {field: self.scan(text) for field, text in _fields(passage)}
            found = {
                field: candidates_everywhere(self.index.everywhere, scan)
                for field, scan in scans.items()
            }
            return self._judge(passage, scans, found, near_misses=near_misses)
        return next(iter(self._judge_quickly(self._sieve, [passage])))

    def judge_all(self, passages: Iterable[Passage]) -> Iterator[Judgement]:
        """Judgements on passages, in their order. Many at once take much less time than one by one;
        they are read as they are asked for, some dozens ahead."""
        if self._sieve is None:
            return map(self.judge, passages)
        return self._judge_quickly(self._sieve, passages)

    def _judge_quickly(self, sieve: Sieve, passages: Iterable[Passage]) -> Iterator[Judgement]:
        for batch in _batches(passages):
            texts = [text for passage in batch for _, text in _fields(passage)]
            listed = iter(suspects(self.index, sieve, self._literals, texts))
            for passage in batch:
                found = {field: (text, next(listed)) for field, text in _fields(passage)}
                if any(self._may_ring(text, suspected) for text, suspected in found.values()):
                    yield self._look_closely(passage, found)
                else:
                    yield Judgement()

    def _may_ring(self, text: str, suspected: Suspects) -> bool:
        """Whether a watched name is there when only the words around each suspect are read."""
        if suspected.is_literal or suspected.is_full or len(suspected.listed) > GLANCES_AT_MOST:
            return True
        for suspect in suspected.listed:
            if suspect.spot.rings:
                start, end = around(text, suspect)
                near = Suspect(suspect.left - start, suspect.right - start, suspect.spot)
                scan = self._reader.scan(text[start:end], is_lenient=suspected.is_lenient)
                named = self._named("text", scan, candidates(self.index.shapes, scan, [near]))
                if any(claim.is_watch and claim.reaches_threshold for claim, _ in named):
                    return True
        return False

    def _look_closely(
        self, passage: Passage, suspected: Mapping[Field, tuple[str, Suspects]]
    ) -> Judgement:
        scans = {field: self.scan(text) for field, (text, _) in suspected.items()}
        for field, (_, suspects_) in suspected.items():
            if suspects_.is_full:
                scans[field].notes.append(
                    f"possible names after the first {SUSPECTS_AT_MOST:,}: not looked at"
                )
        found = {
            field: candidates(self.index.shapes, scan, suspected[field][1].listed)
            for field, scan in scans.items()
        }
        return self._judge(passage, scans, found, near_misses=False)

    def _judge(
        self,
        passage: Passage,
        scans: dict[Field, Scan],
        candidates: Mapping[Field, Iterable[Candidate]],
        *,
        near_misses: bool,
    ) -> Judgement:
        found = [
            pair
            for field, scan in scans.items()
            for pair in self._found(field, scan, candidates[field])
        ]
        if not near_misses and not any(
            claim.is_watch and claim.reaches_threshold for claim, _ in found
        ):
            return Judgement(notes=_notes(scans))
        claims = _best(claim for claim, _ in found)
        passed, refused = self._gate.pass_through(claims, scans)
        settled = settle(passed)
        rung, limited = self._gate.within_limits(settled.standing, passage)
        later = self._followups(rung, found, scans, settled.standing)
        yielded = [pair for pair in settled.yielded if pair[0].is_watch]
        suppressed = [
            _mention(scans, claim, reason)
            for claim, reason in sorted([*refused, *limited, *yielded], key=_place)
            if near_misses or claim.reaches_threshold
        ]
        return Judgement(_matches(scans, rung, later), tuple(suppressed), _notes(scans))

    def scan(self, text: str) -> Scan:
        """One field as the matcher reads it."""
        return self._reader.scan(text)

    def _found(
        self, field: Field, scan: Scan, candidates: Iterable[Candidate]
    ) -> list[tuple[Claim, Found | None]]:
        found = list(islice(self._named(field, scan, candidates), FOUND_AT_MOST + 1))
        if len(found) > FOUND_AT_MOST:
            scan.notes.append(f"names after the first {FOUND_AT_MOST:,}: not looked at")
        return found[:FOUND_AT_MOST]

    def _named(
        self, field: Field, scan: Scan, candidates: Iterable[Candidate]
    ) -> Iterator[tuple[Claim, Found | None]]:
        for number, candidate in enumerate(candidates):
            if number >= CANDIDATES_AT_MOST:
                scan.notes.append(f"possible names after the first {number:,}: not looked at")
                break
            alignment = self._aligner.align(candidate, scan)
            found = self._scorer.score(alignment) if alignment else None
            if found and found.score >= candidate.shape.phrase.threshold - NEAR_MISS:
                yield _claim(field, found), found
        for literal in self._literals.find(scan):
            yield _literal_claim(field, literal), None

    def _followups(
        self,
        rung: Iterable[Claim],
        found: Iterable[tuple[Claim, Found | None]],
        scans: dict[Field, Scan],
        standing: Iterable[Claim],
    ) -> list[Claim]:
        """Surnames that stand alone after a full name that rings, where nobody claims them."""
        ringing = set(map(id, rung))
        full = ((claim, why.shape) for claim, why in found if why and id(claim) in ringing)
        known: list[Surname] = surnames(full, self.index.lexicon)
        later = list(
            islice(followups(known, scans, self.index.lexicon, self._ordinary), FOUND_AT_MOST)
        )
        if not later:
            return []
        settled = settle([*standing, *later])
        mine = set(map(id, later))
        return [claim for claim in settled.standing if id(claim) in mine]


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


def _is_fuzzy(form: Form) -> bool:
    return form.match == "fuzzy" and form.kind != "acronym"


def _is_literal(form: Form) -> bool:
    return not _is_fuzzy(form) or is_more_than_words(form.text)


def _watched(watchlist: Watchlist) -> Iterator[Phrase]:
    for watch in watchlist.watches:
        threshold = watchlist.threshold if watch.threshold is None else watch.threshold
        scripts = {is_abjad(form.text) for form in watch.forms if _is_fuzzy(form)}
        for form in watch.forms:
            yield Phrase(
                "watch",
                watch.id,
                form,
                threshold,
                has_context=bool(form.near or watch.near),
                own_script_only=is_abjad(form.text) and len(scripts) > 1,
                is_translated=watch.generic_words,
            )
        for phrase in watch.unless:
            unless = Form(phrase, "alias")
            yield Phrase(
                "unless",
                watch.id,
                unless,
                watchlist.threshold,
                is_translated=watch.generic_words,
            )


def _decoys(watchlist: Watchlist) -> Iterator[Phrase]:
    for decoy in decoys_of(watchlist):
        name = Form(decoy, "name")
        own_script_only = is_abjad(decoy)
        yield Phrase("decoy", decoy, name, watchlist.threshold, own_script_only=own_script_only)


def _claim(field: Field, found: Found) -> Claim:
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
    )


def _literal_claim(field: Field, literal: Literal) -> Claim:
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
    )


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


def _notes(scans: dict[Field, Scan]) -> tuple[str, ...]:
    return tuple(f"{field}: {note}" for field, scan in scans.items() for note in scan.notes)


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
