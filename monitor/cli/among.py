"""The options by which `tocsin search` and `tocsin export` choose among the articles."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from inspect import Parameter, signature
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.instants import LIKE, past_instant

if TYPE_CHECKING:
    from monitor.model import Among, Configuration


@dataclass(frozen=True, slots=True)
class Filters:
    """The options, as they are given."""

    source: Annotated[
        list[str] | None,
        typer.Option("--source", metavar="ID", help="Of this source; may be given again."),
    ] = None
    language: Annotated[
        str | None, typer.Option("--lang", metavar="CODE", help="In this language, such as `en`.")
    ] = None
    since: Annotated[str | None, typer.Option(metavar="WHEN", help=f"Since then: {LIKE}.")] = None
    until: Annotated[str | None, typer.Option(metavar="WHEN", help="Before then, likewise.")] = None
    matched: Annotated[
        str | None, typer.Option("--matched", metavar="ID", help="With a match of this watch.")
    ] = None


NONE = Filters()


def with_filters(command: Callable[..., None]) -> Callable[..., None]:
    """The command, with these options in the place of its parameter `filters`."""
    asked = signature(command)
    options = signature(Filters).parameters
    parameters: list[Parameter] = []
    for name, parameter in asked.parameters.items():
        parameters += options.values() if name == "filters" else [parameter]

    def run(**given: object) -> None:
        filters = {name: given.pop(name) for name in options}
        command(**given, filters=Filters(**filters))  # type: ignore[arg-type]

    run.__name__, run.__doc__ = command.__name__, command.__doc__
    run.__annotations__ = {one.name: one.annotation for one in parameters}
    vars(run)["__signature__"] = asked.replace(parameters=parameters)
    return run


def among(configuration: "Configuration", filters: Filters) -> "Among":
    """Which articles are asked. Raises UsageError for no source, no watch or no time."""
    from monitor.model import Among
    from monitor.storage.search import has_articles, has_matches
    from monitor.storage.store import look_into

    now = datetime.now(UTC)
    asked = Among(
        source_ids=tuple(filters.source or ()),
        language=filters.language,
        since=past_instant(filters.since, "--since", now=now) if filters.since else None,
        until=past_instant(filters.until, "--until", now=now) if filters.until else None,
        watch_id=filters.matched,
    )
    sources = {one.id for one in configuration.sources}
    watches = {one.id for one in configuration.watchlist.watches}
    # The archive keeps what came from sources and watches that are configured no more.
    with look_into(configuration.settings.database) as db:
        for source_id in asked.source_ids:
            if source_id not in sources and not has_articles(db, source_id):
                raise _unknown("source", source_id, sources)
        watch = asked.watch_id
        if watch and watch not in watches and not has_matches(db, watch):
            raise _unknown("watch", watch, watches)
    return asked


def _unknown(kind: str, given: str, known: set[str]) -> Exception:
    from monitor.errors import UsageError

    near = get_close_matches(given, known, n=3)
    commands = {"source": "tocsin sources list", "watch": "tocsin watch list"}
    meant = f"did you mean {', '.join(near)}?" if near else f"`{commands[kind]}` shows them"
    return UsageError(f"there is no {kind} {given!r}, and nothing is kept of one; {meant}")
