"""How a source is, after a look at it: in one word, and why. Pure.

An answer that is well by its status may still tell nothing: a list that no longer changes, one that
has become empty, or one that thins out. What is usual for a source at this hour of the week is
learned (`monitor.polling.activity`), so that a quiet night is not taken for a fault.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import exp

from monitor.model import Activity, Polled, SourceCondition, SourceState
from monitor.polling.activity import are_silences_known, level, patience

SLOW = timedelta(seconds=10)
"""A list that takes so long to come is slow ..."""

SLOW_ANSWERS = 3
"""... if it is so time after time."""

HOLIDAY = 0.25
"""Of the usual entries, what a source brings on a holiday at least, when it brings any."""

ONE_IN = 1e-6
"""How improbable so few entries must be until they are called too few."""

SURENESS = 2.0
"""A count that fades varies by half as much as one that does not: it is worth two of them."""

LONGEST_SHOWN = 200
"""Characters of an address in a line for a person."""

FEWEST_IN_A_LIST = 3
"""A list with fewer entries may turn over any time."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The condition that a look shows, and the reason in one line for a person."""

    condition: SourceCondition
    reason: str = ""


def verdict(state: SourceState, polled: Polled, lacking: Sequence[str] = ()) -> Verdict:
    """How the source is; `state` is from before the look, with the look counted into `activity`
    and `slow_answers`. `lacking` are articles that its site shows, and that it should list.
    """
    if not polled.is_good or polled.condition is SourceCondition.EMPTY:
        return Verdict(polled.condition, polled.reason)
    if is_still_empty(state, polled):
        return Verdict(state.condition, state.reason)
    if lacking and not polled.new_entries:
        return Verdict(SourceCondition.FROZEN, _left_behind(lacking))
    if state.activity and (quiet := _quiet(state.activity)):
        return quiet
    if state.slow_answers >= SLOW_ANSWERS:
        seconds = (polled.took or SLOW).total_seconds()
        return Verdict(SourceCondition.SLOW, f"the list took {seconds:.0f} s to come")
    return Verdict(polled.condition, polled.reason)


def is_still_empty(state: SourceState, polled: Polled) -> bool:
    """The same as last time, and that was nothing; `state` has the condition of before."""
    is_same = polled.condition is SourceCondition.UNCHANGED
    return is_same and state.condition is SourceCondition.EMPTY


def lost(state: SourceState, polled: Polled) -> int:
    """How many articles were probably missed since the last look, where its list turned over.

    Nothing in the list is known from before, though the source was read before: what scrolled off
    in between was never seen. `state` is from before the look.
    """
    if polled.condition is not SourceCondition.OK or polled.known_entries:
        return 0
    if state.first_good_at is None or state.last_good_at is None or state.activity is None:
        return 0
    if polled.entries < FEWEST_IN_A_LIST:
        return 0
    oldest = polled.oldest_at
    if oldest is None:
        return 1
    unseen = oldest - state.last_good_at  # the span of what scrolled off
    if unseen <= timedelta(0):
        return 0  # the list reaches back beyond it: other entries than before, and none missed
    return max(1, round(level(state.activity) * (unseen / timedelta(hours=1))))


def _quiet(activity: Activity) -> Verdict | None:
    """Why a source is quieter than it ever is, if it is; nothing at first."""
    if not are_silences_known(activity):
        return None
    if activity.silence > patience(activity):
        return Verdict(SourceCondition.FROZEN, _frozen(activity))
    recent, due = activity.recent * SURENESS, activity.due_recently * SURENESS
    if _are_too_few(recent, of=due * HOLIDAY):
        came, due = round(activity.recent), round(activity.due_recently)
        reason = f"{came} new entries of late, where {due} are usual at these hours of the week"
        return Verdict(SourceCondition.OVERDUE, reason)
    return None


def _left_behind(lacking: Sequence[str]) -> str:
    shown = lacking[0][:LONGEST_SHOWN]
    return f"its site links to {len(lacking)} new articles that it does not list: {shown}"


def _frozen(activity: Activity) -> str:
    assert activity.last_new_at is not None
    since = _in_words(activity.until - activity.last_new_at)
    return f"nothing new for {since}, where {activity.silence:.0f} entries are usual"


def _are_too_few(count: float, *, of: float) -> bool:
    """Whether so few are so improbable; nearly always plain without the sum."""
    is_plain = count >= of or exp(-of) >= ONE_IN
    return not is_plain and _at_most(count, of=of) < ONE_IN


def _at_most(count: float, *, of: float) -> float:
    """The probability of so few events where so many are due, by Poisson's law."""
    term = total = exp(-of)
    for k in range(1, int(count) + 1):
        term *= of / k
        total += term
    return total


def _in_words(span: timedelta) -> str:
    hours = span / timedelta(hours=1)
    return f"{hours:.0f} h" if hours < 48 else f"{hours / 24:.0f} days"
