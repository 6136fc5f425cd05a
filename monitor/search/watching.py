"""The archive, asked by the matcher itself: one name, in every spelling."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from monitor.backtest.trawl import trawl
from monitor.matching.edit import Edit
from monitor.model import Among, Configuration, Field, Form, Match, Watch
from monitor.storage.archive import Span
from monitor.storage.search import Hit, these

ASKED = "asked for"
"""The id of a watch that is made for one question: no slug has a space in it."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """An article in which the name was found, and where."""

    hit: Hit
    match: Match

    def spans(self, field: Field) -> list[tuple[int, int]]:
        return [(one.start, one.end) for one in self.match.mentions if one.field == field]


def sightings(
    db: Connection, configuration: Configuration, name: str, among: Among
) -> Iterator[Sighting]:
    """Every article that the watch with this id would ring for; of another name, one made of it."""
    watchlist = configuration.watchlist
    watch = next((one for one in watchlist.watches if one.id == name), None)
    others = tuple(one for one in watchlist.watches if one is not watch)
    asked = watch or Watch(id=ASKED, name=name, forms=(Form(name, "name"),))
    edit = Edit(replace(watchlist, watches=others), replace(watchlist, watches=(*others, asked)))
    tags = {source.id: source.tags for source in configuration.sources}
    for haul in trawl(db, edit, Span(since=None), tags):
        found = {
            landed.article.id: match
            for landed in haul.landed
            for match in landed.compared.after.matches
            if match.watch_id == asked.id
        }
        for hit in these(db, list(found), among):
            yield Sighting(hit, found[hit.article_id])
