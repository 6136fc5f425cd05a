"""`tocsin backtest`: what would an edited watchlist have raised on the archive, and what lost?"""

import json
import os
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.options import ConfigFolder, config_folder
from monitor.errors import UsageError, WorldError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console
    from rich.table import Table

    from monitor.backtest.comparing import Question
    from monitor.backtest.report import Day, Report, Sample
    from monitor.backtest.run import Progress
    from monitor.config import Located

MOST_DAYS = 60
"""Shown in the terminal: the last ones."""
BAR = 40
"""Characters of the longest bar."""


def register(app: typer.Typer) -> None:
    app.command(context_settings={"allow_extra_args": True})(backtest)


def backtest(
    context: typer.Context,
    watchlist: Annotated[
        Path | None,
        typer.Option(
            "--watchlist",
            metavar="NEW",
            help="The edited list, instead of the folder's watchlist.yaml. Default: the folder's"
            " list, held against the one that the service ran on last.",
            show_default=False,
        ),
    ] = None,
    since: Annotated[
        str, typer.Option(metavar="SPAN", help="How far back, such as `7d`; `all`: to the first.")
    ] = "30d",
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write the report as a page as well."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    config: ConfigFolder = None,
) -> None:
    """Show what an edit of the watchlist would have caught and lost.

    It is tried on the articles of the archive. Nothing is told to anybody, and no match is stored.
    A run that is broken off is gone on with by the same command.

    Examples:

        tocsin backtest                            # what I changed in config/ and nobody runs yet

        tocsin backtest --watchlist edited.yaml --since 90d --html report.html
    """
    from monitor.backtest.page import as_page
    from monitor.backtest.report import as_object
    from monitor.config import load_located

    _refuse_mistakes(context.args, html)
    located = load_located(config_folder(config), environ=os.environ, now=datetime.now(UTC))
    found = _run(located, _question(located, watchlist, since))
    if html:
        _write(html, as_page(found))
    if as_json:
        print(json.dumps(as_object(found), ensure_ascii=False, indent=2))
        return
    from rich.console import Console

    show(found, Console(highlight=False))


def _refuse_mistakes(words: list[str], html: Path | None) -> None:
    """Raises UsageError for a list without its option, and for a page that would have no folder."""
    if words:
        raise UsageError(
            f"{words[0]!r}: an edited list is named by its option, "
            f"`tocsin backtest --watchlist {quote(words[0])}`"
        )
    if html and not html.parent.is_dir():
        raise UsageError(f"--html {html}: there is no folder {html.parent}")


def _run(located: "Located", question: "Question") -> "Report":
    from monitor.backtest.run import backtest
    from monitor.storage import articles
    from monitor.storage.store import look_into, open_store

    configuration = located.configuration
    url = configuration.settings.database
    with look_into(url) as db:
        if not articles.count_articles(db):
            raise WorldError(
                "the archive is empty: let `tocsin run` or `tocsin crawl` read some news first"
            )
    tags = {source.id: source.tags for source in configuration.sources}
    now = datetime.now(UTC)
    with open_store(url) as store, _bars() as progress:
        return backtest(store, url, question, tags, now=now, progress=progress)


def _question(located: "Located", edited: Path | None, since: str) -> "Question":
    from monitor.backtest.comparing import Question
    from monitor.backtest.run import with_further_files
    from monitor.config import load_watchlist
    from monitor.config.values import positive_duration
    from monitor.model import Watchlist
    from monitor.storage.hunts import list_last_run
    from monitor.storage.store import look_into

    try:
        lasting = None if since == "all" else positive_duration(since)
    except ValueError as error:
        raise UsageError(f"--since: {error}") from error
    current = located.configuration.watchlist
    if edited:
        after = with_further_files(load_watchlist(edited), located)
        return Question(current, after, f"the list in {located.configuration.folder}", lasting)
    with look_into(located.configuration.settings.database) as db:
        last = list_last_run(db)
    if last:
        words = f"the list that the service ran on last, loaded {last.at:%Y-%m-%d %H:%M} UTC"
        return Question(last.watchlist, current, words, lasting)
    return Question(Watchlist(()), current, "no list at all, as no service ran on one yet", lasting)


@contextmanager
def _bars() -> "Iterator[Progress]":
    """A bar for each stage, on a terminal."""
    from rich.console import Console
    from rich.progress import Progress, TaskID

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as shown:
        stages: dict[str, TaskID] = {}

        def progress(stage: str, done: int, total: int) -> None:
            if stage not in stages:
                stages[stage] = shown.add_task(stage, total=total)
            shown.advance(stages[stage], done)

        yield progress


def _write(file: Path, page: str) -> None:
    try:
        file.write_text(page, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"--html {file}: {error.strerror}") from error


def show(found: "Report", console: "Console") -> None:
    """The report for people."""
    from rich.text import Text

    console.print(Text(f"{found.articles:,} articles, held against {found.against}\n"))
    if not found.watches:
        console.print("The edit changes nothing that is found.")
    else:
        console.print(_watches(found))
        console.print(f"\n{found.a_day}")
        _show_days(found.days, console)
    for title, samples in (("Newly caught", found.caught), ("Newly lost", found.lost)):
        if samples:
            console.print(Text(f"\n{title}", style="bold"))
        for sample in samples:
            _show_sample(sample, console)
    if found.collisions:
        console.print(Text("\nCollisions", style="bold"))
    for one in found.collisions:
        console.print(Text(f"  {one}"))
    if found.rest:
        console.print(f"\n{found.rest}")
    for note in found.notes:
        console.print(Text(note, style="dim"))


def _watches(found: "Report") -> "Table":
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    said = ("people said",) if found.has_opinions else ()
    for heading in ("watch", "", "before", "after", "caught", "lost", *said):
        is_number = heading in {"before", "after", "caught", "lost"}
        table.add_column(heading, justify="right" if is_number else "left")
    for one in found.shown:
        table.add_row(
            Text(one.name),
            one.kind,
            *("" if n is None else str(n) for n in (one.before, one.after)),
            Text(f"+{one.caught}" if one.caught else "0", style="green" if one.caught else "dim"),
            Text(f"-{one.lost}" if one.lost else "0", style="red" if one.lost else "dim"),
            *(Text("; ".join(one.opinions)) for _ in said),
        )
    return table


def _show_days(days: "tuple[Day, ...]", console: "Console") -> None:
    """A bar for each day: what stays in one shade, what comes or goes in another."""
    from rich.text import Text

    console.print("day         before  after  █ as before  ▒ caught  ░ lost", style="dim")
    most = max((max(day.before, day.after) for day in days), default=0) or 1
    for day in days[-MOST_DAYS:]:
        kept, length = (round(n * BAR / most) for n in sorted((day.before, day.after)))
        shade, style = ("▒", "green") if day.after > day.before else ("░", "red")
        line = Text(f"{day.day}  {day.before:>6} {day.after:>6}  ").append("█" * kept, style="blue")
        console.print(line.append(shade * (length - kept), style=style))


def _show_sample(sample: "Sample", console: "Console") -> None:
    from rich.padding import Padding
    from rich.text import Text

    head = Text(f"{sample.day}  {sample.watch}: ", style="cyan")
    head.append(f"{sample.title or sample.url} ({sample.source_id})", style="not cyan")
    hit = sample.hit
    name = hit.sentence[hit.start : hit.end]
    said = Text(hit.sentence[: hit.start])
    said.append(name if console.is_terminal else f"[{name}]", style="bold black on yellow")
    said.append(f"{hit.sentence[hit.end :]}  {hit.how}")
    for words, indent in ((head, 2), (said, 6)):
        console.print(Padding(words, (0, 0, 0, indent), expand=False))
