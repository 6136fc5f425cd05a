"""Longer names around a mention: "Badr Hari" around "Badr". Pure."""

import re
from collections.abc import Iterator

from monitor.suggest.scenes import WORD, Scene, field_of

REACH = 3
"""Words on each side."""
_FIRST = re.compile(r"(?:^|[.!?؟。…:\n][\"'”’»)\]]*\s*)$")
_JOINED = re.compile(r"[ \u00a0\u200c-]{1,3}")


def longer_names(scene: Scene) -> dict[str, str]:
    """What may be a longer name around the mentions: without case, and as it is written."""
    found: dict[str, str] = {}
    for mention in scene.mentions:
        if mention.field == "title":  # where other words have capitals too
            continue
        text = field_of(scene.labelled.passage, mention)
        for start, end in _stretches(text, mention.start, mention.end):
            phrase = " ".join(text[start:end].split())
            found.setdefault(phrase.casefold(), phrase)
    return found


def _stretches(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The mention with up to so many words before and behind, the outermost as names begin."""
    before = [start, *_starts_before(text, start)]
    behind = [end, *_ends_behind(text, end)]
    for first in before:
        for last in behind:
            if (first, last) != (start, end):
                yield first, last


def _starts_before(text: str, start: int) -> Iterator[int]:
    at = start
    for word in reversed(list(WORD.finditer(text, max(0, start - 80), start))[-REACH:]):
        if not _JOINED.fullmatch(text[word.end() : at]):
            return
        at = word.start()
        if _begins_a_name(word.group()) and not _FIRST.search(text, max(0, at - 4), at):
            yield at


def _ends_behind(text: str, end: int) -> Iterator[int]:
    at = end
    for number, word in enumerate(WORD.finditer(text, end, end + 80)):
        if number == REACH or not _JOINED.fullmatch(text[at : word.start()]):
            return
        at = word.end()
        if _begins_a_name(word.group()):
            yield at


def _begins_a_name(word: str) -> bool:
    """With a capital, or in a script that has none."""
    return not word[0].islower()
