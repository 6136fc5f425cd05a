"""What the couriers of one process share: their name, the clock, and how long they wait."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts.settlement import PACE
from monitor.meter import UNMEASURED, Meter
from monitor.model import Uptime


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the protocol waits for what."""

    visibility: timedelta = timedelta(seconds=3)  # from a post until it shows in the history
    grace: timedelta = timedelta(seconds=5)  # from the mark to the send: later, it is not begun
    looks: tuple[timedelta, ...] = tuple(
        timedelta(seconds=s) for s in (1.5, 4)
    )  # each costs a request
    pace: timedelta = PACE
    poll: timedelta = timedelta(seconds=0.5)  # between looks for what other processes put in

    def absence(self, send_timeout: timedelta) -> timedelta:
        """From the begin of a send: what does not show by then was not posted."""
        return send_timeout + self.visibility

    def lease(self, send_timeout: timedelta) -> timedelta:
        """Long enough for a send, the wait after it and the last look."""
        return self.grace + self.absence(send_timeout) + 2 * send_timeout


@dataclass(frozen=True, slots=True)
class Terms:
    """What all couriers of a process share."""

    holder: str
    now: Callable[[], datetime]
    send_timeout: Callable[[], timedelta]
    dice: Callable[[], float]  # from 0 to 1
    uptime: Callable[[], Uptime]
    patience: Patience = Patience()
    meter: Meter = UNMEASURED
    has_buttons: bool = False  # below the stories' messages in Slack

    def absence(self) -> timedelta:
        return self.patience.absence(self.send_timeout())

    def lease(self) -> timedelta:
        return self.patience.lease(self.send_timeout())
