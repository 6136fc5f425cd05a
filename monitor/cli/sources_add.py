"""`tocsin sources add`: find where a site lists its articles, show it, and write it down."""

import asyncio
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.options import ConfigFolder, load_configuration

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from monitor.config.editing import Added, Entry
    from monitor.model import Configuration, Settings, Source
    from spiders.discovery import Candidate, Discovered
    from spiders.samples import Sample

MOST_SHOWN = 10
"""Candidates in the table; a page may declare a feed for every one of its sections."""


def register(sources: typer.Typer) -> None:
    sources.command("add")(add)


def add(
    url: Annotated[str, typer.Argument(help="Of a site, or of a feed, sitemap or list itself.")],
    feed: Annotated[
        int | None, typer.Option("--feed", metavar="N", help="Take the Nth; do not ask.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Take the first; do not ask.")] = False,
    id_: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="Default: from the title.")
    ] = None,
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="For people. Default: the title.")
    ] = None,
    tag: Annotated[
        list[str] | None, typer.Option(metavar="TAG", help="May be given several times.")
    ] = None,
    config: ConfigFolder = None,
) -> None:
    """Find the feeds of a site, show what they hold, and add one.

    Comments, order and indentation of the file stay as they are. A running service takes the new
    source up at once.

    Example: `tocsin sources add news.example --tag iraq`
    """
    from monitor.config.newcomers import source_at
    from monitor.errors import UsageError

    configuration = load_configuration(config)
    address = in_full(url)
    if known := source_at(address, configuration.sources):
        raise UsageError(f"{address} is there already, as source {known.id!r}")
    if id_ and configuration.source(id_):
        raise UsageError(f"there is a source {id_!r} already; give another --id")
    found = asyncio.run(_discover(address, configuration.settings))
    candidates = found.candidates[:MOST_SHOWN]
    _show(candidates, configuration)
    chosen = _chosen(candidates, feed, configuration, yes=yes)
    entry = entry_of(chosen, configuration.sources, id_=id_, name=name, tags=tag or [])
    _write(configuration.folder / "sources.yaml", entry)


def in_full(url: str) -> str:
    """The address as a browser would take it. Raises UsageError where it is none."""
    from monitor.config.values import web_address
    from monitor.errors import UsageError

    try:
        return web_address(url if "://" in url else f"https://{url}")
    except ValueError as error:
        raise UsageError(str(error)) from error


async def _discover(url: str, settings: "Settings") -> "Discovered":
    """What there is at the address. Raises WorldError where that is nothing."""
    from rich.console import Console

    from monitor.errors import WorldError
    from monitor.logs import set_up_logs
    from spiders.discovery import discover

    set_up_logs(quiet=True)
    stderr = Console(stderr=True)
    with stderr.status(f"asking {url}") as status:
        found = await discover(url, settings, progress=lambda one: status.update(f"asking {one}"))
    if not found.candidates:
        tried = "\n".join(f"  {address}: {reason}" for address, reason in found.missed)
        raise WorldError(
            f"no feed, sitemap or list of articles was found for {url}; tried:\n{tried}\n"
            "if a page lists the articles, add it by hand with `kind: listing` and `links:`"
        )
    return found


def _show(candidates: "Sequence[Candidate]", configuration: "Configuration") -> None:
    from rich.console import Console

    from monitor.cli.rows import Rows
    from monitor.config.newcomers import source_at

    rows = Rows("", "kind", "entries", "newest", "title", "address")
    for number, one in enumerate(candidates, 1):
        known = source_at(one.url, configuration.sources)
        rows.add(
            str(number),
            one.kind.value,
            str(len(one.feed.entries)),
            f"{one.newest_at:%Y-%m-%d %H:%M}" if one.newest_at else "",
            one.feed.title,
            f"{one.url} ({f'there already, as {known.id}' if known else one.how})",
        )
    console = Console()
    console.print(rows)
    show_samples(candidates[0].samples)


def show_samples(samples: "Sequence[Sample]") -> None:
    """Articles as extraction reads them: when, what, how much, and how they begin."""
    from rich.console import Console
    from rich.text import Text

    console = Console()
    for sample in samples:
        article = sample.article
        title = Text((article.title if article else sample.entry.title) or "(no title)", "bold")
        console.print("\n", title, sep="")
        if article is None:
            console.print(Text(f"  not read: {sample.why}", "red"))
            continue
        at = f"{article.published_at:%Y-%m-%d %H:%M} UTC" if article.published_at else "no date"
        words = len(article.text.split())
        console.print(Text(f"  {at}, {article.language or 'language unknown'}, {words} words"))
        console.print(Text(f"  {article.text[:200].splitlines()[0]}", "dim"))
    if samples:
        console.print()


def _chosen(
    candidates: "Sequence[Candidate]",
    wanted: int | None,
    configuration: "Configuration",
    *,
    yes: bool,
) -> "Candidate":
    """The candidate that the options name or the person does. Raises UsageError for none."""
    from monitor.config.newcomers import source_at
    from monitor.errors import UsageError

    if wanted is None:
        wanted = 1 if yes else _asked(len(candidates))
    if not 1 <= wanted <= len(candidates):
        raise UsageError(f"there is no candidate {wanted}: nothing was added")
    chosen = candidates[wanted - 1]
    if known := source_at(chosen.url, configuration.sources):
        raise UsageError(f"{chosen.url} is there already, as source {known.id!r}")
    return chosen


def _asked(most: int) -> int:
    from monitor.errors import UsageError

    if not sys.stdin.isatty():
        raise UsageError("nobody to ask: say which with --feed N, or --yes for the first")
    answer: int = typer.prompt(f"Add which? 1 to {most}, 0 for none", default=1, err=True)
    return answer


def entry_of(
    chosen: "Candidate",
    sources: "Sequence[Source]",
    *,
    id_: str | None,
    name: str | None,
    tags: "Sequence[str]",
) -> "Entry":
    """The candidate as sources.yaml writes it."""
    from monitor.config.newcomers import free_id

    title = name or chosen.feed.title
    taken = {source.id for source in sources}
    entry: dict[str, str | Sequence[str]] = {
        "id": id_ or free_id(title, url=chosen.url, taken=taken)
    }
    if any(sign.isalnum() for sign in title):
        entry["name"] = " ".join(title.split())
    entry["url"] = chosen.url
    entry["kind"] = chosen.kind.value
    if language := chosen.language:
        entry["language"] = language
    if tags:
        entry["tags"] = list(tags)
    return entry


def _write(path: "Path", entry: "Entry") -> None:
    from monitor.config.editing import add_sources

    print(f"added {entry['id']}: {entry['url']}")
    tell_added(path, add_sources(path, [entry]))


def tell_added(path: "Path", added: "Added") -> None:
    """Where the new lines are, and how to be rid of them."""
    lines = (
        f"lines {added.first} to {added.last}"
        if added.last > added.first
        else f"line {added.first}"
    )
    print(f"to undo, delete {lines} of {path}", file=sys.stderr)
