"""Whether this database is a copy that was put back: then it does not know all that was told."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, select, update

from monitor.storage.dialects import insert
from monitor.storage.tables_keeping import backup

DOUBT = timedelta(days=1)
"""After it was put back: so long sources may list what was told before, and be read again."""


@dataclass(frozen=True, slots=True)
class Past:
    """When the copy was made, and when a service began to work with it. Neither: it is none."""

    copied_at: datetime | None = None
    put_back_at: datetime | None = None

    @property
    def is_unmarked(self) -> bool:
        """Whether nobody has worked with the copy yet."""
        return self.copied_at is not None and self.put_back_at is None

    def forgot(self, *, now: datetime) -> datetime | None:
        """Since when more may have been told than is known here; None where all is known."""
        if self.put_back_at is None or abs(now - self.put_back_at) > DOUBT:
            return None
        return self.copied_at


def past_of(db: Connection) -> Past:
    """As it is written down."""
    row = db.execute(select(backup)).first()
    return Past(row.taken_at, row.put_back_at) if row else Past()


def mark_put_back(db: Connection, *, now: datetime) -> Past:
    """From now on the copy is worked with."""
    db.execute(update(backup).where(backup.c.put_back_at.is_(None)).values(put_back_at=now))
    return past_of(db)


def mark_copied(db: Connection, *, now: datetime) -> None:
    """This is a copy, made now, whatever it is a copy of."""
    db.execute(backup.delete())
    db.execute(insert(db, backup).values(taken_at=now))


@contextmanager
def as_copy(engine: Engine, *, now: datetime) -> Iterator[None]:
    """Let who reads the database within the block find a copy, which only a dump can keep.

    Were we killed in it, the next service would look for its messages before it sends any.
    """
    with engine.begin() as db:
        before = past_of(db)
        mark_copied(db, now=now)
    try:
        yield
    finally:
        with engine.begin() as db:
            db.execute(backup.delete())
            if before.copied_at:
                row = {"taken_at": before.copied_at, "put_back_at": before.put_back_at}
                db.execute(insert(db, backup).values(row))
