"""Once a week operations hear what there is to propose. Pure but for the one transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from monitor.model import Notice
from monitor.storage import held, outbox
from monitor.suggest.survey import Surveyed

NAME = "suggestions"
WEEK = timedelta(days=7)
SHOWN = 10


def is_due(db: Connection, *, now: datetime) -> bool:
    """Whether a week has gone by since the last time, or there never was one."""
    last = held.last_day(db, NAME)
    return last is None or now.date() - last >= WEEK


def put_weekly(db: Connection, found: Sequence[Surveyed], *, now: datetime) -> bool:
    """Put the week's proposals into the outbox, if there are any. Whether there were."""
    held.done(db, NAME, now.date())
    if not found:
        return False
    notice = weekly(found, now=now)
    return outbox.put(db, notice, key=notice.key, now=now)


def weekly(found: Sequence[Surveyed], *, now: datetime) -> Notice:
    """The proposals, a line each, and what to do with them."""
    count = len(found)
    edits = "1 edit" if count == 1 else f"{count} edits"
    lines = [_line(one) for one in found[:SHOWN]]
    if count > SHOWN:
        lines.append(f"And {count - SHOWN} more.")
    lines.append("`tocsin suggest` shows samples; `tocsin suggest --apply ID` writes one.")
    key = f"{NAME}:{now.date().isoformat()}"
    return Notice(key, f"{edits} of the watchlist to consider", "\n".join(lines))


def _line(one: Surveyed) -> str:
    proposal, tried = one.proposal, one.proposal.tried
    head = f"{proposal.change.id} {proposal.watch_name}: {proposal.change.said}"
    if tried is None:
        return f"{head} (nearly rang in {proposal.articles} articles)"
    return (
        f"{head} ({tried.gone} of {tried.rejected} wrong alerts gone, all {tried.kept} right ones"
        " kept)"
    )
