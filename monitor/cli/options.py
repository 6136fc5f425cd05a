"""What several commands have in common: the configuration folder, loaded or refused."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from monitor.model import Configuration

ConfigFolder = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="DIR",
        help="The configuration folder. Default: $TOCSIN_CONFIG, else ./config.",
        show_default=False,
    ),
]


def config_folder(given: Path | None) -> Path:
    """The folder that was given, else the environment's, else `config` beside us."""
    from monitor.config.environment import variable

    return given or Path(variable(os.environ, "TOCSIN_CONFIG") or "config")


def load_configuration(
    given: Path | None, *, to_tell: bool = False, to_watch: bool = False
) -> "Configuration":
    """The whole configuration. Raises ConfigError with every problem in it.

    `to_watch`: a name that is an ordinary word is a problem too; `to_tell`: and a door that it
    names and the environment does not open.
    """
    if to_tell:
        from monitor.check import load_to_tell as load
    elif to_watch:
        from monitor.check import load_to_watch as load
    else:
        from monitor.config import load

    return load(config_folder(given), environ=os.environ, now=datetime.now(UTC))
