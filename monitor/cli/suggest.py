"""`tocsin suggest`: what would make the watchlist better, by what people said of its alerts?"""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli.options import ConfigFolder, config_folder, load_configuration
from monitor.errors import UsageError

if TYPE_CHECKING:
    from monitor.config.patches import Edit
    from monitor.model import Configuration
    from monitor.suggest.change import Change
    from monitor.suggest.survey import Surveyed

MOST_SWEPT = 5_000
"""Watches; on a longer list every other name nearly rings somewhere."""
NICENESS = 10
"""What works beside the service gives way to it."""


def register(app: typer.Typer) -> None:
    app.command()(suggest)


def suggest(
    watch: Annotated[
        str | None, typer.Option(metavar="ID", help="For this watch only.", show_default=False)
    ] = None,
    apply: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Write this proposal into the file.", show_default=False),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before writing.")] = False,
    tell: Annotated[
        bool,
        typer.Option(
            "--tell", help="Tell operations, once a week, instead; the service does so by itself."
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As a JSON array.")] = False,
    config: ConfigFolder = None,
) -> None:
    """Propose better spellings and context for the watchlist.

    Learned from spellings that nearly rang, and from people's answers. A proposal that rests on
    answers was tried on answers that it was not learned from, and is shown only if it loses no
    alert that people found relevant. Nothing is written without a word of yours.

    Examples:

        tocsin suggest

        tocsin suggest --watch green-zone

        tocsin suggest --apply 4f2a91
    """
    configuration = load_configuration(config)
    _insist_on_watch(configuration, watch)
    if tell:
        _tell(configuration)
        return
    found = _surveyed(configuration, watch)
    if apply is not None:
        _apply(_chosen(found, apply).proposal.change, config, yes=yes)
    elif as_json:
        print(json.dumps([_as_json(one) for one in found], ensure_ascii=False, indent=2))
    else:
        _show(found)


def _insist_on_watch(configuration: "Configuration", watch_id: str | None) -> None:
    known = {one.id for one in configuration.watchlist.watches}
    if watch_id is not None and watch_id not in known:
        raise UsageError(f"there is no watch {watch_id!r}; `tocsin watch list` shows them")


def _surveyed(configuration: "Configuration", watch_id: str | None) -> "list[Surveyed]":
    """The proposals, once what came since the last time has been looked through."""
    from monitor.backtest.imprinting import fill_in
    from monitor.storage.archive import Span
    from monitor.storage.store import look_into, open_store
    from monitor.suggest.survey import ARCHIVE, survey

    now = datetime.now(UTC)
    _sweep(configuration, now)
    with open_store(configuration.settings.database) as store:
        for _ in fill_in(store, Span(now - ARCHIVE)):
            pass
    with look_into(configuration.settings.database) as db:
        return survey(db, configuration, watch_id=watch_id, now=now)


def _sweep(configuration: "Configuration", now: datetime) -> None:
    """Keep what new articles nearly rang for."""
    from monitor.config.database import state_folder
    from monitor.matching.kept import matcher_of
    from monitor.storage.store import open_store
    from monitor.suggest.sweep import sweep

    if len(configuration.watchlist.watches) > MOST_SWEPT:
        return
    tags = {source.id: source.tags for source in configuration.sources}
    with open_store(configuration.settings.database) as store:
        matcher = matcher_of(configuration.watchlist, state_folder(configuration))
        sweep(store, matcher, tags, now=now, told=_progress())


def _tell(configuration: "Configuration") -> None:
    """Look through what is new; once a week put what there is to propose into the outbox."""
    from monitor.storage.store import look_into, open_store
    from monitor.suggest.weekly import is_due, put_weekly

    os.nice(NICENESS)
    now, database = datetime.now(UTC), configuration.settings.database
    with look_into(database) as db:
        tells = is_due(db, now=now)
    if not tells:
        _sweep(configuration, now)
        return
    found = _surveyed(configuration, None)
    with open_store(database) as store, store.begin() as db:
        told = put_weekly(db, found, now=now)
    print(f"{len(found)} proposals told" if told else "nothing to propose")


def _progress() -> Any:
    """Says on a terminal how far the sweep is."""
    from rich.console import Console

    console = Console(stderr=True)

    def told(done: int, of: int) -> None:
        if console.is_terminal:
            end = "\n" if done == of else "\r"
            console.print(f"looked through {done:,} of {of:,} new articles", end=end)

    return told


def _chosen(found: "list[Surveyed]", proposal_id: str) -> "Surveyed":
    for one in found:
        if one.proposal.change.id == proposal_id:
            return one
    ids = ", ".join(one.proposal.change.id for one in found)
    others = f"there are: {ids}" if ids else "there is none at all now: `tocsin suggest` says why"
    raise UsageError(f"there is no proposal {proposal_id!r}; {others}")


# --- Written into the file ------------------------------------------------------------------------


def _apply(change: "Change", config: Path | None, *, yes: bool) -> None:
    """Show the difference, ask, and write it: all that stands in the file stays as it is."""
    from difflib import unified_diff

    from monitor.config import load_located
    from monitor.config.editing import put_in_place, revised
    from monitor.config.loading import with_documents

    now = datetime.now(UTC)
    located = load_located(config_folder(config), environ=os.environ, now=now)
    watches = located.configuration.watchlist.watches
    at = next(n for n, one in enumerate(watches) if one.id == change.watch_id)
    place = located.watches[at]
    file = place.document.file
    revision = revised(Path(file), _edits(change, place.path))
    with_documents(located, [revision.document()])
    before, after = (
        text.decode().splitlines() for text in (revision.before or b"", revision.after)
    )
    print("\n".join(unified_diff(before, after, file, file, lineterm="", n=2)))
    if not yes and not typer.confirm("Write this?", err=True):
        print("nothing was written")
        return
    put_in_place([revision])
    print(f"{change.watch_id}: {change.said}")


def _edits(change: "Change", path: tuple[str | int, ...]) -> "list[Edit]":
    """The change, of the entry that stands there."""
    from monitor.config.patches import Append, Put

    match change.kind:
        case "alias":
            return [Append((*path, "aliases"), word) for word in change.value]
        case "unless":
            return [Append((*path, "unless"), phrase) for phrase in change.value]
    return [Put((*path, change.kind), change.value)]


# --- Shown ----------------------------------------------------------------------------------------


def _as_json(one: "Surveyed") -> dict[str, Any]:
    proposal, tried, effect = one.proposal, one.proposal.tried, one.effect
    return {
        "id": proposal.change.id,
        "watch": proposal.change.watch_id,
        "change": proposal.change.said,
        "held_back": tried
        and {
            "relevant": tried.relevant,
            "kept": tried.kept,
            "rejected": tried.rejected,
            "gone": tried.gone,
            "precision_before": round(tried.precision_before, 3),
            "precision_after": round(tried.precision_after, 3),
        },
        "archive": {"rang": effect.rang, "silent": effect.silent}
        if effect
        else {"caught": one.caught},
        "articles": proposal.articles,
        "confirmed": proposal.confirmed,
        "samples": list(proposal.samples),
    }


def _show(found: "list[Surveyed]") -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    if not found:
        console.print("Nothing to propose: no spelling nearly rang again and again, and people's")
        console.print("answers (✅, ❌) are too few, or nothing tells the right from the wrong.")
    for one in found:
        proposal = one.proposal
        head = Text(f"{proposal.change.id}  {proposal.watch_name}: ", style="bold")
        console.print(head.append(proposal.change.said, style="not bold"))
        for line in reasons(one):
            console.print(Text(f"  {line}"))
        for sample in proposal.samples:
            console.print(Text(f"    • {sample}", style="dim"))
    if found:
        console.print("\n`tocsin suggest --apply ID` shows the edit, asks, and writes it.")


def reasons(one: "Surveyed") -> list[str]:
    """What speaks for a proposal, in numbers."""
    proposal, tried = one.proposal, one.proposal.tried
    if tried is None:
        confirmed = f", {proposal.confirmed} of them found relevant" if proposal.confirmed else ""
        return [
            f"nearly rang in {proposal.articles} articles of the last week{confirmed}",
            f"of the articles of the last 30 days that did not ring for it, {one.caught} would",
        ]
    lines = [
        f"on answers held back: {tried.kept} of {tried.relevant} ✅ kept, {tried.gone} of"
        f" {tried.rejected} ❌ gone, precision {tried.precision_before:.0%} →"
        f" {tried.precision_after:.0%}"
    ]
    if one.effect:
        lines.append(
            f"of {one.effect.rang} articles that rang in the last 30 days, {one.effect.silent}"
            " would not"
        )
    return lines
