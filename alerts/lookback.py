"""After a send of unknown fate: look until the message is seen, or its absence means something.

Slack applies a request within the time-out or never, and shows a message in the history soon after:
what has not shown by then was not posted. That it is there may show at any time.
https://docs.slack.dev/reference/methods/conversations.history
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from alerts.sender import Absent, Sighting, Unclear
from monitor.model import Delivered

Look = Callable[[], Awaitable[Sighting]]


async def look_back(
    look: Look,
    *,
    since: float,
    absence: timedelta,
    early: Sequence[timedelta],
    stop: asyncio.Event,
) -> Sighting | None:
    """What is seen in the end; None if we were stopped before it meant anything.

    `since` is the loop's time from which `absence` and the `early` looks count.
    """
    loop = asyncio.get_running_loop()
    sighting: Sighting = Absent()
    for look_at in _looks(loop.time() - since, absence, early):
        await pause(since + look_at - loop.time(), stop)
        sighting = await look()
        if isinstance(sighting, Delivered) or _is_limited(sighting):
            return sighting
        if stop.is_set():
            return None
    return sighting


def _is_limited(sighting: Sighting) -> bool:
    """Slack has said when we may look again."""
    return isinstance(sighting, Unclear) and sighting.retry_after is not None


async def pause(seconds: float, stop: asyncio.Event) -> None:
    """Sleep, unless we are to stop."""
    try:
        async with asyncio.timeout(max(seconds, 0)):
            await stop.wait()
    except TimeoutError:
        return


def _looks(passed: float, absence: timedelta, early: Sequence[timedelta]) -> list[float]:
    """When to look: now, a few times early, and when it is conclusive. Seconds after the send."""
    conclusive = absence.total_seconds()
    if passed >= conclusive:
        return [passed]
    later = [one.total_seconds() for one in early]
    return [passed, *(one for one in later if passed < one < conclusive), conclusive]
