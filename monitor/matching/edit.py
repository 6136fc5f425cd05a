"""What an edit of a watchlist changes: of an archive, the texts that it may judge otherwise.

A text that holds nothing which an edited watch or decoy is looked for by is judged as before: each
of its words goes to whom it went to. Only the others need be judged by both lists.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from monitor.matching.chance import CROWD
from monitor.matching.dragnet import Dragnet
from monitor.matching.finder import Finder, Owner
from monitor.matching.lexicon import THOROUGH_UP_TO
from monitor.matching.listed import Listed, listed
from monitor.matching.matcher import Matcher
from monitor.matching.ordinary import load_ordinary_words
from monitor.model import Examples, Imprint, Judgement, Passage, Severity, Watch, Watchlist

BOUNDS = (CROWD, THOROUGH_UP_TO + 1)
"""Words in the watched names from which on all names are held to other rules."""


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
        self._before = Matcher(before)
        self._after = self._before.changed(after)
        self.reads_all = self._why_all()

    def _why_all(self) -> str:
        """Why imprints cannot tell which texts may be judged otherwise; "" where they can."""
        if self._finder.has_patterns:
            return "a regular expression is among what changed"
        sizes = self._before.size, self._after.size
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
        both = map(Compared, self._before.judge_all(some), self._after.judge_all(some))
        return [next(both) if is_one else None for is_one in touched]

    def _touched(self, passages: Sequence[Passage]) -> list[bool]:
        texts = [text for passage in passages for text in (passage.title, passage.text)]
        found = iter(self._finder.suspects(texts))
        # Places that were looked at in vain count too: so many are looked at in a text, and no more.
        looked = [one.looks > 0 or one.is_literal for one in found]
        return [title or text for title, text in zip(looked[::2], looked[1::2], strict=True)]


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
