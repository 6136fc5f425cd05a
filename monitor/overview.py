"""The status in words: the terminal and the dashboard say it each in its own dress. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from monitor.model import AlertState, Source, SourceCondition, SourceState
from monitor.status import Status
from monitor.storage.holders import in_words
from monitor.storage.room import in_units

MOST_NAMED = 5
MOST_PROBLEMS = 5
NEXT_LOOKS = 3
SHOWN = 12
"""Characters of a digest."""

_IN_NO_NEED = {SourceCondition.NEW, SourceCondition.DISABLED}

Tone = Literal["plain", "quiet", "warning", "bad"]
Feeling = Literal["well", "quiet", "bad"]
Listed = Sequence[tuple[Source, SourceState]]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of what is said, and how loudly."""

    text: str
    tone: Tone = "plain"


def headline(wanted: Sequence[object]) -> str:
    """How it is, in three words: `wanted` is what needs somebody."""
    if not wanted:
        return "All is well"
    return "1 thing needs you" if len(wanted) == 1 else f"{len(wanted):,} things need you"


def feeling(state: SourceState) -> Feeling:
    """Whether a source is well, of no concern, or to be looked into."""
    if state.condition.is_well:
        return "well"
    return "quiet" if state.condition in _IN_NO_NEED else "bad"


def apart(sources: Iterable[tuple[Source, SourceState]]) -> tuple[Listed, Listed]:
    """The sources that are to be looked into, and the others."""
    listed = list(sources)
    bad = [pair for pair in listed if feeling(pair[1]) == "bad"]
    return bad, [pair for pair in listed if feeling(pair[1]) != "bad"]


def by_state(listed: Listed) -> str:
    """How many sources there are of each state: `40 ok, 3 unchanged`."""
    counts = Counter(state.condition.value for _, state in listed)
    return ", ".join(f"{count:,} {condition}" for condition, count in counts.most_common())


def unseen(found: Status) -> Iterator[str]:
    """What could not be seen in the last 24 hours, with the watches that it is true of."""
    concerned: dict[str, list[str]] = {}
    for one in found.coverage:
        dark = few([each.source.id for each in one.dark])
        concerned.setdefault(f"{one} ({dark})", []).append(one.watch.name)
    for what, names in concerned.items():
        yield f"{few(names)}: {what}"


def figures(found: Status) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """Everything else, topic by topic."""
    return (
        ("next", (Line(_next_looks(found)),)),
        ("alerts", (Line(_alerts(found)),)),
        ("archive", (Line(_archive(found)),)),
        ("database", (Line(_database(found)),)),
        ("watching", tuple(_configuration(found))),
        ("service", tuple(_service(found))),
    )


def few(names: Sequence[str]) -> str:
    """The first of many names, and how many more there are."""
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def ago(at: datetime | None, now: datetime) -> str:
    """How long since: `3 min ago`."""
    # Read a moment later than `now`, it may be younger.
    return f"{_span(max(0.0, (now - at).total_seconds()))} ago" if at else "never"


def ahead(at: datetime | None, now: datetime) -> str:
    """How long until: `in 3 min`."""
    if at is None:
        return "-"
    return f"in {_span((at - now).total_seconds())}" if at > now else "due"


def a_day(state: SourceState) -> str:
    """How many entries the source publishes a day."""
    return f"{state.rate * 24:.3g}" if state.rate is not None else "-"


def _next_looks(found: Status) -> str:
    planned = [(state.next_at, one.id) for one, state in found.sources if state.next_at]
    looks = [f"{id_} {ahead(at, found.at)}" for at, id_ in sorted(planned)[:NEXT_LOOKS]]
    return ", ".join(looks) or "nothing is planned"


def _alerts(found: Status) -> str:
    counts, vitals = found.outbox, found.vitals
    states: tuple[tuple[AlertState, int], ...] = (
        ("waiting", counts.waiting),
        ("unknown", counts.unknown),
        ("refused", counts.refused),
        ("held", vitals.held),
    )
    told = []
    for state, count in states:
        oldest = vitals.oldest.get(state) if count else None
        age = f" (the oldest for {_span((found.at - oldest).total_seconds())})" if oldest else ""
        told.append(f"{count:,} {state}{age}")
    return f"{', '.join(told)}; last told {ago(vitals.last_told_at, found.at)}"


def _archive(found: Status) -> str:
    last = ago(found.vitals.last_article_at, found.at)
    return f"{found.articles:,} articles, {found.matches:,} matches; last article {last}"


def _database(found: Status) -> str:
    size = in_units(found.vitals.size) if found.vitals.size else "not made yet"
    return f"{size}; {found.room}" if found.room else size


def _configuration(found: Status) -> Iterator[Line]:
    loaded = f"configuration {found.config_digest[:SHOWN]}" if found.config_digest else "none"
    if found.processes:
        loaded += f", loaded {ago(found.config_loaded_at, found.at)}"
    names = "1 name" if found.watches == 1 else f"{found.watches:,} names"
    yield Line(f"{names}, {loaded}")
    yield from (Line(told, "quiet") for told in found.config_changes.splitlines())
    if found.config_restart:
        waits = ", ".join(found.config_restart)
        yield Line(f"changed, and read at the next start only: {waits}", "warning")
    refused = "" if found.config_held else "refused: "
    problems = found.config_problems
    yield from (Line(f"{refused}{one}", "bad") for one in problems[:MOST_PROBLEMS])
    if (more := len(problems) - MOST_PROBLEMS) > 0:
        yield Line(f"and {more:,} more: `tocsin check` lists them", "bad")


def _service(found: Status) -> Iterator[Line]:
    if not found.processes:
        yield Line("does not run on this database")
    for one in found.processes:
        yield Line(f"{one.role}, since {ago(one.started_at, found.at)} ({in_words(one.id)})")


def _span(seconds: float) -> str:
    """A span in its largest unit: `40 s`, `3 min`, `5 h`, `2 d`."""
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if abs(seconds) >= size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"
