"""What operations are told of sources: one notice for a lasting change, one for the recovery. Pure.

A fault that passes by itself is not told, and a source that comes and goes is told of once in a
while. Where many sources fail alike, it is probably our own network that does: that is one notice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.model import Notice, Source, SourceCondition, SourceState, Told
from monitor.polling.advice import advice

TIMES, SPAN = 3, timedelta(minutes=30)
"""Looks in a row, and how long, that show a fault of the kind that often passes by itself."""

CERTAIN_TIMES = 2
"""Looks in a row that show what does not pass: a wall, an empty list, a page that is no feed."""

CERTAIN = frozenset(
    {
        SourceCondition.BLOCKED,
        SourceCondition.DISALLOWED,
        SourceCondition.EMPTY,
        SourceCondition.GONE,
        SourceCondition.PARSE_ERROR,
    }
)

PATIENT = frozenset({SourceCondition.FROZEN, SourceCondition.OVERDUE, SourceCondition.SLOW})
"""Conditions that many looks have already gone into."""

RECOVERED_AFTER = timedelta(hours=1)
"""How long a source is well, or two looks, until it counts as recovered."""

CALM = timedelta(days=1)
"""From a notice of a source to the next one of trouble there: it may come and go."""

MANY = 4
MANY_SHARE = 0.25
"""From so many sources on, and from that share of all, the same trouble is one trouble."""

FEW_SHARE = 0.2
"""Of those that shared a trouble: once no more are left in it, the trouble is over."""

INSTANT = "%d %b, %H:%M UTC"

MOST_NAMED = 20
"""Sources that one notice names."""


@dataclass(frozen=True, slots=True)
class News:
    """What is to be told now, and of which sources it tells what."""

    notices: list[Notice] = field(default_factory=list)
    marks: dict[str, Told] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """A source, how it is, and what operations know of it."""

    source: Source
    state: SourceState
    told: Told | None = None

    @property
    def condition(self) -> SourceCondition:
        return self.state.condition

    @property
    def is_in_trouble(self) -> bool:
        return not self.condition.is_well and self.condition is not SourceCondition.NEW

    @property
    def known(self) -> SourceCondition | None:
        """The trouble that operations know of."""
        return None if self.told is None or self.told.condition.is_well else self.told.condition


def news(
    sources: Sequence[Source],
    states: Mapping[str, SourceState],
    told: Mapping[str, Told],
    *,
    now: datetime,
) -> News:
    """What operations should be told now; `marks` is to be remembered with it.

    `states` and `told` need to hold only the sources that are in trouble or were.
    """
    standings = [
        Standing(source, states[source.id], told.get(source.id))
        for source in sources
        if source.enabled and source.id in states
    ]
    found = News()
    _tell_of_shared_trouble(standings, found, among=len(sources), now=now)
    _tell_of_trouble(standings, found, now=now)
    _tell_of_shared_recovery(standings, found, now=now)
    _tell_of_recovery(standings, found, now=now)
    return found


def _tell_of_shared_trouble(
    standings: Sequence[Standing], found: News, *, among: int, now: datetime
) -> None:
    """Where many are in the same trouble, and it lasts at some: all of them in one notice."""
    for condition, affected in _by_condition(standings).items():
        untold = [one for one in affected if one.known is not condition]
        is_open = any(one.told and one.told.with_others for one in affected if one not in untold)
        lasting = [one for one in untold if _lasts(one, now=now)]
        if not lasting:
            continue
        if is_open:  # operations know already what this is part of
            _mark(lasting, found, condition, now=now, with_others=True)
            continue
        fresh = [one for one in untold if _is_calm(one, now=now)]
        if len(fresh) >= max(MANY, MANY_SHARE * among):
            title = f"{len(fresh)} of {among} sources are {condition.value}"
            hint = (
                "So many at once: is it this machine's network?"
                if condition is SourceCondition.UNREACHABLE
                else f"What to do: {advice(condition)}."
            )
            found.notices.append(_notice(fresh, title, f"{_names(fresh)}. {hint}", now=now))
            _mark(fresh, found, condition, now=now, with_others=True)


def _tell_of_trouble(standings: Sequence[Standing], found: News, *, now: datetime) -> None:
    due = [one for one in standings if one.source.id not in found.marks and _is_news(one, now=now)]
    if len(due) >= MANY:
        title = f"{len(due)} sources are in trouble"
        text = "\n".join(f"{one.source.title}: {_what(one)}" for one in due[:MOST_NAMED])
        found.notices.append(_notice(due, title, _and_more(text, due), now=now))
    else:
        found.notices.extend(_trouble(one, now=now) for one in due)
    for one in due:
        _mark([one], found, one.condition, now=now)


def _tell_of_shared_recovery(standings: Sequence[Standing], found: News, *, now: datetime) -> None:
    """When a shared trouble is over: one notice, and those that are left count alone from now."""
    shared: dict[SourceCondition, list[Standing]] = {}
    for one in standings:
        if one.told and one.told.with_others and one.known:
            shared.setdefault(one.known, []).append(one)
    for condition, affected in shared.items():
        left = [one for one in affected if one.is_in_trouble]
        well = [one for one in affected if one.condition.is_well and _has_recovered(one, now=now)]
        if not well or len(left) > FEW_SHARE * len(affected):
            continue
        title = f"{len(well)} sources that were {condition.value} are well again"
        text = f"{_names(well)}." + (f" Still in trouble: {_names(left)}." if left else "")
        found.notices.append(_notice(well, title, text, now=now))
        _mark(well, found, SourceCondition.OK, now=now)
        _mark(left, found, condition, now=now)


def _tell_of_recovery(standings: Sequence[Standing], found: News, *, now: datetime) -> None:
    for one in standings:
        is_alone = one.told is not None and not one.told.with_others
        if one.known and is_alone and _has_recovered(one, now=now):
            found.notices.append(_recovery(one, now=now))
            _mark([one], found, SourceCondition.OK, now=now)


def _is_news(one: Standing, *, now: datetime) -> bool:
    """A trouble that lasts, that operations do not know of, and not the tenth one today."""
    if one.known is one.condition or not one.is_in_trouble or not _lasts(one, now=now):
        return False
    return _is_calm(one, now=now)


def _is_calm(one: Standing, *, now: datetime) -> bool:
    return one.told is None or now - one.told.at >= CALM


def _lasts(one: Standing, *, now: datetime) -> bool:
    state = one.state
    if one.condition in PATIENT:
        return True
    if one.condition in CERTAIN:
        return state.times >= CERTAIN_TIMES
    return state.times >= TIMES and state.since is not None and now - state.since >= SPAN


def _has_recovered(one: Standing, *, now: datetime) -> bool:
    state = one.state
    if not one.condition.is_well or state.since is None:
        return False
    return state.times >= TIMES or now - state.since >= RECOVERED_AFTER


def _by_condition(standings: Sequence[Standing]) -> dict[SourceCondition, list[Standing]]:
    by_condition: dict[SourceCondition, list[Standing]] = {}
    for one in standings:
        if one.is_in_trouble:
            by_condition.setdefault(one.condition, []).append(one)
    return by_condition


def _mark(
    standings: Sequence[Standing],
    found: News,
    condition: SourceCondition,
    *,
    now: datetime,
    with_others: bool = False,
) -> None:
    for one in standings:
        found.marks[one.source.id] = Told(condition, now, with_others)


def _trouble(one: Standing, *, now: datetime) -> Notice:
    todo = f"What to do: {advice(one.condition)}."
    why = f"{one.state.reason}." if one.state.reason else ""
    lines = (why, _last_seen(one.state), todo, one.source.url)
    title = f"{one.source.title} is {one.condition.value}"
    return _notice([one], title, "\n".join(filter(None, lines)), now=now)


def _last_seen(state: SourceState) -> str:
    activity, good = state.activity, state.last_good_at
    if state.condition in PATIENT and activity and activity.last_new_at:
        return f"Last new entry: {activity.last_new_at:{INSTANT}}."
    return f"Last good answer: {good:{INSTANT}}." if good else "It never answered well."


def _recovery(one: Standing, *, now: datetime) -> Notice:
    assert one.told is not None
    span = _in_words(now - one.told.at)
    text = f"It was {one.told.condition.value}, as was told {span} ago."
    return _notice([one], f"{one.source.title} is well again", text, now=now)


def _notice(standings: Sequence[Standing], title: str, text: str, *, now: datetime) -> Notice:
    return Notice(key=f"source:{standings[0].source.id}:{now.isoformat()}", title=title, text=text)


def _what(one: Standing) -> str:
    return f"{one.condition.value}: {one.state.reason}" if one.state.reason else one.condition.value


def _names(standings: Sequence[Standing]) -> str:
    named = ", ".join(one.source.title for one in standings[:MOST_NAMED])
    return _and_more(named, standings)


def _and_more(text: str, standings: Sequence[Standing]) -> str:
    more = len(standings) - MOST_NAMED
    return f"{text} and {more} more" if more > 0 else text


def _in_words(span: timedelta) -> str:
    minutes = round(span / timedelta(minutes=1))
    return f"{minutes} min" if minutes < 120 else f"{minutes / 60:.0f} h"
