"""What one try makes of an alert and of its lane: told, later, never. Pure.

Alerts leave in order, so that the next waits while one cannot be told. Only an alert that is itself
at fault steps aside: one that Slack leaves without a clear answer at every try, as plain text too,
while it goes on taking others. What is wrong with a channel or with Slack uses up no alert.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.model import Deferred, Delivered, QueuedAlert, Refused
from monitor.storage.lanes import LONGEST_HOLD, Hold, Settlement

PACE = timedelta(seconds=1)
"""Slack's limit: one message a second in a channel."""

FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(seconds=30)
"""A channel that works again is used again so soon; and two requests a minute burden nobody."""

KEEPS_ITS_BLOCKS = 12
"""Tries without a clear answer after which an alert goes as plain text."""

KEEPS_ITS_PLACE = 16
"""Likewise, after which it lets the ones behind it pass, if Slack has taken others."""

PROOF = timedelta(minutes=5)
"""Slack has taken others for so long: then it is not Slack that is at fault."""

ASIDE = timedelta(minutes=5)
"""From try to try of an alert that has stepped aside."""

MOST_TRIES = 300
"""Tries after which a person has to look at it: about a day."""


@dataclass(frozen=True, slots=True)
class Chance:
    """What a decision draws on: the moment, the lane's failures so far, and a throw of the dice."""

    now: datetime
    failures: int
    dice: float  # from 0 to 1
    pace: timedelta = PACE


def settle(
    marked: QueuedAlert, outcome: Delivered | Deferred | Refused, chance: Chance
) -> Settlement:
    """What a definite outcome makes of a marked alert."""
    match outcome:
        case Delivered(ts, channel_id):
            told = _hold(chance)
            return Settlement("told", told, marked.attempts, ts=ts, channel_id=channel_id)
        case Deferred():
            # Not the message's fault: the try does not count.
            held = hold(outcome, chance)
            return _waiting(marked, held, outcome.reason, attempts=marked.attempts - 1)
        case Refused(concerns_blocks=True) if not marked.plain:
            return _waiting(marked, _hold(chance), outcome.reason, plain=True)
        case Refused() if marked.alert.manner == "edit":
            return Settlement("folded", _hold(chance), marked.attempts, outcome.reason)
        case Refused(concerns_thread=True) if marked.parent_ts:
            alone = _waiting(marked, _hold(chance), outcome.reason)
            return replace(alone, leaves_thread=True)
        case Refused():
            return _refused(marked, outcome.reason, chance)


def settle_moot(queued: QueuedAlert, chance: Chance) -> Settlement:
    """What becomes of an edit of a message that cannot be edited, or never was posted."""
    reason = "there is no message that could be edited"
    return Settlement("folded", Hold(chance.now), queued.attempts, reason)


def settle_absent(
    marked: QueuedAlert, reason: str, chance: Chance, *, others_pass: bool = False
) -> Settlement:
    """What becomes of an alert of unknown fate that has not been posted, or cannot be seen.

    `others_pass`: since its first try Slack has taken others, and has done so for a while.
    """
    plain = marked.attempts >= KEEPS_ITS_BLOCKS
    if marked.attempts < KEEPS_ITS_PLACE or not others_pass:
        held = _from_try(hold(Deferred(reason), chance), marked, chance)
        return _waiting(marked, held, reason, plain=plain)
    if marked.attempts >= MOST_TRIES:
        return _refused(marked, f"given up after {marked.attempts} tries: {reason}", chance)
    again_at = chance.now + ASIDE
    return _waiting(marked, _hold(chance), reason, not_before=again_at, plain=plain)


def settle_repeatable(
    marked: QueuedAlert, reason: str, chance: Chance, *, over_in: timedelta
) -> Settlement:
    """What becomes of an edit of unknown fate: made twice, the message is the same.

    `over_in`: until then the first one may still be made, and must not come after a later one.
    """
    if marked.attempts >= MOST_TRIES:
        given_up = f"given up after {marked.attempts} tries: {reason}"
        return Settlement("folded", _hold(chance), marked.attempts, given_up)
    is_aside = marked.attempts >= KEEPS_ITS_PLACE
    pause = ASIDE if is_aside else _pause(marked.attempts, chance.dice)
    plain = marked.attempts >= KEEPS_ITS_BLOCKS
    again_at = chance.now + max(over_in, pause)
    return _waiting(marked, _hold(chance), reason, not_before=again_at, plain=plain)


def hold(outcome: Deferred, chance: Chance) -> Hold:
    """How long a channel waits for what is wrong with it. A rate limit is nothing wrong."""
    is_limit = outcome.reason == "ratelimited"
    failures = chance.failures + (0 if is_limit and outcome.retry_after else 1)
    pause = max(outcome.retry_after or _pause(failures, chance.dice), chance.pace)
    reason = "" if is_limit else outcome.reason
    return Hold(chance.now + min(pause, LONGEST_HOLD), reason, failures)


def _from_try(held: Hold, marked: QueuedAlert, chance: Chance) -> Hold:
    """The same pause, counted from the try: looking for what became of it took time already."""
    waited = max(chance.now - (marked.last_tried_at or chance.now), timedelta(0))
    return replace(held, next_at=max(held.next_at - waited, chance.now + chance.pace))


def _hold(chance: Chance) -> Hold:
    return Hold(chance.now + chance.pace)


def _waiting(
    marked: QueuedAlert,
    held: Hold,
    reason: str,
    *,
    attempts: int | None = None,
    not_before: datetime | None = None,
    plain: bool = False,
) -> Settlement:
    return Settlement(
        "waiting",
        held,
        marked.attempts if attempts is None else attempts,
        reason,
        not_before=not_before,
        plain=marked.plain or plain,
    )


def _refused(marked: QueuedAlert, reason: str, chance: Chance) -> Settlement:
    return Settlement("refused", _hold(chance), marked.attempts, reason, plain=marked.plain)


def _pause(tries: int, dice: float) -> timedelta:
    """Twice as long each time, to a limit; anywhere up to that, so that nobody marches in step.

    "Full jitter": https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
    """
    longest = min(FIRST_PAUSE * (1 << min(tries, 16)), LONGEST_PAUSE)
    return longest * dice
