"""The service as people run it: a process of its own, over a configuration folder."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

PATIENCE = 120.0
"""Seconds that anything may take on a busy machine before a test gives up."""


@dataclass
class Running:
    """A running command, and what it said so far."""

    process: asyncio.subprocess.Process
    said: list[str] = field(default_factory=list)

    async def listen(self) -> None:
        assert self.process.stdout
        async for line in self.process.stdout:
            self.said.append(line.decode())

    async def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Send the signal and wait. Returns the exit status."""
        if self.process.returncode is None:
            self.process.send_signal(how)
        return await asyncio.wait_for(self.process.wait(), PATIENCE)

    def __str__(self) -> str:
        return "".join(self.said)


@asynccontextmanager
async def tocsin(
    *arguments: str,
    environ: Mapping[str, str] | None = None,
    program: Sequence[str] = ("-m", "monitor"),
) -> AsyncIterator[Running]:
    """Run the command as long as the block lasts; stdout and stderr are one."""
    inherited = {name: value for name, value in os.environ.items() if "SLACK" not in name}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *program, *arguments),
        env={**inherited, **(environ or {})},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    running = Running(process)
    listening = asyncio.create_task(running.listen())
    try:
        yield running
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await listening


async def until(is_so: Callable[[], Awaitable[Any]], *, of: Running | None = None) -> Any:
    """Ask until the answer is true, and give it. Fails with what the process said."""
    try:
        async with asyncio.timeout(PATIENCE):
            while not (answer := await is_so()):
                await asyncio.sleep(0.1)
            return answer
    except TimeoutError:
        raise AssertionError(f"it did not come to be. It said:\n{of}") from None


async def get(url: str) -> Any:
    """What the address answers, as JSON."""
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return await answer.json()


def write_config(folder: Path, *, sources: Mapping[str, str], settings: str = "") -> Path:
    """A configuration that watches the Quds Force in loopback sources, polled every 2 s."""
    config = folder / "config"
    config.mkdir()
    listed = "".join(
        f"  - {{id: {id_}, url: '{url}', every: 2s}}\n" for id_, url in sources.items()
    )
    (config / "sources.yaml").write_text("sources:\n" + listed)
    (config / "watchlist.yaml").write_text("watches:\n  - name: Quds Force\n")
    (config / "settings.yaml").write_text(
        "user_agent: Test/1.0 (test@example.org)\n"
        "crawl: {allow_networks: ['127.0.0.0/8'], delay: 0s, first_fetch: all}\n"
        "alerts: {channel: '#news-watch', send_timeout: 1s}\n"
        + (settings or "web: {listen: off}\n")
    )
    return config
