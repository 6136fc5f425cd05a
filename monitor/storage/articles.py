"""Articles that were read, and what was found in them."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, select, update
from sqlalchemy.sql.dml import ReturningInsert

from monitor.model import (
    Article,
    Fate,
    Finding,
    FoundMatch,
    Match,
    Mention,
    Precision,
    Severity,
    Tier,
)
from monitor.storage import entries, search
from monitor.storage.dialects import insert_in, storable
from monitor.storage.prepared import Prepared
from monitor.storage.tables import article, match


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a finding, and the id of its article: the new one, or the one at hand."""

    article_id: int
    fate: Fate


@dataclass(frozen=True, slots=True)
class Stored:
    """An article as it is kept."""

    id: int
    article: Article
    fate: Fate


@dataclass(frozen=True, slots=True)
class StoredMatch:
    """A match as it is kept, with enough of its article to show it."""

    found: FoundMatch
    article_id: int
    url: str
    title: str
    source_id: str
    published_at: datetime | None
    fetched_at: datetime


_ARTICLE = tuple(field.name for field in fields(Article))
_MATCHES = select(
    match,
    *(article.c[name] for name in ("url", "title", "source_id", "published_at", "fetched_at")),
).join(article)


def record(db: Connection, finding: Finding, *, now: datetime) -> Recorded:
    """Keep the article with its matches; an address that is there already keeps what it has."""
    source_id = finding.article.source_id
    new_id = _insert_article(db, finding)
    if new_id is None:
        known_id = db.scalars(_by_url(select(article.c.id), finding.article.url)).one()
        entries.mark(db, source_id, finding.entry_key, Fate.KNOWN, now=now, article_id=known_id)
        return Recorded(known_id, Fate.KNOWN)
    add_matches(db, new_id, finding.matches, quiet=finding.fate is Fate.STORED_QUIET)
    search.to_index(db, [new_id])
    entries.mark(db, source_id, finding.entry_key, finding.fate, now=now, article_id=new_id)
    return Recorded(new_id, finding.fate)


def add_matches(
    db: Connection, article_id: int, found: Iterable[FoundMatch], *, quiet: bool = False
) -> tuple[FoundMatch, ...]:
    """Keep matches of watches that the article did not concern until now. Which those were.

    Quiet ones have no alert of their own; `take_quiet` finds them.
    """
    new = []
    for one in found:
        row = {**_match_row(article_id, one), "is_quiet": quiet}
        if _ADDING_MATCH.run(db, row) is not None:
            new.append(one)
    return tuple(new)


def renew_matches(
    db: Connection, article_id: int, found: Iterable[FoundMatch], *, quiet: bool = False
) -> tuple[FoundMatch, ...]:
    """Keep what was found in a changed text. Which watches the article never concerned before."""
    found = tuple(found)
    new = add_matches(db, article_id, found, quiet=quiet)
    for one in found:
        if one not in new:
            mine = (match.c.article_id == article_id, match.c.watch_id == one.match.watch_id)
            db.execute(update(match).where(*mine).values(_match_row(article_id, one)))
    return new


def withdraw_matches(
    db: Connection, article_id: int, watch_ids: Iterable[str], *, now: datetime
) -> set[str]:
    """Remember that the article names these watches no more. For which that was new, ever."""
    gone = (
        update(match)
        .where(
            match.c.article_id == article_id,
            match.c.watch_id.in_(list(watch_ids)),
            match.c.gone_at.is_(None),
        )
        .values(gone_at=now, is_quiet=False)
    )
    return set(db.scalars(gone.returning(match.c.watch_id)))


def by_id(db: Connection, article_id: int) -> Stored | None:
    """The article with this id."""
    return _stored(db, select(article).where(article.c.id == article_id))


def by_url(db: Connection, url: str) -> Stored | None:
    """The article at this canonical address."""
    return _stored(db, _by_url(select(article), url))


def matches_of(db: Connection, article_id: int) -> list[FoundMatch]:
    """What was found in the article, the best match first."""
    question = select(match).where(match.c.article_id == article_id)
    rows = db.execute(question.order_by(match.c.score.desc(), match.c.watch_id)).mappings()
    return [_found(row) for row in rows]


def count_articles(db: Connection) -> int:
    """How many articles are kept."""
    return db.scalar(select(func.count()).select_from(article)) or 0


def count_matches(db: Connection) -> int:
    """How many matches are kept."""
    return db.scalar(select(func.count()).select_from(match)) or 0


def hits(db: Connection, *, since: datetime) -> dict[str, int]:
    """How many articles that were read since then concern each watch."""
    question = (
        select(match.c.watch_id, func.count())
        .join(article, article.c.id == match.c.article_id)
        .where(article.c.fetched_at >= since)
        .group_by(match.c.watch_id)
    )
    return {row[0]: row[1] for row in db.execute(question)}


def take_quiet(db: Connection, source_id: str, *, most: int) -> tuple[list[StoredMatch], int]:
    """The matches of a source that wait for a summary, and how many articles they stand in.

    The newest `most` by date; all of them count as summed up from now on.
    """
    is_quiet = (match.c.is_quiet, article.c.source_id == source_id)
    waiting = select(match.c.id).join(article).where(*is_quiet)
    count = db.scalar(
        select(func.count(func.distinct(match.c.article_id)))
        .select_from(match)
        .join(article)
        .where(*is_quiet)
    )
    if not count:
        return [], 0
    newest = _MATCHES.where(*is_quiet).order_by(article.c.published_at.desc(), match.c.id.desc())
    taken = [_stored_match(row) for row in db.execute(newest.limit(most)).mappings()]
    db.execute(update(match).where(match.c.id.in_(waiting)).values(is_quiet=False))
    return taken, count


def url_key(url: str) -> bytes:
    """What an address is looked up by."""
    return blake2b(storable(url).encode(), digest_size=16).digest()


def _by_url(question: Select[Any], url: str) -> Select[Any]:
    return question.where(article.c.url_key == url_key(url))


def _insert_article(db: Connection, finding: Finding) -> int | None:
    """The new article's id; None if its address is there already."""
    row = {**article_row(finding.article), "fate": finding.fate.value}
    new_id: int | None = _ADDING_ARTICLE.run(db, row)
    return new_id


def _adding_article(dialect: str) -> ReturningInsert[int]:
    added = insert_in(dialect, article).on_conflict_do_nothing(index_elements=["url_key"])
    return added.returning(article.c.id)


def _adding_match(dialect: str) -> ReturningInsert[int]:
    keys = ["article_id", "watch_id"]
    added = insert_in(dialect, match).on_conflict_do_nothing(index_elements=keys)
    return added.returning(match.c.id)


_ADDING_ARTICLE = Prepared(_adding_article, (*_ARTICLE, "url_key", "fate"))
_ADDING_MATCH = Prepared(
    _adding_match, tuple(one.name for one in match.c if one.name not in {"id", "gone_at"})
)


def article_row(read: Article) -> dict[str, Any]:
    """The article as its table keeps it."""
    return {
        **{name: getattr(read, name) for name in _ARTICLE},
        "url_key": url_key(read.url),
        "tier": read.tier.value,
        "precision": read.precision and read.precision.value,
        "authors": list(read.authors),
    }


def _match_row(article_id: int, found: FoundMatch) -> dict[str, Any]:
    return {
        "article_id": article_id,
        "watch_id": found.match.watch_id,
        "watch_name": found.watch_name,
        "severity": int(found.severity),
        "score": found.match.score,
        "possible": found.possible,
        "mentions": [asdict(mention) for mention in found.match.mentions],
    }


def _stored(db: Connection, question: Select[Any]) -> Stored | None:
    row = db.execute(question).mappings().first()
    if row is None:
        return None
    read = Article(
        **{
            **{name: row[name] for name in _ARTICLE},
            "tier": Tier(row["tier"]),
            "precision": row["precision"] and Precision(row["precision"]),
            "authors": tuple(row["authors"]),
        }
    )
    return Stored(row["id"], read, Fate(row["fate"]))


def _found(row: RowMapping) -> FoundMatch:
    mentions = tuple(read_mention(kept) for kept in row["mentions"])
    return FoundMatch(
        Match(row["watch_id"], row["score"], mentions),
        watch_name=row["watch_name"],
        severity=Severity(row["severity"]),
        possible=row["possible"],
    )


def read_mention(kept: Mapping[str, Any]) -> Mention:
    """A mention out of the JSON that it is kept as."""
    seen_by = tuple(Tier(tier) for tier in kept.get("seen_by", ()))
    return Mention(**{**kept, "why": tuple(kept["why"]), "seen_by": seen_by})


def _stored_match(row: RowMapping) -> StoredMatch:
    return StoredMatch(
        _found(row),
        article_id=row["article_id"],
        url=row["url"],
        title=row["title"],
        source_id=row["source_id"],
        published_at=row["published_at"],
        fetched_at=row["fetched_at"],
    )
