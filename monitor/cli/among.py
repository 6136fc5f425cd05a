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
    """Which articles are asked. Raises UsageError for no source, no watch or no time."""
    from monitor.model import Among
    from monitor.storage.search import has_articles, has_matches
    from monitor.storage.store import look_into

    now = datetime.now(UTC)
    asked = Among(
        source_ids=tuple(source or ()),
        language=language,
        since=past_instant(since, "--since", now=now) if since else None,
        until=past_instant(until, "--until", now=now) if until else None,
        watch_id=matched,
    )
    sources = {one.id for one in configuration.sources}
    watches = {one.id for one in configuration.watchlist.watches}
    # The archive keeps what came from sources and watches that are configured no more.
    with look_into(configuration.settings.database) as db:
        for source_id in asked.source_ids:
            if source_id not in sources and not has_articles(db, source_id):
                raise _unknown("source", source_id, sources)
        if matched and matched not in watches and not has_matches(db, matched):
            raise _unknown("watch", matched, watches)
    return asked


def _unknown(kind: str, given: str, known: set[str]) -> Exception:
    from monitor.errors import UsageError

    near = get_close_matches(given, known, n=3)
    commands = {"source": "tocsin sources list", "watch": "tocsin watch list"}
    meant = f"did you mean {', '.join(near)}?" if near else f"`{commands[kind]}` shows them"
    return UsageError(f"there is no {kind} {given!r}, and nothing is kept of one; {meant}")
