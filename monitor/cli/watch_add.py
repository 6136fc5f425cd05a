"""`tocsin watch add`: a new watch, looked at from all sides before it is written down."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli.given import is_address
from monitor.cli.options import ConfigFolder
from monitor.cli.watch_dialog import NEW, ask_whether, choose, let_edit
from monitor.cli.watch_options import (
    Channel,
    DryRun,
    Owner,
    Severity,
    Yes,
    read_folder,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.config import Located
    from monitor.config.editing import Revision
    from monitor.errors import Problem
    from monitor.model import Configuration, Watch
    from monitor.vetting import Spelling, Trial
    from monitor.vetting.trial import Tried

NEWEST = 2_000
"""Articles of the archive that a watch is tried on."""
MOST_SHOWN = 5

Names = list[str] | None


def register(watch: typer.Typer) -> None:
    watch.command("add")(add)


def add(  # noqa: PLR0913, PLR0917 - each is an option of the command
    name: Annotated[str, typer.Argument(metavar="NAME", help="As you know it.")],
    alias: Annotated[Names, typer.Option(metavar="NAME", help="Another name.")] = None,
    acronym: Annotated[Names, typer.Option(metavar="TEXT", help="Exact, in capitals.")] = None,
    near: Annotated[
        Names, typer.Option(metavar="WORD", help="Counts only where one of these stands.")
    ] = None,
    severity: Severity = None,
    channel: Channel = None,
    owner: Owner = None,
    note: Annotated[str | None, typer.Option(metavar="TEXT", help="Why it is watched.")] = None,
    expires: Annotated[str | None, typer.Option(metavar="DATE", help="First day without.")] = None,
    file: Annotated[
        str, typer.Option(metavar="NAME", help="Of a file in watchlist.d, made if need be.")
    ] = "",
    yes: Yes = False,
    dry_run: DryRun = False,
    config: ConfigFolder = None,
) -> None:
    """Add a watch, once you saw what it would have found.

    Shows what it collides with, too, and asks.

    --alias, --acronym and --near may be given several times. The file keeps its comments and its
    order. A running service takes the new watch up at once.

    Example: `tocsin watch add "Green Zone" --near Baghdad --near Iraq --severity high`
    """
    located = read_folder(config)
    path = _file(located, file)
    entry = _entry(
        name=name, aliases=alias, acronyms=acronym, near={"any": near} if near else None,
        severity=severity, channel=channel, owner=owner, note=note, expires=expires,
    )  # fmt: skip
    watch = _as_watch(entry, located)
    articles = _newest(located.configuration)
    if spellings := _spellings(watch, located, articles, ask=not (yes or dry_run)):
        entry["aliases"] = [*entry.get("aliases", ()), *spellings]
    watch, revision = _settled(located, path, entry, articles, asks=not (yes or dry_run))
    if dry_run:
        print("nothing was written (--dry-run)", file=sys.stderr)
    else:
        _write(revision, watch)


def _settled(
    located: "Located",
    path: Path,
    entry: dict[str, Any],
    articles: "Sequence[Tried]",
    *,
    asks: bool,
) -> "tuple[Watch, Revision]":
    """The watch, and the file with it, when it is as it is wished.

    Raises ConfigError for a watch that cannot be had, UsageError where none is wished.
    """
    from monitor.errors import ConfigError, UsageError

    while True:
        watch, revision, errors = _looked_at(located, path, entry, articles)
        if errors and not (asks and sys.stdin.isatty()):
            raise ConfigError(errors)
        answer = ask_whether(errors) if asks else "y"
        if answer == "n":
            raise UsageError("nothing was written")
        if answer == "y":
            return watch, revision
        entry = let_edit(entry, lambda edited: _as_watch(edited, located))


def _looked_at(
    located: "Located", path: Path, entry: dict[str, Any], articles: "Sequence[Tried]"
) -> "tuple[Watch, Revision, list[Problem]]":
    """The watch, the file with it, and why it cannot be had; all else to be said was said."""
    watch = _as_watch(entry, located)
    revision = _revision(located, path, entry)
    _show(entry, watch, located, articles)
    return watch, revision, _tell_lints(located, revision)


def _file(located: "Located", name: str) -> Path:
    """Where the watch is to stand."""
    from monitor.cli.watch_import import files_name
    from monitor.config.loading import WATCHLISTS

    main = Path(located.watchlists[0].file)
    return main.parent / WATCHLISTS / f"{files_name(name, option='--file')}.yaml" if name else main


def _entry(**keys: Any) -> dict[str, Any]:
    """Only the keys that say something."""
    return {key: value for key, value in keys.items() if value}


def _as_watch(entry: dict[str, Any], located: "Located") -> "Watch":
    """The watch that the entry is. Raises ConfigError, and UsageError where it is there already."""
    from monitor.config.document import Document
    from monitor.config.validation import validate
    from monitor.config.watchlist_file import WatchlistPart
    from monitor.errors import ConfigError, UsageError

    part, problems = validate(Document(NEW, {"watches": [entry]}, {}), WatchlistPart)
    if part is None:
        raise ConfigError(problems)
    watch = part.watches[0].watch()
    if is_address(watch.name):
        raise UsageError(f"{watch.name} is an address, no name: `tocsin sources add` adds sources")
    watches = located.configuration.watchlist.watches
    for one, place in zip(watches, located.watches, strict=True):
        if one.id == watch.id:
            where = f"{place.document.file}:{place.document.line(place.path)}"
            raise UsageError(
                f"there is a watch {one.id!r} already, in {where}; add aliases to it there, or "
                "name the new one otherwise"
            )
    return watch


def _newest(configuration: "Configuration") -> "list[Tried]":
    """The newest articles of the archive; none, and a word about it, where it cannot be read."""
    from monitor.errors import StorageError
    from monitor.model import Passage
    from monitor.storage import archive
    from monitor.storage.store import look_into
    from monitor.vetting.trial import Tried

    tags = {source.id: source.tags for source in configuration.sources}
    found = []
    try:
        with look_into(configuration.settings.database) as db:
            last = archive.last_id(db)
            for start in range(max(0, last - NEWEST), last, 500):
                ids = range(start + 1, min(start + 500, last) + 1)
                found += archive.texts(db, list(ids))
    except StorageError as error:
        print(f"the archive was not looked at: {error}", file=sys.stderr)
    return [
        Tried(
            Passage(
                one.text,
                one.title,
                one.language,
                one.source_id,
                tags.get(one.source_id, frozenset()),
            ),
            one.url,
        )
        for one in found
    ]


def _spellings(
    watch: "Watch", located: "Located", articles: "Sequence[Tried]", *, ask: bool
) -> list[str]:
    """Those of the spellings that are proposed as aliases and wished."""
    from monitor.vetting import in_other_scripts, trial
    from monitor.vetting.variants import known_variants

    tried = trial(watch, located.configuration.watchlist, articles)
    rings, misses = in_other_scripts(tried, watch)[:MOST_SHOWN], tried.near[:MOST_SHOWN]
    described = dict.fromkeys(known_variants(watch), "shipped with Tocsin for this name")
    for one in rings:
        described.setdefault(one.surface, f"by its sound, {_described(one)}")
    for one in misses:
        described.setdefault(one.surface, f"does not ring, {_described(one)}")
    offered = list(described.items())
    if not offered:
        return []
    print("Other spellings, which you may want as aliases:")
    for number, (spelling, why) in enumerate(offered, 1):
        print(f"  {number}  {spelling}  ({why})")
    return choose([spelling for spelling, _ in offered]) if ask and sys.stdin.isatty() else []


def _described(spelling: "Spelling") -> str:
    times = f"{spelling.articles} article{'s' * (spelling.articles != 1)}"
    return f"at {spelling.score:.0f}, in {times}: {spelling.excerpt}"


def _revision(located: "Located", path: Path, entry: dict[str, Any]) -> "Revision":
    """The file with the entry, judged beside all others. Raises ConfigError."""
    from monitor.config.editing import Revision, revised
    from monitor.config.loading import with_documents
    from monitor.config.patches import Append
    from monitor.config.rendering import listed

    if path.exists():
        revision = revised(path, [Append(("watches",), entry)])
    else:
        lines = "".join(f"  {line}\n" for line in listed(entry, in_block=True))
        head = "# yaml-language-server: $schema=../watchlist.schema.json\n\nwatches:\n"
        revision = Revision(path, None, (head + lines).encode())  # a file of its own
    with_documents(located, [revision.document()])
    return revision


def _show(
    entry: dict[str, Any], watch: "Watch", located: "Located", articles: "Sequence[Tried]"
) -> None:
    from monitor.config.rendering import listed
    from monitor.vetting import collisions, trial

    watchlist = located.configuration.watchlist
    print("\n".join(["", *listed(entry, in_block=True), ""]))
    met = collisions(watch, watchlist)
    for one in met[:MOST_SHOWN]:
        print(f"collision: {one}")
    if len(met) > MOST_SHOWN:
        print(f"... and {len(met) - MOST_SHOWN} more collisions")
    _show_trial(trial(watch, watchlist, articles))


def _show_trial(tried: "Trial") -> None:
    if not tried.articles:
        print("No article was there to try it on: what it would have found cannot be told.")
        return
    print(f"It would have rung for {len(tried.rang)} of the newest {tried.articles:,} articles.")
    for title, url, excerpt in tried.rang[-MOST_SHOWN:]:
        print(f"  {title or url}\n    {excerpt}")
    if tried.found:
        listed = ", ".join(f"{one.surface} ({one.articles})" for one in tried.found[:MOST_SHOWN])
        print(f"As spelled there: {listed}")


def _tell_lints(located: "Located", revision: "Revision") -> "list[Problem]":
    """Tell what is probably not meant; what no service would take is returned."""
    from monitor.config.loading import with_documents
    from monitor.lint import watchlist_lints

    edited = with_documents(located, [revision.document()])
    lines, file = range(revision.added.first, revision.added.last + 1), str(revision.path)
    found = [one for one in watchlist_lints(edited) if one.file == file and one.line in lines]
    for one in found:
        if one.severity != "error":
            print(one)
    return [one for one in found if one.severity == "error"]


def _write(revision: "Revision", watch: "Watch") -> None:
    from monitor.config.editing import put_in_place

    put_in_place([revision])
    print(f"added {watch.id} to {revision.path}, line {revision.added.first}")
