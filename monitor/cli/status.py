"""`tocsin status`: is everything well, and if not, what and since when?"""

import json
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.alerts import less_by_webhook
from monitor.cli.options import ConfigFolder, config_folder

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console, RenderableType

    from monitor.status import Status

EVERY = 2.0
"""Seconds between two looks while it is watched."""


def register(app: typer.Typer) -> None:
    app.command("status")(status)


def status(
    config: ConfigFolder = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    show_all: Annotated[bool, typer.Option("--all", help="List every source.")] = False,
    is_live: Annotated[
        bool, typer.Option("--watch", "-w", help="Stay, and follow what changes; q ends it.")
    ] = False,
) -> None:
    """Show how everything is; what needs you comes first.

    Sources, alerts, service and configuration: it asks the database, so it answers whether or not
    the service runs; it changes nothing there.

    Example: `tocsin status --json | jq '.sources[] | select(.state != "ok")'`
    """
    folder = config_folder(config)
    if is_live:
        _follow(folder, as_json=as_json, show_all=show_all)
        return
    found = _read(folder, now=datetime.now(UTC))
    if as_json:
        print(json.dumps(_as_json(found), ensure_ascii=False, indent=2))
        return
    from rich.console import Console

    from monitor.cli.status_screen import screen

    console = Console()
    console.print(screen(found, show_all=show_all, width=console.width))
    if less := less_by_webhook():
        print(less)


def _as_json(found: "Status") -> dict[str, object]:
    from monitor.needs import needs

    return {**found.as_json(), "needs": [str(one) for one in needs(found)]}


def _follow(folder: "Path", *, as_json: bool, show_all: bool) -> None:
    from rich.console import Console

    from monitor.cli.keyboard import pressed
    from monitor.cli.status_screen import screen
    from monitor.errors import StorageError, UsageError

    console = Console()
    if as_json or not console.is_terminal:
        raise UsageError("--watch draws on a terminal: leave it out, or --json and the pipe")

    def drawn() -> "RenderableType":
        try:
            found = _read(folder, now=datetime.now(UTC))
            return screen(found, show_all=show_all, width=console.width)
        except StorageError as error:
            return f"{error}\n\nasked again every {EVERY:.0f} s; q ends it"

    with suppress(KeyboardInterrupt), pressed() as key:
        follow(drawn, console, lambda: key(EVERY) == "q")


def follow(
    drawn: "Callable[[], RenderableType]", console: "Console", is_over: Callable[[], bool]
) -> None:
    """Draw on the whole terminal, again and again, until it is over; `is_over` waits a while."""
    from rich.live import Live

    with Live(console=console, screen=True, auto_refresh=False) as live:
        while True:
            live.update(drawn(), refresh=True)
            if is_over():
                return


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
