"""Tells systemd how the service is, where systemd started it: sd_notify(3)."""

import asyncio
import os
import socket
from collections.abc import Callable, Mapping
from datetime import timedelta

import structlog

log = structlog.get_logger()


class Supervisor:
    """The socket on which a supervisor wants to hear of us; without one, nothing is said."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        # "@" stands for the zero byte of Linux' abstract addresses.
        self._address = environ.get("NOTIFY_SOCKET", "").replace("@", "\0", 1)
        self._watchdog = watchdog_interval(environ)

    def ready(self, status: str) -> None:
        """The service works: whoever waits for it may go on."""
        self._say("READY=1", f"STATUS={status}")

    def stopping(self) -> None:
        """The service puts everything away; no watchdog is fed from here on."""
        self._say("STOPPING=1", "STATUS=Putting everything away")

    async def feed_watchdog(self, turns: Callable[[], bool]) -> None:
        """Say that we live, twice in each interval, as long as the work `turns`; until cancelled.

        A loop that hangs says nothing, and systemd starts the service anew.
        """
        while self._watchdog:
            if turns():
                self._say("WATCHDOG=1")
            await asyncio.sleep(self._watchdog.total_seconds() / 2)

    def _say(self, *lines: str) -> None:
        if not self._address:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as talk:
                talk.setblocking(False)
                talk.sendto("\n".join(lines).encode(), self._address)
        except OSError as error:
            # It is there to help us: its absence is no reason to stop watching the news.
            log.warning("systemd does not hear us", reason=error.strerror or str(error))


def watchdog_interval(environ: Mapping[str, str]) -> timedelta | None:
    """How often systemd wants to hear from this process at least; None where it does not."""
    microseconds = environ.get("WATCHDOG_USEC", "")
    is_ours = environ.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
    if not is_ours or not microseconds.isdecimal() or not int(microseconds):
        return None
    return timedelta(microseconds=int(microseconds))
