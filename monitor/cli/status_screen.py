"""The status as one screen: what needs somebody first, then the rest, each in a line."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from monitor.needs import Need, needs
from monitor.overview import (
    Feeling,
    Line,
    Listed,
    Tone,
    a_day,
    ago,
    ahead,
    apart,
    by_state,
    feeling,
    figures,
    headline,
    unseen,
)
from monitor.status import Status

NARROW = 60
"""Columns. On fewer, when a source was looked at is left out."""
MOST_NEEDS = 10
MOST_ROWS = 20
"""Sources that are not well and are still listed one by one."""

_TONES: dict[Tone, str] = {"plain": "", "quiet": "dim", "warning": "yellow", "bad": "red"}
_FEELINGS: dict[Feeling, str] = {"well": "green", "quiet": "dim", "bad": "bold red"}


def screen(found: Status, *, show_all: bool = False, width: int = 80) -> RenderableType:
    """The whole of it, on so many columns. `show_all`: every source, however it is."""
    return Group(
        *_headline(needs(found), found.at),
        *_sources(found, show_all=show_all, is_narrow=width < NARROW),
        *_unseen(found),
        _figures(found),
    )


def _headline(wanted: Sequence[Need], at: datetime) -> Iterator[RenderableType]:
    style = "bold red" if wanted else "bold green"
    yield Text.assemble((headline(wanted), style), (f"  at {at:%Y-%m-%d %H:%M:%S} UTC", "dim"))
    table = Table.grid(padding=(0, 1))
    for need in wanted[:MOST_NEEDS]:
        table.add_row(Text("!", style="bold red"), Text(str(need)))
    if (more := len(wanted) - MOST_NEEDS) > 0:
        table.add_row("", Text(f"and {more:,} more"))
    yield table
    yield Text("")


def _sources(found: Status, *, show_all: bool, is_narrow: bool) -> Iterator[RenderableType]:
    """What is not well one by one, the others as numbers; all one by one where that is asked."""
    bad, rest = apart(found.sources)
    shown = [*bad, *rest] if show_all else bad[:MOST_ROWS]
    if shown:
        yield _briefly(shown) if is_narrow else _table(shown, found.at, with_all=show_all)
    for hidden, style in ((bad[MOST_ROWS:], _FEELINGS["bad"]), (rest, "green")):
        if hidden and not show_all:
            yield Text(f"{by_state(hidden)} (--all lists them)", style=style)
    if not found.sources:
        yield Text("no sources", style="dim")
    yield Text("")


def _briefly(shown: Listed) -> Table:
    """What matters most, where there is no room for more."""
    table = Table.grid(padding=(0, 1))
    for source, state in shown:
        word = Text(state.condition.value, style=_FEELINGS[feeling(state)])
        table.add_row(Text(source.id), word, Text(state.reason, style="dim"))
    return table


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
        table.add_row(
            Text(source.id),
            Text(state.condition.value, style=_FEELINGS[feeling(state)]),
            ago(state.since, now),
            ahead(state.next_at, now),
            *([ago(state.last_good_at, now), a_day(state)] if with_all else []),
            Text(state.reason),
        )
    return table


def _unseen(found: Status) -> Iterator[RenderableType]:
    told = list(unseen(found))
    if told:
        yield Text("Silence is not absence: in the last 24 hours", style="bold")
        yield from (Text(f"  {one}") for one in told)
        yield Text("")


def _figures(found: Status) -> Table:
    table = Table.grid(padding=(0, 2))
    for name, lines in figures(found):
        table.add_row(Text(name, style="dim"), Text("\n").join(map(_line, lines)))
    return table


def _line(one: Line) -> Text:
    return Text(one.text, style=_TONES[one.tone])
