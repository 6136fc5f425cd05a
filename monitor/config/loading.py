"""The configuration folder into one configuration, or into every problem that it has.

read        the files -> documents, with lines
validate    document -> shape, with problems
disagree    what one file says of another: ids that are there, and only once
convert     shapes and environment -> the nouns of monitor.model
"""

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path

from monitor.config.agreement import disagreements, duplicate_ids
from monitor.config.database import absolute
from monitor.config.document import Document, Place, places, read_body
from monitor.config.environment import read_database
from monitor.config.familiar import Familiar
from monitor.config.settings_file import SettingsFile
from monitor.config.sources_file import SourcesFile
from monitor.config.syntax import Flaw, UnreadableError
from monitor.config.validation import validate
from monitor.config.watchlist_file import WatchlistFile, WatchlistPart, watchlist_of
from monitor.errors import ConfigError, Problem
from monitor.model import Configuration, Settings, Source, Watchlist

SOURCES, WATCHLIST, SETTINGS = "sources.yaml", "watchlist.yaml", "settings.yaml"
WATCHLISTS = "watchlist.d"
"""The folder of further files of watches, read in the order of their names."""


@dataclass(frozen=True, slots=True)
class Located:
    """A configuration and the documents it was read from: for who has to name a line of them.

    `watches` and `decoys` say where those of the configuration stand, in its order; `sources`
    stand in their document in the order of the nouns.
    """

    configuration: Configuration
    sources: Document
    watchlists: tuple[Document, ...]  # watchlist.yaml, then those of watchlist.d by name
    settings: Document
    watches: tuple[Place, ...]
    decoys: tuple[Place, ...]


def load(
    folder: Path,
    *,
    environ: Mapping[str, str],
    now: datetime,
    familiar: Familiar | None = None,
) -> Configuration:
    """The configuration in the folder. Who loads again and again is `familiar` with files that did
    not change.

    Raises ConfigError with every problem of its files, UsageError for one of the environment.
    """
    return load_located(folder, environ=environ, now=now, familiar=familiar).configuration


def find_database(folder: Path, *, environ: Mapping[str, str]) -> str:
    """The URL of the database: known even where other files of the folder are wrong.

    Raises ConfigError for the settings, UsageError for the environment.
    """
    root = Path(os.path.abspath(folder))  # noqa: PTH100  # as in `load_located`
    _insist_on(folder)
    if database := read_database(environ):
        return absolute(database, base=root.parent)
    settings, _ = _read_settings(folder, Familiar())
    settings_file, problems = validate(settings, SettingsFile)
    if problems or settings_file is None:
        raise ConfigError(problems)
    return absolute(settings_file.database, base=root.parent)


def load_sources(
    folder: Path, *, environ: Mapping[str, str]
) -> tuple[tuple[Source, ...], Settings]:
    """The sources and the settings alone: for who asks nothing of the names, of which there may be
    very many. Raises ConfigError, UsageError for the environment."""
    root = Path(os.path.abspath(folder))  # noqa: PTH100  # as in `load_located`
    _insist_on(folder)
    familiar = Familiar()
    document, _ = _read(folder / SOURCES, familiar, needs="sources")
    sources_file, problems = validate(document, SourcesFile)
    settings_file, in_settings = validate(_read_settings(folder, familiar)[0], SettingsFile)
    problems += in_settings + list(duplicate_ids([document], "sources"))
    if problems or sources_file is None or settings_file is None:
        raise ConfigError(problems)
    database = absolute(read_database(environ) or settings_file.database, base=root.parent)
    sources = tuple(entry.source() for entry in sources_file.sources)
    return sources, settings_file.settings(database=database)


def load_located(
    folder: Path,
    *,
    environ: Mapping[str, str],
    now: datetime,
    familiar: Familiar | None = None,
) -> Located:
    """The same, with the place of everything in it."""
    familiar = familiar or Familiar()
    database = read_database(environ)
    # Not resolved: relative paths count from where a linked folder is named, not where it is kept.
    root = Path(os.path.abspath(folder))  # noqa: PTH100
    return _assembled(_read_folder(folder, familiar), root, database, familiar, now=now)


def with_documents(located: Located, edited: Sequence[Document]) -> Located:
    """The configuration, with edited documents of watches in the place of those of their files.

    Files that were not there yet are joined to the others. Raises ConfigError.
    """
    main, *further = located.watchlists
    by_file = {document.file: document for document in (*further, *edited)}
    main = by_file.pop(main.file, main)
    read = _Read(
        located.sources,
        (main, *(by_file[file] for file in sorted(by_file))),
        located.settings,
        digest="",
    )
    before = located.configuration
    database = before.settings.database
    return _assembled(read, before.folder, database, Familiar(), now=before.loaded_at)


def _assembled(
    read: "_Read", root: Path, database: str | None, familiar: Familiar, *, now: datetime
) -> Located:
    """The configuration that the documents make. Raises ConfigError."""
    sources_file, problems = validate(read.sources, SourcesFile)
    first, *further = read.watchlists
    listed = [familiar.listing(first, WatchlistFile)]
    listed += [familiar.listing(document, WatchlistPart) for document in further]
    settings_file, in_settings = validate(read.settings, SettingsFile)
    problems += in_settings + [one for _, found in listed for one in found]
    problems += disagreements(read.sources, read.watchlists, read.settings)
    listings = [listing for listing, _ in listed if listing]
    if problems or sources_file is None or settings_file is None:
        raise ConfigError(problems)
    chosen = settings_file.settings(
        database=absolute(database or settings_file.database, base=root.parent)
    )
    configuration = Configuration(
        folder=root,
        sources=tuple(entry.source() for entry in sources_file.sources),
        watchlist=watchlist_of(listings, threshold=chosen.matching_threshold),
        settings=chosen,
        digest=read.digest,
        loaded_at=now,
    )
    return Located(
        configuration,
        read.sources,
        read.watchlists,
        read.settings,
        watches=places(read.watchlists, "watches"),
        decoys=places(read.watchlists, "decoys"),
    )


def files_of(folder: Path) -> list[Path]:
    """Every file that the configuration in the folder is read from; the first three may lack."""
    return [folder / SOURCES, folder / WATCHLIST, folder / SETTINGS, *_further(folder)]


def watches_of(folder: Path) -> list[Path]:
    """The files of watches among them, those that are there."""
    return [file for file in (folder / WATCHLIST, *_further(folder)) if file.is_file()]


def _further(folder: Path) -> list[Path]:
    """What lies in watchlist.d as a file of YAML, by name; hidden ones are an editor's own."""
    try:
        listed = sorted((folder / WATCHLISTS).iterdir())
    except FileNotFoundError:
        return []
    except OSError:
        return [folder / WATCHLISTS]  # no folder, or closed to us: to be told when it is read
    endings = {".yaml", ".yml"}
    return [path for path in listed if path.suffix in endings and not path.name.startswith(".")]


def load_watchlist(path: Path) -> Watchlist:
    """A watchlist alone, with the default threshold. Raises ConfigError with all its problems."""
    familiar = Familiar()
    document, _ = _read(path, familiar, needs="watches")
    listing, problems = familiar.listing(document, WatchlistFile)
    problems += duplicate_ids([document], "watches")
    if problems or listing is None:
        raise ConfigError(problems)
    return watchlist_of([listing], threshold=Settings().matching_threshold)


@dataclass(frozen=True, slots=True)
class _Read:
    """The documents of a folder, and the digest of their bytes."""

    sources: Document
    watchlists: tuple[Document, ...]
    settings: Document
    digest: str


def _insist_on(folder: Path) -> None:
    if folder.is_file():
        told = f"this is a file; name the folder that it is in: `--config {folder.parent}`"
        raise ConfigError([Problem(str(folder), 1, told)])
    if not folder.is_dir():
        told = f"there is no such folder; `tocsin init {folder}` writes a configuration to edit"
        raise ConfigError([Problem(str(folder), 1, told)])


def _read_folder(folder: Path, familiar: Familiar) -> _Read:
    _insist_on(folder)
    sources, first = _read(folder / SOURCES, familiar, needs="sources")
    watchlist, second = _read(folder / WATCHLIST, familiar, needs="watches")
    settings, third = _read_settings(folder, familiar)
    further = [(path, *_read_further(path, familiar)) for path in _further(folder)]
    familiar.forget_others(map(str, files_of(folder)))
    return _Read(
        sources,
        (watchlist, *(document for _, document, _ in further)),
        settings,
        _digest([first, second, third], {path.name: body for path, _, body in further}),
    )


def _read_settings(folder: Path, familiar: Familiar) -> tuple[Document, bytes]:
    """The one file that may lack."""
    file = folder / SETTINGS
    if file.exists() or file.is_symlink():  # a link to nowhere
        return _read(file, familiar, needs=None)
    return Document(str(file), {}, {}), b""


def _digest(bodies: Sequence[bytes], further: Mapping[str, bytes]) -> str:
    """The digest of the three files and the further ones, whose order their names give."""
    bodies = [*bodies, *chain.from_iterable((n.encode(), b) for n, b in further.items())]
    sizes = ",".join(str(len(body)) for body in bodies)
    return hashlib.sha256(b"\0".join([sizes.encode(), *bodies])).hexdigest()


def _read_further(path: Path, familiar: Familiar) -> tuple[Document, bytes]:
    if path.suffix == ".yaml":
        return _read(path, familiar, needs="watches")
    told = f"is not read; rename it to `{path.stem}.yaml`"
    if path.name == WATCHLISTS:
        told = "must be a folder that can be read, of files such as `sanctions.yaml`"
    return Document(str(path), None, {}, (Flaw((), 1, told),)), b""


def _read(path: Path, familiar: Familiar, *, needs: str | None) -> tuple[Document, bytes]:
    """A file as a document, and its bytes. `needs` is the key without which it says nothing."""
    try:
        body = read_body(path)
    except UnreadableError as error:
        return Document(str(path), None, {}, error.flaws), b""
    document = familiar.document(str(path), body)
    if document.value is not None or document.flaws:
        return document, body
    if needs is None:
        return Document(str(path), {}, {}), body
    flaw = Flaw((), 1, f"says nothing; it needs at least `{needs}:`")
    return Document(str(path), None, {}, (flaw,)), body
