"""Has what came lately looked through for near-misses, and proposals told once a week.

Both are heavy work, so that a process of its own does them, hour by hour, and gives way to others.
"""

import asyncio
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import structlog

log = structlog.get_logger()

EVERY = timedelta(hours=1)


class Suggesting:
    """Starts the process every hour, until cancelled."""

    def __init__(self, folder: Path, *, command: Callable[[Path], Sequence[str]] | None = None):
        self._folder = folder
        self._command = command or sweep_command

    async def run(self) -> None:
        while True:
            await asyncio.sleep(EVERY.total_seconds())
            await self.sweep()

    async def sweep(self) -> None:
        """One run; that it fails is no reason to stop anything else."""
        process = await asyncio.create_subprocess_exec(
            *self._command(self._folder),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            _, said = await process.communicate()
        except asyncio.CancelledError:
            with suppress(ProcessLookupError):
                process.terminate()
            raise
        if process.returncode:
            log.warning("suggestions failed", said=said.decode(errors="replace")[-500:].strip())


def sweep_command(folder: Path) -> Sequence[str]:
    """`tocsin suggest --tell`, by the interpreter that we run on."""
    return (sys.executable, "-m", "monitor", "suggest", "--tell", "--config", str(folder))
