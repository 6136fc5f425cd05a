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

AGAIN_AFTER = timedelta(seconds=1)
"""From a look that failed to the next, unless Slack says when."""
LONGEST_WAIT = timedelta(seconds=5)
"""For the next look. A channel that has to wait for longer is left meanwhile."""
MOST_AGAIN = 4
"""Looks of one look back that are made up for. What fails as often does not just stumble."""


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
    looks, failed = _looks(loop.time() - since, absence, early), 0
    while looks:
        await pause(since + looks.pop(0) - loop.time(), stop)
        sighting = await look()
        if isinstance(sighting, Delivered) or _ends(sighting, failed):
            return sighting
        if stop.is_set():
            return None
        if isinstance(sighting, Unclear) and not sighting.for_good and failed < MOST_AGAIN:
            failed += 1
            again = loop.time() - since + (sighting.retry_after or AGAIN_AFTER).total_seconds()
            looks = [again, *(later for later in looks if later > again)]
    return sighting


def _ends(sighting: Sighting, failed: int) -> bool:
    """Whether Slack has said when we may look again, and that is too late, or said so before."""
    if not isinstance(sighting, Unclear) or sighting.retry_after is None:
        return False
    return sighting.retry_after > LONGEST_WAIT or failed >= MOST_AGAIN


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
