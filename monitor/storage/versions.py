"""The watchlists that something was judged by: each watch's text once, each list by its digests."""

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from hashlib import blake2b
from importlib.metadata import version as installed
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, select

from monitor.model import Watch, Watchlist
from monitor.storage.dialects import insert
from monitor.storage.tables_evidence import watch_version, watchlist

DIGEST = 16
"""Bytes."""
ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class Version:
    """A watchlist under the digest of all that the matcher knows of it; made when asked for."""

    watchlist: Watchlist

    @cached_property
    def entries(self) -> Mapping[str, tuple[str, str]]:
        """Of each watch the digest, and the text that it is of."""
        texts = ((watch.id, written(watch)) for watch in self.watchlist.watches)
        return {watch_id: (_digest(text), text) for watch_id, text in texts}

    @cached_property
    def digest(self) -> str:
        """Of the whole."""
        rest = [self.watchlist.threshold, self.watchlist.builtin_decoys, *self.watchlist.decoys]
        digests = (digest for digest, _ in self.entries.values())
        return _digest("\n".join([json.dumps(rest), release(), *digests]))


def written(watch: Watch) -> str:
    """The watch as one line of JSON, the same for the same watch."""
    plain = _adapter().dump_python(watch, mode="json", exclude_defaults=True)
    return json.dumps(_sorted(plain), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(text: str) -> Watch:
    """The watch that `written` wrote, perhaps of another release."""
    watch: Watch = _adapter().validate_json(text)
    return watch


def release() -> str:
    """The release of Tocsin that judges."""
    return installed("tocsin")


def keep(db: Connection, version: Version, *, now: datetime) -> str:
    """Remember the list, if nothing was judged by it before. Its digest."""
    known = select(watchlist.c.digest).where(watchlist.c.digest == version.digest)
    if db.scalars(known).first() is None:
        _insert(db, version, now)
    return version.digest


def watchlist_of(db: Connection, digest: str) -> Watchlist | None:
    """The list as it was."""
    row = db.execute(select(watchlist).where(watchlist.c.digest == digest)).first()
    if row is None:
        return None
    packed = zlib.decompress(row.watches)
    digests = [packed[at : at + DIGEST].hex() for at in range(0, len(packed), DIGEST)]
    texts = _texts(db, digests)
    return Watchlist(
        tuple(read(texts[one]) for one in digests),
        tuple(row.decoys),
        row.builtin_decoys,
        row.threshold,
    )


def _insert(db: Connection, version: Version, now: datetime) -> None:
    rows = [
        {"digest": digest, "watch_id": watch_id, "entry": text, "used_at": now}
        for watch_id, (digest, text) in version.entries.items()
    ]
    added = insert(db, watch_version).on_conflict_do_nothing(index_elements=["digest"])
    if rows:
        db.execute(added, rows)
    listed = version.watchlist
    packed = b"".join(bytes.fromhex(digest) for digest, _ in version.entries.values())
    row = {
        "digest": version.digest,
        "threshold": listed.threshold,
        "builtin_decoys": listed.builtin_decoys,
        "decoys": list(listed.decoys),
        "watches": zlib.compress(packed),
        "release": release(),
        "used_at": now,
    }
    kept = insert(db, watchlist).values(row)
    db.execute(kept.on_conflict_do_nothing(index_elements=["digest"]))


def _texts(db: Connection, digests: Iterable[str]) -> dict[str, str]:
    texts: dict[str, str] = {}
    wanted = list(digests)
    for start in range(0, len(wanted), ROWS_AT_ONCE):
        some = wanted[start : start + ROWS_AT_ONCE]
        question = select(watch_version.c.digest, watch_version.c.entry)
        for row in db.execute(question.where(watch_version.c.digest.in_(some))):
            texts[row.digest] = row.entry
    return texts


def _digest(text: str) -> str:
    return blake2b(text.encode(errors="surrogatepass"), digest_size=DIGEST).hexdigest()


def _sorted(plain: dict[str, Any]) -> dict[str, Any]:
    """With its sets in one order, whatever the process."""
    sources = plain.get("sources")
    if sources:
        plain["sources"] = {name: sorted(kept) for name, kept in sources.items()}
    if "languages" in plain:
        plain["languages"] = sorted(plain["languages"])
    return plain


@cache
def _adapter() -> TypeAdapter[Watch]:
    return TypeAdapter(Watch)
