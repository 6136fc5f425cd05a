"""What one try makes of an alert and of its lane: told, later, never. Pure.

An alert that fails for reasons of its own keeps its place for a few tries, for the sake of order;
then it steps aside, so that it does not hold up its channel. What is wrong with a channel holds all
of its alerts back and uses up none.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.model import Deferred, Delivered, QueuedAlert, Refused
from monitor.storage.lanes import LONGEST_HOLD, Hold, Settlement

PACE = timedelta(seconds=1)
"""Slack's limit: one message a second in a channel."""

FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(minutes=5)

KEEPS_ITS_PLACE = 5
"""Tries after which an alert lets the ones behind it pass."""

MOST_TRIES = 20
"""Definite noes after which a person has to look."""

MOST_UNANSWERED = 300
"""Likewise, where the noes were no answers: a fault of Slack's may last for a day."""


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
        case Deferred(concerns_lane=True):
            # Not the message's fault: the try does not count.
            held = hold(outcome, chance)
            return _waiting(marked, held, outcome.reason, attempts=marked.attempts - 1)
        case Deferred():
            return _again(marked, outcome, chance, most=MOST_TRIES)
        case Refused(concerns_blocks=True) if not marked.plain:
            return _waiting(marked, _hold(chance), outcome.reason, plain=True)
        case Refused():
            return _refused(marked, outcome.reason, chance)


def settle_absent(marked: QueuedAlert, reason: str, chance: Chance) -> Settlement:
    """What becomes of an alert of unknown fate that has not been posted, or cannot be seen."""
    return _again(marked, Deferred(reason), chance, most=MOST_UNANSWERED)


def hold(outcome: Deferred, chance: Chance) -> Hold:
    """How long a channel waits for what is wrong with it. A rate limit is nothing wrong."""
    is_limit = outcome.reason == "ratelimited"
    failures = chance.failures + (0 if is_limit and outcome.retry_after else 1)
    pause = max(outcome.retry_after or _pause(failures, chance.dice), chance.pace)
    reason = "" if is_limit else outcome.reason
    return Hold(chance.now + min(pause, LONGEST_HOLD), reason, failures)


def _again(marked: QueuedAlert, outcome: Deferred, chance: Chance, *, most: int) -> Settlement:
    if marked.attempts >= most:
        reason = f"given up after {marked.attempts} tries: {outcome.reason}"
        return _refused(marked, reason, chance)
    pause = outcome.retry_after or _pause(marked.attempts, chance.dice)
    at = chance.now + max(pause, chance.pace)
    if marked.attempts < KEEPS_ITS_PLACE:
        return _waiting(marked, Hold(at), outcome.reason)
    return _waiting(marked, _hold(chance), outcome.reason, not_before=at)


def _hold(chance: Chance) -> Hold:
    return Hold(chance.now + chance.pace)


def _waiting(
    marked: QueuedAlert,
    held: Hold,
    reason: str,
    *,
    attempts: int | None = None,
    not_before: datetime | None = None,
    plain: bool | None = None,
) -> Settlement:
    return Settlement(
        "waiting",
        held,
        marked.attempts if attempts is None else attempts,
        reason,
        not_before=not_before,
        plain=marked.plain if plain is None else plain,
    )


def _refused(marked: QueuedAlert, reason: str, chance: Chance) -> Settlement:
    return Settlement("refused", _hold(chance), marked.attempts, reason, plain=marked.plain)


def _pause(tries: int, dice: float) -> timedelta:
    """Twice as long each time, to a limit; anywhere up to that, so that nobody marches in step.

    "Full jitter": https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
    """
    longest = min(FIRST_PAUSE * (1 << min(tries, 16)), LONGEST_PAUSE)
    return longest * dice
