"""What is counted while it happens: the seam between those who work and those who measure.

How things stand at a moment is asked of the database instead (`monitor.status`).
"""

from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from typing import Literal, Protocol

from monitor.model import AlertState, Fate, Outcome, QueuedAlert, SourceCondition

Access = Literal["read", "write"]

LookBack = Literal["seen", "absent", "unclear"]
"""What its channel shows of a message of unknown fate. Unclear: it is posted again, blindly."""


class Meter(Protocol):
    """Hears of what happens, on the event loop. Takes no time, and never fails."""

    def look_began(self, late: timedelta) -> None:
        """A source is looked at, so long after it was due."""

    def look_ended(self, condition: SourceCondition) -> None:
        """A look was recorded, and so the source is now."""

    def entry_ended(self, fate: Fate) -> None:
        """This is what became of an entry."""

    def judging(self) -> AbstractContextManager[object]:
        """As long as the block lasts, the matcher judges the articles of one sitting."""

    def asking(self, access: Access) -> AbstractContextManager[object]:
        """As long as the block lasts, somebody waits for the database."""

    def tried(self, outcome: Outcome) -> None:
        """A channel was called on for an alert."""

    def looked_back(self, found: LookBack) -> None:
        """A channel was read back for a message of unknown fate."""

    def settled(self, alert: QueuedAlert, state: AlertState, *, now: datetime) -> None:
        """This is what a try made of an alert."""


class Unmeasured:
    """A meter for who measures nothing."""

    def look_began(self, late: timedelta) -> None:
        pass

    def look_ended(self, condition: SourceCondition) -> None:
        pass

    def entry_ended(self, fate: Fate) -> None:
        pass

    def judging(self) -> AbstractContextManager[object]:
        return nullcontext()

    def asking(self, access: Access) -> AbstractContextManager[object]:
        del access
        return nullcontext()

    def tried(self, outcome: Outcome) -> None:
        pass

    def looked_back(self, found: LookBack) -> None:
        pass

    def settled(self, alert: QueuedAlert, state: AlertState, *, now: datetime) -> None:
        pass


UNMEASURED = Unmeasured()
