"""A configuration folder that is right, but for what a test is about."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from monitor.config import load
from monitor.errors import ConfigError
from monitor.model import Configuration

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

SOURCES = """\
sources:
  - id: bbc
    url: https://bbc.example/feed
    tags: [iraq]
"""
WATCHLIST = """\
watches:
  - name: Quds Force
"""


def folder(
    tmp_path: Path,
    *,
    sources: str | bytes = SOURCES,
    watchlist: str | bytes = WATCHLIST,
    settings: str | bytes | None = None,
    further: Mapping[str, str] | None = None,
) -> Path:
    """`config/` with these files, in its own folder; `further` are files of `watchlist.d`."""
    config = tmp_path / "config"
    config.mkdir(exist_ok=True, parents=True)
    files = {"sources.yaml": sources, "watchlist.yaml": watchlist, "settings.yaml": settings}
    for name, content in files.items():
        if content is not None:
            body = content.encode() if isinstance(content, str) else content
            (config / name).write_bytes(body)
    for name, text in (further or {}).items():
        (config / "watchlist.d").mkdir(exist_ok=True)
        (config / "watchlist.d" / name).write_text(text, encoding="utf-8")
    return config


def loaded(config: Path, environ: dict[str, str] | None = None) -> Configuration:
    return load(config, environ=environ or {}, now=NOON)


def problems(config: Path) -> list[str]:
    """Everything that is wrong with the folder, as `file:line: message` with the bare file name."""
    try:
        loaded(config)
    except ConfigError as error:
        return [str(problem).replace(f"{config}/", "") for problem in error.problems]
    return []
