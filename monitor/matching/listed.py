"""What a watchlist has to be looked for, and what an edit of it changes."""

import json
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace

from monitor.matching.decoys import decoys_of, other_meanings, switched_off_by
from monitor.matching.finder import Owner, is_fuzzy
from monitor.matching.romanise import is_abjad
from monitor.matching.shapes import Phrase
from monitor.model import Context, Form, Watch, Watchlist


@dataclass(frozen=True, slots=True)
class Listed:
    """A watchlist: its watches by id, the decoys, and other meanings of its forms."""

    watchlist: Watchlist
    watches: Mapping[str, Watch]
    switched_off: Mapping[str, frozenset[str]]  # by watch, decoys of the starter pack
    decoys: tuple[str, ...]
    meanings: Mapping[tuple[str, str], Context]

    def phrases(self, owners: Set[Owner] | None = None) -> Iterator[Phrase]:
        """Everything that is looked for, or only what is of these owners."""
        for watch in self.watches.values():
            if owners is None or ("watch", watch.id) in owners:
                yield from _watched(watch, self.watchlist)
        for decoy in self.decoys:
            if owners is None or ("decoy", decoy) in owners:
                own_script_only = is_abjad(decoy)
                name, threshold = Form(decoy, "name"), self.watchlist.threshold
                yield Phrase("decoy", decoy, name, threshold, own_script_only=own_script_only)

    def remarks(self) -> str:
        """What takes its time to find out about the list, as JSON."""
        switched_off = [(id_, sorted(decoys)) for id_, decoys in self.switched_off.items()]
        meanings = [(*key, one.any, one.within) for key, one in self.meanings.items()]
        return json.dumps((switched_off, meanings))

    def edited(self, watchlist: Watchlist) -> tuple["Listed", Set[Owner]]:
        """The list after an edit, and whose phrases came, went, or are others now."""
        watches = {watch.id: watch for watch in watchlist.watches}
        before = self.watches
        fresh = [
            watch
            for watch in watchlist.watches
            if (known := before.get(watch.id)) is not watch and known != watch
        ]
        ids = {watch.id for watch in fresh} | (before.keys() - watches.keys())
        kept = {key: off for key, off in self.switched_off.items() if key not in ids}
        if watchlist.builtin_decoys == self.watchlist.builtin_decoys:
            same = {key: words for key, words in self.meanings.items() if key[0] not in ids}
            meanings = same | dict(other_meanings(replace(watchlist, watches=tuple(fresh))))
        else:
            meanings = dict(other_meanings(watchlist))
        after = _listed(watchlist, watches, kept | _switched_off(fresh), meanings)
        decoys = set(self.decoys) ^ set(after.decoys)
        watched: set[Owner] = {("watch", id_) for id_ in ids}
        return after, watched | {("decoy", decoy) for decoy in decoys}


def listed(watchlist: Watchlist) -> Listed:
    """All that a watchlist has to be looked for."""
    watches = {watch.id: watch for watch in watchlist.watches}
    meanings = other_meanings(watchlist)
    return _listed(watchlist, watches, _switched_off(watchlist.watches), meanings)


def listed_again(watchlist: Watchlist, remarks: str) -> Listed:
    """The same of the very list of which these are the remarks."""
    switched_off, meanings = json.loads(remarks)
    return _listed(
        watchlist,
        {watch.id: watch for watch in watchlist.watches},
        {id_: frozenset(decoys) for id_, decoys in switched_off},
        {(id_, form): Context(tuple(words), within) for id_, form, words, within in meanings},
    )


def _listed(
    watchlist: Watchlist,
    watches: Mapping[str, Watch],
    switched_off: Mapping[str, frozenset[str]],
    meanings: Mapping[tuple[str, str], Context],
) -> Listed:
    off = frozenset().union(*switched_off.values())
    return Listed(watchlist, watches, switched_off, decoys_of(watchlist, off), meanings)


def _switched_off(watches: Iterable[Watch]) -> dict[str, frozenset[str]]:
    by_watch = ((watch.id, switched_off_by(watch)) for watch in watches)
    return {id_: decoys for id_, decoys in by_watch if decoys}


def _watched(watch: Watch, watchlist: Watchlist) -> Iterator[Phrase]:
    threshold = watchlist.threshold if watch.threshold is None else watch.threshold
    scripts = {is_abjad(form.text) for form in watch.forms if is_fuzzy(form)}
    for form in watch.forms:
        yield Phrase(
            "watch",
            watch.id,
            form,
            threshold,
            has_context=bool(form.near or watch.near),
            own_script_only=is_abjad(form.text) and len(scripts) > 1,
            is_translated=watch.generic_words,
        )
    for phrase in watch.unless:
        unless = Form(phrase, "alias")
        yield Phrase(
            "unless",
            watch.id,
            unless,
            watchlist.threshold,
            is_translated=watch.generic_words,
        )
