"""`tocsin status`: is everything well, and if not, what and since when?"""

import json
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.alerts import less_by_webhook
from monitor.cli.options import ConfigFolder, config_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from monitor.status import Status

MOST_WELL = 40
"""Sources that are well and still listed one by one."""

MOST_NAMED = 5


def register(app: typer.Typer) -> None:
    app.command("status")(status)


def status(
    config: ConfigFolder = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    show_all: Annotated[bool, typer.Option("--all", help="List every source.")] = False,
) -> None:
    """Show how sources, alerts, service and configuration are.

    It asks the database, so it answers whether or not the service runs; it changes nothing there.

    Example: `tocsin status --json | jq '.sources[] | select(.state != "ok")'`
    """
    found = _read(config_folder(config), now=datetime.now(UTC))
    if as_json:
        print(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
        return
    from rich.console import Console

    show(found, Console(), show_all=show_all)
    if less := less_by_webhook():
        print(less)


def _read(folder: "Path", *, now: datetime) -> "Status":
    """The status, for a folder too that holds no good configuration just now."""
    from monitor.config import load
    from monitor.config.loading import find_database
    from monitor.errors import ConfigError
    from monitor.status import read_status, read_status_of_known
    from monitor.storage.store import look_into

    database = find_database(folder, environ=os.environ)
    with look_into(database) as db:
        try:
            configuration = load(folder, environ=os.environ, now=now)
        except ConfigError as error:
            return read_status_of_known(db, error, now=now)
        return read_status(db, configuration, now=now)


def show(found: "Status", console: "Console", *, show_all: bool = False) -> None:
    """The status for people: what is well is one line, what is not has its reason below."""
    from rich.text import Text

    console.print(_sources_table(found, show_all=show_all))
    for why, ids in _complaints(found).items():
        console.print(Text(f"\n{why}", style="bold"))
        console.print(Text(f"  {', '.join(ids)}", style="dim"))
    if found.coverage:
        console.print(Text("\nSilence is not absence: in the last 24 hours", style="bold"))
    for unseen, names in _unseen(found).items():
        console.print(Text(f"  {_few(names)}: {unseen}"))
    console.print()
    for line in _lines(found):
        console.print(line)


def _sources_table(found: "Status", *, show_all: bool) -> "Table":
    """What is not well first; of many that are well, only their number."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("source", "state", "since", "last good", "a day", "next look"):
        table.add_column(heading, no_wrap=True, justify="right" if heading == "a day" else "left")
    well = [pair for pair in found.sources if pair[1].condition.is_well]
    rest = [pair for pair in found.sources if not pair[1].condition.is_well]
    shown = well if show_all or len(well) <= MOST_WELL else []
    for source, state in (*rest, *shown):
        condition = state.condition
        style = "green" if condition.is_well else "dim" if condition in _WAITS else "bold red"
        table.add_row(
            source.id,
            Text(condition, style=style),
            _ago(state.since, found.at),
            _ago(state.last_good_at, found.at),
            f"{state.rate * 24:.3g}" if state.rate is not None else "-",
            _ahead(state.next_at, found.at),
        )
    if len(shown) < len(well):
        table.add_row(Text(f"and {len(well)} that are well (--all lists them)", style="green"))
    return table


def _complaints(found: "Status") -> dict[str, list[str]]:
    """What is wrong and what to do about it, with the sources that it is true of."""
    from monitor.status import advice

    complaints: dict[str, list[str]] = {}
    for source, state in found.sources:
        told = advice(state)
        if told and state.condition not in _WAITS:
            what = told if state.condition.is_well else f"{state.condition}: {told}"
            whom = f"{source.id} ({state.reason})" if state.reason else source.id
            complaints.setdefault(what, []).append(whom)
    return complaints


def _unseen(found: "Status") -> dict[str, list[str]]:
    """What could not be seen, with the names of the watches that it is true of."""
    unseen: dict[str, list[str]] = {}
    for one in found.coverage:
        dark = _few([each.source.id for each in one.dark])
        unseen.setdefault(f"{one} ({dark})", []).append(one.watch.name)
    return unseen


def _few(names: "Sequence[str]") -> str:
    """The first of many names, and how many more there are."""
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _lines(found: "Status") -> "Iterator[Text]":
    """The service, the outbox, the archive and the configuration, a line each."""
    from rich.text import Text

    yield Text(_service_line(found))
    waiting = found.outbox
    yield Text(
        f"alerts   {waiting.waiting} waiting, {waiting.unknown} unknown, {waiting.refused} refused"
    )
    for lane in found.lanes:
        if lane.reason:
            yield Text(f"         {lane.channel} is held: {lane.reason}", style="red")
    for why in sorted({one.buttons for one in found.processes if one.buttons}):
        yield Text(f"         buttons do not work: {why}", style="red")
    yield Text(f"archive  {found.articles} articles, {found.matches} matches")
    yield Text(f"watching {found.watches} names, configuration {found.config_digest[:12]}")
    yield from (Text(f"         {told}", style="dim") for told in found.config_changes.splitlines())
    if found.config_restart:
        waits = ", ".join(found.config_restart)
        yield Text(f"         changed, and read at the next start only: {waits}", style="yellow")
    refused = "" if found.config_held else "refused: "
    for problem in found.config_problems:
        yield Text(f"         {refused}{problem}", style="red")


_WAITS = {"new", "disabled"}


def _service_line(found: "Status") -> str:
    from monitor.storage.holders import in_words

    if not found.processes:
        return "service  does not run on this database: start it with `tocsin run`"
    return "\n".join(
        f"service  {one.role}, since {_ago(one.started_at, found.at)} ({in_words(one.id)})"
        for one in found.processes
    )


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
