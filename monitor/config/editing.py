"""Edits the files of the configuration; every other byte stays: comments, order, indentation.

The text is not written anew but changed at its places. What comes out is read again before it
replaces the file: it says what it said before, and what was wished.
"""

import fcntl
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
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

_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Added:
    """Where the new lines stand in the file, from 1, both included."""

    first: int
    last: int


def add_sources(path: Path, entries: Sequence[Entry]) -> Added:
    """Put the entries behind the last source of the file, in one step. Raises as `edit` does."""
    return edit(path, [Append(("sources",), dict(entry)) for entry in entries], shape=SourcesFile)


@dataclass(frozen=True, slots=True)
class Revision:
    """What a file is to hold, in place of what it held when that was decided."""

    path: Path
    before: bytes | None  # None: there is no such file yet
    after: bytes

    @property
    def added(self) -> Added:
        return _difference(self.before or b"", self.after)

    def document(self) -> Document:
        """What the file will say."""
        return parse(str(self.path), self.after)


def edit(path: Path, edits: Sequence[Edit], *, shape: type[Shape]) -> Added:
    """Make all edits of the file in one step, if what comes out is good.

    Raises UsageError where the file cannot be written, or cannot be edited safely, and ConfigError
    with what would be wrong with it.
    """
    with _told(path), _alone(path.resolve().parent):
        made = revised(path, edits)
        if problems := validate(made.document(), shape)[1]:
            raise ConfigError(problems)
        with _ready(made) as new:
            new.replace(path.resolve())
    return made.added


def revised(path: Path, edits: Sequence[Edit]) -> Revision:
    """The file with all edits, not yet written. Raises as `edit` does."""
    with _told(path):
        before = path.read_bytes()
    return Revision(path, before, patched(path, before, edits))


def put_in_place(revisions: Sequence[Revision]) -> None:
    """Write files, each whole at every moment, and none before all of them can be; what stands in
    them is the caller's to judge.

    Raises UsageError where one cannot be written, or is not as it was.
    """
    for revision in revisions:
        with _told(revision.path):
            revision.path.parent.mkdir(exist_ok=True)
    with ExitStack() as held:
        for folder in sorted({revision.path.resolve().parent for revision in revisions}):
            held.enter_context(_told(folder))
            held.enter_context(_alone(folder))
        ready = [held.enter_context(_ready(revision)) for revision in revisions]
        for revision, new in zip(revisions, ready, strict=True):
            new.replace(revision.path.resolve())


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UsageError(f"{path} cannot be edited: {error.strerror or error}") from error


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
def _alone(folder: Path) -> Iterator[None]:
    """Keep other commands out meanwhile: the folder is locked, and no file is left behind."""
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


@contextmanager
def _ready(revision: Revision) -> Iterator[Path]:
    """The new file beside the old; behind a link, where that leads."""
    target = revision.path.resolve()
    with _told(revision.path):
        mode = 0o644 if revision.before is None else target.stat().st_mode & 0o7777
        with _written(target, revision.after, mode=mode) as new:
            now = target.read_bytes() if target.exists() else None
            if now != revision.before:
                raise UsageError(f"{revision.path} was edited by somebody else just now: try again")
            yield new


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
