"""Can the context of a name be met, and does it tell anything?"""

from collections.abc import Callable, Iterator
from typing import Literal

from monitor.config import Located
from monitor.config.document import Place
from monitor.config.quoting import quoted
from monitor.config.wording import problem
from monitor.errors import Problem
from monitor.lint.names import Written
from monitor.matching.phrases import content_words
from monitor.matching.romanise import is_abjad
from monitor.matching.scan import plain_of
from monitor.model import Context, Watch

Key = Literal["near", "not_near"]

_ABJADS = frozenset({"ar", "fa", "ur", "ps", "ku", "ckb", "he", "yi", "ug", "sd"})


def idle_contexts(names: list[Written]) -> Iterator[Problem]:
    """Words of `near` that can never count, or that always do; and of `not_near` that always do."""
    for name in names:
        own = {word.plain for word in content_words(name.text, {})} | {plain_of(name.text)}
        near, place = _context(name, "near")
        never = _forbidden(name, near) if near else frozenset()
        for word, at in _words(near, place):
            if plain_of(word) in never:
                told = "is in `not_near` too, where it silences the name; remove it from one"
                yield _warning(at, f"{quoted(word)} {told}")
            elif plain_of(word) in own:
                told = f"is a word of {quoted(name.text)} itself, so it is always near; remove it"
                yield _warning(at, f"{quoted(word)} {told}")
        for word, at in _words(*_context(name, "not_near")):
            if plain_of(word) in own:
                told = f"is in {quoted(name.text)} itself, which so never rings; remove it"
                yield _warning(at, f"{quoted(word)} {told}")


def unreachable_watches(located: Located) -> Iterator[Problem]:
    """Watches whose limits leave no article in which they could ring."""
    enabled = [source for source in located.configuration.sources if source.enabled]
    for watch, place in zip(located.configuration.watchlist.watches, located.watches, strict=True):
        if watch.sources and not any(
            source.id in watch.sources.ids or source.tags & watch.sources.tags for source in enabled
        ):
            told = "no source that is enabled is among these, so the watch never rings"
            yield _warning(place.of("sources"), f"{told}; name others, or enable one")
        if watch.near and _is_of_other_languages(watch, watch.near):
            told = (
                "none of these words is in a script of the watch's `languages`, so it never rings"
            )
            yield _warning(place.of("near"), f"{told}; add words in those languages")


def _context(name: Written, key: Key) -> tuple[Context | None, Place]:
    """The context, and where it is written: the watch's own is told of once, with its name."""
    own = Place(name.place.document, (*name.place.path, key))
    if name.form is None or name.watch is None:
        return None, own
    if (context := getattr(name.form, key)) is not None:
        return context, own
    if name.form.kind == "name":
        shared = Place(name.place.document, (*name.place.path[:2], key))
        return getattr(name.watch, key), shared
    return None, own


def _words(context: Context | None, place: Place) -> Iterator[tuple[str, Place]]:
    """The words of a context, each with where it stands."""
    for number, word in enumerate(context.any if context else ()):
        yield word, place.of("any", number)


def _forbidden(name: Written, near: Context) -> set[str]:
    """Words that silence the name wherever they would be near enough to count."""
    if name.form is None or name.watch is None:
        return set()
    contexts = filter(None, (name.form.not_near, name.watch.not_near))
    return {plain_of(word) for one in contexts if _reaches(one, near) for word in one.any}


def _reaches(not_near: Context, near: Context) -> bool:
    if not_near.within is None:
        return True
    return near.within is not None and not_near.within >= near.within


def _is_of_other_languages(watch: Watch, near: Context) -> bool:
    if not watch.languages:
        return False
    fits: Callable[[str], bool] = is_abjad
    if not watch.languages & _ABJADS:
        fits = lambda word: not is_abjad(word)
    elif watch.languages - _ABJADS:
        return False
    return not any(map(fits, near.any))


def _warning(at: Place, told: str) -> Problem:
    return problem(at.document, at.path, told, severity="warning")
