"""The database URL: which databases there are, and where a relative SQLite path counts from.

Read without SQLAlchemy, whose home is `monitor.storage`. A URL may hold a password: no message
repeats more of it than its scheme.
"""

from pathlib import Path

from monitor.model import Configuration

SCHEMES = ("sqlite", "sqlite+pysqlite", "postgresql", "postgresql+psycopg")


def database_url(value: str) -> str:
    """The URL as given, where it is one that Tocsin can use. Raises ValueError."""
    scheme, separator, rest = value.strip().partition("://")
    if not separator or not scheme.replace("+", "").isalnum():
        raise ValueError(
            "is not a database URL; write one such as `sqlite:///var/tocsin.db` or "
            "`postgresql://user@host/tocsin`"
        )
    if scheme not in SCHEMES:
        raise ValueError(
            f'names the database "{scheme}"; write a URL that starts with `sqlite:///` or '
            "`postgresql://`"
        )
    if scheme.startswith("sqlite") and _path(rest) in {"", ":memory:"}:
        raise ValueError(
            "names no file, and what is kept in memory is lost at the end; write one such as "
            "`sqlite:///var/tocsin.db`"
        )
    if scheme.startswith("sqlite") and not rest.startswith("/"):
        raise ValueError(
            "has a host, which SQLite has not; write three slashes: `sqlite:///var/tocsin.db`"
        )
    return value.strip()


def absolute(url: str, *, base: Path) -> str:
    """The URL with a relative SQLite path counted from `base`."""
    scheme, _, rest = url.partition("://")
    path = _path(rest)
    if not scheme.startswith("sqlite") or path.startswith("file:") or Path(path).is_absolute():
        return url
    return f"{scheme}:///{base / path}{rest[len(path) + 1 :]}"


def state_folder(configuration: Configuration) -> Path:
    """Where files are kept that a running program writes for itself: beside the database."""
    scheme, _, rest = configuration.settings.database.partition("://")
    path = _path(rest)
    if not scheme.startswith("sqlite") or path.startswith("file:"):
        return configuration.folder.parent / "var"
    return Path(path).parent


def _path(rest: str) -> str:
    """The file in `/var/tocsin.db?timeout=5`, without the slash that ends the host."""
    return rest.partition("?")[0].removeprefix("/")
