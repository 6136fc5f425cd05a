"""Names that are not watched and are taken for watched ones: they claim their own words.

The starter pack holds names known well enough to be confused in the news, and other meanings of
well-known acronyms.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from rapidfuzz import fuzz

from monitor.matching.folding import Sound, read
from monitor.matching.phrases import content_words
from monitor.matching.vocabulary import lines_of
from monitor.model import Form, Watch, Watchlist

SAME_NAME = 85.0
"""Folds this alike, with the same consonants, are one name; Khomeini and Khamenei are not."""


def decoys_of(watchlist: Watchlist) -> tuple[str, ...]:
    """The user's decoys, and of the starter pack those that no watch is named like."""
    builtin = _builtin() if watchlist.builtin_decoys else ()
    watched: dict[str, list[str]] = defaultdict(list)
    for form in _forms(watchlist.watches):
        sound = _sound(form.text)
        watched[sound.skeleton].append(sound.fold)
    kept = (decoy for decoy in builtin if not _is_watched(_sound(decoy), watched))
    return tuple(dict.fromkeys((*watchlist.decoys, *kept)))


def other_meanings(watchlist: Watchlist) -> Mapping[str, tuple[str, ...]]:
    """Per acronym the words that show another meaning of it."""
    if not watchlist.builtin_decoys:
        return {}
    acronyms = {form.text for form in _forms(watchlist.watches) if form.kind == "acronym"}
    lines = (line.partition(":") for line in lines_of("acronyms.txt"))
    return {
        acronym: tuple(word.strip() for word in words.split(","))
        for acronym, _, words in lines
        if acronym in acronyms
    }


def _builtin() -> tuple[str, ...]:
    return tuple(lines_of("decoys.txt"))


def _forms(watches: Iterable[Watch]) -> Iterator[Form]:
    return (form for watch in watches for form in watch.forms)


def _sound(name: str) -> Sound:
    """What two spellings of one name have in common."""
    sounds = [read(word.plain).sound for word in content_words(name, {})]
    return Sound(
        " ".join(sound.fold for sound in sounds), " ".join(sound.skeleton for sound in sounds)
    )


def _is_watched(sound: Sound, watched: Mapping[str, Iterable[str]]) -> bool:
    """Whether it is the name of a watch in some spelling: Naim Qasim for Naim Qassem."""
    return any(
        fuzz.ratio(sound.fold, fold) >= SAME_NAME for fold in watched.get(sound.skeleton, ())
    )
