"""Why was an article told, or why was it not? From what was written down on its way."""

from monitor.explain.answer import Cause, Explanation, Stage, Verdict
from monitor.explain.inquiry import explain_address, explain_article, explain_story

__all__ = [
    "Cause",
    "Explanation",
    "Stage",
    "Verdict",
    "explain_address",
    "explain_article",
    "explain_story",
]
