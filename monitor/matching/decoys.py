"""Names that are not watched and are taken for watched ones: they claim their own words.

The starter pack holds names known well enough to be confused in the news, and other meanings of
well-known acronyms and names.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from functools import cache

from rapidfuzz import fuzz

from monitor.matching.folding import Sound, read
from monitor.matching.phrases import content_words
from monitor.matching.vocabulary import lines_of
from monitor.model import Context, Form, Watch, Watchlist

NEARBY = 20
"""Words between a name and what shows that it means something else."""
ELSEWHERE = "; elsewhere:"
SAME_NAME = 85.0
"""Folds this alike, with the same consonants, are one name; Khomeini and Khamenei are not."""


def decoys_of(watchlist: Watchlist, switched_off: Set[str]) -> tuple[str, ...]:
    """The user's decoys, and those of the starter pack that no watch has switched off."""
    builtin = _builtin() if watchlist.builtin_decoys else ()
    kept = (decoy for decoy in builtin if decoy not in switched_off)
    return tuple(dict.fromkeys((*watchlist.decoys, *kept)))


def switched_off_by(watch: Watch) -> frozenset[str]:
    """The decoys of the starter pack that a watch is named like: Naim Qasim for Naim Qassem."""
    sounds = [sound_of(form.text) for form in watch.forms]
    return frozenset(
        decoy
        for sound in sounds
        for fold, decoy in _builtin_by_sound().get(sound.skeleton, ())
        if fuzz.ratio(sound.fold, fold) >= SAME_NAME
    )


@cache
def _builtin_by_sound() -> Mapping[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for decoy in _builtin():
        sound = sound_of(decoy)
        found[sound.skeleton].append((sound.fold, decoy))
    return found


def other_meanings(watchlist: Watchlist) -> Mapping[tuple[str, str], Context]:
    """Per watch and form the words that show another meaning of it: of an acronym anywhere in the
    passage, of a name near by."""
    if not watchlist.builtin_decoys:
        return {}
    acronyms = {name: _listed(words) for name, words in _entries("acronyms.txt")}
    names: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, words in _entries("contexts.txt"):
        names[sound_of(name).skeleton].append((sound_of(name).fold, words))
    found: dict[tuple[str, str], Context] = {}
    for watch in watchlist.watches:
        for form in watch.forms:
            if form.kind == "acronym" and form.text in acronyms:
                found[watch.id, form.text] = Context(acronyms[form.text])
            elif meaning := _other_meaning(watch, form, names):
                found[watch.id, form.text] = meaning
    return found


def _other_meaning(
    watch: Watch, form: Form, names: Mapping[str, list[tuple[str, str]]]
) -> Context | None:
    if form.kind == "acronym" or form.match != "fuzzy":
        return None
    sound = sound_of(form.text)
    for fold, words in names.get(sound.skeleton, ()):
        if fuzz.ratio(sound.fold, fold) >= SAME_NAME:
            things, _, places = words.partition(ELSEWHERE)
            has_place = bool(form.near or watch.near)
            return Context(_listed(things if has_place else f"{things},{places}"), NEARBY)
    return None


def _entries(file: str) -> Iterator[tuple[str, str]]:
    for line in lines_of(file):
        name, _, words = line.partition(":")
        yield name, words


def _listed(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.split(",") if word.strip())


def _builtin() -> tuple[str, ...]:
    return tuple(lines_of("decoys.txt"))


def are_one_name(one: Sound, other: Sound) -> bool:
    """Whether names that sound so are spellings of one."""
    return one.skeleton == other.skeleton and fuzz.ratio(one.fold, other.fold) >= SAME_NAME


def sound_of(name: str) -> Sound:
    """What two spellings of one name have in common."""
    sounds = [read(word.plain).sound for word in content_words(name, {})]
    return Sound(
        " ".join(sound.fold for sound in sounds), " ".join(sound.skeleton for sound in sounds)
    )
