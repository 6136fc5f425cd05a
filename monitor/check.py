"""Is the configuration good? Its own problems, its watches' examples, and what looks like a slip.

load       what is wrong: nothing can run with it                    error
too broad  names that are ordinary words: they would ring all day    error
doors      that are named, and that nothing opens                    error
examples   each watch against the texts that say what it is for      example
lints      what is allowed, and probably not meant                   warning
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from alerts.doors import open_door
from monitor.config import Located, load_located
from monitor.config.database import state_folder
from monitor.config.document import Place
from monitor.config.environment import read_secrets
from monitor.config.familiar import Familiar
from monitor.config.lint import lints
from monitor.config.quoting import quoted
from monitor.config.wording import problem
from monitor.errors import ConfigError, Problem
from monitor.lint import too_broad, watchlist_lints
from monitor.matching.kept import matcher_of
from monitor.model import DOOR, Configuration, Judgement, Mention, Passage, Watch


@dataclass(frozen=True, slots=True)
class Report:
    """Everything there is to say about a configuration, and how much was looked at."""

    problems: tuple[Problem, ...]
    watches: int = 0
    sources: int = 0
    examples: int = 0

    @property
    def exit_status(self) -> int:
        found = {problem.severity for problem in self.problems}
        return 2 if "error" in found else 1 if "example" in found else 0


def check(folder: Path, *, environ: Mapping[str, str], now: datetime) -> Report:
    """The report on a configuration folder. Raises UsageError for the environment."""
    read_secrets(environ)
    try:
        located = load_located(folder, environ=environ, now=now)
    except ConfigError as error:
        return Report(error.problems)
    configuration = located.configuration
    watches = configuration.watchlist.watches
    found = [
        *closed_doors(located, environ),
        *failing_examples(located),
        *lints(located, today=now.date()),
        *watchlist_lints(located),
    ]
    return Report(
        problems=tuple(sorted(found)),
        watches=len(watches),
        sources=len(configuration.sources),
        examples=sum(len(w.examples.match) + len(w.examples.ignore) for w in watches),
    )


def load_to_watch(
    folder: Path,
    *,
    environ: Mapping[str, str],
    now: datetime,
    familiar: Familiar | None = None,
) -> Configuration:
    """The configuration, for who is to find by it: no name in it may ring for ordinary words.

    Raises ConfigError and UsageError.
    """
    located = load_located(folder, environ=environ, now=now, familiar=familiar)
    return _insisted(located, too_broad(located))


def load_to_tell(
    folder: Path,
    *,
    environ: Mapping[str, str],
    now: datetime,
    familiar: Familiar | None = None,
) -> Configuration:
    """The same, for who is to tell by it too: every door that it names has to open.

    Raises ConfigError and UsageError.
    """
    located = load_located(folder, environ=environ, now=now, familiar=familiar)
    return _insisted(located, (*too_broad(located), *closed_doors(located, environ)))


def _insisted(located: Located, wrong: Iterable[Problem]) -> Configuration:
    if problems := list(wrong):
        raise ConfigError(problems)
    return located.configuration


def closed_doors(located: Located, environ: Mapping[str, str]) -> Iterator[Problem]:
    """The doors that alerts are sent to and that do not open, each with what is missing."""
    urls = read_secrets(environ).doors
    for place in _channels(located):
        channel = place.document.at(place.path)
        if isinstance(channel, str) and channel.startswith(DOOR):
            name = channel.removeprefix(DOOR)
            door = open_door(name, urls.get(name))
            if isinstance(door, str):
                told = f"{quoted(channel)} is shut: {door}"
                yield problem(place.document, place.path, told)


def _channels(located: Located) -> Iterator[Place]:
    """Wherever a channel may be named."""
    alerts = located.configuration.settings.alerts
    for path in (("channel",), ("operations",), ("canary", "channel")):
        yield Place(located.settings, ("alerts", *path))
    for index in range(len(alerts.routes)):
        yield Place(located.settings, ("alerts", "routes", index, "channel"))
    for watch in located.watches:
        yield watch.of("channel")


def failing_examples(located: Located) -> Iterator[Problem]:
    """The examples that their watch does not live up to, each with what the matcher saw."""
    watchlist = located.configuration.watchlist
    if not any(watch.examples.match or watch.examples.ignore for watch in watchlist.watches):
        return
    matcher = matcher_of(watchlist, state_folder(located.configuration))
    for watch, place in zip(watchlist.watches, located.watches, strict=True):
        for kind, texts in (("match", watch.examples.match), ("ignore", watch.examples.ignore)):
            told_of = _silent if kind == "match" else _rings
            for number, text in enumerate(texts):
                if told := told_of(watch, text, matcher.judge(Passage(text))):
                    # The reason takes a closer look, which takes its time on a long list.
                    closely = matcher.judge(Passage(text), near_misses=True)
                    told = told_of(watch, text, closely) or told
                    path = place.of("examples", kind, number).path
                    yield problem(place.document, path, told, severity="example")


def _silent(watch: Watch, text: str, judgement: Judgement) -> str:
    """Why the watch does not ring for a text that it should; empty where it does."""
    if any(match.watch_id == watch.id for match in judgement.matches):
        return ""
    seen = [mention for mention in judgement.suppressed if mention.watch_id == watch.id]
    if not seen:
        hint = "nothing in it is close to a name; add it as it is written there to `aliases`"
        return f"does not ring for {quoted(text)}: {hint}"
    nearest = max(seen, key=lambda mention: mention.score)
    return f"does not ring for {quoted(text)}: {_described(nearest)}, but {nearest.suppressed_by}"


def _rings(watch: Watch, text: str, judgement: Judgement) -> str:
    """Why the watch rings for a text that it should not; empty where it does not."""
    found = [match for match in judgement.matches if match.watch_id == watch.id]
    if not found:
        return ""
    best = max(found[0].mentions, key=lambda mention: mention.score)
    hint = (
        f"put {quoted(best.surface)}, or the longer name it is part of, into `unless` or `decoys`"
    )
    return f"rings for {quoted(text)}: {_described(best)}; {hint}, or give the watch `near`"


def _described(mention: Mention) -> str:
    why = "; ".join(mention.why)
    reason = f" ({why})" if why else ""
    return f"{quoted(mention.surface)} is {quoted(mention.form)} at {mention.score:.0f}{reason}"
