"""How much is done in one transaction, so that nobody who wants to write waits for long."""

from dataclasses import dataclass, replace
from datetime import timedelta

LEAST = 10
MOST = 2000
"""Rows."""
SHORT = timedelta(milliseconds=25)
LONG = timedelta(milliseconds=60)


@dataclass(frozen=True, slots=True)
class Pace:
    """Rows of the next step: more after a short one, fewer after a long one."""

    most: int = 100

    def after(self, took: timedelta) -> "Pace":
        """The pace of the next step, with how long this one took; the wait for its turn counts."""
        if took > LONG:
            return replace(self, most=max(self.most // 2, LEAST))
        return replace(self, most=min(self.most * 2, MOST)) if took < SHORT else self
