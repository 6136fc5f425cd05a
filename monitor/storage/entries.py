"""What became of each entry that a source announced."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from sqlalchemy import BindParameter, Connection, and_, bindparam, literal, select

from monitor.model import Fate
from monitor.storage.dialects import Insert, insert, insert_in, storable
from monitor.storage.prepared import Prepared
from monitor.storage.sources import Heard
from monitor.storage.tables import seen_entry, source_state, visit

LONGEST_KEY = 300
"""Characters of an entry's key; PostgreSQL indexes no value of more than some 2,700 bytes."""

MOST_KEYS_ASKED = 500
"""Keys in one question; the databases allow some ten thousand parameters."""

_SOURCE: BindParameter[str] = bindparam("of_source")
_KEY: BindParameter[str] = bindparam("of_key")
_HAS_FAILED = and_(
    seen_entry.c.source_id == _SOURCE,
    seen_entry.c.key == _KEY,
    seen_entry.c.fate == Fate.FAILED.value,
)
_STANDING = select(
    seen_entry.c.seen_at,
    seen_entry.c.of_first_look,
    visit.c.due_at,
    source_state.c.first_good_at,
    source_state.c.last_good_at,
).select_from(
    select(literal(1).label("one"))
    .subquery()
    .outerjoin(seen_entry, _HAS_FAILED)
    .outerjoin(visit, and_(visit.c.source_id == _SOURCE, visit.c.key == _KEY))
    .outerjoin(source_state, source_state.c.source_id == _SOURCE)
)


@dataclass(frozen=True, slots=True)
class Failure:
    """An entry that could not be read until now."""

    since: datetime
    of_first_look: bool  # at its source


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of an entry, and of its source, before it is recorded."""

    failure: Failure | None
    has_visit: bool  # planned to its page
    source: Heard


def unknown(db: Connection, source_id: str, keys: Iterable[str]) -> set[str]:
    """Those of the keys that the source did not announce before.

    What failed is not among them as long as a visit to its page is planned.
    """
    kept = {kept_key(key): key for key in keys}
    is_of = and_(visit.c.source_id == seen_entry.c.source_id, visit.c.key == seen_entry.c.key)
    for some in _portions(list(kept)):
        question = (
            select(seen_entry.c.key, seen_entry.c.fate, visit.c.due_at)
            .outerjoin(visit, is_of)
            .where(seen_entry.c.source_id == source_id, seen_entry.c.key.in_(some))
        )
        for row in db.execute(question):
            if row.fate != Fate.FAILED.value or row.due_at:
                del kept[row.key]
    return set(kept.values())


def mark(
    db: Connection,
    source_id: str,
    key: str,
    fate: Fate,
    *,
    now: datetime,
    article_id: int | None = None,
) -> None:
    """Remember what became of an entry; only a failure gives way to what becomes of it later."""
    row = {"source_id": source_id, "key": kept_key(key)}
    outcome = {"fate": fate.value, "article_id": article_id, "seen_at": now}
    _MARKING.run(db, row | outcome | {"of_first_look": False})


def mark_failed(
    db: Connection, source_id: str, key: str, *, of_first_look: bool, now: datetime
) -> None:
    """Remember that an entry could not be read; when that began, and how, stays as it was."""
    failed = insert(db, seen_entry).values(
        source_id=source_id,
        key=kept_key(key),
        fate=Fate.FAILED.value,
        seen_at=now,
        of_first_look=of_first_look,
    )
    db.execute(failed.on_conflict_do_nothing(index_elements=["source_id", "key"]))


def standing_of(db: Connection, source_id: str, key: str) -> Standing:
    """How things stand with an entry, asked at once: every article asks."""
    asked = {"of_source": source_id, "of_key": kept_key(key)}
    seen_at, of_first_look, due_at, first_at, last_at = db.execute(_STANDING, asked).one()
    failure = Failure(seen_at, of_first_look) if seen_at else None
    return Standing(failure, due_at is not None, Heard(first_at, last_at))


def kept_key(key: str) -> str:
    """The key of an entry as it is kept: short enough for an index."""
    key = storable(key)
    if len(key) <= LONGEST_KEY:
        return key
    return f"{key[: LONGEST_KEY // 2]} {blake2b(key.encode(), digest_size=16).hexdigest()}"


def _marking(dialect: str) -> Insert:
    marked = insert_in(dialect, seen_entry)
    outcome = {name: marked.excluded[name] for name in ("fate", "article_id", "seen_at")}
    return marked.on_conflict_do_update(
        index_elements=["source_id", "key"],
        set_=outcome,
        where=seen_entry.c.fate == Fate.FAILED.value,
    )


_MARKING = Prepared(_marking, tuple(seen_entry.c.keys()))


def _portions(keys: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(keys), MOST_KEYS_ASKED):
        yield keys[start : start + MOST_KEYS_ASKED]
