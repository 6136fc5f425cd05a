"""Brings the words of new and changed articles into the index, a few at a time."""

from sqlalchemy import Connection

from monitor.search.words import folded
from monitor.storage import search
from monitor.storage.pace import Pace
from monitor.storage.search import Indexed


def file_waiting(db: Connection, *, most: int = Pace().most) -> int:
    """Index the newest articles that wait for it. How many there were."""
    taken = search.take_waiting(db, most=most)
    search.index(
        db, [Indexed(one.article_id, folded(one.title), folded(one.text)) for one in taken]
    )
    return len(taken)
