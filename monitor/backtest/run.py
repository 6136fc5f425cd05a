"""The whole of a backtest: imprints filled in, both lists compared, the report put together."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b

from sqlalchemy import Connection

from monitor.backtest.comparing import Comparison, Question, compare
from monitor.backtest.imprinting import fill_in
from monitor.backtest.report import Report, names_of, picked, report
from monitor.backtest.samples import samples
from monitor.backtest.trawl import Tags
from monitor.config import Located
from monitor.matching.edit import Edit
from monitor.matching.imprints import version
from monitor.model import Watchlist
from monitor.storage import archive, backtests
from monitor.storage.archive import Span
from monitor.storage.store import Store, look_into
from monitor.storage.versions import Version

IMPRINTING = "preparing articles that are not yet"
COMPARING = "comparing both lists"

Progress = Callable[[str, int, int], None]
"""Is told what is done: so many articles more, of so many."""


def backtest(
    store: Store, url: str, question: Question, tags: Tags, *, now: datetime, progress: Progress
) -> Report:
    """What the edited list would have raised, and what it would have lost."""
    since = now - question.lasting if question.lasting else None
    with store.begin() as db:
        span = Span(since, last=archive.last_id(db))
        articles = archive.count(db, span)
        missing = archive.count_without_imprint(db, span, version())
    for done in fill_in(store, span) if missing else ():
        progress(IMPRINTING, done, missing)
    edit = Edit(question.before, question.after)
    found = compare(
        store, url, edit, span, tags,
        key=_key(question), now=now, told=lambda done: progress(COMPARING, done, articles),
    )  # fmt: skip
    with look_into(url) as db:
        return _report(db, question, edit, found, tags)


def with_further_files(edited: Watchlist, located: Located) -> Watchlist:
    """An edited watchlist.yaml, together with the folder's further files and its threshold."""
    current, main = located.configuration.watchlist, located.watchlists[0]
    ids = {watch.id for watch in edited.watches}
    watches = (
        watch
        for watch, place in zip(current.watches, located.watches, strict=True)
        if place.document is not main and watch.id not in ids
    )
    decoys = (
        decoy
        for decoy, place in zip(current.decoys, located.decoys, strict=True)
        if place.document is not main
    )
    return replace(
        edited,
        watches=(*edited.watches, *watches),
        decoys=tuple(dict.fromkeys((*edited.decoys, *decoys))),
        threshold=current.threshold,
    )


def _report(
    db: Connection, question: Question, edit: Edit, found: Comparison, tags: Tags
) -> Report:
    names = names_of(question)
    notes = [f"All texts were read: {edit.reads_all}"] if edit.reads_all else []
    return report(
        found,
        question,
        edit.watch_ids,
        opinions=backtests.opinions(db),
        caught=list(samples(db, picked(found, lost=False), edit.after, names, tags)),
        lost=list(samples(db, picked(found, lost=True), edit.before, names, tags)),
        notes=notes,
    )


def _key(question: Question) -> str:
    """Names the comparison: the same for the same lists over the same time."""
    lists = (Version(one).digest for one in (question.before, question.after))
    parts = (*lists, str(question.lasting), version())
    return blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()
