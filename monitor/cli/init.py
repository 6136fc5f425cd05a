"""`tocsin init`: a configuration to start from."""

import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.options import ConfigFolder, config_folder
from monitor.errors import UsageError


def register(app: typer.Typer) -> None:
    app.command()(init)


def init(
    directory: Annotated[
        str | None,
        typer.Argument(
            metavar="DIR", help="The folder to write to. Default: as --config.", show_default=False
        ),
    ] = None,
    config: ConfigFolder = None,
) -> None:
    """Write a commented configuration to start from.

    Nothing is overwritten.

    Example: `tocsin init /etc/tocsin`
    """
    from monitor.config.starter import write_starter

    if directory == "":
        raise UsageError("'' names no folder; `tocsin init .` writes into this one")
    folder = Path(directory) if directory else config_folder(config)
    for path in write_starter(folder):
        typer.echo(str(path))
    print(f"edit them, then: tocsin check --config {shlex.quote(str(folder))}", file=sys.stderr)
