"""What an edit of a watchlist changes: of an archive, the texts that it may judge otherwise.

A text that holds nothing which an edited watch or decoy is looked for by is judged as before: each
of its words goes to whom it went to. Only the others need be judged by both lists.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from monitor.matching.dragnet import Dragnet
from monitor.matching.finder import Finder, Owner
from monitor.matching.listed import Listed, listed
from monitor.matching.matcher import BOUNDS, Matcher
from monitor.matching.ordinary import load_ordinary_words
from monitor.matching.suspects import Suspects
from monitor.model import Examples, Imprint, Judgement, Passage, Severity, Watch, Watchlist

LONG = 20_000
"""Letters. A shorter text is looked at in all places that it has ..."""
LOOKS_OF_A_FLOOD = 100
"""... unless an edit alone is looked for at more of them than this."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What each of two lists says of a passage."""

    before: Judgement
    after: Judgement


class Edit:
    """Two watchlists, compiled to be compared over many texts."""

    def __init__(self, before: Watchlist, after: Watchlist) -> None:
        was, becomes = listed(before), listed(after)
        owners = _edited(was, becomes)
        phrases = dict.fromkeys((*was.phrases(owners), *becomes.phrases(owners)))
        self.watch_ids = frozenset(owner for role, owner in owners if role == "watch")
        self._finder = Finder(phrases, load_ordinary_words())
        self._dragnet = Dragnet(self._finder.index, self._finder.literal_starts)
        self.before = Matcher(before)
        self.after = self.before.changed(after)
        self.reads_all = self._why_all()

    def _why_all(self) -> str:
        """Why imprints cannot tell which texts may be judged otherwise; "" where they can."""
        if self._finder.has_patterns:
            return "a regular expression is among what changed"
        sizes = self.before.size, self.after.size
        crossed = [bound for bound in BOUNDS if min(sizes) < bound <= max(sizes)]
        if crossed:
            return f"from {crossed[0]:,} words in the watched names on, all are held to other rules"
        return ""

    def may_differ(self, imprints: Sequence[Imprint]) -> list[bool]:
        """Of each text whether it may be judged otherwise; those that surely are not, are False."""
        if self.reads_all:
            return [True] * len(imprints)
        may: list[bool] = self._dragnet.may_hold(imprints).tolist()
        return may

    def compare(self, passages: Sequence[Passage]) -> list[Compared | None]:
        """Some dozens of passages by both lists; None for one that both judge alike because nothing
        that was edited may stand in it."""
        touched = [True] * len(passages) if self.reads_all else self._touched(passages)
        some = [passage for passage, is_one in zip(passages, touched, strict=True) if is_one]
        both = map(Compared, self.before.judge_all(some), self.after.judge_all(some))
        return [next(both) if is_one else None for is_one in touched]

    def _touched(self, passages: Sequence[Passage]) -> list[bool]:
        texts = [text for passage in passages for text in (passage.title, passage.text)]
        both = zip(self._finder.suspects(texts), texts, strict=True)
        touched = [_is_touched(suspected, text) for suspected, text in both]
        return [title or text for title, text in zip(touched[::2], touched[1::2], strict=True)]


def _is_touched(suspected: Suspects, text: str) -> bool:
    """Whether something that was edited may stand there; or was looked for at so many places that
    others were not looked at any more."""
    if suspected.listed or suspected.is_literal:
        return True
    return suspected.looks > (LOOKS_OF_A_FLOOD if len(text) < LONG else 0)


def _edited(was: Listed, becomes: Listed) -> set[Owner]:
    """Those who are looked for otherwise than before, or whose mentions are weighed otherwise."""
    rules, others = _rules(was), _rules(becomes)
    return {
        owner for owner in rules.keys() | others.keys() if rules.get(owner) != others.get(owner)
    }


def _rules(of: Listed) -> Mapping[Owner, object]:
    """By owner all that the matcher goes by."""
    return dict(_each_rule(of))


def _each_rule(of: Listed) -> Iterator[tuple[Owner, object]]:
    threshold = of.watchlist.threshold
    for decoy in of.decoys:
        yield ("decoy", decoy), threshold
    for watch in of.watches.values():
        own = threshold if watch.threshold is None else watch.threshold
        of_unless = threshold if watch.unless else None
        meanings = [of.meanings.get((watch.id, form.text)) for form in watch.forms]
        yield ("watch", watch.id), (_matched(watch), own, of_unless, meanings)


def _matched(watch: Watch) -> Watch:
    """The watch without what only alerts and people go by."""
    return replace(
        watch,
        name="",
        severity=Severity.NORMAL,
        channel=None,
        threshold=None,
        cooldown=None,
        owner=None,
        note=None,
        expires=None,
        examples=Examples(),
    )
