"""`tocsin status`: is everything well, and if not, what and since when?"""

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.options import ConfigFolder, load_configuration

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console
    from rich.text import Text

    from monitor.model import SourceState
    from monitor.status import Status


def register(app: typer.Typer) -> None:
    app.command("status")(status)


def status(
    config: ConfigFolder = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show how sources, alerts, service and configuration are.

    It asks the database, so it answers whether or not the service runs; it changes nothing there.

    Example: `tocsin status --json | jq '.sources[] | select(.state != "ok")'`
    """
    from monitor.status import read_status
    from monitor.storage.store import look_into

    configuration = load_configuration(config)
    with look_into(configuration.settings.database) as db:
        found = read_status(db, configuration, now=datetime.now(UTC))
    if as_json:
        print(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
        return
    from rich.console import Console

    show(found, Console())


def show(found: "Status", console: "Console") -> None:
    """The status for people: what is well is one line, what is not has its reason below."""
    from rich.table import Table
    from rich.text import Text

    from monitor.status import advice

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("source", "state", "since", "last good", "next look"):
        table.add_column(heading, no_wrap=True)
    for source, state in sorted(found.sources, key=lambda pair: pair[1].condition not in _WELL):
        table.add_row(
            source.id,
            Text(state.condition, style="green" if state.condition in _WELL else "bold red"),
            _ago(state.since, found.at),
            _ago(state.last_good_at, found.at),
            _ahead(state.next_at, found.at),
        )
    console.print(table)
    for why, ids in _complaints(found, advice).items():
        console.print(Text(f"\n{why}", style="bold"))
        console.print(Text(f"  {', '.join(ids)}", style="dim"))
    console.print()
    for line in _lines(found):
        console.print(line)


def _complaints(found: "Status", advice: "Callable[[SourceState], str]") -> dict[str, list[str]]:
    """What is wrong and what to do about it, with the sources that it is true of."""
    complaints: dict[str, list[str]] = {}
    for source, state in found.sources:
        if state.condition not in _WELL and state.condition not in _WAITS:
            what = f"{state.condition}: {advice(state)}"
            told = f"{source.id} ({state.reason})" if state.reason else source.id
            complaints.setdefault(what, []).append(told)
    return complaints


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
    yield Text(f"archive  {found.articles} articles, {found.matches} matches")
    yield Text(f"watching {found.watches} names, configuration {found.config_digest[:12]}")
    for problem in found.config_problems:
        yield Text(f"         refused: {problem}", style="red")


_WELL = {"ok", "unchanged"}
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
