"""The sentence around a mention, as an alert shows it."""

import re

from monitor.matching.romanise import bare, is_abjad
from monitor.model import Hit, Match, Mention, Passage

SENTENCE_AT_MOST = 300
MOST_HITS = 5
"""Sentences that an alert shows for each watch."""

_END = re.compile(r"(?<!\b[A-Z])(?<!\bGen)(?<!\bMr)(?<!\bDr)(?<!\bSt)[.!?؟。…][\"'”’»)\]]*\s+|\n+")
_BREAKS = str.maketrans("\n\r\t\u2028\u2029", "     ")


def hits(passage: Passage, match: Match) -> tuple[Hit, ...]:
    """The first sentences that name the watch, each once."""
    shown: dict[str, Hit] = {}
    for mention in match.mentions:
        one = hit(passage, mention)
        shown.setdefault(one.sentence, one)
        if len(shown) == MOST_HITS:
            break
    return tuple(shown.values())


def hit(passage: Passage, mention: Mention) -> Hit:
    """The sentence that holds a mention, cut to 300 characters around it, and how it was found."""
    text = passage.title if mention.field == "title" else passage.text
    start, end = _sentence(text, mention.start, mention.end)
    start, end = _cut(text, start, end, mention)
    sentence = text[start:end].translate(_BREAKS)
    return Hit(sentence, mention.start - start, mention.end - start, how(mention))


def how(mention: Mention) -> str:
    """In two or three words, how the mention was recognised."""
    if mention.kind == "followup":
        return "surname"
    if mention.kind == "acronym":
        return "acronym"
    if script := _other_script(mention.surface, mention.form):
        return f"as written in {script}"
    if bare(mention.surface) != bare(mention.form):
        return f"spelling {mention.score:.0f}"
    return "alias" if mention.kind == "alias" else "exact"


def _other_script(surface: str, form: str) -> str | None:
    scripts = (
        ("Hebrew", "\u0590", "\u05ff"),
        ("Arabic", "\u0600", "\u07bf"),
        ("Cyrillic", "\u0400", "\u052f"),
        ("Greek", "\u0370", "\u03ff"),
    )
    for name, first, last in scripts:
        if any(first <= letter <= last for letter in surface):
            same = any(first <= letter <= last for letter in form)
            return None if same else name
    return "Latin" if is_abjad(bare(form)) else None


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    # Nothing farther than the most that is shown can matter.
    first, last = max(0, start - SENTENCE_AT_MOST), end + SENTENCE_AT_MOST
    for boundary in _END.finditer(text, first, start):
        first = boundary.end()
    boundary_after = _END.search(text, end, last)
    last = boundary_after.start() + 1 if boundary_after else min(len(text), last)
    if boundary_after and boundary_after.group().startswith("\n"):
        last -= 1
    return first, last


def _cut(text: str, start: int, end: int, mention: Mention) -> tuple[int, int]:
    """At most so many characters, with the mention in them, cut between words."""
    if end - start <= SENTENCE_AT_MOST:
        return start, end
    spare = max(0, SENTENCE_AT_MOST - (mention.end - mention.start))
    start = max(start, mention.start - spare // 2)
    end = min(end, max(mention.end, start + SENTENCE_AT_MOST))
    space = text.find(" ", start, mention.start)
    if start > 0 and not text[start - 1].isspace() and space >= 0:
        start = space + 1
    space = text.rfind(" ", mention.end, end)
    if end < len(text) and not text[end].isspace() and space >= 0:
        end = space
    return start, min(end, start + SENTENCE_AT_MOST)
