"""An event loop whose time passes only while everybody sleeps: hours of waiting in no time.

With stores that work inline there are no threads, so that a run is the same every time.
"""

import asyncio
import selectors
from collections.abc import Coroutine
from datetime import datetime, timedelta
from typing import Any, TypeVar

from tests.alerts.builders import NOON

T = TypeVar("T")


class _Jumping(selectors.DefaultSelector):
    """Where others would wait for so long, it is so much later at once."""

    passed = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is None:
            raise RuntimeError("nothing is left to wait for: this would hang for ever")
        self.passed += max(timeout, 0)
        return []  # nobody else's answer is waited for


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """A loop with a clock of its own."""

    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.passed


class WallClock:
    """The wall's clock, which goes along with the loop's until somebody sets it."""

    def __init__(self, ahead: float = 0.0) -> None:
        self.set_by = timedelta(seconds=ahead)

    def __call__(self) -> datetime:
        passed = asyncio.get_running_loop().time()
        return NOON + timedelta(seconds=passed) + self.set_by


def run(story: Coroutine[Any, Any, T]) -> T:
    """Run to the end, in virtual time; what is left then is cancelled.

    `asyncio.Runner` does the same, and looks for threads and generators that there are none of.
    """
    loop = VirtualTimeLoop()
    try:
        return loop.run_until_complete(story)
    finally:
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        if left:
            loop.run_until_complete(asyncio.wait(left))
        loop.close()
