"""Is a name the name of another watch too, or one that a decoy claims?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from monitor.config import Located
from monitor.config.quoting import quoted
from monitor.config.wording import problem
from monitor.errors import Problem
from monitor.lint.names import Written
from monitor.matching.decoys import are_one_name, sound_of
from monitor.matching.folding import Sound

MOST_COMPARED = 20
"""Names with the same consonants that one is held against."""


def shared_names(names: Iterable[Written]) -> Iterator[Problem]:
    """Names that another watch finds already, and decoys of what is watched."""
    by_consonants: dict[str, list[tuple[Sound, Written]]] = defaultdict(list)
    for name in names:
        if name.form is not None and name.form.match == "regex":
            continue
        sound = _heard(name)
        heard = by_consonants[sound.skeleton]
        alike = (one for known, one in heard[:MOST_COMPARED] if are_one_name(known, sound))
        other = next((one for one in alike if not _are_apart(name, one)), None)
        if other is not None and other.watch is not None:
            yield name.problem(_told(name, other, other.watch.id))
        heard.append((sound, name))


def silencing_phrases(located: Located) -> Iterator[Problem]:
    """Phrases of `unless` that are the watch's own name, so that it never rings."""
    for watch, place in zip(located.configuration.watchlist.watches, located.watches, strict=True):
        if not watch.unless:
            continue
        own = [(sound_of(one.text), one.text) for one in watch.forms if one.match != "regex"]
        for number, phrase in enumerate(watch.unless):
            sound = sound_of(phrase)
            if name := next((text for known, text in own if are_one_name(known, sound)), ""):
                at = place.of("unless", number)
                told = f"{quoted(phrase)} is the watch's own {quoted(name)}, which it silences"
                told += "; write a longer phrase, or remove it"
                yield problem(at.document, at.path, told, severity="warning")


def _heard(name: Written) -> Sound:
    """How it sounds; an acronym is its letters, and no other word is one."""
    if name.form is not None and name.form.kind == "acronym":
        return Sound(name.text, f"acronym {name.text}")
    return sound_of(name.text)


def _are_apart(name: Written, other: Written) -> bool:
    """One watch may have a name twice; of two, each may have its own context."""
    return name.watch is other.watch or bool(name.near and other.near)


def _told(name: Written, other: Written, watch: str) -> str:
    spelled = "" if name.text.casefold() == other.text.casefold() else f" ({quoted(other.text)})"
    told = f"{quoted(name.text)} is a name of watch {quoted(watch)}{spelled}"
    if name.watch is None:
        silenced = "a decoy of it silences the watch" if spelled else "the decoy changes nothing"
        return f"{told}; {silenced}"
    return f"{told} too, so both ring; remove one of them"
