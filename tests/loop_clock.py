"""The running loop's clock, set forward: who waits for a minute has waited for it at once.

So a test may be as patient as a slow machine needs, and need not wait to see patience end.
"""

import asyncio


def pass_by(seconds: float) -> None:
    """It is so much later for all timers of the running loop."""
    loop = asyncio.get_running_loop()
    before = loop.time
    loop.time = lambda: before() + seconds  # type: ignore[method-assign]


def stand_still() -> None:
    """No more time passes for the running loop, and none of its timers goes off."""
    loop = asyncio.get_running_loop()
    now = loop.time()
    loop.time = lambda: now  # type: ignore[method-assign]
