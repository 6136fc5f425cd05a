"""Says once that the database fails, and once that it works again.

Everything that reads or writes fails while it does: a line for each would hide the one that counts.
"""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from monitor.errors import StorageError

if TYPE_CHECKING:
    from structlog.typing import FilteringBoundLogger

CALM = 30.0
"""Seconds without a failure until it works again: a full disk still takes the shortest writes."""


class Outage:
    """Whether the database is failing at the moment."""

    def __init__(self, label: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._label = label
        self._clock = clock
        self._began_at: float | None = None
        self._failed_at = 0.0
        self.reason = ""  # of the last failure; "": it works

    def failed(self, error: StorageError) -> None:
        """A question or a change failed."""
        self._failed_at = self._clock()
        self.reason = str(error)
        if self._began_at is None:
            self._began_at = self._failed_at
            _log().error("the database fails", reason=str(error))

    def worked(self) -> None:
        """A question or a change went well."""
        if self._began_at is None or self._clock() - self._failed_at < CALM:
            return
        lasted = round(self._failed_at - self._began_at)
        self._began_at, self.reason = None, ""
        _log().warning("the database works again", database=self._label, failed_for=f"{lasted} s")


def _log() -> "FilteringBoundLogger":
    import structlog  # takes a tenth of a second, which a single question has no use for

    logger: FilteringBoundLogger = structlog.get_logger()
    return logger
