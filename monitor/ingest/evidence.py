"""Keeps what shows that a match is one, and what an article nearly rang for. In its transaction."""

from collections.abc import Set

from sqlalchemy import Connection

from monitor.extraction.urls import canonical_url
from monitor.ingest.finding import Case
from monitor.ingest.reading import Reading, Sighting
from monitor.matching.misses import nearest
from monitor.matching.sentences import hit, hits
from monitor.storage import announcements, proofs, versions
from monitor.storage.proofs import NearMiss, Proof


def keep_evidence(db: Connection, case: Case, article_id: int, url: str) -> None:
    """Of an article that is stored at this address. Of most there is nothing to keep."""
    reading = case.reading
    keep_proofs(db, case, article_id, {one.match.watch_id for one in reading.sightings})
    proofs.keep_misses(db, article_id, misses_of(reading), now=case.announced.now)
    keep_address(db, case, article_id, url)


def keep_proofs(db: Connection, case: Case, article_id: int, watch_ids: Set[str]) -> None:
    """What shows that these watches were seen."""
    sightings = [one for one in case.reading.sightings if one.match.watch_id in watch_ids]
    if sightings:
        watchlist = versions.keep(db, case.announced.rules.version, now=case.announced.now)
        proofs.keep(db, article_id, [proof_of(case, one, watchlist) for one in sightings])


def keep_address(db: Connection, case: Case, article_id: int | None, url: str = "") -> None:
    """Under which address the entry was announced, if that is not the article's own."""
    entry, now = case.announced.entry, case.announced.now
    address = canonical_url(entry.url) if entry.url else url
    if address != url:
        note = case.reading.article.note
        announcements.keep(db, entry, address, note=note, article_id=article_id, now=now)


def proof_of(case: Case, sighting: Sighting, watchlist: str) -> Proof:
    """What shows that the watch was seen."""
    return Proof(
        watch_id=sighting.match.watch_id,
        watchlist=watchlist,
        text_hash=proofs.hash_of(sighting.passage),
        tier=sighting.tier,
        source_tags=case.announced.source.tags,
        sentences=hits(sighting.passage, sighting.match),
    )


def misses_of(reading: Reading) -> list[NearMiss]:
    """Of each watch that it does not concern the words that came nearest."""
    named = {one.match.watch_id for one in reading.sightings}
    return [
        NearMiss(one, hit(reading.passage, one).sentence)
        for one in nearest(reading.suppressed)
        if one.watch_id not in named
    ]
