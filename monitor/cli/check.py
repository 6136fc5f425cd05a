"""`tocsin check`: is the configuration good?"""

import os
import sys
from datetime import UTC, datetime

import typer

from monitor.cli.options import ConfigFolder, config_folder


def register(app: typer.Typer) -> None:
    app.command()(check)


def check(config: ConfigFolder = None) -> None:
    """Check the configuration, and that its examples hold.

    It warns of what looks like a slip, too. Each problem is one line, `file:line: message`. The
    exit status is 2 for errors, 1 for examples that fail, 0 for warnings.

    Example: `tocsin check --config /etc/tocsin`
    """
    from monitor.check import check as examine

    report = examine(config_folder(config), environ=os.environ, now=datetime.now(UTC))
    for problem in report.problems:
        typer.echo(str(problem))
    if report.exit_status == 0:
        counts = f"{report.watches} watches, {report.sources} sources, {report.examples} examples"
        print(f"{counts}: all good", file=sys.stderr)
    raise typer.Exit(report.exit_status)
