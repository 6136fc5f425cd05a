"""Text from a page made harmless for a message: no mentions, no links, no tricks, never too long.

Pure. What Slack reads as markup is described at https://docs.slack.dev/messaging/formatting-message-text
"""

import unicodedata
from urllib.parse import quote, urlsplit

import regex

ELLIPSIS = "…"
LONGEST_URL = 3000

_RLM, _RLI, _FSI, _PDI = "\u200f", "\u2067", "\u2068", "\u2069"

# What has no width but a meaning: joiners shape Persian words and emoji, and the signs that stand
# before or over Arabic numbers are seen. All else of that category is invisible, or turns the line.
_KEPT_FORMATS = "\u200c\u200d\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u08e2"
_UNSEEN = regex.compile(rf"[\p{{C}}--[{_KEPT_FORMATS}]]", regex.V1)
_SPACES = regex.compile(r"\s+")
_LETTER = regex.compile(r"\X")

# Cleaning an endless title costs time, and what lies far behind the limit never shows.
_READ_AHEAD = 8


def clean(text: str, most: int) -> str:
    """One line of what can be seen, of at most so many characters as Slack counts them."""
    return cut(_visible(text[: most * _READ_AHEAD]).strip(), most)


def cut(text: str, most: int) -> str:
    """The text, ended by an ellipsis where it is longer: never inside a letter and its marks."""
    if weight(text) <= most:
        return text
    return _fitting(text, most - len(ELLIPSIS)).rstrip() + ELLIPSIS


def cut_front(text: str, most: int) -> str:
    """The end of the text, begun by an ellipsis where it is longer."""
    if weight(text) <= most:
        return text
    room, kept = most - len(ELLIPSIS), []
    for letter in reversed(_LETTER.findall(text[-most:])):
        room -= weight(letter)
        if room < 0:
            break
        kept.append(letter)
    return ELLIPSIS + "".join(reversed(kept)).lstrip()


def around(sentence: str, start: int, end: int, most: int) -> tuple[str, str, str]:
    """What stands before, in and after sentence[start:end], all of it cleaned, the middle kept."""
    hit = cut(_visible(sentence[start:end][: most * _READ_AHEAD]), most // 2)
    before = _visible(sentence[:start][-most * _READ_AHEAD :]).lstrip()
    after = _visible(sentence[end:][: most * _READ_AHEAD]).rstrip()
    room = most - weight(hit)
    after_room = max(room // 2, room - weight(before))
    after = cut(after, after_room)
    return cut_front(before, room - weight(after)), hit, after


def escape(text: str) -> str:
    """The text as Slack's markup says it: no mention, no link can begin."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def weight(text: str) -> int:
    """How many characters Slack may count: those of the text once it is escaped."""
    return len(text) + 4 * text.count("&") + 3 * (text.count("<") + text.count(">"))


def isolated(text: str) -> str:
    """The text as a part of a line of another direction: neither turns the other round."""
    return f"{_FSI}{text}{_PDI}" if _has_right_to_left(text) else text


def paragraph(text: str) -> tuple[str, str]:
    """What goes before and after a paragraph, so that it runs and stands the way it is read.

    The mark makes it stand on the right, because a client goes by the first letter outside of
    isolates (Unicode Bidirectional Algorithm, P2); the isolate keeps its signs in order.
    """
    return (_RLM + _RLI, _PDI) if is_right_to_left(text) else ("", "")


def is_right_to_left(text: str) -> bool:
    """Whether most of its letters run from right to left."""
    directions = [unicodedata.bidirectional(letter) for letter in text]
    right = sum(direction in {"R", "AL"} for direction in directions)
    return right > directions.count("L")


def link(url: str) -> str | None:
    """The address in a form that cannot end the link it stands in; None if it may not be one."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not parts.netloc.isascii():
        return None
    if not parts.hostname:
        return None
    # Percent-encoded are spaces, quotes, <, >, |, controls and all that is not ASCII.
    safe = quote(url.strip(), safe="%/:?#[]@!$&'()*+,;=~-._", errors="replace")
    return safe if weight(safe) <= LONGEST_URL else None


def _visible(text: str) -> str:
    """Without controls, direction marks and other invisible signs; each run of space is one."""
    return str(_SPACES.sub(" ", _UNSEEN.sub(_stand_in, text)))


def _stand_in(found: regex.Match[str]) -> str:
    return " " if found[0].isspace() else ""


def _fitting(text: str, most: int) -> str:
    kept, room = [], most
    for letter in _LETTER.findall(text[: most + 1]):
        room -= weight(letter)
        if room < 0:
            break
        kept.append(letter)
    return "".join(kept)


def _has_right_to_left(text: str) -> bool:
    if text.isascii():
        return False
    return any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in text)
