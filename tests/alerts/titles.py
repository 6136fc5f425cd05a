"""Titles as nobody wishes for: made of what breaks messages, each the same for its number."""

import random

from alerts.text import link
from monitor.model import Story
from tests.alerts.builders import hit, rung, story

LONGEST = 1_000_000
"""Characters of the title that comes once in some ten thousand."""

PIECES = (
    "<!channel>", "<!here|x>", "<!everyone>", "<@U024BE7LH>", "<#C024BE7LR|ops>", "<!subteam^S1>",
    "@channel", "@here", "#general", "<https://evil.example|bank>", "https://evil.example/a",
    "evil.example", "www.evil.example", "mailto:a@evil.example", "<mailto:a@evil.example|b>",
    "tel:+4912345", "<javascript:alert(1)|x>", "<!date^1^{date}^https://evil.example|x>",
    "&lt;!channel&gt;", "&amp;lt;", "&lt", "&#60;!here&#62;", "&", "<", ">", "<<", ">>", "|", "^",
    "*", "_", "~", "`", "```", "**b**", "> quote", "&gt; quote", "1. ", "• ", ":smile:", ":x",
    "\u202e", "\u202d", "\u2066", "\u2067", "\u2068", "\u2069", "\u200e", "\u200f", "\u061c",
    "\u200b", "\u2060", "\ufeff", "\u00ad", "\u034f", "\u115f", "\u3164", "\u180e", "\ufff9",
    "\x00", "\x07", "\x1b[31m", "\r\n", "\n\n", "\t", "\u2028", "\u2029", "\ud800", "\udfff",
    "\U000e0041", "\ue000", "\ufffe", "e\u0301", "o\u0308\u0323" * 3, "Z\u0351\u036b\u0343" * 9,
    "👩\u200d🚀", "👨\u200d👩\u200d👧\u200d👦", "🇮🇶", "🏴\U000e0067\U000e0062\U000e007f", "☝🏽",
    "नि", "กำ", "각", "한국", "کتائب\u200cحزب‌الله", "عصائب أهل الحق", "חיזבאללה", "Хезболла",
    "“quoted”", "'", '"', "\\", "\\n", "{}", "%s", "${x}", "Kataib Hezbollah", "said", "in Basra",
)  # fmt: skip


def title(number: int) -> str:
    """The number-th title."""
    dice = random.Random(number)
    if number % 20_000 == 19_999:
        return dice.choice(PIECES) * (LONGEST // 10)
    joint = dice.choice(["", " ", "", "\u200b"])
    most = 400 if number % 100 == 0 else dice.choice([1, 2, 3, 5, 8, 12])
    return joint.join(dice.choices(PIECES, k=most))


def told_under(headline: str) -> tuple[Story, set[str | None]]:
    """A story with the title wherever a page has a say; and the links that are rightly in it."""
    url = f"https://news.example/{headline[:40]}"
    says = rung("w", hit(f"Kataeb Hizbullah {headline[:2000]}"), watch_name=headline[:200])
    one = story(says, headline=headline, url=url, outlet=headline[-200:])
    return one, {link(url)}
