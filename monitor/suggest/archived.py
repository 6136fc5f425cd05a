"""Tries spellings on the archive: how many articles would ring by them that did not?"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from monitor.backtest.trawl import Landed, Tags, trawl
from monitor.matching.edit import Edit
from monitor.model import Watchlist
from monitor.storage.archive import Span
from monitor.suggest.change import Change


def caught(
    db: Connection,
    watchlist: Watchlist,
    aliases: Iterable[Change],
    tags: Tags,
    *,
    since: datetime,
) -> Mapping[tuple[str, str], int]:
    """By watch and alias. All are tried together, so that the archive is gone through once."""
    changed = {watch.id: watch for watch in watchlist.watches}
    for change in aliases:
        changed[change.watch_id] = change.applied(changed[change.watch_id])
    edit = Edit(watchlist, replace(watchlist, watches=tuple(changed.values())))
    counts: Counter[tuple[str, str]] = Counter()
    for haul in trawl(db, edit, Span(since), tags):
        for landed in haul.landed:
            counts.update(_newly(landed))
    return counts


def _newly(landed: Landed) -> set[tuple[str, str]]:
    """The watches that ring for the article only as they are changed, and by which forms."""
    before = {match.watch_id for match in landed.compared.before.matches}
    return {
        (match.watch_id, mention.form)
        for match in landed.compared.after.matches
        if match.watch_id not in before
        for mention in match.mentions
    }
