"""What `tocsin watch add` asks the person: which spellings, whether to write, and to edit."""

import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import typer

from monitor.cli.watch_options import insist_on_somebody

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.errors import Problem

NEW = "the new watch"
"""Stands for a file in what is said of an entry that is in none yet."""

Entry = dict[str, Any]


def choose(offered: "Sequence[str]") -> list[str]:
    """Those of the spellings that are wished."""
    while True:
        answer = typer.prompt("Take which? Numbers, `all` or `none`", default="none", err=True)
        if answer.lower() in {"all", "a"}:
            return list(offered)
        if answer.lower() in {"none", "n", "no"}:
            return []
        numbers = answer.replace(",", " ").split()
        if all(one.isdecimal() and 1 <= int(one) <= len(offered) for one in numbers):
            return [offered[int(one) - 1] for one in numbers]
        print(f"write numbers from 1 to {len(offered)}", file=sys.stderr)


def ask_whether(errors: "Sequence[Problem]") -> str:
    """y, n or e; what cannot be had is not written."""
    insist_on_somebody()
    for one in errors:
        print(one, file=sys.stderr)
    question, answers = ("e to edit, or n", "en") if errors else ("y, n, or e to edit", "yne")
    while True:
        given: str = typer.prompt(f"Write it? {question}", default=answers[0], err=True)
        if given[:1].lower() in answers:
            return given[:1].lower()


def let_edit(entry: Entry, accept: Callable[[Entry], object]) -> Entry:
    """The entry as the person's editor leaves it, once it is accepted; else as it was."""
    from monitor.config.rendering import listed
    from monitor.errors import TocsinError

    text = "watches:\n" + "".join(f"  {line}\n" for line in listed(entry, in_block=True))
    while (edited := _in_editor(text)) is not None:
        text = edited
        try:
            read = _entry_in(edited)
            accept(read)
        except TocsinError as error:
            print(error, file=sys.stderr)
            if not typer.confirm("Edit again?", default=True, err=True):
                break
        else:
            return read
    return entry


def _in_editor(text: str) -> str | None:
    """The text as the person's editor saves it; None where it is as it was."""
    command = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "watch.yaml"
        file.write_text(text, encoding="utf-8")
        try:
            subprocess.run([*command, str(file)], check=True)  # noqa: S603 - the person's own
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"{shlex.join(command)}: {error}; set EDITOR to another", file=sys.stderr)
            return None
        edited = file.read_text(encoding="utf-8", errors="replace")
    return None if edited == text else edited


def _entry_in(text: str) -> Entry:
    """The one entry of a list of watches. Raises ConfigError."""
    from monitor.config.document import parse
    from monitor.errors import ConfigError, Problem

    document = parse(NEW, text.encode())
    if document.flaws:
        raise ConfigError([Problem(NEW, one.line, one.message) for one in document.flaws])
    read = document.at(("watches", 0))
    if not isinstance(read, dict):
        raise ConfigError([Problem(NEW, 1, "there is no watch below `watches:`; write one")])
    return read
