"""What a name must pass before it may claim its words, and what may keep a watch from ringing."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from monitor.matching.claims import Claim
from monitor.matching.context import Surroundings, listed
from monitor.matching.scan import Scan
from monitor.model import Context, Field, Hindrance, Passage, SourceFilter, Watch

ALONE = 90.0
"""An acronym that nothing else in the passage supports: it rings, but a threshold can refuse it."""

Refused = tuple[Claim, str]


class Gate:
    """The rules of a watchlist's watches: threshold, context, `unless`, sources and languages."""

    def __init__(
        self, watches: Mapping[str, Watch], other_meanings: Mapping[tuple[str, str], Context]
    ) -> None:
        self._watches = watches
        self._other_meanings = other_meanings

    def pass_through(
        self, claims: Iterable[Claim], scans: Mapping[Field, Scan]
    ) -> tuple[list[Claim], list[Refused]]:
        """The claims that may be settled, and the watches' others with the reason."""
        surroundings = Surroundings(scans)
        passed: list[Claim] = []
        refused: list[Refused] = []
        covers = []
        for claim in claims:
            reason = self._refusal(claim, surroundings)
            if reason:
                refused.append((claim, reason))
            elif claim.phrase.role == "unless":
                covers.append(claim)
            else:
                passed.append(claim)
        passed = self._supported(passed, refused, surroundings)
        if covers:
            passed = _uncovered(passed, covers, refused)
        return passed, [pair for pair in refused if pair[0].is_watch]

    def _refusal(self, claim: Claim, surroundings: Surroundings) -> str | None:
        """Why this claim counts for nothing, if so."""
        if not claim.reaches_threshold:
            return f"{Hindrance.THRESHOLD} {claim.phrase.threshold:g}"
        if not claim.is_watch:
            return None
        watch, form = self._watches[claim.phrase.owner], claim.phrase.form
        near = form.near or watch.near
        if near and not surroundings.near(
            near, claim.field, claim.first, claim.last, by_sound=True
        ):
            return f"{Hindrance.NEAR} none of {listed(near)}"
        not_near = form.not_near or watch.not_near
        if not_near:
            word = surroundings.near(not_near, claim.field, claim.first, claim.last)
            return f"{Hindrance.NOT_NEAR} {word}" if word else None
        return None if _is_acronym(claim) else self._shown_otherwise(claim, surroundings)

    def _shown_otherwise(self, claim: Claim, surroundings: Surroundings) -> str | None:
        """Another meaning of the form that a word beside it shows, as shipped with Tocsin."""
        form = claim.phrase.form.text
        meaning = self._other_meanings.get((claim.phrase.owner, form))
        if meaning is None:
            return None
        word = surroundings.near(meaning, claim.field, claim.first, claim.last)
        return f"{Hindrance.DECOY} {form} of {word}" if word else None

    def _supported(
        self, claims: list[Claim], refused: list[Refused], surroundings: Surroundings
    ) -> list[Claim]:
        """Acronyms lean on another form of their watch, or on a context of their own."""
        named = {claim.phrase.owner for claim in claims if not _is_acronym(claim)}
        kept: list[Claim] = []
        for claim in claims:
            if not _is_acronym(claim) or claim.phrase.owner in named or claim.phrase.has_context:
                kept.append(claim)
            elif reason := self._other_meaning(claim, surroundings):
                refused.append((claim, reason))
            elif claim.phrase.threshold > ALONE:
                refused.append((_alone(claim), f"{Hindrance.THRESHOLD} {claim.phrase.threshold:g}"))
            else:
                kept.append(_alone(claim))
        return kept

    def _other_meaning(self, claim: Claim, surroundings: Surroundings) -> str | None:
        if claim.is_shouted:
            return f"{Hindrance.CAPITALS}, and no other form of the name in the passage"
        if introduced := surroundings.introduced_as(claim.phrase.form.text):
            return f"{Hindrance.INTRODUCED} {introduced}"
        return self._shown_otherwise(claim, surroundings)

    def within_limits(
        self, claims: Iterable[Claim], passage: Passage
    ) -> tuple[list[Claim], list[Refused]]:
        """The watches' claims that ring here, and those of watches that look elsewhere only."""
        rung: list[Claim] = []
        limited: list[Refused] = []
        for claim in claims:
            if claim.is_watch:
                reason = _limit(self._watches[claim.phrase.owner], passage)
                if reason:
                    limited.append((claim, reason))
                else:
                    rung.append(claim)
        return rung, limited


def _is_acronym(claim: Claim) -> bool:
    return claim.is_watch and claim.phrase.form.kind == "acronym"


def _alone(claim: Claim) -> Claim:
    why = (*claim.why, "nothing else in the passage supports the acronym")
    return replace(claim, score=ALONE, why=why)


def _uncovered(
    claims: Iterable[Claim], covers: Iterable[Claim], refused: list[Refused]
) -> list[Claim]:
    """The claims on which no longer phrase of the same watch's `unless` lies."""
    by_owner: dict[str, list[Claim]] = {}
    for cover in covers:
        by_owner.setdefault(cover.phrase.owner, []).append(cover)
    kept: list[Claim] = []
    for claim in claims:
        own = by_owner.get(claim.phrase.owner, []) if claim.is_watch else []
        longer = next((cover for cover in own if _covers(cover, claim)), None)
        if longer is not None:
            refused.append((claim, f"{Hindrance.UNLESS} {longer.phrase.form.text}"))
        else:
            kept.append(claim)
    return kept


def _covers(cover: Claim, claim: Claim) -> bool:
    overlaps = cover.start < claim.end and claim.start < cover.end
    longer = cover.end - cover.start >= claim.end - claim.start
    return cover.field == claim.field and overlaps and longer


def _limit(watch: Watch, passage: Passage) -> str | None:
    if watch.languages and passage.language:
        language = passage.language.casefold().partition("-")[0]
        if language not in watch.languages:
            return f"{Hindrance.LANGUAGES} {passage.language} is not among them"
    if watch.sources and passage.source_id and not _is_of(passage, watch.sources):
        return f"{Hindrance.SOURCES} {passage.source_id} is not among them"
    return None


def _is_of(passage: Passage, limit: SourceFilter) -> bool:
    return passage.source_id in limit.ids or bool(passage.tags & limit.tags)
