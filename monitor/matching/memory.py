"""What was worked out before, within bounds."""

from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")

MOST = 200_000
"""Entries. A year of news has more words, but nearly every word of an article is among these."""


class Memory(dict[Key, Value]):
    """A dictionary that starts afresh when it is full: what is common is soon known again."""

    def keep(self, key: Key, value: Value) -> None:
        if len(self) >= MOST:
            self.clear()
        self[key] = value
