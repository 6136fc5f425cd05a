"""Goes through the archive with two lists at once: over those texts that they may tell apart."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from monitor.matching.edit import Compared, Edit
from monitor.matching.imprints import version
from monitor.model import Imprint, Passage
from monitor.storage import archive
from monitor.storage.archive import Archived, Span

BLOCK = 5_000
"""Articles whose imprints are looked at together."""
TOGETHER = 256
"""Articles that are read together, ..."""
LETTERS = 400_000
"""... if they have no more than these."""

Tags = Mapping[str, frozenset[str]]
"""Of each source, as the configuration has them."""


@dataclass(frozen=True, slots=True)
class Landed:
    """An article that holds something of what was edited, and what both lists say of it."""

    article: Archived
    passage: Passage
    compared: Compared


@dataclass(frozen=True, slots=True)
class Haul:
    """What a stretch of the archive holds."""

    last: int  # its last article's id
    articles: int
    landed: tuple[Landed, ...]


def trawl(db: Connection, edit: Edit, span: Span, tags: Tags) -> Iterator[Haul]:
    """Stretch by stretch all articles of the span that the two lists may judge otherwise."""
    while True:
        ids, imprints = archive.imprints(db, span, version(), most=BLOCK)
        if not ids:
            return
        chosen = _chosen(edit, ids, imprints)
        landed = [
            one
            for start in range(0, len(chosen), TOGETHER)
            for one in _landed(db, edit, chosen[start : start + TOGETHER], tags)
        ]
        yield Haul(ids[-1], len(ids), tuple(landed))
        span = replace(span, after=ids[-1])


def passage_of(article: Archived, tags: Tags) -> Passage:
    """The article as the matcher reads it."""
    return Passage(
        text=article.text,
        title=article.title,
        language=article.language,
        source_id=article.source_id,
        tags=tags.get(article.source_id, frozenset()),
    )


def handfuls(articles: Iterable[Archived]) -> Iterator[list[Archived]]:
    """Articles, as many together as there is room for; a very long one by itself."""
    together: list[Archived] = []
    letters = 0
    for article in articles:
        letters += len(article.text)
        if together and letters > LETTERS:
            yield together
            together, letters = [], len(article.text)
        together.append(article)
    if together:
        yield together


def _chosen(edit: Edit, ids: Sequence[int], imprints: Sequence[Imprint | None]) -> list[int]:
    """The articles that may differ; one without an imprint may."""
    known = [one for one in imprints if one]
    may = iter(edit.may_differ(known))
    return [id_ for id_, one in zip(ids, imprints, strict=True) if one is None or next(may)]


def _landed(db: Connection, edit: Edit, ids: Sequence[int], tags: Tags) -> Iterator[Landed]:
    for articles in handfuls(archive.texts(db, ids)):
        passages = [passage_of(one, tags) for one in articles]
        both = edit.compare(passages)
        for article, passage, compared in zip(articles, passages, both, strict=True):
            if compared:
                yield Landed(article, passage, compared)
