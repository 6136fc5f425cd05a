"""What a database's error means for the person who runs it: which database, what, what to do."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from monitor.errors import StorageError

# Names as https://www.sqlite.org/rescode.html lists them; a longer code starts with its primary.
_SQLITE = {
    "SQLITE_CANTOPEN": "cannot be opened: check that its folder exists and that we may write there",
    "SQLITE_NOTADB": "is no SQLite database: name another file, or move this one away",
    "SQLITE_READONLY": "may not be written: check the permissions of the file and its folder",
    "SQLITE_PERM": "may not be used: check the permissions of the file and its folder",
    "SQLITE_FULL": "cannot grow, the disk is full: free some space",
    "SQLITE_BUSY": "is held by another process: wait until it is done, or end it",
    "SQLITE_LOCKED": "is held by another process: wait until it is done, or end it",
    "SQLITE_IOERR": "cannot be read or written: check the disk",
    "SQLITE_CORRUPT": "is damaged: move it and its -wal and -shm away, put a copy in its place",
    "SQLITE_NOLFS": "has become too large for this file system",
    "SQLITE_PROTOCOL": "is on a file system without locks: keep it on a local disk",
}

# https://www.postgresql.org/docs/current/errcodes-appendix.html, the longest prefix first.
_POSTGRESQL = {
    "28": "refuses the user or the password: check both in the database's URL",
    "3D000": "does not exist: create it (`createdb`), or name another",
    "42501": "does not let us: grant the user the right to create and write tables",
    "25006": "takes no writes: name the primary server",
    "53100": "cannot grow, the server's disk is full: free some space there",
    "53": "has no room for us: raise the server's limits, max_connections first",
    "57P": "is starting or stopping: wait until it is up",
    "55P03": "is held by another process: wait until it is done, or end it",
    "08": "lost the connection: check the network and the server's log",
}
_UNREACHABLE = "cannot be reached: check that the server runs, and the host and port in the URL"

# As libpq words it, in English, where the server refused before there was a state to tell.
_REFUSED_AT_THE_DOOR = {
    "does not exist": "refuses us: check the database and the user in its URL",
    "authentication": "refuses the user or the password: check both in the database's URL",
    "no password supplied": "wants a password: give one in the database's URL",
    "pg_hba.conf": "does not let us in from here: see pg_hba.conf on the server",
    "too many": "has no room for us: raise the server's max_connections",
    "starting up": "is starting: wait until it is up",
    "shutting down": "is stopping: wait until it is up again",
}


def label(url: URL) -> str:
    """The database's address for people, without anything secret."""
    query = {key: value for key, value in url.query.items() if "pass" not in key}
    shown = url.set(drivername=url.get_backend_name(), query=query)
    return unquote(shown.render_as_string(hide_password=True))


@contextmanager
def explained(url: URL) -> Iterator[None]:
    """Lets failures of the database out as StorageError, and mistakes of the caller as they are."""
    try:
        yield
    except (DBAPIError, DisconnectionError, PoolTimeoutError) as error:
        told = explain(error, url)
        if told is error:
            raise
        raise told from error


def explain(error: Exception, url: URL) -> Exception:
    """The StorageError that says what to do; the error itself where no operator can act on it."""
    advice = _advice(error)
    if advice is None:
        return error
    cause = error.orig if isinstance(error, DBAPIError) else error
    return StorageError(f"the database {label(url)} {advice} ({_first_line(cause)})")


def _advice(error: Exception) -> str | None:
    if isinstance(error, DBAPIError):
        return _advice_for_driver(error.orig)
    if isinstance(error, (DisconnectionError, PoolTimeoutError)):
        return _UNREACHABLE
    return None


def _advice_for_driver(cause: BaseException | None) -> str | None:
    if isinstance(cause, sqlite3.Error):
        return _longest_prefix(_SQLITE, getattr(cause, "sqlite_errorname", ""))
    import psycopg  # takes a tenth of a second, which SQLite has no use for

    if not isinstance(cause, psycopg.Error):
        return None
    if cause.sqlstate:
        return _longest_prefix(_POSTGRESQL, cause.sqlstate)
    if not isinstance(cause, (psycopg.OperationalError, psycopg.InterfaceError)):
        return None
    wording = str(cause)
    refused = (advice for words, advice in _REFUSED_AT_THE_DOOR.items() if words in wording)
    return next(refused, _UNREACHABLE)


def _longest_prefix(advice: dict[str, str], code: str) -> str | None:
    fitting = [prefix for prefix in advice if code.startswith(prefix)]
    return advice[max(fitting, key=len)] if fitting else None


def _first_line(cause: BaseException | None) -> str:
    return (str(cause).strip().splitlines() or [type(cause).__name__])[0]
