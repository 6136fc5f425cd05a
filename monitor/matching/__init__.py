"""Does this passage concern a watch, where exactly, and why? Pure: text in, judgement out.

Matcher(watchlist).judge(passage) -> Judgement; of many passages, .judge_all(passages).
`kept.matcher_of` compiles a long list once, and keeps what it compiled.
"""

from monitor.matching.matcher import Matcher

__all__ = ["Matcher"]
