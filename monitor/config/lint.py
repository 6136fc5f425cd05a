"""What a configuration may say, and probably does not mean: warnings, each with its line."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec

from monitor.config.document import Document, Place
from monitor.config.loading import Located
from monitor.config.quoting import quoted
from monitor.config.slugs import slug
from monitor.config.syntax import KeyPath
from monitor.config.wording import problem
from monitor.errors import Problem
from monitor.model import DEFAULT_USER_AGENT, Form

SHORT = 5
"""Letters of a single word up to which other words are likely to look like it."""

_UNHEEDED = "this version does not heed it yet"
_NO_BROWSER = 'needs the optional browser, which is not installed: `pip install "tocsin[render]"`'
_UNHEEDED_SETTINGS: tuple[KeyPath, ...] = (("retention",),)


def lints(located: Located, *, today: date) -> Iterator[Problem]:
    """What is allowed, and probably not meant."""
    yield from _unnamed_visitor(located)
    yield from _emptiness(located)
    yield from _same_address(located)
    yield from _lost_tags(located)
    yield from unheeded(located)
    yield from _expired(located, today)
    names = list(_names(located))
    yield from _unseen_characters(names)
    yield from _short_words(located, names)
    yield from _shared_names(names)


def unheeded(located: Located) -> Iterator[Problem]:
    """What the contract of the files has and this version does not do yet: never in silence."""
    for path in _UNHEEDED_SETTINGS:
        if located.settings.at(path):
            yield _warning(located.settings, path, _UNHEEDED)
    for index, source in enumerate(located.configuration.sources):
        if source.render and find_spec("playwright") is None:
            yield _warning(located.sources, ("sources", index, "render"), _NO_BROWSER)


def _warning(document: Document, path: KeyPath, message: str) -> Problem:
    return problem(document, path, message, severity="warning")


def _unnamed_visitor(located: Located) -> Iterator[Problem]:
    agent = located.configuration.settings.user_agent
    if agent == DEFAULT_USER_AGENT or not ("@" in agent or "://" in agent):
        told = (
            "tells sites no way to reach you, and many block such visitors; write yours, such as "
            '`user_agent: "Tocsin/1.0 (+https://example.org/tocsin; news@example.org)"`'
        )
        yield _warning(located.settings, ("user_agent",), f"{quoted(agent)} {told}")


def _emptiness(located: Located) -> Iterator[Problem]:
    if not located.configuration.watchlist.watches:
        yield _warning(located.watchlists[0], ("watches",), "nothing is watched; add a watch")
    if not any(source.enabled for source in located.configuration.sources):
        yield _warning(located.sources, ("sources",), "no source is enabled; add one")


def _same_address(located: Located) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for index, source in enumerate(located.configuration.sources):
        if source.url in first:
            told = f"source {quoted(first[source.url])} has the same address; remove one of them"
            yield _warning(located.sources, ("sources", index, "url"), told)
        first.setdefault(source.url, source.id)


def _lost_tags(located: Located) -> Iterator[Problem]:
    """Tags that limit a watch or a route, and that no source has."""
    known = {tag for source in located.configuration.sources for tag in source.tags}
    routes = range(len(located.configuration.settings.alerts.routes))
    limits = [place.of("sources", "tags") for place in located.watches]
    limits += [Place(located.settings, ("alerts", "routes", i, "tags")) for i in routes]
    for place in limits:
        for number, tag in enumerate(place.document.at(place.path) or ()):
            if tag.strip() not in known:
                told = f"no source has the tag {quoted(tag)}, so nothing comes through it"
                yield _warning(place.document, place.of(number).path, told)


def _expired(located: Located, today: date) -> Iterator[Problem]:
    for watch, place in zip(located.configuration.watchlist.watches, located.watches, strict=True):
        if watch.expires is not None and watch.expires <= today:
            told = f"expired on {watch.expires}; remove the watch, or give it a later date"
            yield _warning(place.document, place.of("expires").path, told)


@dataclass(frozen=True, slots=True)
class _Written:
    """A name where it stands in the watchlist: the form of a watch, or a decoy."""

    place: Place
    text: str
    owner: str  # the watch's id, "" of a decoy
    form: Form | None

    def warning(self, message: str) -> Problem:
        return _warning(self.place.document, self.place.path, message)


def _names(located: Located) -> Iterator[_Written]:
    watchlist = located.configuration.watchlist
    for watch, place in zip(watchlist.watches, located.watches, strict=True):
        aliases = sum(form.kind == "alias" for form in watch.forms)
        for number, form in enumerate(watch.forms):
            written = place.of("name")
            if form.kind == "alias":
                written = place.of("aliases", number - 1)
            elif form.kind == "acronym":
                written = place.of("acronyms", number - 1 - aliases)
            yield _Written(written, form.text, watch.id, form)
    for decoy, place in zip(watchlist.decoys, located.decoys, strict=True):
        yield _Written(place, decoy, "", None)


def _unseen_characters(names: list[_Written]) -> Iterator[Problem]:
    for name in names:
        unseen = next((sign for sign in name.text if _is_unseen(sign)), None)
        if unseen is not None:
            told = f"holds the invisible character U+{ord(unseen):04X}; type the name anew"
            yield name.warning(f"{quoted(name.text)} {told}")


def _is_unseen(sign: str) -> bool:
    # The joiners are part of how Persian is written.
    return unicodedata.category(sign) == "Cf" and sign not in "\u200c\u200d"


def _short_words(located: Located, names: list[_Written]) -> Iterator[Problem]:
    watches = {watch.id: watch for watch in located.configuration.watchlist.watches}
    for name in names:
        if name.form is None or name.form.match != "fuzzy" or " " in name.text:
            continue
        if len(name.text) <= SHORT and not (name.form.near or watches[name.owner].near):
            or_exact = ", or `match: exact`" if name.form.kind == "alias" else ""
            told = f"is one short word, and others look like it; give it `near`{or_exact}"
            yield name.warning(f"{quoted(name.text)} {told}")


def _shared_names(names: list[_Written]) -> Iterator[Problem]:
    """Names that two watches have, and decoys that are watched."""
    first: dict[str, _Written] = {}
    for name in names:
        other = first.setdefault(slug(name.text), name)
        if other.owner == name.owner:
            continue
        if name.owner:
            told = f"is a name of watch {quoted(other.owner)} too, so both ring; remove one of them"
        else:
            told = f"is a name of watch {quoted(other.owner)}; a decoy of it silences the watch"
        yield name.warning(f"{quoted(name.text)} {told}")
