"""What the page beside a source shows, held against what the source listed. In a transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import Connection

from monitor.extraction.addresses import known_by, shape
from monitor.model import Polled, Source, SourceState, Witness
from monitor.polling.witness import in_vain, looked, settled
from monitor.storage import sources, witnesses


def heard(db: Connection, source: Source, before: SourceState, polled: Polled) -> Witness | None:
    """What is known of the page beside the source, after a look at the source itself.

    None where no page may be asked for, or none is known.
    """
    if not source.fetch_articles or source.render:
        return None
    known = witnesses.of(db, source.id)
    now_known = _counted(db, source, known, before, polled)
    if now_known and now_known is not known:
        witnesses.save(db, now_known)
    return now_known


def _counted(
    db: Connection, source: Source, known: Witness | None, before: SourceState, polled: Polled
) -> Witness | None:
    is_other = known and (polled.page != known.page or before.url not in {None, source.url})
    if polled.page and known is None:
        return Witness(source.id, polled.page)
    if polled.page and is_other:  # one that changes with every look is never asked for
        return Witness(source.id, polled.page, looked_at=polled.at, is_telling=False)
    if known is None or not polled.new_entries:
        return known
    missing = [one.url for one in known.unlisted]
    listed = witnesses.listed(db, source.id, missing) if missing else set()
    return settled(known, listed, before, at=polled.at)


def seen(db: Connection, source_id: str, urls: Sequence[str] | None, *, now: datetime) -> None:
    """Remember a look at the page: the articles that it links to; None where there was no page."""
    known, activity = witnesses.of(db, source_id), sources.state_of(db, source_id).activity
    if known is None or activity is None:
        return
    if urls is None:
        witnesses.save(db, in_vain(known, activity, at=now))
        return
    linked = list(dict.fromkeys(map(known_by, urls)))
    listed = witnesses.listed(db, source_id, linked)
    kinds = set(_kinds(listed))
    alike = [url for url, kind in zip(linked, _kinds(linked), strict=True) if kind in kinds]
    shown = {url: url in listed for url in alike}
    witnesses.save(db, looked(known, shown, activity, at=now))


def _kinds(urls: Iterable[str]) -> Iterable[tuple[str, str]]:
    """What an address has in common with those of the same kind of article."""
    return ((urlsplit(url).netloc, shape(url)) for url in urls)
