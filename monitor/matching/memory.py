"""What was worked out before, within bounds."""

from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")

MOST = 100_000
"""Entries. A year of news has more words, but nearly every word of an article is among these."""


class Memory(dict[Key, Value]):
    """A dictionary that starts afresh when it is full: what is common is soon known again."""

    def __init__(self, most: int = MOST) -> None:
        super().__init__()
        self._most = most

    def keep(self, key: Key, value: Value) -> None:
        if len(self) >= self._most:
            self.clear()
        self[key] = value
