"""Names that are not watched and are taken for watched ones: they claim their own words.

The starter pack holds names known well enough to be confused in the news, and other meanings of
well-known acronyms.
"""

from collections.abc import Iterable, Iterator, Mapping

from monitor.matching.folding import read
from monitor.matching.phrases import content_words
from monitor.matching.vocabulary import lines_of
from monitor.model import Form, Watch, Watchlist


def decoys_of(watchlist: Watchlist) -> tuple[str, ...]:
    """The user's decoys, and of the starter pack those that no watch is named like."""
    builtin = _builtin() if watchlist.builtin_decoys else ()
    watched = {_sound(form.text) for watch in watchlist.watches for form in watch.forms}
    kept = (decoy for decoy in builtin if _sound(decoy) not in watched)
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


def _sound(name: str) -> tuple[str, ...]:
    """What two spellings of one name have in common."""
    return tuple(read(word.plain).sound.fold for word in content_words(name, {}))
