"""The options by which `tocsin search` and `tocsin export` choose among the articles."""

from datetime import UTC, datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.instants import LIKE, past_instant

if TYPE_CHECKING:
    from monitor.model import Among, Configuration

Sources = Annotated[
    list[str] | None,
    typer.Option("--source", metavar="ID", help="Of this source; may be given again."),
]
Language = Annotated[
    str | None, typer.Option("--lang", metavar="CODE", help="In this language, such as `en`.")
]
Since = Annotated[str | None, typer.Option(metavar="WHEN", help=f"Since then: {LIKE}.")]
Until = Annotated[str | None, typer.Option(metavar="WHEN", help="Before then, likewise.")]
Matched = Annotated[
    str | None, typer.Option("--matched", metavar="ID", help="With a match of this watch.")
]


def among(
    configuration: "Configuration",
    *,
    source: list[str] | None,
    language: str | None,
    since: str | None,
    until: str | None,
    matched: str | None,
) -> "Among":
    """Which articles are asked. Raises UsageError for what names no source and no time."""
    from monitor.model import Among

    now = datetime.now(UTC)
    known = {one.id for one in configuration.sources}
    for source_id in source or ():
        _warn_of_unknown("source", source_id, known)
    if matched:
        _warn_of_unknown("watch", matched, {one.id for one in configuration.watchlist.watches})
    return Among(
        source_ids=tuple(source or ()),
        language=language,
        since=past_instant(since, "--since", now=now) if since else None,
        until=past_instant(until, "--until", now=now) if until else None,
        watch_id=matched,
    )


def _warn_of_unknown(kind: str, given: str, known: set[str]) -> None:
    """Not an error: the archive keeps what came from sources that are no more."""
    if given not in known:
        near = get_close_matches(given, known, n=1)
        meant = f"; did you mean {near[0]!r}?" if near else ""
        typer.echo(f"no {kind} {given!r} is configured{meant}", err=True)
