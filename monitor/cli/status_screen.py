"""The status as one screen: what needs somebody first, then the rest, each in a line."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from monitor.model import AlertState, Source, SourceCondition, SourceState
from monitor.needs import Need, needs
from monitor.status import Status
from monitor.storage.holders import in_words
from monitor.storage.room import in_units

MOST_NEEDS = 10
MOST_ROWS = 20
"""Sources that are not well and are still listed one by one."""
MOST_NAMED = 5
MOST_PROBLEMS = 5
NEXT_LOOKS = 3
SHOWN = 12
"""Characters of a digest."""

BAD = "bold red"
_IN_NO_NEED = {SourceCondition.NEW, SourceCondition.DISABLED}

Listed = Sequence[tuple[Source, SourceState]]


def screen(found: Status, *, show_all: bool = False) -> RenderableType:
    """The whole of it. `show_all`: every source, however it is."""
    return Group(
        *_headline(needs(found), found.at),
        *_sources(found, show_all=show_all),
        *_coverage(found),
        _figures(found),
    )


def _headline(wanted: Sequence[Need], at: datetime) -> Iterator[RenderableType]:
    told, style = "All is well", "bold green"
    if wanted:
        count = "1 thing needs" if len(wanted) == 1 else f"{len(wanted):,} things need"
        told, style = f"{count} you", "bold red"
    yield Text.assemble((told, style), (f"  at {at:%Y-%m-%d %H:%M:%S} UTC", "dim"))
    table = Table.grid(padding=(0, 1))
    for need in wanted[:MOST_NEEDS]:
        table.add_row(Text("!", style="bold red"), Text(str(need)))
    if (more := len(wanted) - MOST_NEEDS) > 0:
        table.add_row("", Text(f"and {more:,} more"))
    yield table
    yield Text("")


def _sources(found: Status, *, show_all: bool) -> Iterator[RenderableType]:
    """What is not well one by one, the others as numbers; all one by one where that is asked."""
    bad = [pair for pair in found.sources if _style(pair[1]) == BAD]
    rest = [pair for pair in found.sources if _style(pair[1]) != BAD]
    shown = [*bad, *rest] if show_all else bad[:MOST_ROWS]
    if shown:
        yield _table(shown, found.at, with_all=show_all)
    for hidden, style in ((bad[MOST_ROWS:], BAD), (rest, "green")):
        if hidden and not show_all:
            yield Text(f"{_by_state(hidden)} (--all lists them)", style=style)
    if not found.sources:
        yield Text("no sources", style="dim")
    yield Text("")


def _table(shown: Listed, now: datetime, *, with_all: bool) -> Table:
    """`with_all`: what is of interest of a source that is well, too."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("source", "state", "since", "next look"):
        table.add_column(heading, no_wrap=True)
    if with_all:
        table.add_column("last good", no_wrap=True)
        table.add_column("a day", no_wrap=True, justify="right")
    table.add_column("why", overflow="fold", style="dim")
    for source, state in shown:
        rate = f"{state.rate * 24:.3g}" if state.rate is not None else "-"
        table.add_row(
            Text(source.id),
            Text(state.condition.value, style=_style(state)),
            _ago(state.since, now),
            _ahead(state.next_at, now),
            *([_ago(state.last_good_at, now), rate] if with_all else []),
            Text(state.reason),
        )
    return table


def _style(state: SourceState) -> str:
    if state.condition.is_well:
        return "green"
    return "dim" if state.condition in _IN_NO_NEED else BAD


def _by_state(listed: Listed) -> str:
    counts = Counter(state.condition.value for _, state in listed)
    return ", ".join(f"{count:,} {condition}" for condition, count in counts.most_common())


def _coverage(found: Status) -> Iterator[RenderableType]:
    """What could not be seen, with the names of the watches that it is true of."""
    unseen: dict[str, list[str]] = {}
    for one in found.coverage:
        dark = few([each.source.id for each in one.dark])
        unseen.setdefault(f"{one} ({dark})", []).append(one.watch.name)
    if unseen:
        yield Text("Silence is not absence: in the last 24 hours", style="bold")
    for what, names in unseen.items():
        yield Text(f"  {few(names)}: {what}")
    if unseen:
        yield Text("")


def _figures(found: Status) -> Table:
    table = Table.grid(padding=(0, 2))
    lines = (
        ("next", _next_looks(found)),
        ("alerts", _alerts(found)),
        ("archive", _archive(found)),
        ("database", _database(found)),
        ("watching", _configuration(found)),
        ("service", _service(found)),
    )
    for name, told in lines:
        table.add_row(Text(name, style="dim"), Text("\n").join(told))
    return table


def _next_looks(found: Status) -> Iterator[Text]:
    planned = [(state.next_at, one.id) for one, state in found.sources if state.next_at]
    looks = [f"{id_} {_ahead(at, found.at)}" for at, id_ in sorted(planned)[:NEXT_LOOKS]]
    yield Text(", ".join(looks) or "nothing is planned")


def _alerts(found: Status) -> Iterator[Text]:
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
    yield Text(f"{', '.join(told)}; last told {_ago(vitals.last_told_at, found.at)}")


def _archive(found: Status) -> Iterator[Text]:
    last = _ago(found.vitals.last_article_at, found.at)
    yield Text(f"{found.articles:,} articles, {found.matches:,} matches; last article {last}")


def _database(found: Status) -> Iterator[Text]:
    size = in_units(found.vitals.size) if found.vitals.size else "not made yet"
    yield Text(f"{size}; {found.room}" if found.room else size)


def _configuration(found: Status) -> Iterator[Text]:
    loaded = f"configuration {found.config_digest[:SHOWN]}" if found.config_digest else "none"
    if found.processes:
        loaded += f", loaded {_ago(found.config_loaded_at, found.at)}"
    yield Text(f"{found.watches:,} names, {loaded}")
    yield from (Text(told, style="dim") for told in found.config_changes.splitlines())
    if found.config_restart:
        waits = ", ".join(found.config_restart)
        yield Text(f"changed, and read at the next start only: {waits}", style="yellow")
    refused = "" if found.config_held else "refused: "
    problems = found.config_problems
    yield from (Text(f"{refused}{one}", style="red") for one in problems[:MOST_PROBLEMS])
    if (more := len(problems) - MOST_PROBLEMS) > 0:
        yield Text(f"and {more:,} more: `tocsin check` lists them", style="red")


def _service(found: Status) -> Iterator[Text]:
    if not found.processes:
        yield Text("does not run on this database")
    for one in found.processes:
        yield Text(f"{one.role}, since {_ago(one.started_at, found.at)} ({in_words(one.id)})")


def few(names: Sequence[str]) -> str:
    """The first of many names, and how many more there are."""
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _ago(at: datetime | None, now: datetime) -> str:
    return f"{_span((now - at).total_seconds())} ago" if at else "never"


def _ahead(at: datetime | None, now: datetime) -> str:
    if at is None:
        return "-"
    return f"in {_span((at - now).total_seconds())}" if at > now else "due"


def _span(seconds: float) -> str:
    """A span in its largest unit: `40 s`, `3 min`, `5 h`, `2 d`."""
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if abs(seconds) >= size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"
