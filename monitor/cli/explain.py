"""`tocsin explain`: why was an article told, or why was it not?"""

import json
import os
import re
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from monitor.cli.given import like_address
from monitor.cli.options import ConfigFolder, config_folder, load_configuration
from monitor.errors import UsageError, WorldError

if TYPE_CHECKING:
    from monitor.explain import Explanation
    from monitor.matching import Matcher
    from monitor.model import Configuration

MOST_READ = 200_000
"""Bytes of watches, some thousand. What more of them would say now is not to be had in a second."""

_ARTICLE = re.compile(r"[0-9]{1,18}")
_STORY = re.compile(r"[0-9a-f]{20}")


def register(app: typer.Typer) -> None:
    app.command()(explain)


def explain(
    what: Annotated[
        str,
        typer.Argument(
            metavar="URL|ID|FILE|-",
            help="An address, the id of an article or of a story, or a file (- is standard input):"
            " text or HTML.",
        ),
    ],
    replayed: Annotated[
        bool,
        typer.Option(
            "--replay",
            help="Judge the article again by the recorded lists: exit 1 on a difference.",
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    config: ConfigFolder = None,
) -> None:
    """Show why an article was told, or was not.

    Says what each stage decided about it. Of an address that was never seen it says which source
    should have brought it, and how that source is; of a file or a text, what the list as it is now
    would make of it.

    Examples:

        tocsin explain https://news.example/story

        tocsin explain 4711 --json

        tocsin explain 4711 --replay

        tocsin explain article.txt
    """
    folder = config_folder(config)
    if replayed:
        _replay(what, folder, as_json=as_json)
        return
    found = _of_document(what, folder) if _is_document(what) else _of_stored(what, folder)
    if as_json:
        typer.echo(json.dumps(found.as_json(), ensure_ascii=False))
    else:
        _show(found)


def _is_document(what: str) -> bool:
    file = Path(what)
    return what == "-" or (not _is_name(what) and file.exists() and not file.is_dir())


def _is_name(what: str) -> bool:
    """Of something stored, rather than a file."""
    return bool(
        what.startswith(("http://", "https://"))
        or _ARTICLE.fullmatch(what)
        or _STORY.fullmatch(what)
    )


def _of_stored(what: str, folder: Path) -> "Explanation":
    from monitor.config.loading import load_sources
    from monitor.explain import explain_address, explain_article, explain_story
    from monitor.storage.store import look_into

    if not _is_name(what):
        raise UsageError(_unnamed(what))
    sources, settings = load_sources(folder, environ=os.environ)
    with look_into(settings.database) as db:
        if what.startswith("http"):
            return explain_address(db, what, sources, matcher=lambda: _matcher(folder))
        if _ARTICLE.fullmatch(what):
            found = explain_article(db, int(what), sources, matcher=lambda: _matcher(folder))
        else:
            found = explain_story(db, what, sources)
    return found or _not_kept(what)


def _unnamed(what: str) -> str:
    """What may have been meant, by something that names nothing."""
    told = f"{what!r} is no address (http://, https://), no article's or story's id, and no file"
    if what and Path(what).is_dir():
        return f"{told}: it is a folder"
    if meant := like_address(what):
        return f"{told}{meant}"
    return f"{told}; a text is read from standard input: `echo ... | tocsin explain -`"


def _not_kept(what: str) -> NoReturn:
    kind = "article" if _ARTICLE.fullmatch(what) else "story"
    raise WorldError(f"no {kind} is kept under the id {what}: ask by its address instead")


def _matcher(folder: Path) -> "Matcher | None":
    """That of the list as it is now, if it is there in a moment."""
    from monitor.config.loading import watches_of

    if sum(file.stat().st_size for file in watches_of(folder)) > MOST_READ:
        return None
    return _compiled(load_configuration(folder))


def _compiled(configuration: "Configuration") -> "Matcher":
    from monitor.config.database import state_folder
    from monitor.matching.kept import matcher_of

    return matcher_of(configuration.watchlist, state_folder(configuration))


def _of_document(what: str, folder: Path) -> "Explanation":
    from alerts.why import where_it_would_ring
    from monitor.cli.match import read_document
    from monitor.explain import Stage
    from monitor.explain.prospect import prospect

    configuration = load_configuration(folder)
    passage = read_document(what, configuration.settings)
    watches = {watch.id: watch for watch in configuration.watchlist.watches}
    words = f"{len(passage.text.split()):,} words"
    found = prospect(passage, _compiled(configuration), watches, read=words)
    if not found.watches:
        return found
    named = [watches[watch_id] for watch_id in found.watches]
    routes = where_it_would_ring(named, passage.language, configuration.settings.alerts)
    return replace(found, stages=(*found.stages, Stage("Route", routes)))


def _replay(what: str, folder: Path, *, as_json: bool) -> None:
    from monitor.config.loading import find_database
    from monitor.explain.replay import replay
    from monitor.storage.store import look_into

    if not _ARTICLE.fullmatch(what):
        raise UsageError("--replay takes an article's id, as `tocsin explain URL --json` gives it")
    with look_into(find_database(folder, environ=os.environ)) as db:
        found = list(replay(db, int(what)))
    if not found:
        raise WorldError(f"there is no recorded match of an article {what}")
    if as_json:
        print(json.dumps([asdict(one) for one in found], ensure_ascii=False))
    else:
        for one in found:
            print(f"{one.watch_id}, by watchlist {one.watchlist[:8]}: {one.said}")
            print(f"  {one.entry}")
    if not all(one.is_same for one in found):
        raise WorldError("what was recorded does not come out again")


def _show(found: "Explanation") -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    console.print(Text(str(found.verdict), style="bold"))
    if found.title:
        console.print(Text(found.title, style="dim"))
    for stage in found.stages:
        console.print()
        console.print(Text(stage.name, style="bold cyan"))
        for line in stage.said:
            console.print(Text(f"  {line}"))
