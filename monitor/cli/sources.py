"""`tocsin sources`: what is crawled, and does it answer?"""

import asyncio
import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli import sources_add, sources_opml
from monitor.cli.options import ConfigFolder, load_configuration

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.model import Configuration, Settings, Source
    from spiders.preview import Preview
    from spiders.samples import Sample

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]

sources = typer.Typer(help="Show and try the sources.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    sources_add.register(sources)
    sources_opml.register(sources)
    app.add_typer(sources, name="sources")


@sources.command("list")
def list_sources(config: ConfigFolder = None, as_json: AsJson = False) -> None:
    """List the configured sources.

    Example: `tocsin sources list --json | jq -r '.[].url'`
    """
    configuration = load_configuration(config)
    if as_json:
        print(_as_json([_described(source) for source in configuration.sources]))
        return
    from rich.console import Console

    from monitor.cli.rows import Rows

    rows = Rows("source", "name", "language", "every", "tags", "url")
    for source in configuration.sources:
        rows.add(
            source.id if source.enabled else f"{source.id} (off)",
            source.title,
            source.language or "detected",
            _span(source),
            ", ".join(sorted(source.tags)),
            source.url,
        )
    Console().print(rows)


@sources.command("test")
def try_sources(
    wanted: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ID|URL]...", help="Default: all that are enabled."),
    ] = None,
    config: ConfigFolder = None,
    as_json: AsJson = False,
) -> None:
    """Look at sources once, store nothing, and show what answers.

    Of those that are named, two articles are read, too. Works for addresses that are no sources
    yet. Exit status 1 if any failed.

    Example: `tocsin sources test https://news.example/rss.xml`
    """
    configuration = load_configuration(config)
    chosen = named(configuration, wanted or [])
    from monitor.logs import set_up_logs

    set_up_logs()
    previews = asyncio.run(_look(chosen, configuration.settings, with_samples=bool(wanted)))
    if as_json:
        print(_as_json([_shown(preview) for preview in previews]))
    else:
        _show(previews)
    if not all(preview.polled.is_good for preview in previews):
        raise typer.Exit(1)


def named(configuration: "Configuration", wanted: "Sequence[str]") -> "list[Source]":
    """The sources with these ids, and one for each address. Raises UsageError for a wrong id."""
    from monitor.cli.crawl import choose
    from monitor.model import Source

    if not wanted:
        return choose(configuration, [])
    return [
        Source(id=one, url=one) if "://" in one else choose(configuration, [one])[0]
        for one in dict.fromkeys(wanted)
    ]


async def _look(
    chosen: "Sequence[Source]", settings: "Settings", *, with_samples: bool
) -> "list[Preview]":
    from rich.console import Console
    from rich.progress import Progress

    from spiders.preview import preview

    stderr = Console(stderr=True)
    with Progress(console=stderr, transient=True, disable=not stderr.is_terminal) as progress:
        task = progress.add_task("sources", total=len(chosen))
        return await preview(
            chosen, settings, with_samples=with_samples, seen=lambda _: progress.advance(task)
        )


def _show(previews: "Sequence[Preview]") -> None:
    """What each source answered, the failed ones last, where the eye ends."""
    from rich.console import Console
    from rich.text import Text

    from monitor.cli.rows import Rows

    rows = Rows("source", "state", "kind", "entries", "newest", "headline", "what to do")
    for one in sorted(previews, key=lambda preview: not preview.polled.is_good):
        polled = one.polled
        rows.add(
            one.source.id,
            Text(polled.condition, style="green" if polled.is_good else "bold red"),
            polled.kind.value if polled.kind else "",
            str(polled.entries or ""),
            f"{polled.newest_at:%Y-%m-%d %H:%M}" if polled.newest_at else "",
            Text(one.title, overflow="ellipsis"),
            _advice(one),
        )
    Console().print(rows)
    for one in previews:
        sources_add.show_samples(one.samples)
    failed = sum(not preview.polled.is_good for preview in previews)
    print(f"{failed} of {len(previews)} sources failed", file=sys.stderr)


def _advice(preview: "Preview") -> str:
    from monitor.model import SourceState
    from monitor.status import advice

    if preview.is_stale:
        return "nothing new for more than 30 days: is this feed still filled?"
    state = SourceState(preview.source.id, condition=preview.polled.condition)
    return "; ".join(filter(None, (preview.polled.reason, advice(state))))


def _shown(preview: "Preview") -> dict[str, Any]:
    polled = preview.polled
    return {
        "id": preview.source.id,
        "url": preview.source.url,
        "state": polled.condition.value,
        "kind": polled.kind.value if polled.kind else None,
        "entries": polled.entries,
        "newest_at": polled.newest_at.isoformat() if polled.newest_at else None,
        "sample": preview.title,
        "articles": [_read(sample) for sample in preview.samples],
        "advice": _advice(preview),
    }


def _read(sample: "Sample") -> dict[str, Any]:
    article = sample.article
    return {
        "url": article.url if article else sample.entry.url,
        "title": article.title if article else sample.entry.title,
        "published_at": str(article.published_at) if article and article.published_at else None,
        "text": article.text if article else None,
        "why": sample.why,
    }


def _described(source: "Source") -> dict[str, Any]:
    return {
        "id": source.id,
        "name": source.title,
        "url": source.url,
        "kind": source.kind.value if source.kind else None,
        "every": source.every.total_seconds() if source.every else None,
        "language": source.language,
        "tags": sorted(source.tags),
        "enabled": source.enabled,
    }


def _span(source: "Source") -> str:
    from monitor.config.values import spelled_duration

    return spelled_duration(source.every) if source.every else "adaptive"


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
