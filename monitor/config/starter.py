"""The starting configuration that ships with Tocsin, and how a folder gets it."""

import shutil
from pathlib import Path

from monitor.config.loading import SETTINGS, SOURCES, WATCHLIST
from monitor.config.schema_files import SCHEMAS
from monitor.errors import UsageError

FILES = (SOURCES, WATCHLIST, SETTINGS)


def starter_folder() -> Path:
    """Where the shipped files are: in the installed package, else in the checkout around it."""
    packed = Path(__file__).parent / "default"
    return packed if packed.is_dir() else Path(__file__).parents[2] / "config"


def write_starter(folder: Path) -> list[Path]:
    """Put a configuration to edit where there is none, and say which files it is.

    Raises UsageError, with nothing written, where one stands already.
    """
    wanted = [folder / name for name in (*FILES, *SCHEMAS)]
    standing = [path for path in wanted if path.exists()]
    if standing:
        raise UsageError(
            f"{standing[0]} is there already, and is not overwritten; name another folder"
        )
    if folder.is_file():
        raise UsageError(f"{folder} is a file; name a folder, which need not be there yet")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in wanted:
            _copy(starter_folder() / path.name, path)
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror}") from error
    return wanted


def _copy(shipped: Path, path: Path) -> None:
    with shipped.open("rb") as source, path.open("xb") as target:
        shutil.copyfileobj(source, target)
