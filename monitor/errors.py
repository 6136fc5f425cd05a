"""Every error raised on purpose, as a tree.

    TocsinError
      ConfigError       the operator's files: every problem at once, each with file and line
      UsageError        arguments or environment that cannot work, told before anything is done
      ExtractionError   bytes that hold no feed, or no article
      StorageError      the database cannot be opened, or is of another version
      WorldError        the world refused, for a command to report: no answer, a wrong token

What nobody can act on (a time-out, a rate limit) is a value, not an error: it is counted and tried
again. What a person acts on later (a refused message) is a value too: it is kept and listed.
"""

from collections.abc import Sequence
from dataclasses import dataclass


class TocsinError(Exception):
    """The root: `str()` is a sentence for the person who can act on it."""

    exit_status = 1


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong in a configuration file: where, what, and what to do."""

    file: str
    line: int
    message: str
    severity: str = "error"  # "error" | "warning" | "example"

    def __str__(self) -> str:
        mark = "" if self.severity == "error" else f"{self.severity}: "
        return f"{self.file}:{self.line}: {mark}{self.message}"


class ConfigError(TocsinError):
    """The configuration cannot be used. `problems` lists everything that is wrong with it."""

    exit_status = 2

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UsageError(TocsinError):
    """What was asked for cannot work, as arguments, files and environment alone show."""

    exit_status = 2


class ExtractionError(TocsinError):
    """These bytes are not what they should be: no feed, or no article, can be read from them."""


class StorageError(TocsinError):
    """The database cannot be used; the sentence says which and what to do."""


class WorldError(TocsinError):
    """The world refused: no answer, a wrong token, an unknown channel."""
