"""Does this passage concern a watch, and why? Pure: no clock, no file but its own word lists.

Matcher(watchlist).judge(passage) -> Judgement
"""

from monitor.matching.matcher import Matcher

__all__ = ["Matcher"]
