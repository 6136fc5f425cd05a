"""What to do about a source that is not well, in words for an operator. Pure."""

from monitor.model import SourceCondition

_ADVICE = {
    SourceCondition.NEW: "not looked at yet",
    SourceCondition.EMPTY: "the list has no entries: open its address and see whether it moved",
    SourceCondition.BLOCKED: "the site shows robots a wall: use another of its feeds",
    SourceCondition.DISALLOWED: "its robots.txt forbids this address: use another feed of the site",
    SourceCondition.THROTTLED: "the site asks for fewer requests: set a longer `every`",
    SourceCondition.GONE: "the address is gone for good: find the new one and edit sources.yaml",
    SourceCondition.UNREACHABLE: "check the address and this machine's network",
    SourceCondition.SERVER_ERROR: "the site has a fault: it is tried again with growing pauses",
    SourceCondition.PARSE_ERROR: "this is no feed: `tocsin sources add` finds one; edit its url",
    SourceCondition.SLOW: "the site is slow: a longer `every` may help it",
    SourceCondition.FROZEN: "compare the list with the site; `tocsin sources add` finds its feeds",
    SourceCondition.OVERDUE: "compare the list with the site: it may have lost a part of it",
    SourceCondition.DISABLED: "`enabled: false` in sources.yaml",
}


def advice(condition: SourceCondition) -> str:
    """What to do about it; nothing where all is well."""
    return _ADVICE.get(condition, "")
