"""`tocsin watch`: who and what is watched, as a list that commands keep with you."""

import json
from datetime import UTC, date, datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from monitor.cli import watch_add, watch_import
from monitor.cli.options import ConfigFolder
from monitor.cli.watch_options import read_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.cli.rows import Rows
    from monitor.config import Located
    from monitor.config.document import Place
    from monitor.model import Watch

NEVER = "never"

Owner = Annotated[str | None, typer.Option(metavar="NAME", help="Only those of this owner.")]
Expired = Annotated[bool, typer.Option("--expired", help="Only those that have expired.")]
Wanted = Annotated[
    str, typer.Argument(metavar="[TEXT]", help="Only those with this text in id, names or note.")
]

watch = typer.Typer(help="Show and edit the list of watches.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    watch_add.register(watch)
    watch_import.register(watch)
    app.add_typer(watch, name="watch")


@watch.command("list")
def list_watches(
    text: Wanted = "",
    owner: Owner = None,
    expired: Expired = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON array.")] = False,
    config: ConfigFolder = None,
) -> None:
    """List the watches, and the line where each of them stands.

    Example: `tocsin watch list --owner iraq-desk`
    """
    located = read_folder(config)
    chosen = list(_chosen(located, text, owner, expired=expired))
    if as_json:
        found = [{**_entry(one, place), **_standing(place)} for one, place in chosen]
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return
    from rich.console import Console

    console = Console(soft_wrap=True)
    if not chosen:
        console.print("no such watch; `tocsin watch list` without more shows all")
        return
    console.print(_rows(chosen))


def _chosen(
    located: "Located", text: str, owner: str | None, *, expired: bool
) -> "Iterator[tuple[Watch, Place]]":
    """The watches that are asked for, each with its place."""
    today = datetime.now(UTC).date()
    wanted = text.casefold()
    watches = located.configuration.watchlist.watches
    for one, place in zip(watches, located.watches, strict=True):
        words = (one.id, one.note or "", *(form.text for form in one.forms))
        if wanted and not any(wanted in word.casefold() for word in words):
            continue
        if owner is not None and one.owner != owner:
            continue
        if expired and not (one.expires and one.expires <= today):
            continue
        yield one, place


def _entry(one: "Watch", place: "Place") -> dict[str, Any]:
    """The watch as its file writes it, with its id."""
    return {"id": one.id, **place.document.at(place.path)}


def _standing(place: "Place") -> dict[str, Any]:
    return {"file": place.document.file, "line": place.document.line(place.path)}


def _rows(chosen: "list[tuple[Watch, Place]]") -> "Rows":
    from monitor.cli.rows import Rows

    rows = Rows("watch", "name", "other names", "severity", "owner", "expires", "where")
    for one, place in chosen:
        standing = _standing(place)
        rows.add(
            one.id,
            one.name,
            str(len(one.forms) - 1),
            one.severity.name.lower(),
            one.owner or "",
            str(one.expires or ""),
            f"{standing['file']}:{standing['line']}",
        )
    return rows


@watch.command()
def expire(
    watch_id: Annotated[str, typer.Argument(metavar="ID", help="As `tocsin watch list` shows it.")],
    on: Annotated[
        str,
        typer.Option(metavar="DATE", help=f"First day without it; `{NEVER}` takes it back."),
    ] = "",
    config: ConfigFolder = None,
) -> None:
    """Let a watch ring no longer, from a day on or at once.

    Its entry stays for later.

    Example: `tocsin watch expire green-zone --on 2027-01-01`
    """
    from pathlib import Path

    from monitor.config.editing import put_in_place, revised
    from monitor.config.loading import with_documents
    from monitor.config.patches import Put, Remove

    located = read_folder(config)
    one, place = _named(located, watch_id)
    key = place.of("expires").path
    day = _day(on)
    if day is None and one.expires is None:
        print(f"{one.id} does not expire")
        return
    revision = revised(
        Path(place.document.file), [Put(key, str(day)) if day is not None else Remove(key)]
    )
    with_documents(located, [revision.document()])
    put_in_place([revision])
    print(f"{one.id} {'no longer expires' if day is None else f'rings no longer from {day} on'}")


def _named(located: "Located", watch_id: str) -> "tuple[Watch, Place]":
    """The watch with this id. Raises UsageError where there is none."""
    from monitor.errors import UsageError

    watches = located.configuration.watchlist.watches
    for one, place in zip(watches, located.watches, strict=True):
        if one.id == watch_id:
            return one, place
    near = get_close_matches(watch_id, [one.id for one in watches], n=1)
    hint = f"; did you mean {near[0]!r}?" if near else "; `tocsin watch list` shows them"
    raise UsageError(f"there is no watch {watch_id!r}{hint}")


def _day(on: str) -> date | None:
    """The day that is meant, today where none is; None for never. Raises UsageError."""
    from monitor.config.values import calendar_date
    from monitor.errors import UsageError

    if on == NEVER:
        return None
    try:
        return calendar_date(on) if on else datetime.now(UTC).date()
    except ValueError as error:
        raise UsageError(f"--on: {error}") from error


@watch.command()
def export(
    text: Wanted = "",
    owner: Owner = None,
    expired: Expired = False,
    format_: Annotated[
        Literal["csv", "jsonl"], typer.Option("--format", help="A table, or JSON Lines.")
    ] = "csv",
    config: ConfigFolder = None,
) -> None:
    """Print watches as a table or as JSON Lines.

    `tocsin watch import` reads both.

    Example: `tocsin watch export --owner iraq-desk > iraq.csv`
    """
    from monitor.rosters.sheets import write_lines, write_table

    chosen = _chosen(read_folder(config), text, owner, expired=expired)
    entries = [_entry(one, place) for one, place in chosen]
    print((write_table if format_ == "csv" else write_lines)(entries), end="")
