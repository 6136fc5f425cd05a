"""`tocsin db`: the database itself: measured, upgraded, copied, and rid of what is too old."""

import asyncio
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.options import ConfigFolder, config_folder, load_configuration

if TYPE_CHECKING:
    from monitor.storage.retention import Progress

BREATH = 0.02
"""Seconds between two steps: a running service gets its turn to write."""

HELP = "Measure, upgrade, copy and prune the database."


def register(app: typer.Typer) -> None:
    group = typer.Typer(help=HELP, no_args_is_help=True)
    group.command("size")(size)
    group.command("upgrade")(upgrade)
    group.command("backup")(backup)
    group.command("prune")(prune)
    app.add_typer(group, name="db")


def size(config: ConfigFolder = None) -> None:
    """Show how much room the archive takes, and its texts in it.

    Texts of an SQLite file are packed by a dictionary of what they share, which the service makes
    once there are a few thousand; those that came before stay as they are until `prune --compact`.

    Example: `tocsin db size`
    """
    from monitor.storage.articles import count_articles
    from monitor.storage.store import look_into
    from monitor.storage.texts import sizes
    from monitor.storage.vitals import size_of

    with look_into(_database(config)) as db, _status("measuring"):
        count, whole = count_articles(db), size_of(db)
        texts = sizes(db) if db.dialect.name == "sqlite" else None
    print(f"database: {whole / 1e6:,.1f} MB, {_each(whole, count, 'articles')}")
    if texts:
        print(_each(texts.plain_bytes, texts.plain, "plain texts"))
        packed = _each(texts.packed_bytes, texts.packed, "packed texts")
        if texts.packed:
            packed += f" instead of {texts.unpacked_bytes / 1000 / texts.packed:,.2f}"
        print(packed)


def _each(length: int, count: int, what: str) -> str:
    return f"{count:,} {what}" + (f", {length / 1000 / count:,.2f} kB each" if count else "")


def upgrade(config: ConfigFolder = None) -> None:
    """Bring the database to the schema of this version.

    The service does so itself at its start. An SQLite file is copied first, to
    `tocsin.db.bak-NNNN` beside it.

    Example: `tocsin db upgrade --config /etc/tocsin`
    """
    from monitor.storage.migrate import HEAD
    from monitor.storage.store import open_store

    with open_store(_database(config)) as store:
        print(f"{store.label} has schema {HEAD}")


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that is not there yet.")],
    config: ConfigFolder = None,
) -> None:
    """Copy the database, while everything runs.

    The copy is looked through, and gets its name only when it is whole. Of PostgreSQL it is an
    archive of pg_dump, for pg_restore. To put a copy of SQLite back: stop the service, move the
    file to the database's place, remove `-wal` and `-shm` beside it, start. What was told since is
    looked for in its channel before it is told again.

    Example: `tocsin db backup /backup/tocsin-$(date +%F).db`
    """
    from monitor.storage.backup import back_up

    with _status("copying") as say:
        size = back_up(
            _database(config),
            file,
            now=datetime.now(UTC),
            report=lambda done, of: say(f"{done / of:.0%}"),
        )
    print(f"{file}: {size / 1e6:,.1f} MB, whole")


def prune(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say how much is too old; delete nothing.")
    ] = False,
    compact: Annotated[
        bool,
        typer.Option("--compact", help="Give the space back to the disk; nothing else may run."),
    ] = False,
    config: ConfigFolder = None,
) -> None:
    """Delete what is older than `retention.articles`.

    The service does so once a day. An article stays as long as an alert of it is kept, and an alert
    until it is told. It goes in
    small steps, beside a running service; Ctrl-C ends it between two of them, and another run goes
    on from there. Without --compact the file keeps its size, and its free pages are used again;
    with it, texts that are still plain are packed, too.

    Example: `tocsin db prune --dry-run`
    """
    from monitor.service.keeping import kept_since
    from monitor.storage.retention import expired
    from monitor.storage.store import look_into

    settings = load_configuration(config).settings
    now = datetime.now(UTC)
    before = kept_since(settings, now=now)
    with look_into(settings.database) as db:
        old = expired(db, before=before)
    print(
        f"from before {before:%Y-%m-%d %H:%M} UTC: {old.articles:,} articles, {old.alerts:,} alerts"
    )
    if dry_run:
        return
    print(f"deleted: {_deleted(_prune(settings.database, before))}")
    if compact:
        _compact(settings.database, now)


def _prune(database: str, before: datetime) -> "Progress":
    from monitor.service import keeping
    from monitor.storage.store import open_store

    with open_store(database) as store, _status("deleting") as say:
        pruning = keeping.prune(
            store, before=before, breath=BREATH, report=lambda progress: say(_deleted(progress))
        )
        return asyncio.run(pruning)


def _compact(database: str, now: datetime) -> None:
    from monitor.storage.compact import compact

    with _status("giving the space back"):
        compact(database, now=now)
    print("the space is given back")


def _deleted(progress: "Progress") -> str:
    from monitor.storage.retention import Stage

    counts = {stage: progress.gone.get(stage, 0) for stage in Stage}
    return (
        f"{counts[Stage.ARTICLES]:,} articles, {counts[Stage.ALERTS]:,} alerts,"
        f" {counts[Stage.ENTRIES]:,} entries of lists"
    )


def _database(config: Path | None) -> str:
    """The database that is named, by a folder too that holds no good configuration just now."""
    from monitor.config.loading import find_database

    return find_database(config_folder(config), environ=os.environ)


@contextmanager
def _status(doing: str) -> Iterator[Callable[[str], None]]:
    """Says on a terminal how far it is."""
    from rich.console import Console

    stderr = Console(stderr=True)
    if not stderr.is_terminal:
        yield lambda _how_far: None
        return
    with stderr.status(doing) as shown:
        yield lambda how_far: shown.update(f"{doing}: {how_far}")
