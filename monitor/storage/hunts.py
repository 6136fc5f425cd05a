"""Hunts through the archive for names that came to the watchlist, and the list that went before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from monitor.model import FoundMatch, Watchlist
from monitor.storage import articles, dialects, proofs, versions
from monitor.storage.proofs import Proof
from monitor.storage.tables_archive import hunt, last_list
from monitor.storage.versions import Version

_SERVICE = "service"

Wanted = Mapping[str, Sequence[str]]
"""By watch the texts of the forms that are hunted for."""


@dataclass(frozen=True, slots=True)
class LastRun:
    """The list that the service worked by last, and since when."""

    watchlist: Watchlist
    at: datetime


@dataclass(frozen=True, slots=True)
class Quarry:
    """A match that a hunt brought, and what shows that it is one."""

    article_id: int
    found: FoundMatch
    proof: Proof


@dataclass(frozen=True, slots=True)
class Hunt:
    """A hunt, and how far it got."""

    id: int
    wanted: Wanted
    since: datetime
    article_id: int
    found: tuple[tuple[int, str], ...]  # articles and watches
    started_at: datetime


def list_last_run(db: Connection) -> LastRun | None:
    """The list that the service worked by last, if it did so under this schema."""
    row = db.execute(select(last_list).where(last_list.c.name == _SERVICE)).first()
    listed = versions.watchlist_of(db, row.watchlist) if row else None
    return LastRun(listed, row.at) if row and listed else None


def keep_list(db: Connection, version: Version, *, now: datetime) -> None:
    """Remember that the service works by this list from now on."""
    row = {"watchlist": versions.keep(db, version, now=now), "at": now}
    kept = dialects.insert(db, last_list).values(name=_SERVICE, **row)
    db.execute(kept.on_conflict_do_update(index_elements=["name"], set_=row))


def begin(db: Connection, wanted: Wanted, *, since: datetime, now: datetime) -> None:
    """Have the articles that were read since then gone through for these forms."""
    listed = {watch_id: list(forms) for watch_id, forms in wanted.items()}
    row = {"wanted": listed, "since": since, "article_id": 0, "found": [], "started_at": now}
    db.execute(insert(hunt).values(row))


def first_open(db: Connection) -> Hunt | None:
    """The oldest hunt that has not come to its end."""
    row = db.execute(select(hunt).where(hunt.c.ended_at.is_(None)).order_by(hunt.c.id)).first()
    if row is None:
        return None
    found = tuple((article_id, watch_id) for article_id, watch_id in row.found)
    return Hunt(row.id, row.wanted, row.since, row.article_id, found, row.started_at)


def advance(db: Connection, hunt_id: int, article_id: int, brought: Iterable[Quarry]) -> None:
    """Keep what was found up to this article; of watches that it did not concern until now."""
    question = select(hunt.c.found).where(hunt.c.id == hunt_id).with_for_update()
    found = list(db.scalars(question).one())
    for one in brought:
        if articles.add_matches(db, one.article_id, [one.found]):
            proofs.keep(db, one.article_id, [one.proof])
            found.append([one.article_id, one.proof.watch_id])
    reached = update(hunt).where(hunt.c.id == hunt_id)
    db.execute(reached.values(article_id=article_id, found=found))


def end(db: Connection, hunt_id: int, *, now: datetime) -> bool:
    """It came to its end. False if another process brought it there before."""
    ended = update(hunt).where(hunt.c.id == hunt_id, hunt.c.ended_at.is_(None))
    return db.execute(ended.values(ended_at=now)).rowcount == 1
