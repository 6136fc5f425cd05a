"""How much room the disk has on which the database grows."""

import os
from dataclasses import dataclass
from pathlib import Path

from monitor.storage.engine import connect, sqlite_file
from monitor.storage.store import PATIENCE

MIB, GIB = 2**20, 2**30
SHORT, SHORT_SHARE = GIB, 0.10
"""Free bytes, and their share of the disk, below which a person should hear of it."""
RELIEF = 1.2
"""It is short no more with so much more than that: what hovers about a limit is told once."""


@dataclass(frozen=True, slots=True)
class Room:
    """What is left of the disk, in bytes."""

    folder: Path
    free: int
    total: int

    @property
    def is_short(self) -> bool:
        return self.free < SHORT or self.free < SHORT_SHARE * self.total

    @property
    def is_ample(self) -> bool:
        return self.free >= SHORT * RELIEF and self.free >= SHORT_SHARE * RELIEF * self.total

    def __str__(self) -> str:
        return f"{self.folder} has {in_units(self.free)} of {in_units(self.total)} free"


def room_of(database: str) -> Room | None:
    """The room of the SQLite database that the URL names; None of a server's, or where none is."""
    file = sqlite_file(connect(database, patience=PATIENCE).url)
    if file is None:
        return None
    try:
        found = os.statvfs(file.parent)
    except OSError:
        return None
    # What only root may still use is none of ours.
    return Room(file.parent, found.f_bavail * found.f_frsize, found.f_blocks * found.f_frsize)


def in_units(count: int) -> str:
    """A number of bytes, for people."""
    if count >= GIB:
        return f"{count / GIB:,.1f} GiB"
    return f"{count / MIB:,.0f} MiB" if count >= 10 * MIB else f"{count / MIB:.1f} MiB"
