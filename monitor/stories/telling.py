"""What another text makes of a story: the same again, the same and more, or something else."""

from collections.abc import Iterable
from dataclasses import dataclass

from monitor.stories.shingles import Shingles, shingles_of

SAME = 0.5
"""Of the shorter text must stand in the longer one, give or take changed words: copies are cut and
padded."""

WORD_FOR_WORD = 0.3
"""Likewise, letter by letter: a form that is filled in anew for every occasion has less."""

BY_ONE_OUTLET = 0.9
"""Of an outlet's own earlier text: what it adds since, or fills into a form, is another story."""

AS_IT_WAS = 0.8
"""Of a copy stands in the first text: nobody wrote it anew."""

ONE_HEADLINE = 0.5
"""Of the words of the shorter headline stand in the other."""

KNOWN_SENTENCE = 0.5
"""Of a sentence stands in the first text: it says nothing new."""


@dataclass(frozen=True, slots=True)
class Telling:
    """How a text tells a story that is known."""

    share: float  # of the shorter text, that stands in the longer one
    is_own_text: bool  # somebody wrote, rather than copied


def compare(text: Shingles, first: Shingles, *, by_one_outlet: bool = False) -> Telling | None:
    """How a text tells the story of the first one; None if it is another story."""
    if text.are_few or first.are_few:
        return Telling(1.0, is_own_text=False) if text.words == first.words else None
    if text.contradicts(first):
        return None  # it has a newer figure, or is a form that is filled in anew
    shorter, longer = sorted((text, first), key=lambda one: len(one.words))
    share = shorter.share_in(longer)
    stretch = max(share, shorter.stretch_in(longer))
    if stretch < SAME or share < (BY_ONE_OUTLET if by_one_outlet else WORD_FOR_WORD):
        return None
    return Telling(round(stretch, 3), is_own_text=stretch < AS_IT_WAS)


def is_one_headline(title: str, other: str) -> bool:
    """Whether two headlines of an outlet are one, give or take an edit."""
    words, others = set(shingles_of(title).words), set(shingles_of(other).words)
    return len(words & others) >= ONE_HEADLINE * min(len(words), len(others))


def is_news(sentence: str, told: Iterable[Shingles]) -> bool:
    """Whether a sentence says what none of the texts said."""
    own = shingles_of(sentence)
    return bool(own.runs) and all(own.share_in(text) < KNOWN_SENTENCE for text in told)
