"""Who stands on a list: one party, as the list has it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

PartyKind = Literal["person", "group", "vessel", "aircraft", "other"]
KINDS: tuple[PartyKind, ...] = ("person", "group", "vessel", "aircraft", "other")

_ROMAN_NUMBER = re.compile(r"[IVX]{2,}")
_PART = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Party:
    """A person, group or thing on a list, under its names there."""

    id: str  # unique and lasting, with what it is of: `ofac-4711`
    kind: PartyKind
    name: str
    aliases: tuple[str, ...]
    weak: tuple[str, ...]  # names that the list itself calls weak: too broad to search by
    note: str
    line: int  # of the file


class RosterError(Exception):
    """What is wrong with a list, and on which line. Never leaves this package."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


Parties = Iterator[Party]


def given_first(listed: str) -> str:
    """A person's name as it is spoken: `TAGANDA, Bosco` is Bosco Taganda."""
    surname, *rest = [part.strip() for part in listed.split(",")]
    given, suffixes = rest[:1], rest[1:]
    return in_small_letters(" ".join([*given, surname, *suffixes]))


def in_small_letters(name: str) -> str:
    """A person's name with capitals only where words start: `AL-ZAWAHIRI` is Al-Zawahiri."""
    return " ".join(_word(word) for word in name.split())


def _word(word: str) -> str:
    letters = [sign for sign in word if sign.isalpha()]
    if len(letters) < 2 or not word.isupper() or _ROMAN_NUMBER.fullmatch(word):
        return word
    return _PART.sub(lambda part: part[0].capitalize(), word)


def told(*parts: str) -> str:
    """A note of what there is to say, each part once."""
    return "; ".join(dict.fromkeys(part.strip(" .;") for part in parts if part.strip(" .;")))
