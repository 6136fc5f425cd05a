"""What `/tocsin` understands: the words of a command, and what they ask for. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches
from typing import Any

from monitor.config.values import positive_duration
from monitor.extraction.urls import canonical_url
from monitor.model import Action, Configuration, Press

LONGEST_SNOOZE = timedelta(days=365)

HELP = """\
`/tocsin status`  how the sources, the alerts and the service are
`/tocsin why URL`  why an article rang, or did not
`/tocsin watches`  what is watched, with the ids
`/tocsin snooze watch ID 8h`  likewise `source ID` and `story ID`; `30m`, `8h`, `2d`"""

_ACTIONS: Mapping[str, Action] = {
    "watch": "snooze_watch",
    "source": "mute_source",
    "story": "snooze_story",
}


@dataclass(frozen=True, slots=True)
class AskStatus:
    """How is everything?"""


@dataclass(frozen=True, slots=True)
class AskWatches:
    """What is watched?"""


@dataclass(frozen=True, slots=True)
class AskWhy:
    """Why did the article at this canonical address ring, or not?"""

    url: str


@dataclass(frozen=True, slots=True)
class Snooze:
    """Let something be silent."""

    press: Press
    name: str  # of what, for people


@dataclass(frozen=True, slots=True)
class Misspoken:
    """What was written asks for nothing that we know; the sentence says what to write."""

    said: str


Command = AskStatus | AskWatches | AskWhy | Snooze | Misspoken


def read_command(payload: Mapping[str, Any], configuration: Configuration) -> Command:
    """What a payload of a slash command asks for.

    https://docs.slack.dev/interactivity/implementing-slash-commands
    """
    words = str(payload.get("text") or "").split()
    match [words[0].lower(), *words[1:]] if words else ["help"]:
        case ["status"]:
            return AskStatus()
        case ["watches"]:
            return AskWatches()
        case ["why", url]:
            return _ask_why(url)
        case ["snooze", what, target_id, span]:
            return _snooze(payload, what.lower(), target_id, span, configuration)
        case ["why" | "snooze" as verb, *_]:
            return Misspoken(f"`{verb}` needs more, or less. {_usage(verb)}")
        case ["help"]:
            return Misspoken(HELP)
        case [verb, *_]:
            near = get_close_matches(verb, ("status", "why", "watches", "snooze"), n=1)
            hint = f" Did you mean `{near[0]}`?" if near else ""
            return Misspoken(f"There is no `{verb}`.{hint}\n{HELP}")
    raise AssertionError("a list that is not empty has a first word")


def _ask_why(url: str) -> Command:
    # A workspace may hand over links as `<url|label>`.
    address = url.removeprefix("<").removesuffix(">").partition("|")[0]
    if not address.startswith(("http://", "https://")):
        return Misspoken(f"`{url}` is no address. {_usage('why')}")
    return AskWhy(canonical_url(address))


def _snooze(
    payload: Mapping[str, Any], what: str, target_id: str, span: str, configuration: Configuration
) -> Command:
    action = _ACTIONS.get(what)
    if action is None:
        return Misspoken(f"`{what}` is not `watch`, `source` or `story`. {_usage('snooze')}")
    names = _names(action, target_id, configuration)
    if target_id not in names:
        return Misspoken(f"There is no {what} `{target_id}`{_nearest(target_id, names)}.")
    try:
        lasting = positive_duration(span)
    except ValueError as error:
        return Misspoken(f"{error}.")
    if lasting > LONGEST_SNOOZE:
        return Misspoken(f"`{span}` is over a year: take the {what} out of the configuration then.")
    user_id = str(payload.get("user_id") or "")
    press = Press(
        key=f"command:{user_id}:{payload.get('trigger_id')}",
        action=action,
        story_id=target_id if action == "snooze_story" else "",
        target_id="" if action == "snooze_story" else target_id,
        user_id=user_id,
        user_name=str(payload.get("user_name") or user_id),
        lasting=lasting,
    )
    return Snooze(press, names[target_id])


def _names(action: Action, target_id: str, configuration: Configuration) -> Mapping[str, str]:
    """What could be meant, by id; a story may be one that is yet to come."""
    match action:
        case "snooze_watch":
            return {watch.id: watch.name for watch in configuration.watchlist.watches}
        case "mute_source":
            return {source.id: source.title for source in configuration.sources}
    return {target_id: "this story"}


def _nearest(wanted: str, known: Collection[str]) -> str:
    near = get_close_matches(wanted, known, n=1)
    return f"; did you mean `{near[0]}`?" if near else ""


def _usage(verb: str) -> str:
    return "Write " + next(line for line in HELP.splitlines() if f"/tocsin {verb}" in line)
