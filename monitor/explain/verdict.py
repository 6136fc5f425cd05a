"""Where did the path of a stored article end, and why? Pure."""

import re
from collections.abc import Iterable

from monitor.explain.answer import Cause, Verdict
from monitor.explain.wording import at_clock, mention_words, plain_reason
from monitor.model import Fate, Hindrance, Mention, QueuedAlert, Restraint, Story, Tier
from monitor.storage.evidence import Evidence
from monitor.storage.proofs import NearMiss

# How a note begins that says why a page could not be had: nothing that a host is called is read.
_MISSED_PAGE = re.compile(
    r"page:? (?:(?P<disallowed>robots\.txt )|(?P<blocked>answered (?:40[1237]\b|451\b|\d+ with )))?"
)
_MISSED_BY = {"disallowed": Cause.DISALLOWED, "blocked": Cause.BLOCKED}
_HELD = {
    Restraint.SILENCE: Cause.SILENCED,
    Restraint.QUIET_HOURS: Cause.QUIET_HOURS,
    Restraint.COOLDOWN: Cause.COOLDOWN,
    Restraint.BUDGET: Cause.BUDGET,
}
_MISSED = {
    Hindrance.THRESHOLD: Cause.BELOW_THRESHOLD,
    Hindrance.WATCH: Cause.LONGER_NAME,
    Hindrance.DECOY: Cause.LONGER_NAME,
    Hindrance.UNLESS: Cause.LONGER_NAME,
    Hindrance.INTRODUCED: Cause.LONGER_NAME,
    Hindrance.CAPITALS: Cause.LONGER_NAME,
    Hindrance.NEAR: Cause.CONTEXT,
    Hindrance.NOT_NEAR: Cause.CONTEXT,
    Hindrance.LANGUAGES: Cause.LIMITED,
    Hindrance.SOURCES: Cause.LIMITED,
}
_STATES = ("told", "unknown", "waiting", "refused", "held", "folded")
"""What counts most about a story's messages in several channels comes first."""


def verdict_of(evidence: Evidence, misses: Iterable[NearMiss]) -> Verdict:
    """The verdict on a stored article; `misses` is what it nearly rang for."""
    if not evidence.matches:
        return _unnamed(evidence, list(misses))
    if not evidence.asked:
        return _unasked(evidence)
    if evidence.asked.planned_at is None:
        asked_at = at_clock(evidence.asked.at)
        return Verdict(Cause.WAITING, f"waiting in the outbox since {asked_at}")
    own = [one for one in evidence.asked.alerts if _speaks_for_itself(one)]
    if not own and not evidence.opens_story:
        return _joined(evidence)
    alerts = sorted(own or evidence.told, key=lambda one: _STATES.index(one.state))
    return told_or_not(alerts[0]) if alerts else _never(Cause.NOT_ASKED)


def _speaks_for_itself(queued: QueuedAlert) -> bool:
    """Whether it says something about the article, more than that one more outlet has the text."""
    said = queued.alert.subject
    is_count = queued.alert.manner == "reply" and isinstance(said, Story) and said.part == "copy"
    return queued.alert.manner != "edit" and not is_count


def told_or_not(queued: QueuedAlert) -> Verdict:
    """What became of one alert."""
    channel, reason = queued.alert.channel, queued.reason
    match queued.state:
        case "told":
            place = "" if queued.alert.manner == "post" else ", in its story's thread"
            ts = f", as message {queued.ts}" if queued.ts else ""
            return Verdict(Cause.TOLD, f"in {channel} {at_clock(queued.told_at)}{ts}{place}")
        case "refused":
            return Verdict(Cause.REFUSED, f"{channel} refused it: {reason or 'no reason given'}")
        case "unknown":
            return Verdict(Cause.UNKNOWN, f"{channel} was tried, and its answer is not known")
        case "waiting":
            because = f" ({reason})" if reason else ""
            return Verdict(Cause.WAITING, f"waiting for its turn in {channel}{because}")
        case "folded":
            return Verdict(Cause.DIGEST, _in_digest(queued))
    return Verdict(held_by(reason), f"held back in {channel}: {reason}")


def held_by(reason: str) -> Cause:
    """Which policy an alert's reason names."""
    restraint = Restraint.of(reason)
    return _HELD[restraint] if restraint else Cause.DIGEST


def missed_by(reason: str) -> Cause:
    """At which step of the matcher a mention was suppressed, by its reason."""
    hindrance = Hindrance.of(reason)
    return _MISSED[hindrance] if hindrance else Cause.LIMITED


def unread(note: str) -> Cause | None:
    """Why a page could not be had, by the note about it; None where it could."""
    missed = _MISSED_PAGE.match(note)
    return _MISSED_BY.get(missed.lastgroup or "", Cause.NOT_FETCHED) if missed else None


def nearest_miss(misses: Iterable[NearMiss]) -> NearMiss | None:
    """The one that says most: a name that was refused, before one that was not quite there."""
    return min(
        misses,
        key=lambda one: (missed_by(one.reason) is Cause.BELOW_THRESHOLD, -one.mention.score),
        default=None,
    )


def named_in(mention: Mention) -> str:
    """Why a mention did not count, in a sentence."""
    reason = mention.suppressed_by or ""
    return f"{mention_words(mention)}, but {plain_reason(reason)}"


def _unnamed(evidence: Evidence, misses: list[NearMiss]) -> Verdict:
    article = evidence.stored.article
    if miss := nearest_miss(misses):
        return Verdict(missed_by(miss.reason), named_in(miss.mention))
    if article.tier is Tier.FEED and (cause := unread(article.note)):
        feed = "the feed's own text, all that could be read, names nothing that is watched"
        return Verdict(cause, f"{article.note}; {feed}")
    return Verdict(Cause.NOT_NAMED, "it names nothing that is watched")


def _unasked(evidence: Evidence) -> Verdict:
    names = ", ".join(one.watch_name for one in evidence.matches)
    match evidence.stored.fate:
        case Fate.STORED_OLD:
            return Verdict(
                Cause.TOO_OLD,
                f"it names {names}, but was older than `crawl.max_age` when it was found",
            )
        case Fate.STORED_QUIET:
            summed = "it came with a first look or a flood, and was told in one summary"
            return Verdict(Cause.SUMMED_UP, f"it names {names}, but {summed}")
    if all(one.possible for one in evidence.matches):
        quick = "only the quick reading has the words; the careful one does not"
        return Verdict(Cause.POSSIBLE, f"it may name {names}, but {quick}")
    return _never(Cause.NOT_ASKED)


def _never(cause: Cause) -> Verdict:
    return Verdict(cause, "it was found by a later look through the archive, which does not ring")


def _joined(evidence: Evidence) -> Verdict:
    told = [one for one in evidence.told if one.state == "told"]
    assert evidence.telling is not None
    first = evidence.telling.first_url
    where = f", told in {told[0].alert.channel} {at_clock(told[0].told_at)}" if told else ""
    share = f"{evidence.telling.share:.0%} of the text is the same"
    return Verdict(Cause.SAME_STORY, f"the same story as {first}{where}: {share}")


def _in_digest(queued: QueuedAlert) -> str:
    why = queued.reason.partition(": comes in a digest")[0]
    because = f" ({why})" if why else ""
    when = f" {at_clock(queued.told_at)}" if queued.told_at else ""
    return f"not by itself, but in a digest in {queued.alert.channel}{when}{because}"
