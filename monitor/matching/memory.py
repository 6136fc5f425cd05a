"""What was worked out before, within bounds."""

from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")

GENERATION = 100_000
"""Entries; two generations are held, so twice as many at most."""


class Memory(Generic[Key, Value]):
    """A dictionary that forgets what was not asked for during its last generation."""

    __slots__ = ("_new", "_old", "_size")

    def __init__(self, size: int = GENERATION) -> None:
        self._size = size
        self._new: dict[Key, Value] = {}
        self._old: dict[Key, Value] = {}

    def get(self, key: Key) -> Value | None:
        value = self._new.get(key)
        if value is None:
            value = self._old.get(key)
            if value is not None:
                self.keep(key, value)
        return value

    def keep(self, key: Key, value: Value) -> None:
        if len(self._new) >= self._size:
            self._old, self._new = self._new, {}
        self._new[key] = value
