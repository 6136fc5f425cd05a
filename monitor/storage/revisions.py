"""What became of articles after they were first read: completed, changed, found to be another."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from monitor.model import Article, Tier
from monitor.storage import archive, articles, search
from monitor.storage.tables import article, match, revision, seen_entry, visit


@dataclass(frozen=True, slots=True)
class Change:
    """What a later reading of an article found."""

    before: Article
    after: Article
    added: tuple[str, ...]  # lines of the text
    removed: tuple[str, ...]
    named: tuple[str, ...] = ()  # watches
    unnamed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredRevision:
    """A change as it is kept: how the article read until then, and what came and went."""

    found_at: datetime
    title: str
    text: str
    tier: Tier
    added: tuple[str, ...]
    removed: tuple[str, ...]
    named: tuple[str, ...]
    unnamed: tuple[str, ...]


def revise(db: Connection, article_id: int, change: Change, *, now: datetime) -> None:
    """Keep the article as it reads now, and beside it how it did."""
    kept = {
        "title": change.before.title,
        "text": change.before.text,
        "tier": change.before.tier.value,
        **{name: list(getattr(change, name)) for name in ("added", "removed", "named", "unnamed")},
    }
    db.execute(insert(revision).values(article_id=article_id, found_at=now, **kept))
    _rewrite(db, article_id, change.after, revised_at=now)


def complete(db: Connection, article_id: int, read: Article) -> int:
    """Keep the article by its page, which was missing. Where it is now.

    Its page may give it another address; if an article is there already, the two are one.
    """
    known = articles.by_url(db, read.url)
    if known is None or known.id == article_id:
        _rewrite(db, article_id, read)
        return article_id
    for table in (seen_entry, visit):
        moved = update(table).where(table.c.article_id == article_id)
        db.execute(moved.values(article_id=known.id))
    taken = select(match.c.watch_id).where(match.c.article_id == known.id)
    kept = update(match).where(match.c.article_id == article_id, match.c.watch_id.not_in(taken))
    db.execute(kept.values(article_id=known.id))
    search.forget(db, [article_id])
    db.execute(delete(article).where(article.c.id == article_id))
    return known.id


def revisions_of(db: Connection, article_id: int) -> list[StoredRevision]:
    """The changes that were found, oldest first."""
    question = select(revision).where(revision.c.article_id == article_id)
    return [
        StoredRevision(
            found_at=row.found_at,
            title=row.title,
            text=row.text,
            tier=Tier(row.tier),
            **_words(added=row.added, removed=row.removed, named=row.named, unnamed=row.unnamed),
        )
        for row in db.execute(question.order_by(revision.c.id))
    ]


def _rewrite(
    db: Connection, article_id: int, read: Article, *, revised_at: datetime | None = None
) -> None:
    """Everything that the later reading says, but when the article was found first."""
    row = articles.article_row(read)
    del row["fetched_at"], row["source_id"]
    rewritten = update(article).where(article.c.id == article_id)
    db.execute(rewritten.values({**row, "revised_at": revised_at}))
    archive.forget_imprint(db, article_id)
    search.to_index(db, [article_id])


def _words(**lists: Iterable[str]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(words) for name, words in lists.items()}
