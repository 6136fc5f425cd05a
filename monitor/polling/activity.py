"""When a source publishes, learned from what each look found. Pure.

The rate of new entries is a level, times a factor for the hour of the day, times one for the day of
the week: each is entries found over entries due, in counts that fade. A factor that rests on few
entries stays near 1.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from math import exp, log, sqrt

from monitor.model import Activity

HOURS, DAYS = 24, 7
SECONDS = 3600.0  # an hour

FIRST_RATE = 1.0
"""New entries an hour: what is assumed of a source that nobody has watched yet."""

FIRST_WEIGHT = 6.0
"""Hours of watching that this assumption is worth."""

LEVEL_HALF_LIFE = 6 * 24.0
"""Hours after which an entry counts half as much for the level."""

SHAPE_HALF_LIFE = 28 * 24.0
"""And for the shape of the week, which changes more slowly."""

RECENT_HALF_LIFE = 12.0
"""Hours after which an entry counts half as much for what came of late."""

SILENCE_HALF_LIFE = 180 * 24.0
"""Hours after which a long silence is half forgotten."""

FEWEST_SILENCES = 10
"""Silences between new entries before which nothing is said about their length."""

AT_FIRST = timedelta(days=10)
"""A week, and the whole of a weekend at its end: until then nothing is called too quiet."""

LEARNED = 0.9
"""Share of what a level rests on that was found, before silences are measured by it: at first it is
a guess, and the first silences of who publishes once a day would be taken for very long ones."""

FORESIGHT = 20 * 365.25 * 24
"""Hours of usual activity of which the longest silence is to be expected."""

PATIENCE = 1.6
"""Longest silences that are to be expected: holidays, and weeks in which less is published."""

PSEUDO_ENTRIES = 6.0
"""Entries that every factor is thought to have found beforehand: of a day when it was 1, of an hour
when it was as in the hours around it."""

HURRY, MOST_HASTE = 4.0, 64.0
"""How many times as often a source is looked at whose list turned over between two looks."""

HASTE_HALF_LIFE = 24.0
"""Hours after which half of that is enough."""


def begun(*, at: datetime) -> Activity:
    """What is known of a source that was first read just now: what it lists is old already."""
    return Activity(
        since=at,
        until=at,
        found=FIRST_RATE * FIRST_WEIGHT,
        watched=FIRST_WEIGHT,
        by_hour=(0.0,) * HOURS,
        due_by_hour=(0.0,) * HOURS,
        by_day=(0.0,) * DAYS,
        due_by_day=(0.0,) * DAYS,
        last_new_at=at,
        level_then=FIRST_RATE,
    )


def learned(known: Activity, new: int, *, at: datetime) -> Activity:
    """What is known after a look that found so many new entries since the one before."""
    hours = (at - known.until).total_seconds() / SECONDS
    if hours <= 0:  # the clock was set back: the span is not what it seems
        return replace(known, until=at)
    pieces = list(_pieces(known, at))
    usual = sum(span * by_hour * by_day for _, _, span, by_hour, by_day in pieces)
    by_hour, due_by_hour, by_day, due_by_day = _shape(known, pieces, new / usual)
    keep = _kept(hours, LEVEL_HALF_LIFE)
    counted = replace(
        known,
        until=at,
        by_hour=by_hour,
        due_by_hour=due_by_hour,
        by_day=by_day,
        due_by_day=due_by_day,
        found=known.found * keep + new,
        watched=known.watched * keep + usual,
        haste=1 + (known.haste - 1) * _kept(hours, HASTE_HALF_LIFE),
    )
    return _listened(counted, new, usual=usual, hours=hours)


def hastened(known: Activity) -> Activity:
    """After a list that had turned over: more looks from now on, by and by fewer again."""
    return replace(known, haste=min(known.haste * HURRY, MOST_HASTE))


def level(known: Activity) -> float:
    """New entries an hour, averaged over the week; never nothing."""
    return max(known.found / known.watched, 1e-6)


def rates(known: Activity, start: datetime) -> Iterator[tuple[float, float]]:
    """From then on, without end: the entries due an hour, and for how many hours that holds."""
    at = start.timestamp() / SECONDS
    by_hour, by_day = _factors(known)
    base = level(known)
    while True:
        hour, day = _place(at)
        yield base * by_hour[hour] * by_day[day], int(at) + 1.0 - at
        at = int(at) + 1.0


def patience(known: Activity) -> float:
    """The silence, in entries due, from which on it is no coincidence any more."""
    return PATIENCE * usual_silence(known)


def are_silences_known(known: Activity) -> bool:
    """Whether enough was seen of the source to call it too quiet."""
    return known.until - known.since >= AT_FIRST and known.silences >= FEWEST_SILENCES


def usual_silence(known: Activity) -> float:
    """The longest silence, in entries due, that is to be expected of the source.

    What the longest of n silences has above their mean grows as the logarithm of n wherever they
    have an exponential tail: a few that were seen tell of longer ones to come, the fewer the more
    seldom it publishes. Of a source like clockwork the longest is the mean, and so it stays.
    """
    seen = max(known.silences, FEWEST_SILENCES)
    mean = mean_silence(known)
    to_come = max(FORESIGHT * known.level_then / max(mean, 1.0), seen)
    return mean + (known.longest_silence - mean) * log(to_come) / log(seen)


def mean_silence(known: Activity) -> float:
    """How long silences are on average, in entries due."""
    seen = max(known.silences, FEWEST_SILENCES)
    return min(known.silent / seen, known.longest_silence)


def mean_root(known: Activity) -> float:
    """The square root of the rate, averaged over the week: looks are to come in proportion."""
    by_hour, by_day = _factors(known)
    roots = sum(map(sqrt, by_hour)) / HOURS * sum(map(sqrt, by_day)) / DAYS
    return sqrt(level(known)) * roots


Piece = tuple[int, int, float, float, float]
"""Hour of the day, day of the week, hours (one at most), and the factors of the two."""


def _pieces(known: Activity, end: datetime) -> Iterator[Piece]:
    """The time since the last look, hour by hour."""
    at, last = known.until.timestamp() / SECONDS, end.timestamp() / SECONDS
    by_hour, by_day = _factors(known)
    while at < last:
        hour, day = _place(at)
        stop = min(int(at) + 1.0, last)
        yield hour, day, stop - at, by_hour[hour], by_day[day]
        at = stop


def _place(at: float) -> tuple[int, int]:
    """Hour of the day and day of the week, of hours since 1970, which began on a Thursday."""
    return int(at) % HOURS, (int(at) // HOURS + 3) % DAYS


def _factors(known: Activity) -> tuple[list[float], list[float]]:
    """How much more than on average is published in each hour and on each day; 1 on average."""
    return _by_hour(known), _evened(_ratios(known.by_day, known.due_by_day, (1.0,) * DAYS))


def _by_hour(known: Activity) -> list[float]:
    """An hour that has shown little is thought to be like itself and the two beside it."""
    found, due = known.by_hour, known.due_by_hour
    near = _ratios(_with_neighbours(found), _with_neighbours(due), (1.0,) * HOURS)
    return _evened(_ratios(found, due, near))


def _with_neighbours(counts: tuple[float, ...]) -> list[float]:
    before, after = counts[-1:] + counts[:-1], counts[1:] + counts[:1]
    return [one + two + three for one, two, three in zip(before, counts, after, strict=True)]


def _ratios(found: Sequence[float], due: Sequence[float], before: Sequence[float]) -> list[float]:
    """Found over due, where each is thought to have been `before` until that was seen."""
    return [
        (one + PSEUDO_ENTRIES * prior) / (other + PSEUDO_ENTRIES)
        for one, other, prior in zip(found, due, before, strict=True)
    ]


def _evened(factors: list[float]) -> list[float]:
    mean = sum(factors) / len(factors)
    return [factor / mean for factor in factors]


def _shape(known: Activity, pieces: list[Piece], rate: float) -> tuple[tuple[float, ...], ...]:
    """The counts of hours and days with these pieces; `rate` is of new entries per usual hour.

    A count fades by the hours of its own kind alone, so that only those concerned need a touch.
    """
    base = level(known)
    hours, due_hours = list(known.by_hour), list(known.due_by_hour)
    days, due_days = list(known.by_day), list(known.due_by_day)
    for hour, day, span, by_hour, by_day in pieces:
        found = rate * span * by_hour * by_day
        keep = _kept(span * HOURS, SHAPE_HALF_LIFE)
        hours[hour] = round(hours[hour] * keep + found, 5)
        due_hours[hour] = round(due_hours[hour] * keep + base * by_day * span, 5)
        keep = _kept(span * DAYS, SHAPE_HALF_LIFE)
        days[day] = round(days[day] * keep + found, 5)
        due_days[day] = round(due_days[day] * keep + base * by_hour * span, 5)
    return tuple(hours), tuple(due_hours), tuple(days), tuple(due_days)


def _listened(known: Activity, new: int, *, usual: float, hours: float) -> Activity:
    """How silent it is: what was due of late and since the last new entry, and what came."""
    recent, past = _kept(hours, RECENT_HALF_LIFE), _kept(hours, SILENCE_HALF_LIFE)
    due = known.level_then * usual
    silence, longest, ended = known.silence + due, known.longest_silence, 0.0
    if new:
        ended = known.silence + due / (new + 1)  # if the new ones came evenly
        # What was held back comes all at once: such a silence was no habit of the source.
        is_judged = known.silences >= FEWEST_SILENCES
        was_held_back = is_judged and ended > patience(known) and new > ended / 2
        silence = due / (new + 1)
        longest = longest if was_held_back else max(longest, ended)
    if not _is_level_learned(known):
        ended = longest = 0.0
    return replace(
        known,
        recent=known.recent * recent + new,
        due_recently=known.due_recently * recent + due,
        last_new_at=known.until if new else known.last_new_at,
        level_then=level(known) if new else known.level_then,
        silence=silence,
        longest_silence=longest * past,
        silences=known.silences * past + bool(new and longest),
        silent=known.silent * past + min(ended, longest),
    )


def _is_level_learned(known: Activity) -> bool:
    """Whether the level rests on what was found, rather than on what is assumed of a new source."""
    watched = (known.until - known.since).total_seconds() / SECONDS
    assumed = FIRST_RATE * FIRST_WEIGHT * _kept(watched, LEVEL_HALF_LIFE)
    return known.found - assumed >= LEARNED * known.found


def _kept(hours: float, half_life: float) -> float:
    return exp(-log(2) * hours / half_life)
