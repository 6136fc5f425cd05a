"""What keeps a name or a message from ringing: closed sets of words with which its reasons begin.

A reason is written for people, and kept. Who asks later what it was goes by these words alone.
"""

from enum import StrEnum


class Hindrance(StrEnum):
    """Why a mention does not count: how its `suppressed_by` begins."""

    THRESHOLD = "below threshold"
    WATCH = "watch"  # another one has the words
    DECOY = "decoy"
    UNLESS = "unless"
    INTRODUCED = "introduced as"  # something else, of which it is the acronym
    CAPITALS = "a word in capitals"
    NEAR = "near:"
    NOT_NEAR = "not_near:"
    LANGUAGES = "languages:"
    SOURCES = "sources:"

    @classmethod
    def of(cls, reason: str) -> "Hindrance | None":
        """The one that a reason begins with; None of no reason of ours."""
        return next((one for one in cls if f"{reason} ".startswith((f"{one} ", f"{one},"))), None)


class Restraint(StrEnum):
    """Why an alert is held: how its reason begins, after what a silence is of."""

    QUIET_HOURS = "quiet hours"
    COOLDOWN = "cooldown of"
    BUDGET = "budget of"
    SILENCE = "silenced by"

    @classmethod
    def of(cls, reason: str) -> "Restraint | None":
        """The one that a reason begins with; None where no policy holds the alert any more."""
        _, _, behind = reason.partition(" ")
        found = (one for one in cls if reason.startswith(one) or behind.startswith(one))
        return next(found, None)
