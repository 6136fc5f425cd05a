"""Does the site go on while its source stands still? What another of its pages tells of that. Pure.

A source that brings nothing new may have stopped, or there is no news. The page that it is the list
of, often the site's front page, knows: it is looked at once a source has been silent for somewhat
longer than usual. How many articles such a page links to that the source does not list is learned
from silences that ended by themselves, and so is how much later than there they are listed: a
page of other things than the source lists shows many each time, and tells nothing.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b
from math import exp, log

from monitor.model import Activity, Sighted, SourceCondition, SourceState, Witness
from monitor.polling.activity import are_silences_known, mean_silence

LONGER = 1.25
"""Mean silences after which one is longer than usual, and the page is looked at."""

AGAIN = 1.25
"""By how much a silence must have grown until it is looked at again, or by one that is usual."""

SOONEST = timedelta(minutes=15)
"""Between two looks at the page."""

AT_LEAST_EVERY = timedelta(days=7)
"""A page that tells nothing may do so some day; one that is seldom needed must be known by then."""

FEWEST_WITNESSED = 12
"""Silences that must have ended by themselves before anything is concluded from one."""

ACQUAINTED = timedelta(days=15)
"""How long the page must be known: what comes once a week has been seen twice by then."""

FEWEST_UNLISTED = 3
"""Articles that the source must lack: an editor may keep one or two out of it on purpose."""

FEWEST_LISTED = 5
"""Articles that page and source must have in common."""

LEAST_SHARE = 1 / 3
"""Of the articles that a page links to, what the source must list; old ones it may never have."""

LAG = timedelta(minutes=15)
"""What a source may be behind its site, and no less than twice what it ever was."""

FORESIGHT = 3.5
"""How many times as many articles as a source lacked in some hundred silences prove something."""

MOST_LACKED = 3.0
"""Articles that a source lacks now and then; where it is more, the page tells nothing."""

HALF_LIFE = timedelta(days=90)
"""After which what was learned from a silence counts half as much."""

MOST_IN_VAIN = 3
"""Looks in a row at a page that cannot be had, after which it is one that tells nothing."""

MOST_KNOWN, MOST_SIGHTED = 300, 30


def is_due(witness: Witness, state: SourceState, *, now: datetime) -> bool:
    """Whether the page is to be looked at now; `state` is that of its source after a look at it."""
    activity = state.activity
    if activity is None or not state.condition.is_well or not are_silences_known(activity):
        return False
    if witness.looked_at is None:
        return True
    passed = now - witness.looked_at
    if not witness.is_telling:
        return passed >= AT_LEAST_EVERY
    usual = mean_silence(activity)
    if activity.silence < LONGER * usual or passed < SOONEST:
        return passed >= AT_LEAST_EVERY
    grown = max(AGAIN * witness.silence, witness.silence + usual)
    return activity.silence >= grown or not was_looked_at(witness, state)


def looked(
    witness: Witness, linked: Mapping[str, bool], activity: Activity, *, at: datetime
) -> Witness:
    """After a look at the page: the articles it links to, and whether the source lists them."""
    known, begins = (
        _again(witness, activity, at=at),
        witness.since is None or not witness.is_telling,
    )
    if begins:
        known = replace(known, since=at, silences=0.0, unlisted=())
    waiting = {one.url for one in known.unlisted}
    unlisted = {mark(url): url for url, is_listed in linked.items() if not is_listed}
    fresh = [url for key, url in unlisted.items() if key not in known.known and url not in waiting]
    if begins:
        fresh = []  # it may be years old, or have come in weeks in which nobody looked
    needed = max(FEWEST_LISTED, LEAST_SHARE * len(linked), len(fresh) + len(waiting))
    is_telling = sum(linked.values()) >= needed and known.most <= MOST_LACKED
    sighted = (*known.unlisted, *(Sighted(url, at) for url in fresh))[:MOST_SIGHTED]
    sighted = sighted if is_telling else ()
    news = {mark(one.url) for one in sighted}
    return replace(
        known,
        is_telling=is_telling,
        known=tuple(key for key in unlisted if key not in news)[:MOST_KNOWN],
        unlisted=sighted,
        in_vain=0,
    )


def in_vain(witness: Witness, activity: Activity, *, at: datetime) -> Witness:
    """After a look at the page that could not be had."""
    known, times = _again(witness, activity, at=at), witness.in_vain + 1
    is_telling = witness.is_telling and witness.since is not None and times < MOST_IN_VAIN
    return replace(known, is_telling=is_telling, in_vain=times)


def _again(witness: Witness, activity: Activity, *, at: datetime) -> Witness:
    """Looked at once more, with what was learned until then faded."""
    passed = max(at - witness.looked_at, timedelta(0)) if witness.looked_at else timedelta(0)
    kept = exp(-log(2) * (passed / HALF_LIFE))
    most, lag = witness.most * kept, witness.lag * kept
    return replace(witness, looked_at=at, silence=activity.silence, most=most, lag=lag)


def settled(
    witness: Witness, listed: Collection[str], before: SourceState, *, at: datetime
) -> Witness:
    """After the source has brought something new: what this silence teaches of the next ones.

    `listed` are those of the unlisted articles that it lists now; `before` is its state until then.
    """
    was_witnessed = was_looked_at(witness, before)
    if not was_witnessed and not witness.unlisted:
        return witness
    left = [one for one in witness.unlisted if one.url not in listed]
    late = [at - one.at for one in witness.unlisted if one.url in listed]
    old = [one for one in left if at - one.at >= patience(witness)]
    kept = replace(
        witness,
        known=(*(mark(one.url) for one in old), *witness.known)[:MOST_KNOWN],
        unlisted=tuple(one for one in left if one not in old),
    )
    was_fault = before.condition is SourceCondition.FROZEN and len(late) >= len(left)
    if was_fault:
        return kept  # it teaches nothing of how the source is when it is well
    return replace(
        kept,
        silences=witness.silences + was_witnessed,
        most=max(witness.most, len(old)),
        lag=max([witness.lag, *late]),
    )


def lacking(witness: Witness, state: SourceState, *, at: datetime) -> tuple[str, ...]:
    """The articles that show that the source has stopped; none where it has not, by all we know."""
    if not state.activity or state.activity.silence < LONGER * mean_silence(state.activity):
        return ()
    lacking = [one.url for one in witness.unlisted if at - one.at >= patience(witness)]
    is_shown = is_known(witness, at=at) and len(lacking) >= enough(witness)
    return tuple(lacking) if is_shown else ()


def is_known(witness: Witness, *, at: datetime) -> bool:
    """Whether enough was seen of the page, on every day of the week more than once."""
    is_old = witness.since is not None and at - witness.since >= ACQUAINTED
    return is_old and witness.silences >= FEWEST_WITNESSED


def enough(witness: Witness) -> float:
    """How many articles the source must lack until that is no coincidence any more."""
    return max(FEWEST_UNLISTED, FORESIGHT * witness.most + 1)


def was_looked_at(witness: Witness, state: SourceState) -> bool:
    """Whether the page was looked at in the silence that the source is in."""
    if witness.looked_at is None or state.activity is None:
        return False
    began = state.activity.last_new_at
    return began is None or witness.looked_at > began


def patience(witness: Witness) -> timedelta:
    """How long an article may be missing in the list."""
    return max(LAG, 2 * witness.lag)


def mark(url: str) -> str:
    """What an address is known by, in few letters."""
    return blake2b(url.encode(), digest_size=5).hexdigest()
