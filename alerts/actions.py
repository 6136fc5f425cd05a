"""What a press does, and how the message reads then. Pure.

A verdict counts by person, the last one; a silence counts once, whoever wished for it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.model import Press, Reaction, Silence, SilenceTarget, Story

FROM_SLACK = "from Slack"
"""The reason of a silence."""

SAME_WISH = timedelta(minutes=10)
"""Two who wish for the same silence within so short a time wish for one."""

PERSONS_SHOWN = 3

_VERDICTS = {"relevant": "✓ relevant", "not_relevant": "✗ not relevant"}
_DONE = {
    "snooze_story": "snoozed",
    "snooze_watch": "{name} snoozed",
    "mute_source": "{name} muted",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a press asks to be silent, and until when."""

    target: SilenceTarget
    target_id: str
    name: str  # for people
    until: datetime


def wish_of(press: Press, story: Story | None, *, now: datetime) -> Wish | None:
    """The silence that a press asks for; None where it asks for none."""
    until = now + press.lasting
    match press.action:
        case "snooze_story":
            return Wish("story", press.story_id, "this story", until)
        case "snooze_watch":
            return Wish("watch", press.target_id, _watch_name(press, story), until)
        case "mute_source":
            return Wish("source", press.target_id, _source_name(press, story), until)
    return None


def granted(wish: Wish, in_force: Iterable[Silence]) -> Silence | None:
    """The silence that does already what is wished for."""
    same = (one for one in in_force if (one.target, one.target_id) == (wish.target, wish.target_id))
    longest = max(same, key=lambda one: one.until, default=None)
    return longest if longest and longest.until >= wish.until - SAME_WISH else None


def answer(wish: Wish, silence: Silence, *, is_new: bool) -> str:
    """What the person is told who wished for a silence."""
    name, until = _capital(wish.name), _moment(silence.until)
    if not is_new:
        return f"{name} is silent already, until {until}, by {silence.author}."
    return (
        f"{name} does not ring by itself until {until}; what is held back comes in a digest then."
        f" `tocsin silence remove {silence.id}` ends it."
    )


def remarks(reactions: Sequence[Reaction]) -> tuple[str, ...]:
    """What people said and did about a story, as its message shows it."""
    return (*_verdicts(reactions), *_silences(reactions))


def _verdicts(reactions: Iterable[Reaction]) -> Iterable[str]:
    last: dict[str, Reaction] = {}
    for one in reactions:
        if one.press.action in _VERDICTS:
            last.pop(one.press.user_id, None)  # to stand where it was said last
            last[one.press.user_id] = one
    for action, said in _VERDICTS.items():
        if by := [one for one in last.values() if one.press.action == action]:
            yield f"{said}: {_persons(by)}"


def _persons(reactions: Sequence[Reaction]) -> str:
    shown = "; ".join(
        f"{person(one.press)}, {_moment(one.at)}" for one in reactions[-PERSONS_SHOWN:]
    )
    more = len(reactions) - PERSONS_SHOWN
    return f"{shown} and {more} more" if more > 0 else shown


def _silences(reactions: Iterable[Reaction]) -> Iterable[str]:
    """One line for each silence that came of the story's buttons, the one that lasts longest."""
    latest: dict[tuple[str, str], Reaction] = {}
    for one in reactions:
        if one.silence_id is not None:
            latest[one.press.action, one.press.target_id] = one
    for one in latest.values():
        assert one.until is not None
        done = _capital(_DONE[one.press.action].replace("{name}", one.target_name))
        yield f"{done} until {_moment(one.until)} by {person(one.press)}"


def person(press: Press) -> str:
    """Somebody as their colleagues know them."""
    return f"@{press.user_name or press.user_id}"


def _watch_name(press: Press, story: Story | None) -> str:
    rungs = story.rungs if story else ()
    named = (rung.watch_name for rung in rungs if rung.watch_id == press.target_id)
    return next(named, press.target_id)


def _source_name(press: Press, story: Story | None) -> str:
    is_its = story is not None and story.source_id == press.target_id
    return story.outlet or press.target_id if story and is_its else press.target_id


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _moment(at: datetime) -> str:
    return f"{at.day} {at:%b %H:%M} UTC"
