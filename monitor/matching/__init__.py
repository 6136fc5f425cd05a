"""Does this passage concern a watch, where exactly, and why? Pure: text in, judgement out.

Matcher(watchlist).judge(passage) -> Judgement; of many passages, .judge_all(passages).
matcher_of(watchlist, folder) compiles a long list once, and keeps what it compiled.
"""

from monitor.matching.kept import matcher_of
from monitor.matching.matcher import Matcher

__all__ = ["Matcher", "matcher_of"]
