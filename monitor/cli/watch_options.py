"""What the commands of `tocsin watch` have in common."""

import os
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from monitor.cli.options import ConfigFolder, config_folder

if TYPE_CHECKING:
    from monitor.config import Located

Severity = Annotated[
    Literal["low", "normal", "high"] | None, typer.Option(help="How loud a new watch rings.")
]
Channel = Annotated[
    str | None, typer.Option(metavar="CHANNEL", help="Of a new watch. Default: by route.")
]
Owner = Annotated[str | None, typer.Option(metavar="NAME", help="Who to ask about a new watch.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show it, and write nothing.")]


def read_folder(config: ConfigFolder) -> "Located":
    """The configuration with the place of everything in it. Raises ConfigError."""
    from monitor.config import load_located

    return load_located(config_folder(config), environ=os.environ, now=datetime.now(UTC))


def insist_on_somebody() -> None:
    """Raises UsageError where nobody can be asked."""
    from monitor.errors import UsageError

    if not sys.stdin.isatty():
        raise UsageError("nobody to ask: say --yes, or --dry-run to only look")
