"""What an explanation says: one sentence, and then stage by stage how it came to that."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Cause(StrEnum):
    """Where the path of an article ended, exactly one each."""

    TOLD = "told"
    WAITING = "waiting"  # to be told
    UNKNOWN = "unknown"  # whether it was told
    WOULD_RING = "would-ring"  # a text that was only asked about
    # Not read:
    NO_SOURCE = "no-source"
    NOT_ANNOUNCED = "not-announced"
    NOT_FETCHED = "not-fetched"
    BLOCKED = "blocked"
    DISALLOWED = "disallowed"
    THROTTLED = "throttled"
    NOT_EXTRACTED = "not-extracted"
    # Read, and found to concern no watch:
    NOT_NAMED = "not-named"
    BELOW_THRESHOLD = "below-threshold"
    LONGER_NAME = "longer-name"
    CONTEXT = "context"
    LIMITED = "limited"  # to other sources or languages
    # Found, and held back:
    POSSIBLE = "possible"  # in the quick reading alone
    TOO_OLD = "too-old"
    SUMMED_UP = "summed-up"
    SAME_STORY = "same-story"
    SILENCED = "silenced"
    QUIET_HOURS = "quiet-hours"
    COOLDOWN = "cooldown"
    BUDGET = "budget"
    DIGEST = "digest"
    REFUSED = "refused"
    NOT_ASKED = "not-asked"  # nothing was put into the outbox


@dataclass(frozen=True, slots=True)
class Verdict:
    """The one sentence, and the cause that it gives."""

    cause: Cause
    said: str

    def __str__(self) -> str:
        if self.cause is Cause.TOLD:
            return f"Told: {self.said}."
        if self.cause is Cause.WOULD_RING:
            return f"Would ring: {self.said}."
        if self.cause in {Cause.WAITING, Cause.UNKNOWN}:
            return f"Not told yet: {self.said}."
        return f"Not told: {self.said}."


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the path, and what was decided there, line by line."""

    name: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why something was told, or was not."""

    verdict: Verdict
    stages: tuple[Stage, ...]
    url: str = ""
    title: str = ""
    article_id: int | None = None
    watches: tuple[str, ...] = ()  # ids, that it names

    def lines(self) -> Iterator[str]:
        """All of it in words, the verdict first."""
        yield str(self.verdict)
        for stage in self.stages:
            first, *rest = stage.said
            yield f"{stage.name}: {first}"
            yield from rest

    def as_json(self) -> dict[str, Any]:
        """All of it for programs."""
        return {
            "verdict": str(self.verdict),
            "cause": self.verdict.cause.value,
            "url": self.url,
            "title": self.title,
            "article": self.article_id,
            "watches": list(self.watches),
            "stages": [{"stage": one.name, "said": list(one.said)} for one in self.stages],
        }
