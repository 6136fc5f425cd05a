"""`tocsin watch import`: a list of names into files of its own, and a newer one over it."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli.given import refuse_address
from monitor.cli.options import ConfigFolder
from monitor.cli.watch_options import (
    Channel,
    DryRun,
    Owner,
    Severity,
    Yes,
    insist_on_somebody,
    read_folder,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.config import Located
    from monitor.config.document import Document
    from monitor.config.editing import Revision
    from monitor.rosters import Plan
    from monitor.rosters.entries import Choice, Roster

MOST_NAMED = 5
"""Entries of each kind that are shown by name before the question."""


def register(watch: typer.Typer) -> None:
    watch.command("import")(import_list)


def import_list(  # noqa: PLR0913, PLR0917 - each is an option of the command
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What it is shows by itself.")],
    name: Annotated[
        str,
        typer.Option(metavar="NAME", help="Of the files that it goes into, by default its own."),
    ] = "",
    types: Annotated[
        str, typer.Option(metavar="TYPE,...", help="Of parties on published lists.")
    ] = "person,group",
    weak: Annotated[
        bool, typer.Option("--weak", help="Take aliases that a list calls weak.")
    ] = False,
    severity: Severity = None,
    channel: Channel = None,
    owner: Owner = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    config: ConfigFolder = None,
) -> None:
    """Take over a list of names, into files in watchlist.d.

    Reads a table with a column `name`, what `export` writes, OFAC's sdn.csv (with alt.csv beside
    it) or sdn.xml, the UN's consolidated list as XML, and OpenSanctions' targets.simple.csv. The
    import of a newer list changes what differs, and leaves what you wrote into its files.

    Examples:

        tocsin watch import sdn.xml --severity low

        tocsin watch import names.csv --name partners --dry-run
    """
    refuse_address(file)
    located = read_folder(config)
    roster = _read(file, _choice(types, weak=weak))
    own = {"severity": severity, "channel": channel, "owner": owner}
    plan = _plan(located, roster, name, {key: value for key, value in own.items() if value})
    _show(file, roster, plan)
    if plan.is_empty:
        return
    revisions = _revisions(located, plan)
    if dry_run:
        print("nothing was written (--dry-run)", file=sys.stderr)
        return
    _ask(plan, yes=yes)
    _write(revisions)


def _choice(types: str, *, weak: bool) -> "Choice":
    from monitor.errors import UsageError
    from monitor.rosters.entries import Choice
    from monitor.rosters.parties import KINDS

    wanted = {part.strip() for part in types.split(",") if part.strip()}
    if not wanted or not wanted <= set(KINDS):
        raise UsageError(
            f"--types: {types!r} is none of the types; write some of {','.join(KINDS)}"
        )
    return Choice(frozenset(kind for kind in KINDS if kind in wanted), with_weak=weak)


def _read(file: Path, choice: "Choice") -> "Roster":
    from rich.console import Console

    from monitor.matching.ordinary import load_ordinary_words
    from monitor.rosters import read_roster

    with Console(stderr=True).status(f"reading {file}"):
        return read_roster(file, choice, is_ordinary=load_ordinary_words().is_common)


def files_name(given: str, *, option: str = "--name") -> str:
    """The name, if a file of watchlist.d may have it. Raises UsageError."""
    from monitor.config.slugs import slug
    from monitor.errors import UsageError

    wanted = given.removesuffix(".yaml")
    if not wanted or slug(wanted) != wanted:
        like = f", such as {slug(wanted)!r}" if slug(wanted) else ""
        raise UsageError(
            f"{option}: {given!r} cannot name a file; write small letters, - between{like}"
        )
    return wanted


def _earlier(located: "Located", name: str) -> "dict[str, Document]":
    """What an earlier import wrote under the name. Raises UsageError where a person did."""
    from monitor.errors import UsageError
    from monitor.rosters.placing import MARK, is_file_of

    found = {}
    for document in located.watchlists[1:]:
        path = Path(document.file)
        if not is_file_of(path.name, name):
            continue
        if MARK not in path.read_text(encoding="utf-8"):
            raise UsageError(f"{path} was not written by an import; choose another --name")
        found[path.name] = document
    return found


def _refuse_taken(
    located: "Located", wanted: "Sequence[Mapping[str, Any]]", there: "Mapping[str, Document]"
) -> None:
    """Raises UsageError for ids that watches in other files have."""
    from monitor.errors import UsageError

    own = {document.file for document in there.values()}
    watches = located.configuration.watchlist.watches
    elsewhere = {
        one.id: f"{place.document.file}:{place.document.line(place.path)}"
        for one, place in zip(watches, located.watches, strict=True)
        if place.document.file not in own
    }
    taken = [str(entry["id"]) for entry in wanted if entry["id"] in elsewhere]
    if taken:
        some = "\n".join(f"  {id_}: {elsewhere[id_]}" for id_ in taken[:MOST_NAMED])
        raise UsageError(
            f"{len(taken)} of the entries have the id of a watch that is there already:\n{some}\n"
            "remove those watches or these entries, or give these another `id`"
        )


def _plan(located: "Located", roster: "Roster", name: str, own: "Mapping[str, str]") -> "Plan":
    """What the list changes in the files of its name; `own` is for entries that are new there."""
    from monitor.rosters import plan

    into = files_name(name or roster.name)
    there = _earlier(located, into)
    _refuse_taken(located, [one.entry for one in roster.listed], there)
    entries = {file: document.at(("watches",)) for file, document in there.items()}
    known = {entry.get("id") for listed in entries.values() for entry in listed}
    wanted = [
        one.entry if one.entry["id"] in known else _with_own(one.entry, own)
        for one in roster.listed
    ]
    return plan(wanted, entries, name=into, owned=roster.owned)


def _with_own(entry: "Mapping[str, Any]", own: "Mapping[str, str]") -> dict[str, Any]:
    """The entry, its id and name first; what it says itself beats the options."""
    return {"id": entry["id"], "name": entry["name"], **own, **entry}


def _show(file: Path, roster: "Roster", plan: "Plan") -> None:
    """How much is new, changed and gone, with the first of each, and what was left out."""
    names = {str(one.entry["id"]): str(one.entry["name"]) for one in roster.listed}
    print(f"{file}: {roster.title}, {plan.total:,} entries")
    for note in roster.notes:
        print(f"  {note}")
    for what, ids in (("new", plan.new), ("changed", plan.changed), ("gone", plan.gone)):
        shown = ", ".join(names.get(id_, id_) for id_ in ids[:MOST_NAMED])
        more = ", ..." if len(ids) > MOST_NAMED else ""
        print(f"{len(ids):>7,} {what}{': ' if ids else ''}{shown}{more}")
    print(f"{plan.same:>7,} as they were")


def _revisions(located: "Located", plan: "Plan") -> "list[Revision]":
    """The files as they are to be, after the whole configuration was judged with them.

    Raises ConfigError with what would be wrong with it.
    """
    from rich.console import Console

    from monitor.config.editing import Revision, revised
    from monitor.config.loading import WATCHLISTS, with_documents
    from monitor.rosters.placing import text_of

    folder = Path(located.watchlists[0].file).parent / WATCHLISTS
    with Console(stderr=True).status("checking the files"):
        revisions = [revised(folder / file, edits) for file, edits in plan.edits.items()]
        revisions += [
            Revision(folder / file, None, text_of(entries).encode())
            for file, entries in plan.created.items()
        ]
        with_documents(located, [revision.document() for revision in revisions])
    return revisions


def _ask(plan: "Plan", *, yes: bool) -> None:
    """Go on only where it is wished. Raises UsageError where nobody can be asked."""
    from monitor.errors import UsageError

    before = plan.total - len(plan.new) + len(plan.gone)
    if len(plan.gone) * 2 > before:
        print("more than half of what is there would go: is it the right list?", file=sys.stderr)
    if yes:
        return
    insist_on_somebody()
    if not typer.confirm("Write it?", err=True):
        raise UsageError("nothing was written")


def _write(revisions: "Sequence[Revision]") -> None:
    from monitor.config.editing import put_in_place

    put_in_place(revisions)
    for revision in revisions:
        print(f"wrote {revision.path}")
