"""What a name that came to the watchlist would have raised lately: found, and kept without a sound.

A hunt goes through the archive in steps that are each written down, so that another process can go
on where one was killed. Nothing it does twice is there twice.
"""

import signal
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from monitor.backtest.imprinting import fill_in
from monitor.backtest.trawl import Landed, Tags, trawl
from monitor.matching.edit import Edit
from monitor.matching.sentences import hits
from monitor.model import FoundMatch, Match, Watch, Watchlist
from monitor.storage import hunts, proofs, versions
from monitor.storage.archive import Span
from monitor.storage.hunts import Hunt, Quarry, Wanted
from monitor.storage.proofs import Proof
from monitor.storage.store import Store, look_into, open_store
from monitor.storage.versions import Version

LASTING = timedelta(days=7)
"""How far back is hunted."""


def wanted(before: Watchlist, after: Watchlist) -> dict[str, list[str]]:
    """By watch the forms that an edit brought."""
    known = {watch.id: frozenset(watch.forms) for watch in before.watches}
    new = {
        watch.id: [form.text for form in watch.forms if form not in known.get(watch.id, ())]
        for watch in after.watches
    }
    return {watch_id: forms for watch_id, forms in new.items() if forms}


@dataclass(frozen=True, slots=True)
class Ground:
    """What is hunted by: today's list, the sources' tags, and the day, on which a watch expires."""

    watchlist: Watchlist
    tags: Tags
    today: date


def pursue(url: str, hunt: Hunt, ground: Ground) -> None:
    """Go on with a hunt, to the end of the archive: the work of a process of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all; our parent ends us
    with open_store(url) as store:
        go_on(store, url, hunt, ground)


def go_on(store: Store, url: str, hunt: Hunt, ground: Ground) -> None:
    """The same in this process."""
    still = still_wanted(hunt.wanted, ground)
    if not still:
        return
    span = Span(hunt.since, after=hunt.article_id)
    for _ in fill_in(store, span):
        pass
    version = Version(ground.watchlist)
    edit = Edit(_without(ground.watchlist, hunt.wanted), ground.watchlist)
    with look_into(url) as reading:
        for haul in trawl(reading, edit, span, ground.tags):
            found = [(one, match) for one in haul.landed for match in _raised(one, still)]
            with store.begin() as db:
                digest = versions.keep(db, version, now=hunt.started_at) if found else ""
                brought = [_quarry(one, match, still, digest) for one, match in found]
                hunts.advance(db, hunt.id, haul.last, brought)


def still_wanted(forms: Wanted, ground: Ground) -> dict[str, Watch]:
    """The watches of which a form that is hunted for is still on the list."""
    return {
        watch.id: watch
        for watch in ground.watchlist.watches
        if not _is_expired(watch, ground)
        and any(form.text in forms.get(watch.id, ()) for form in watch.forms)
    }


def _without(watchlist: Watchlist, forms: Wanted) -> Watchlist:
    """The list as it would be without these forms; a watch that has no other is gone."""
    kept = (
        replace(
            watch,
            forms=tuple(one for one in watch.forms if one.text not in forms.get(watch.id, ())),
        )
        for watch in watchlist.watches
    )
    return replace(watchlist, watches=tuple(watch for watch in kept if watch.forms))


def _raised(landed: Landed, hunted: Mapping[str, Watch]) -> Iterator[Match]:
    """The matches that hunted forms bring."""
    before = {match.watch_id for match in landed.compared.before.matches}
    for match in landed.compared.after.matches:
        if match.watch_id in hunted and match.watch_id not in before:
            yield match


def _quarry(landed: Landed, match: Match, hunted: Mapping[str, Watch], watchlist: str) -> Quarry:
    watch, passage = hunted[match.watch_id], landed.passage
    proof = Proof(
        watch.id,
        watchlist,
        proofs.hash_of(passage),
        landed.article.tier,
        passage.tags,
        hits(passage, match),
    )
    found = FoundMatch(match, watch.name, watch.severity, channel=watch.channel)
    return Quarry(landed.article.id, found, proof)


def _is_expired(watch: Watch, ground: Ground) -> bool:
    return watch.expires is not None and watch.expires <= ground.today
