"""Watchlists with only what a test is about, and shorthands for what rang."""

from monitor.matching import Matcher
from monitor.model import Context, Form, FormKind, Judgement, Mention, Passage, Watch, Watchlist

SULEIMANI = "Qassem Suleimani"
KATAIB = "Kata'ib Hezbollah"


def form(text: str, kind: FormKind = "alias", **details: object) -> Form:
    return Form(text, kind, **details)  # type: ignore[arg-type]


def watch(
    name: str,
    *,
    aliases: tuple[str | Form, ...] = (),
    acronyms: tuple[str | Form, ...] = (),
    **details: object,
) -> Watch:
    forms = (
        Form(name, "name"),
        *(alias if isinstance(alias, Form) else Form(alias, "alias") for alias in aliases),
        *(short if isinstance(short, Form) else Form(short, "acronym") for short in acronyms),
    )
    return Watch(name, name, forms, **details)  # type: ignore[arg-type]


def matcher(*watches: Watch | str, decoys: tuple[str, ...] = (), builtin: bool = False) -> Matcher:
    listed = tuple(one if isinstance(one, Watch) else watch(one) for one in watches)
    return Matcher(Watchlist(listed, decoys=decoys, builtin_decoys=builtin))


def near(*words: str, within: int | None = None) -> Context:
    return Context(words, within)


def judge(text: str, *watches: Watch | str, title: str = "", **details: object) -> Judgement:
    """The judgement on a text by watches without any decoys."""
    return matcher(*watches).judge(Passage(text, title=title, **details), near_misses=True)  # type: ignore[arg-type]


def surfaces(text: str, *watches: Watch | str) -> list[str]:
    """What rings in a text, follow-ups apart, in its order."""
    return [mention.surface for mention in mentions(judge(text, *watches))]


def mentions(judgement: Judgement) -> list[Mention]:
    found = [mention for match in judgement.matches for mention in match.mentions]
    return sorted(
        (mention for mention in found if mention.kind != "followup"),
        key=lambda mention: (mention.field, mention.start),
    )


def reasons(judgement: Judgement) -> list[str | None]:
    """What suppressed those that do not ring."""
    return [mention.suppressed_by for mention in judgement.suppressed]
