"""`tocsin export`: the archive as it is kept, for other programs."""

import csv
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli.among import NONE, Filters, among, with_filters
from monitor.cli.options import ConfigFolder, load_configuration
from monitor.cli.search import SETTINGS, typed

if TYPE_CHECKING:
    from monitor.model import Among, Query
    from monitor.storage.search import Hit

BATCH = 500
"""Articles of one short look into the database: no writer waits for an export."""

COLUMNS = ("id", "url", "title", "source", "language", "published_at", "fetched_at", "text")

Write = Callable[["Hit", list[dict[str, Any]]], None]


def register(app: typer.Typer) -> None:
    app.command(context_settings=SETTINGS)(with_filters(export))


def export(
    query: Annotated[
        list[str] | None,
        typer.Argument(metavar="[QUERY]...", help="As of `tocsin search`; default: everything."),
    ] = None,
    filters: Filters = NONE,
    as_table: Annotated[
        bool, typer.Option("--csv", help="CSV with a header, without the matches.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write there, whole or not at all.")
    ] = None,
    config: ConfigFolder = None,
) -> None:
    """Write articles with what was found in them, the oldest first.

    As JSON Lines, or as CSV.

    Examples:

        tocsin export --since 30d > month.jsonl

        tocsin export --matched quds-force --csv --out quds.csv
    """
    from monitor.search.query import parse

    wanted = parse(typed(query)) if query else None
    configuration = load_configuration(config)
    chosen = among(configuration, filters)
    with _target(out) as file:
        write = _table(file) if as_table else _lines(file)
        count = _write_all(configuration.settings.database, wanted, chosen, write)
    print(f"{count:,} articles{f' in {out}' if out else ''}", file=sys.stderr)


def _write_all(database: str, query: "Query | None", chosen: "Among", write: Write) -> int:
    from monitor.storage import search
    from monitor.storage.store import looks_into

    written = last = 0
    with looks_into(database) as look, _counting() as count:
        while True:
            with look() as db:
                hits = search.batches(db, query, chosen, after=last, size=BATCH)
                found = search.matches(db, [hit.article_id for hit in hits])
            for hit in hits:
                write(hit, found.get(hit.article_id, []))
            if not hits:
                return written
            written, last = written + len(hits), hits[-1].article_id
            count(written)


@contextmanager
def _target(out: Path | None) -> Iterator[IO[str]]:
    """Standard output, or a file that gets its name only when it is whole."""
    from monitor.errors import WorldError

    if out is None:
        yield sys.stdout
        return
    part = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        with part.open("x", encoding="utf-8", newline="") as file:
            yield file
        part.replace(out)
    except OSError as error:
        raise WorldError(f"{out} cannot be written: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _counting() -> Iterator[Callable[[int], None]]:
    """Says on a terminal how far the export is."""
    from rich.console import Console

    stderr = Console(stderr=True)
    if not stderr.is_terminal:
        yield lambda _written: None
        return
    with stderr.status("exporting") as shown:
        yield lambda written: shown.update(f"exporting: {written:,} articles")


def _lines(file: IO[str]) -> Write:
    def write(hit: "Hit", found: list[dict[str, Any]]) -> None:
        row = _row(hit) | {"matches": found}
        file.write(json.dumps(row, ensure_ascii=False) + "\n")

    return write


def _table(file: IO[str]) -> Write:
    writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
    writer.writeheader()

    def write(hit: "Hit", _found: list[dict[str, Any]]) -> None:
        writer.writerow(_row(hit))

    return write


def _row(hit: "Hit") -> dict[str, Any]:
    return {
        "id": hit.article_id,
        "url": hit.url,
        "title": hit.title,
        "source": hit.source_id,
        "language": hit.language,
        "published_at": hit.published_at.isoformat() if hit.published_at else None,
        "fetched_at": hit.fetched_at.isoformat(),
        "text": hit.text,
    }
