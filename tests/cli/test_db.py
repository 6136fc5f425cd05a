"""The database as an operator handles it: upgraded, copied, rid of what is too old."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from monitor.cli import app
from monitor.errors import StorageError, UsageError
from monitor.storage import articles
from monitor.storage.migrate import HEAD
from monitor.storage.store import open_store
from tests.storage.builders import finding

Run = Callable[..., str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    config = tmp_path / "config"
    config.mkdir()
    (config / "sources.yaml").write_text("sources: [{id: a, url: 'https://a.example/f'}]\n")
    (config / "watchlist.yaml").write_text("watches: [{name: Quds Force}]\n")
    (config / "settings.yaml").write_text("retention: {articles: 30d}\n")
    return config


@pytest.fixture
def run(folder: Path) -> Run:
    """What a command of `tocsin db` prints; its error is raised."""

    def ask(*arguments: str) -> str:
        result = CliRunner().invoke(app, ["db", *arguments, "--config", str(folder)])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.stdout

    return ask


def url(folder: Path) -> str:
    return f"sqlite:///{folder.parent / 'var' / 'tocsin.db'}"


def record(folder: Path, *ages: int) -> None:
    """Articles that were read so many days ago."""
    with open_store(url(folder)) as store, store.begin() as db:
        for days in ages:
            at = datetime.now(UTC) - timedelta(days=days)
            address = f"https://gazette.example/{days}"
            articles.record(db, finding(key=str(days), url=address, fetched_at=at), now=at)


def test_an_upgrade_makes_a_database_where_there_is_none(run: Run, folder: Path) -> None:
    assert "tocsin.db has schema " in run("upgrade")
    assert (folder.parent / "var" / "tocsin.db").exists()


def test_the_room_that_the_archive_takes_is_told(run: Run, folder: Path) -> None:
    record(folder, 1, 2)

    told = run("size")

    assert " MB, 2 articles, " in told
    assert "\n2 plain texts, 0.04 kB each\n0 packed texts\n" in told


def test_a_database_that_is_not_there_yet_takes_no_room(run: Run) -> None:
    assert "database: 0.0 MB, 0 articles\n" in run("size")


def test_a_copy_is_made_where_it_is_wanted(run: Run, folder: Path, tmp_path: Path) -> None:
    record(folder, 1)

    assert "copy.db: 0." in run("backup", str(tmp_path / "copy.db"))
    with pytest.raises(UsageError, match="is there already"):
        run("backup", str(tmp_path / "copy.db"))


def test_a_dry_run_counts_and_deletes_nothing(run: Run, folder: Path) -> None:
    record(folder, 1, 40, 50)

    assert " UTC: 2 articles, 0 alerts" in run("prune", "--dry-run")
    assert " UTC: 2 articles, 0 alerts" in run("prune", "--dry-run")


def test_what_is_too_old_is_deleted_and_the_space_given_back(run: Run, folder: Path) -> None:
    record(folder, 1, 40, 50)

    told = run("prune", "--compact")

    assert "deleted: 2 articles, 0 alerts, 0 entries of lists" in told
    assert "the space is given back" in told
    assert " UTC: 0 articles" in run("prune", "--dry-run")


@pytest.mark.parametrize(
    "command",
    [
        "db upgrade",
        "db backup x.db",
        "db prune",
        "db size",
        "run",
        "crawl",
        "status",
        "search bridge",
        "export",
        "explain https://a.example/1",
        "backtest",
        "suggest",
        "reload",
        "alerts list",
        "silence list",
    ],
)
def test_a_database_of_a_newer_version_is_refused_by_every_command(
    run: Run, folder: Path, command: str
) -> None:
    run("upgrade")
    with closing(sqlite3.connect(folder.parent / "var" / "tocsin.db")) as db, db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")

    refused = CliRunner().invoke(app, [*command.split(), "--config", str(folder)]).exception

    assert isinstance(refused, StorageError)
    assert f"has schema 9999, newer than this version's {HEAD}: install the version" in str(refused)


def test_an_older_database_is_only_looked_into_once_it_was_upgraded(run: Run, folder: Path) -> None:
    run("upgrade")
    with closing(sqlite3.connect(folder.parent / "var" / "tocsin.db")) as db, db:
        db.execute("UPDATE alembic_version SET version_num = '0001'")

    with pytest.raises(
        StorageError, match=r"older than this version's .*: run `tocsin db upgrade`"
    ):
        run("prune", "--dry-run")
