"""`tocsin sources import` and `export`: lists of feeds from and for other readers."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.given import refuse_address
from monitor.cli.options import ConfigFolder, load_configuration


def register(sources: typer.Typer) -> None:
    sources.command("import")(import_opml)
    sources.command("export")(export_opml)


def import_opml(
    file: Annotated[Path, typer.Argument(metavar="FILE.opml", help="- reads from stdin.")],
    config: ConfigFolder = None,
) -> None:
    """Add the sources of an OPML file to sources.yaml.

    Its folders become tags. What is there already is told and left as it is. A file that is wrong
    anywhere adds nothing.

    Example: `tocsin sources import feeds.opml`
    """
    from monitor.cli.sources_add import tell_added
    from monitor.config.editing import add_sources
    from monitor.config.newcomers import entries_of
    from monitor.config.opml import read_opml

    refuse_address(file)
    configuration = load_configuration(config)
    named = "stdin" if str(file) == "-" else str(file)
    outlines = read_opml(_read(file), file=named)
    newcomers = entries_of(outlines, configuration.sources, file=named)
    for line in newcomers.known:
        print(line, file=sys.stderr)
    if newcomers.entries:
        path = configuration.folder / "sources.yaml"
        added = add_sources(path, newcomers.entries)
        for entry in newcomers.entries:
            print(f"added {entry['id']}: {entry['url']}")
        tell_added(path, added)
    print(f"{len(newcomers.entries)} added, {len(newcomers.known)} there already", file=sys.stderr)


def _read(file: Path) -> bytes:
    from monitor.errors import UsageError

    if str(file) == "-":
        return sys.stdin.buffer.read()
    try:
        return file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}") from error


def export_opml(config: ConfigFolder = None) -> None:
    """Print all sources as OPML 2.0.

    Their tags become folders, and categories.

    Example: `tocsin sources export > sources.opml`
    """
    from monitor.config.opml import write_opml

    configuration = load_configuration(config)
    sys.stdout.buffer.write(write_opml(configuration.sources, now=datetime.now(UTC)))
