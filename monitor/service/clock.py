"""Notices when the wall clock jumps: set back it would stop every job until it catches up."""

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta

CHECK_EVERY = 10.0
"""Seconds between two looks at the clocks."""

TOLERATED = timedelta(seconds=30)
"""What the wall clock may gain or lose in between: it is being adjusted all the time."""


async def watch_clock(jumped: Callable[[timedelta], None]) -> None:
    """Call `jumped` with the size of every jump, until cancelled."""
    offset = time.time() - time.monotonic()
    while True:
        await asyncio.sleep(CHECK_EVERY)
        latest = time.time() - time.monotonic()
        if (by := jump(offset, latest)) is not None:
            jumped(by)
        offset = latest


def jump(before: float, after: float) -> timedelta | None:
    """How far the wall clock moved against the monotonic one, where that is too far."""
    moved = timedelta(seconds=after - before)
    return moved if abs(moved) > TOLERATED else None
