"""Of all that was named and does not count, the words that came nearest, watch by watch."""

from collections.abc import Iterable

from monitor.model import Mention

MOST_MISSES = 8
"""Watches of one article that it nearly rang for."""


def nearest(suppressed: Iterable[Mention]) -> list[Mention]:
    """Of each watch the mention with the best score, the best first."""
    best: dict[str, Mention] = {}
    for one in sorted(suppressed, key=lambda one: -one.score):
        best.setdefault(one.watch_id, one)
    return list(best.values())[:MOST_MISSES]
