"""What a configuration may say, and probably does not mean: warnings, each with its line.

What concerns the watched names alone is in `monitor.lint`.
"""

from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec

from monitor.config.document import Document, Place
from monitor.config.loading import Located
from monitor.config.quoting import quoted
from monitor.config.syntax import KeyPath
from monitor.config.wording import problem
from monitor.errors import Problem
from monitor.model import DEFAULT_USER_AGENT

_NO_BROWSER = 'needs the optional browser, which is not installed: `pip install "tocsin[render]"`'


def lints(located: Located, *, today: date) -> Iterator[Problem]:
    """What is allowed, and probably not meant."""
    yield from _unnamed_visitor(located)
    yield from _emptiness(located)
    yield from _same_address(located)
    yield from _lost_tags(located)
    yield from _no_browser(located)
    yield from _expired(located, today)


def _no_browser(located: Located) -> Iterator[Problem]:
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
