"""The commands: each module holds a few, and `register` puts them on the application.

Results go to stdout, everything else to stderr. Exit status: 0 success; 1 the world refused; 2 what
can be told from arguments, files and environment alone. What a command needs beyond the standard
library and typer is imported when it runs, so that `--help` answers at once.
"""

import os
import signal
import sys
from importlib import import_module
from io import TextIOWrapper
from shlex import quote
from types import FrameType
from typing import Annotated

import typer

from monitor.errors import ConfigError, TocsinError, UsageError

COMMANDS = (
    "run",
    "crawl",
    "match",
    "explain",
    "suggest",
    "backtest",
    "extract",
    "check",
    "alerts",
    "silence",
    "status",
    "reload",
    "search",
    "export",
    "sources",
    "watch",
    "db",
    "init",
    "demo",
)

app = typer.Typer(
    name="tocsin",
    help="A news monitor: finds the names you watch, however they are spelled, and rings in Slack.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,  # rich would take longer to load than most commands to run
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
for name in COMMANDS:
    import_module(f"monitor.cli.{name}").register(app)


def _show_version(wanted: bool) -> None:
    from importlib.metadata import version

    if wanted:
        print(f"tocsin {version('tocsin')}")
        raise typer.Exit


def _refuse_early(config: str | None) -> None:
    if config is not None:
        example = f"`tocsin status --config {quote(config)}`"
        raise UsageError(f"--config goes behind the command, as in {example}")


@app.callback(help=app.info.help)
def options_of_all(
    version: Annotated[
        bool,
        typer.Option(
            "--version", is_eager=True, callback=_show_version, help="Show the version and exit."
        ),
    ] = False,
    config: Annotated[
        str | None, typer.Option("--config", hidden=True, callback=_refuse_early)
    ] = None,
) -> None:
    """Nothing of its own: each option answers by itself."""


def main() -> None:
    """Run the command line; errors raised on purpose end as one message and their exit status."""
    if sys.argv[1:2] != ["run"]:  # which ends in good order at any moment: monitor/__main__.py
        signal.signal(signal.SIGTERM, _interrupt)
        signal.signal(signal.SIGINT, signal.default_int_handler)
    _write_every_script()
    try:
        app()
    except ConfigError as error:
        print(error, file=sys.stderr)  # `file:line: message` each, as editors take it
        sys.exit(error.exit_status)
    except TocsinError as error:
        print(f"tocsin: {error}", file=sys.stderr)
        sys.exit(error.exit_status)
    except KeyboardInterrupt:
        sys.exit(130)
    except SystemExit as end:
        if _is_unread(end):
            sys.exit(0)
        raise


def _is_unread(end: SystemExit) -> bool:
    """Whether the reader of our output has gone, as in `tocsin export | head`: no error of ours,
    though typer makes one of it."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # flushed again at the end
        return True
    return isinstance(end.__context__, BrokenPipeError)


def _write_every_script() -> None:
    """In UTF-8, whatever the locale says: a name in Arabic is printed, and ends no command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
