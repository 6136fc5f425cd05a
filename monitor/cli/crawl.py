"""`tocsin crawl`: one pass over the sources, now."""

import asyncio
import os
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.options import ConfigFolder, load_configuration

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from monitor.config.environment import Secrets
    from monitor.ingest import Newsdesk
    from monitor.model import Configuration, Polled, Source, Visit

AT_ONCE = 16
"""Sources looked at together; the crawl's own limits hold within that."""

DELIVERY_LIMIT = 60.0
"""Seconds that one pass spends on what waits to be told; the rest stays for the next."""


def register(app: typer.Typer) -> None:
    app.command("crawl")(crawl)


def crawl(
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="[SOURCE]...", help="Their ids. Default: all.")
    ] = None,
    config: ConfigFolder = None,
) -> None:
    """Look once at all sources, or at those named, and ring.

    Exit status 1 if a source failed; the table says which and why.

    Example: `tocsin crawl bbc-middle-east`
    """
    from monitor.config.environment import read_secrets
    from monitor.logs import set_up_logs

    configuration = load_configuration(config, to_tell=True)
    chosen = choose(configuration, sources or [])
    secrets = read_secrets(os.environ)
    set_up_logs(quiet=True)
    looks = asyncio.run(_crawl(configuration, secrets, chosen))
    show(looks)
    if not all(look.is_good for look in looks):
        raise typer.Exit(1)


def choose(configuration: "Configuration", ids: "Sequence[str]") -> "list[Source]":
    """The sources with these ids, or all that are enabled. Raises UsageError for a wrong id."""
    from difflib import get_close_matches

    from monitor.errors import UsageError

    if not ids:
        return [source for source in configuration.sources if source.enabled]
    known = {source.id: source for source in configuration.sources}
    for wrong in (one for one in ids if one not in known):
        close = get_close_matches(wrong, known, n=1)
        hint = f"did you mean {close[0]!r}?" if close else "`tocsin sources list` shows them all"
        raise UsageError(f"there is no source {wrong!r} in {configuration.folder}: {hint}")
    return [known[one] for one in dict.fromkeys(ids)]


async def _crawl(
    configuration: "Configuration", secrets: "Secrets", chosen: "list[Source]"
) -> "list[Polled]":
    from alerts.deliver import Dispatcher
    from monitor.ingest import open_newsdesk
    from monitor.service.indexing import index_all
    from monitor.storage.store import open_store
    from spiders.crawler import Crawl

    store = await asyncio.to_thread(open_store, configuration.settings.database)
    desk = open_newsdesk(configuration, store)
    try:
        crawling = Crawl(desk, configuration.settings)
        await crawling.start()
        try:
            looks = await _look_at_all(crawling.look, chosen)
            await crawling.visit(await _due(desk, configuration, chosen), desk)
        finally:
            await crawling.stop()
        dispatcher = Dispatcher(
            store, settings=lambda: configuration.settings.alerts, secrets=secrets
        )
        await dispatcher.drain(limit=DELIVERY_LIMIT)
        await index_all(store)
        return looks
    finally:
        await desk.close()
        await store.close()


async def _due(
    desk: "Newsdesk", configuration: "Configuration", chosen: "list[Source]"
) -> "list[tuple[Source, Visit]]":
    """The pages of these sources that are to be fetched again."""
    enabled = {source.id: source for source in configuration.sources if source.enabled}
    due = await desk.due_visits(enabled, now=datetime.now(UTC))
    return [(source, visit) for source, visit in due if source in chosen]


async def _look_at_all(
    look: "Callable[[Source], Awaitable[Polled]]", chosen: "list[Source]"
) -> "list[Polled]":
    from rich.console import Console
    from rich.progress import Progress

    gate = asyncio.Semaphore(AT_ONCE)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("sources", total=len(chosen))

        async def one(source: "Source") -> "Polled":
            async with gate:
                looked = await look(source)
            progress.advance(task)
            return looked

        return list(await asyncio.gather(*(one(source) for source in chosen)))


def show(looks: "list[Polled]") -> None:
    """What each source answered, the failed ones last, where the eye ends."""
    from rich.console import Console
    from rich.text import Text

    from monitor.cli.rows import Rows

    rows = Rows("source", "state", "entries", "new", "newest", "")
    for look in sorted(looks, key=lambda one: not one.is_good):
        newest = look.newest_at
        rows.add(
            look.source_id,
            Text(look.condition, style="green" if look.is_good else "bold red"),
            str(look.entries),
            str(look.new_entries),
            newest.astimezone(UTC).strftime("%Y-%m-%d %H:%M") if newest else "",
            look.reason,
        )
    Console().print(rows)
    failed = sum(not look.is_good for look in looks)
    found = sum(look.new_entries for look in looks)
    at = datetime.now(UTC).strftime("%H:%M:%S")
    print(f"{at} {found} new articles, {failed} of {len(looks)} sources failed", file=sys.stderr)
