"""What shows that a match is one: the text, the list and the sentences; and what nearly matched."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, select

from monitor.model import Hit, Mention, Passage, Tier
from monitor.storage.articles import read_mention
from monitor.storage.dialects import insert, storable
from monitor.storage.tables import article
from monitor.storage.tables_archive import last_list
from monitor.storage.tables_evidence import near_miss, proof, sweep

KEPT = timedelta(days=7)
"""Near-misses; what is older has been looked through."""
SWEEP = "near-misses"
"""The name under which it is written down how far articles were looked through for these."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Of one match."""

    watch_id: str
    watchlist: str  # digest of the version
    text_hash: str  # of what was judged, see `hash_of`
    tier: Tier  # that read it
    source_tags: frozenset[str]
    sentences: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class NearMiss:
    """Words that nearly named a watch."""

    mention: Mention  # `suppressed_by` says why not
    sentence: str

    @property
    def reason(self) -> str:
        return self.mention.suppressed_by or ""


@dataclass(frozen=True, slots=True)
class Missed:
    """A near-miss, and where it stands."""

    miss: NearMiss
    article_id: int
    url: str
    title: str
    source_id: str
    found_at: datetime


def hash_of(passage: Passage) -> str:
    """Of title and text, as they are kept."""
    read = f"{storable(passage.title)}\n{storable(passage.text)}"
    return blake2b(read.encode(), digest_size=16).hexdigest()


def keep(db: Connection, article_id: int, proofs: Iterable[Proof]) -> None:
    """Keep the proofs of an article's matches, in place of what was kept of these watches."""
    for one in proofs:
        row = _row(one)
        kept = insert(db, proof).values(article_id=article_id, watch_id=one.watch_id, **row)
        keys = ["article_id", "watch_id"]
        db.execute(kept.on_conflict_do_update(index_elements=keys, set_=row))


def of_article(db: Connection, article_id: int) -> list[Proof]:
    """The proofs of an article's matches."""
    question = select(proof).where(proof.c.article_id == article_id).order_by(proof.c.watch_id)
    return [_proof(row) for row in db.execute(question).mappings()]


def keep_misses(
    db: Connection, article_id: int, misses: Sequence[NearMiss], *, now: datetime
) -> None:
    """Keep what an article nearly rang for, in place of what was kept; and nothing too old."""
    if not misses:
        return
    db.execute(delete(near_miss).where(near_miss.c.found_at < now - KEPT))
    db.execute(delete(near_miss).where(near_miss.c.article_id == article_id))
    rows = [_miss_row(article_id, one, now) for one in misses]
    db.execute(insert(db, near_miss), rows)


def misses_of(db: Connection, article_id: int) -> list[NearMiss]:
    """What the article nearly rang for, the best first."""
    question = select(near_miss).where(near_miss.c.article_id == article_id)
    rows = db.execute(question.order_by(near_miss.c.score.desc(), near_miss.c.watch_id)).mappings()
    return [_miss(row) for row in rows]


def are_misses_sought(db: Connection, article_id: int, *, read_at: datetime) -> bool:
    """Whether what an article nearly rang for was looked for since it was read, is still kept, and
    was judged by the list that the service works by now."""
    up_to = select(sweep.c.at).where(sweep.c.name == SWEEP, sweep.c.article_id >= article_id)
    sought_at = db.scalars(up_to).first()
    if sought_at is None or not sought_at - KEPT <= read_at <= sought_at:
        return False
    edited_at = db.scalars(select(last_list.c.at)).first()
    return edited_at is None or edited_at <= sought_at


def misses_since(db: Connection, since: datetime) -> list[Missed]:
    """All near-misses found since then, with their articles, the oldest first."""
    columns = [article.c[name] for name in ("url", "title", "source_id")]
    question = select(near_miss, *columns).join(article)
    rows = db.execute(question.where(near_miss.c.found_at >= since).order_by(near_miss.c.id))
    names = ("article_id", "url", "title", "source_id", "found_at")
    return [Missed(_miss(row), **{name: row[name] for name in names}) for row in rows.mappings()]


def _row(one: Proof) -> dict[str, Any]:
    return {
        "watchlist": one.watchlist,
        "text_hash": one.text_hash,
        "tier": one.tier.value,
        "source_tags": sorted(one.source_tags),
        "sentences": [asdict(hit) for hit in one.sentences],
    }


def _proof(row: RowMapping) -> Proof:
    return Proof(
        watch_id=row["watch_id"],
        watchlist=row["watchlist"],
        text_hash=row["text_hash"],
        tier=Tier(row["tier"]),
        source_tags=frozenset(row["source_tags"]),
        sentences=tuple(Hit(**kept) for kept in row["sentences"]),
    )


def _miss_row(article_id: int, one: NearMiss, now: datetime) -> dict[str, Any]:
    return {
        "article_id": article_id,
        "watch_id": one.mention.watch_id,
        "score": one.mention.score,
        "mention": asdict(one.mention),
        "sentence": one.sentence,
        "found_at": now,
    }


def _miss(row: RowMapping) -> NearMiss:
    return NearMiss(read_mention(row["mention"]), row["sentence"])
