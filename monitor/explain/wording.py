"""Evidence in plain words. Pure."""

from datetime import datetime

from monitor.model import Hindrance, Mention

LONGEST_SURFACE = 80
_FIELDS = {"title": "the title", "text": "the text"}


def at_clock(at: datetime | None) -> str:
    """An instant, as explanations give it."""
    return f"at {at:%Y-%m-%d %H:%M:%S} UTC" if at else "at an unknown time"


def mention_words(one: Mention) -> str:
    """The words, and what they were taken for; the quotes are parted by our own words, so that the
    line runs from left to right."""
    surface, because = " ".join(one.surface[:LONGEST_SURFACE].split()), "; ".join(one.why)
    aligned = f" ({because})" if because else ""
    place = _FIELDS[one.field]
    return f"“{surface}” in {place} is {one.watch_id}'s “{one.form}” at {one.score:g}{aligned}"


def plain_reason(reason: str) -> str:
    """Why a mention does not count, where the matcher's short word needs another."""
    hindrance = Hindrance.of(reason)
    rest = reason.removeprefix(hindrance or "").strip()
    match hindrance:
        case Hindrance.WATCH:
            return f"the words belong to a longer name, that of the watch {rest}"
        case Hindrance.DECOY:
            return f"the words belong to another name, “{rest}”"
        case Hindrance.UNLESS:
            return f"the words belong to a longer name, “{rest}” of its `unless`"
        case Hindrance.NEAR:
            return f"outside its context: there is {rest} near it"
        case Hindrance.NOT_NEAR:
            return f"outside its context: “{rest}” stands near it"
        case Hindrance.THRESHOLD:
            return f"that is {reason}"
        case Hindrance.INTRODUCED:
            return f"the article itself says that it stands for “{rest}”"
    return reason
