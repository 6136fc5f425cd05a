"""Judges an article once more by the list that judged it, as it was: does it say the same?"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from monitor.matching import Matcher
from monitor.model import Article, FoundMatch, Mention, Passage
from monitor.storage import articles, proofs, versions
from monitor.storage.evidence import earlier_texts
from monitor.storage.proofs import Proof


@dataclass(frozen=True, slots=True)
class Replayed:
    """One match, judged again."""

    watch_id: str
    watchlist: str  # digest of the version
    entry: str  # the watch as it was then, as JSON
    is_same: bool
    said: str


def replay(db: Connection, article_id: int) -> Iterator[Replayed]:
    """Every match of the article for which there is proof."""
    stored = articles.by_id(db, article_id)
    if stored is None:
        return
    found = {one.match.watch_id: one for one in articles.matches_of(db, article_id)}
    kept = [one for one in proofs.of_article(db, article_id) if one.watch_id in found]
    for digest in dict.fromkeys(one.watchlist for one in kept):
        listed = versions.watchlist_of(db, digest)
        if listed is None:
            continue
        matcher = Matcher(listed)
        entries = {one.id: one for one in listed.watches}
        for proof in (one for one in kept if one.watchlist == digest):
            passage = _passage(db, stored.article, article_id, proof)
            is_same, said = _again(matcher, passage, found[proof.watch_id])
            entry = versions.written(entries[proof.watch_id])
            yield Replayed(proof.watch_id, digest, entry, is_same, said)


def _again(matcher: Matcher, passage: Passage | None, found: FoundMatch) -> tuple[bool, str]:
    if passage is None:
        return False, "the text that was judged is not kept: another reading of the page had it"
    matches = matcher.judge(passage).matches
    now = next((one for one in matches if one.watch_id == found.match.watch_id), None)
    if now is None:
        return False, "judged again, it does not name the watch"
    is_same = [*map(_bare, now.mentions)] == [*map(_bare, found.match.mentions)]
    words = "the same mentions" if is_same else "other mentions"
    return is_same, f"judged again: {words}, score {now.score:g}"


def _passage(db: Connection, read: Article, article_id: int, proof: Proof) -> Passage | None:
    """What was judged, told by its hash among the texts that are kept."""
    for title, text in ((read.title, read.text), *earlier_texts(db, article_id)):
        passage = Passage(text, title, read.language, read.source_id, proof.source_tags)
        if proofs.hash_of(passage) == proof.text_hash:
            return passage
    return None


def _bare(mention: Mention) -> Mention:
    return replace(mention, seen_by=())
