"""`tocsin check`: is the configuration good?"""

import os
import sys
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.options import ConfigFolder, config_folder

if TYPE_CHECKING:
    from monitor.errors import Problem


def register(app: typer.Typer) -> None:
    app.command()(check)


class Format(StrEnum):
    """How problems are printed."""

    PLAIN = "plain"
    GITHUB = "github"


def check(
    config: ConfigFolder = None,
    form: Annotated[
        Format,
        typer.Option("--format", help="For people and editors, or as GitHub Actions shows them."),
    ] = Format.PLAIN,
) -> None:
    """Check the configuration, and that its examples hold.

    Names that would ring for ordinary words are errors; it warns of what looks like a slip, too.
    Each problem is one line, `file:line: message`. The exit status is 2 for errors, 1 for examples
    that fail, 0 for warnings.

    Example: `tocsin check --config /etc/tocsin`
    """
    from monitor.check import check as examine

    report = examine(config_folder(config), environ=os.environ, now=datetime.now(UTC))
    for problem in report.problems:
        typer.echo(annotation(problem) if form is Format.GITHUB else str(problem))
    if report.exit_status == 0:
        counts = f"{report.watches} watches, {report.sources} sources, {report.examples} examples"
        print(f"{counts}: all good", file=sys.stderr)
    raise typer.Exit(report.exit_status)


def annotation(problem: "Problem") -> str:
    """The problem as a workflow command of GitHub Actions, which shows it beside its line.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    level = "warning" if problem.severity == "warning" else "error"
    file = _escaped(os.path.relpath(problem.file)).replace(":", "%3A").replace(",", "%2C")
    return f"::{level} file={file},line={problem.line}::{_escaped(problem.message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
