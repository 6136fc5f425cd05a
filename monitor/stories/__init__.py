"""Is this the same text, told by another outlet? Pure.

A wire story runs in two hundred outlets: cut here, padded there, a word changed in the middle. It
is still one story. What is compared is text, never titles: two outlets may report the same event in
words of their own, and both are worth an alert.
"""

from monitor.stories.shingles import Shingles, shingles_of
from monitor.stories.sketch import BANDS, bands_of
from monitor.stories.telling import Telling, compare, is_news, is_one_headline

__all__ = [
    "BANDS",
    "Shingles",
    "Telling",
    "bands_of",
    "compare",
    "is_news",
    "is_one_headline",
    "shingles_of",
]
