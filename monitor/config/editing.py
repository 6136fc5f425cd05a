"""Edits the files of the configuration; every other byte stays: comments, order, indentation.

The text is not written anew but changed at its places. What comes out is read again before it
replaces the file: it says what it said before, and what was wished.
"""

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from monitor.config.document import Document, parse
from monitor.config.patches import Append, Edit, Put, UneditableError, edited, expected
from monitor.config.rendering import keyed, listed
from monitor.config.shape import Shape
from monitor.config.sources_file import SourcesFile
from monitor.config.syntax import UnreadableError, decoded
from monitor.config.validation import validate
from monitor.config.wording import problem
from monitor.errors import ConfigError, UsageError

Entry = Mapping[str, str | Sequence[str] | bool | int | float]
"""A source as the file writes it: only the keys that say something."""

Verdict = Callable[[Document], None]
"""Raises where an edited document cannot be had beside the others."""

_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Added:
    """Where the new lines stand in the file, from 1, both included."""

    first: int
    last: int


def add_sources(path: Path, entries: Sequence[Entry]) -> Added:
    """Put the entries behind the last source of the file, in one step. Raises as `edit` does."""
    return edit(path, [Append(("sources",), dict(entry)) for entry in entries], shape=SourcesFile)


def edit(
    path: Path, edits: Sequence[Edit], *, shape: type[Shape], verdict: Verdict | None = None
) -> Added:
    """Make all edits of the file in one step, if what comes out is good.

    Raises UsageError where the file cannot be written, or cannot be edited safely, and ConfigError
    with what would be wrong with it.
    """
    try:
        with _alone(path):
            before = path.read_bytes()
            after = patched(path, before, edits)
            document = parse(str(path), after)
            if problems := validate(document, shape)[1]:
                raise ConfigError(problems)
            if verdict:
                verdict(document)
            _replace(path, before, after)
    except OSError as error:
        raise UsageError(f"{path} cannot be edited: {error.strerror or error}") from error
    return _difference(before, after)


def write_new(path: Path, body: bytes) -> None:
    """A file where there is none, whole at every moment. Raises UsageError where there is one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _alone(path):
            if path.exists():
                raise UsageError(f"{path} is there already, and is not overwritten")
            with _written(path, body, mode=0o644) as new:
                new.replace(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}") from error


def patched(path: Path, body: bytes, edits: Sequence[Edit]) -> bytes:
    """The bytes of the file after the edits, and nothing else changed. Raises UsageError."""
    before = parse(str(path), body)
    if before.flaws:
        told = [problem(before, one.path, one.message, line=one.line) for one in before.flaws]
        raise ConfigError(told)
    try:
        after = edited(decoded(body), edits).encode()
        wanted = expected(before.value, edits)
    except (UneditableError, UnreadableError, LookupError, AttributeError, TypeError) as error:
        raise UsageError(_by_hand(path, edits)) from error
    read = parse(str(path), after)
    if read.flaws or read.value != wanted:
        raise UsageError(_by_hand(path, edits))
    return (_MARK if body.startswith(_MARK) else b"") + after


def _by_hand(path: Path, edits: Sequence[Edit]) -> str:
    lines: list[str] = []
    for one in edits:
        if isinstance(one, Append):
            lines += listed(one.item, in_block=True)
        elif isinstance(one, Put):
            lines += keyed(str(one.path[-1]), one.value)
        else:
            lines.append(f"(remove {'.'.join(map(str, one.path))})")
    return f"{path} is written in a way that is not edited; do by hand:\n" + "\n".join(lines)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other commands out meanwhile: the folder is locked, and no file is left behind."""
    folder = os.open(path.resolve().parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _replace(path: Path, before: bytes, after: bytes) -> None:
    """The new file in place of the old, whole at every moment; behind a link, where it leads."""
    target = path.resolve()
    with _written(target, after, mode=target.stat().st_mode & 0o7777) as new:
        if target.read_bytes() != before:
            raise UsageError(f"{path} was edited by somebody else just now: try again")
        new.replace(target)


@contextmanager
def _written(target: Path, body: bytes, *, mode: int) -> Iterator[Path]:
    """The body in a file beside the target, which is gone afterwards if it is still there."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _difference(before: bytes, after: bytes) -> Added:
    old, new = before.splitlines(), after.splitlines()
    first = next(
        (at for at, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), len(old)
    )
    return Added(first + 1, first + max(len(new) - len(old), 1))
