"""What notices and digests look like. Pure."""

from alerts.blocks import (
    BUDGET,
    LAST_LINE,
    LONGEST_HEADLINE,
    LONGEST_NAME,
    LONGEST_NOTE,
    MARKS,
    Block,
    Element,
    bullets,
    day_of,
    emoji,
    joined,
    rich,
    section,
    size,
    words,
)
from alerts.text import clean, escape, isolated, link
from monitor.model import Digest, DigestItem, Notice

LONGEST_NOTICE = 2800
MOST_LINES = 40


def notice_blocks(notice: Notice) -> list[Block]:
    title = words(clean(notice.title, LONGEST_HEADLINE), bold=True)
    lines = [clean(line, LONGEST_NOTICE) for line in notice.text.splitlines()[:MOST_LINES]]
    body = joined([isolated(line) for line in lines], "\n", LONGEST_NOTICE)
    blocks = [rich(section(emoji("information_source"), words(" "), title))]
    return [*blocks, rich(section(words(body)))] if body else blocks


def notice_text(notice: Notice) -> str:
    title = escape(clean(notice.title, LONGEST_HEADLINE))
    body = escape(clean(notice.text, LONGEST_NOTICE)).rstrip(".")
    return f"{title}: {body}." if body else f"{title.rstrip('.')}."


def digest_blocks(digest: Digest) -> list[Block]:
    blocks = [
        rich(
            section(
                emoji("newspaper"),
                words(" "),
                words(clean(digest.title, LONGEST_HEADLINE), bold=True),
            )
        )
    ]
    lines: list[Element] = []
    for number, item in enumerate(digest.items):
        line = _digest_line(item)
        if size([*blocks, rich(bullets([*lines, line]))]) > BUDGET - LAST_LINE:
            left_out = len(digest.items) - number + digest.more
            return [*blocks, rich(bullets(lines), _more(left_out, digest))]
        lines.append(line)
    last = [_more(digest.more, digest)] if digest.more else []
    return [*blocks, rich(bullets(lines), *last)] if lines else blocks


def _digest_line(item: DigestItem) -> Element:
    """`🔴 Headline · Outlet, 22 Nov 2026 12:00 UTC · Badr, Quds Force · cooldown of Badr`"""
    headline = clean(item.headline, LONGEST_HEADLINE) or clean(item.url, LONGEST_HEADLINE)
    url = link(item.url)
    shown = isolated(headline)  # so that every line of the list runs the same way
    titled: Element = {"type": "link", "url": url, "text": shown} if url else words(shown)
    watches = joined([isolated(clean(one, LONGEST_NAME)) for one in item.watches], ", ", 300)
    notes = [isolated(clean(item.outlet, LONGEST_NAME)), f"{day_of(item.at)} {item.at:%H:%M} UTC"]
    notes += [watches, clean(item.why, LONGEST_NOTE)]
    tail = "".join(f"  ·  {note}" for note in notes if note)
    return section(emoji(MARKS[item.severity]), words(" "), titled, words(tail))


def _more(number: int, digest: Digest) -> Element:
    return section(words(f"and {number:,} more: {clean(digest.rest, LONGEST_NOTE)}"))


def digest_text(digest: Digest) -> str:
    loudest = [escape(clean(item.headline, LONGEST_HEADLINE)) for item in digest.items[:3]]
    named = "; ".join(f"“{headline}”" for headline in loudest if headline)
    title = escape(clean(digest.title, LONGEST_HEADLINE))
    return f"{title}: {named}." if named else f"{title}."
