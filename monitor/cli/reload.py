"""`tocsin reload`: load the configuration now, and accept an edit that is held."""

import os
import re
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.options import ConfigFolder, config_folder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.storage.processes import Process
    from monitor.storage.store import Store

LOOK_EVERY = 0.1
PATIENCE = 60.0
"""Seconds that a service may take to answer: a list of many thousand names is long to read."""
SHORTEST = 6
"""Characters of a digest that tell it from others."""


def register(app: typer.Typer) -> None:
    app.command("reload")(reload)


def reload(
    config: ConfigFolder = None,
    accept: Annotated[
        str | None,
        typer.Option(
            metavar="DIGEST",
            help="Take the edit with this digest, though most watches or sources vanish by it.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Let the running service load its configuration now.

    Says what came of it; the exit status is 1 where an edit is refused or held. The service follows
    edits by itself; one by which more than half of the watches or sources would vanish is held
    until you accept it here.

    Example: `tocsin reload --accept 1f6c0e2b9d34`
    """
    from monitor.config.loading import find_database
    from monitor.storage.store import open_store

    accepts = _digest(accept)
    database = find_database(config_folder(config), environ=os.environ)
    asked = _running(database)
    with open_store(database) as store:
        _ask(store, asked, accepts)
        answers = _answers(store, asked)
    for answer in answers:
        _say(answer, several=len(answers) > 1)
    if any(answer.config_problems for answer in answers):
        raise typer.Exit(1)


def _digest(accept: str | None) -> str:
    from monitor.errors import UsageError

    if accept is None:
        return ""
    if not re.fullmatch(rf"[0-9a-f]{{{SHORTEST},64}}", accept):
        raise UsageError(
            f"--accept {accept!r} is not a digest; `tocsin status` shows the one of an edit that is"
            " held, such as `1f6c0e2b9d34`"
        )
    return accept


def _running(database: str) -> "list[Process]":
    """Every process of the service. Raises WorldError where none runs."""
    from monitor.errors import WorldError
    from monitor.storage.processes import running
    from monitor.storage.store import look_into

    with look_into(database) as db:
        found = list(running(db, now=datetime.now(UTC)))
    if not found:
        raise WorldError(
            "no service runs on the database of this configuration: start one with `tocsin run`,"
            " which loads it as it is"
        )
    return found


def _ask(store: "Store", asked: "Iterable[Process]", accepts: str) -> None:
    from monitor.storage.processes import ask_to_reload

    with store.begin() as db:
        for one in asked:
            ask_to_reload(db, one.id, accepts=accepts)


def _answers(store: "Store", asked: "Iterable[Process]") -> "list[Process]":
    """The processes once they have answered; those that end meanwhile owe no answer."""
    from monitor.errors import WorldError
    from monitor.storage.processes import running

    due = {one.id: one.reload_asked + 1 for one in asked}
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        with store.begin() as db:
            alive = [one for one in running(db, now=datetime.now(UTC)) if one.id in due]
        if all(one.reload_answered >= due[one.id] for one in alive):
            if alive:
                return alive
            raise WorldError("the service ended before it answered: its log says why")
        time.sleep(LOOK_EVERY)
    raise WorldError(f"the service did not answer within {PATIENCE:.0f} s: see its log")


def _say(answer: "Process", *, several: bool) -> None:
    from monitor.storage.holders import in_words

    whose = f"{in_words(answer.id)} ({answer.role}): " if several else ""
    if answer.config_problems:
        outcome = "held" if answer.config_held else "refused"
        print(f"{whose}{outcome}; configuration {answer.config_digest[:12]} stays in force")
        for problem in answer.config_problems:
            print(problem)
        return
    watches = "1 watch" if answer.config_watches == 1 else f"{answer.config_watches} watches"
    print(
        f"{whose}configuration {answer.config_digest[:12]} is in force, since"
        f" {answer.config_loaded_at:%Y-%m-%d %H:%M:%S} UTC: {watches}"
    )
    if answer.config_changes:
        print(answer.config_changes)
    if answer.config_restart:
        print(f"takes a restart: {', '.join(answer.config_restart)}")
