"""Follows edits of the configuration's folder: each is read once it has settled."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from monitor.config.loading import SETTINGS, files_of
from monitor.errors import TocsinError
from monitor.model import Configuration

LOOK_EVERY = 0.05
"""Seconds. A look is a `stat` of each file, some 0.1 ms together."""
SETTLED = 0.3
"""Seconds without a change. An editor writes a file in several steps, and a list of which half is
there is a good list too: whoever writes on within that time is waited for."""

STILL = 0.1
"""Seconds without a change until an edit is read, so that it is no later for that once it settles:
what is written on sooner is not worth it, as a long list takes its time."""

Stamp = Mapping[Path, tuple[int, ...] | None]
Load = Callable[[Path], Configuration]


@dataclass(frozen=True, slots=True)
class Edit:
    """The folder at one moment: the configuration that it makes, or what is wrong with it."""

    read: Configuration | TocsinError
    has_settings: bool
    key: str  # the same for every process that sees this edit


@dataclass(slots=True)
class _Unsettled:
    """A state of the files that may not be the last, and since when it lasts."""

    stamp: Stamp
    since: float
    edit: Edit | None = None


@dataclass(slots=True)
class Edits:
    """The edits of a folder.

    It is looked at, not listened to: a folder or a link that is swapped for another, and a network
    file system, send no news of the files behind them.
    """

    folder: Path
    load: Load
    _told: Stamp | None = field(default=None, init=False)

    async def next(self) -> Edit:
        """Wait for an edit to settle."""
        unsettled: _Unsettled | None = None
        while True:
            stamp = await asyncio.to_thread(stamp_of, self.folder)
            if stamp == self._told:
                unsettled = None
            elif unsettled is None or unsettled.stamp != stamp:
                unsettled = _Unsettled(stamp, since=_now())
            elif unsettled.edit is None and _now() - unsettled.since >= STILL:
                unsettled.edit = await asyncio.to_thread(self._read, stamp)
                continue
            elif unsettled.edit and _now() - unsettled.since >= SETTLED:
                self._told = stamp
                return unsettled.edit
            await asyncio.sleep(_pause(unsettled))

    async def at_once(self) -> Edit:
        """The folder as it is now."""
        stamp = await asyncio.to_thread(stamp_of, self.folder)
        edit = await asyncio.to_thread(self._read, stamp)
        self._told = stamp
        return edit

    def _read(self, stamp: Stamp) -> Edit:
        read: Configuration | TocsinError
        try:
            read = self.load(self.folder)
        except TocsinError as error:
            read = error
        return Edit(read, stamp.get(self.folder / SETTINGS) is not None, _key(stamp))


def _pause(unsettled: _Unsettled | None) -> float:
    """Seconds to the next look: no longer than until an edit has settled."""
    left = SETTLED - (_now() - unsettled.since) if unsettled else LOOK_EVERY
    return min(max(left, 0), LOOK_EVERY)


def stamp_of(folder: Path) -> Stamp:
    """What differs after any edit of the folder's files, however it is made."""
    return {file: _stamp(file) for file in files_of(folder)}


def _stamp(file: Path) -> tuple[int, ...] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_dev, found.st_ino, found.st_mode


def _key(stamp: Stamp) -> str:
    """Names and times: other machines that share the folder know them by other devices."""
    seen = sorted((file.name, found[:2] if found else ()) for file, found in stamp.items())
    return sha256(repr(seen).encode()).hexdigest()[:16]


def _now() -> float:
    return asyncio.get_running_loop().time()
