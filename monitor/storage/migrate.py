"""Brings a database to the schema of this version, after a copy of what was there."""

import sqlite3
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, Engine, inspect, text

from monitor.errors import StorageError
from monitor.storage.copying import keep_copy
from monitor.storage.engine import reading, sqlite_file
from monitor.storage.schema import metadata
from monitor.storage.tables_search import INDEX, LEAN_SINCE
from monitor.storage.trouble import label

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0021"
"""The newest revision, so that a database that is up to date opens without Alembic."""

# One number for every Tocsin on a PostgreSQL server: "tocsin" in ASCII.
_LOCK = int.from_bytes(b"tocsin")


@dataclass(frozen=True, slots=True)
class History:
    """Where Alembic finds the migrations, and the newest of them."""

    location: str  # a folder, or package:folder
    head: str


OURS = History("monitor.storage:migrations", HEAD)


def upgrade(engine: Engine, history: History = OURS) -> None:
    """Run what migrations are due, once, however many processes start at the same time.

    Raises StorageError where the schema is of a newer version, or the tables are somebody else's.
    """
    with reading(engine).connect() as db:
        _refuse_index_of_newer_library(db)
        if revision(db) == history.head:
            return
    with engine.connect() as db:
        _let_tables_be_rebuilt(db)
        with db.begin():
            _wait_for_our_turn(db)
            found = revision(db)  # another process may have been quicker
            if found is None:
                _make(db)
            elif found != history.head:
                _upgrade_from(db, found, history)


def is_made(engine: Engine) -> bool:
    """Whether the database has the schema of this version. Raises StorageError for another's."""
    file = sqlite_file(engine.url)
    if file and not file.exists():
        return False
    with reading(engine).connect() as db:
        _refuse_index_of_newer_library(db)
        found = revision(db)
    if found is not None and found < HEAD:
        raise StorageError(
            f"the database {label(engine.url)} has schema {found}, older than this version's"
            f" {HEAD}: run `tocsin db upgrade`, or start the service, which does so"
        )
    if found not in {None, HEAD}:
        raise StorageError(_newer(engine.url, found, HEAD))
    return found is not None


def revision(db: Connection) -> str | None:
    """The revision of the database's schema; None where it has none of ours."""
    if not inspect(db).has_table("alembic_version"):
        return None
    found: str | None = db.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def alembic_config(db: Connection, history: History = OURS) -> "Config":
    """Alembic's settings for the history, on this connection."""
    from alembic.config import Config  # takes half a second

    # By itself it would print to where stdout went when Alembic was loaded.
    config = Config(stdout=sys.stdout)
    config.set_main_option("script_location", history.location.replace("%", "%%"))
    config.attributes["connection"] = db
    return config


def _make(db: Connection) -> None:
    """All tables at once, as the history makes them one after the other, in a tenth of the time."""
    _refuse_tables_of_others(db)
    metadata.create_all(db)
    # As Alembic makes it: https://alembic.sqlalchemy.org/en/latest/cookbook.html
    db.execute(
        text(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
            " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )
    )
    db.execute(text("INSERT INTO alembic_version (version_num) VALUES (:head)"), {"head": HEAD})


def _upgrade_from(db: Connection, found: str, history: History) -> None:
    from alembic import command
    from alembic.script import ScriptDirectory

    config = alembic_config(db, history)
    scripts = ScriptDirectory.from_config(config).walk_revisions()
    if found not in {script.revision for script in scripts}:
        raise StorageError(_newer(db.engine.url, found, history.head))
    if file := sqlite_file(db.engine.url):
        keep_copy(file, file.with_name(f"{file.name}.bak-{found}"))
    command.upgrade(config, "head")


def _let_tables_be_rebuilt(db: Connection) -> None:
    """Switch SQLite's foreign keys off, on a connection that nobody uses afterwards.

    SQLite alters a table by making another and dropping the first, and dropping it would take the
    rows of other tables that point to it along. https://www.sqlite.org/lang_altertable.html, 7
    """
    if db.dialect.name == "sqlite":
        db.detach()
        connection: Any = db.connection.dbapi_connection
        connection.execute("PRAGMA foreign_keys=OFF")


def _wait_for_our_turn(db: Connection) -> None:
    """On PostgreSQL; on SQLite the transaction itself began by taking the only turn there is."""
    if db.dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def _refuse_index_of_newer_library(db: Connection) -> None:
    """A file may have been written by a Python whose SQLite makes another kind of search index."""
    if db.dialect.name != "sqlite" or sqlite3.sqlite_version_info >= LEAN_SINCE:
        return
    made = db.scalar(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": INDEX})
    if made and "contentless_delete" in made:
        newer = ".".join(map(str, LEAN_SINCE))
        raise StorageError(
            f"the database {label(db.engine.url)} has a search index of SQLite {newer} or newer,"
            f" and this Python has SQLite {sqlite3.sqlite_version}, which cannot read it: run"
            " Tocsin by a Python with a newer SQLite, as this file was before"
        )


def _refuse_tables_of_others(db: Connection) -> None:
    strangers = sorted(set(inspect(db).get_table_names()) & set(metadata.tables))
    if strangers:
        raise StorageError(
            f"the database {label(db.engine.url)} is used by something else, which has tables of"
            f" the same names ({', '.join(strangers)}): name an empty database"
        )


def _newer(url: URL, found: str | None, head: str) -> str:
    return (
        f"the database {label(url)} has schema {found}, newer than this version's {head}: install"
        " the version that wrote it, or name another database"
    )
