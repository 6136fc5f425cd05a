"""Evidence in plain words. Pure."""

from datetime import datetime

from monitor.model import Mention

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
    kind, _, rest = reason.partition(" ")
    match kind:
        case "watch":
            return f"the words belong to a longer name, that of the watch {rest}"
        case "decoy":
            return f"the words belong to another name, “{rest}”"
        case "unless":
            return f"the words belong to a longer name, “{rest}” of its `unless`"
        case "near:":
            return f"outside its context: there is {rest} near it"
        case "not_near:":
            return f"outside its context: “{rest}” stands near it"
        case "below":
            return f"that is {reason}"
        case "introduced":
            return f"the article itself says that it stands for “{reason.partition('as ')[2]}”"
    return reason
