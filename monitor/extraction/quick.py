"""The quick tier: the text of an article in about two milliseconds.

Resiliparse finds the main content; what it leaves in of the page around the article is taken out
line by line: related headlines, menus, notices. A name that stands in these is not in the article.
"""

import re
from dataclasses import dataclass
from html import unescape

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

from monitor.extraction.markup import clean

_LINK = re.compile(r"<a\b[^<>]*>(.*?)</a>")
_TAG = re.compile(r"<[a-z/][^<>]*>")
_SENTENCE_ENDS = (".", "!", "?", "…", "。", "؟", "۔", ":", ";", '"', "”", "’", "»", ")", "]")
_NOTICE = re.compile(
    r"\bcookies?\b.*\b(?:consent|accept|agree|experience|polic)"
    r"|\b(?:consent|accept|agree)\w*\b.*\bcookies?\b"
    r"|©|\bcopyright\b|\ball rights reserved\b",
    re.IGNORECASE,
)
_NOTICE_WORDS = ("cookie", "©", "copyright", "rights reserved")  # one is in every notice; folded
_LONGEST_NOTICE = 600  # characters
_MOST_LINES = 20_000  # that are looked at; books have fewer
_PARAGRAPH = 80  # characters from which on a line is told from a caption or a button
_LINKED = 0.5  # share of a line above which it is a link, not a sentence with a link in it
_LINKED_SHORT = 0.3  # the same in a line too short for a paragraph
_LABEL = 20  # characters; before the article, what is shorter is the label of something
_REPEATED = 20  # characters from which on a line that comes again is a caption, not an answer


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the main content: how long it is, how much of it leads elsewhere."""

    text: str
    linked: int  # characters
    is_heading: bool

    @property
    def is_paragraph(self) -> bool:
        is_long = len(self.text) >= _PARAGRAPH
        return is_long and self.text.endswith(_SENTENCE_ENDS) and not self.is_heading

    @property
    def leads_elsewhere(self) -> bool:
        most = _LINKED if len(self.text) >= _PARAGRAPH else _LINKED_SHORT
        own = len(self.text) - self.linked
        return self.linked > most * len(self.text) and own < _PARAGRAPH

    @property
    def is_notice(self) -> bool:
        if len(self.text) > _LONGEST_NOTICE:
            return False
        folded = self.text.casefold()
        has_word = any(word in folded for word in _NOTICE_WORDS)
        return has_word and _NOTICE.search(self.text) is not None


def quick_text(tree: HTMLTree, *, title: str = "") -> str:
    """The paragraphs of the article on a page, joined by one line break; "" if there is none."""
    lines = _without_the_page(_lines(tree, main_content=True), title)
    return clean("\n".join(line.text for line in _with_their_text(_trimmed(lines))))


def lines_elsewhere(tree: HTMLTree) -> frozenset[str]:
    """The lines anywhere on a page that are links elsewhere or notices."""
    lines = _lines(tree, main_content=False)
    return frozenset(line.text for line in lines if line.leads_elsewhere or line.is_notice)


def _lines(tree: HTMLTree, *, main_content: bool) -> list[_Line]:
    marked = extract_plain_text(
        tree,
        main_content=main_content,
        preserve_formatting="minimal_html",
        links=True,
        comments=False,
        post_meta=False,
        alt_texts=False,
        list_bullets=False,
    )
    lines = []
    for part in marked.replace("<br>", "\n").split("\n", _MOST_LINES)[:_MOST_LINES]:
        if text := _plain(part):
            linked = sum(len(_plain(link)) for link in _LINK.findall(part)) if "<a" in part else 0
            lines.append(_Line(text, linked, is_heading=part.lstrip().startswith("<h")))
    return lines


def _plain(marked: str) -> str:
    return " ".join(unescape(_TAG.sub("", marked) if "<" in marked else marked).split())


def _without_the_page(lines: list[_Line], title: str) -> list[_Line]:
    """Without the headline, links elsewhere, notices, and what was said before."""
    kept: dict[str, _Line] = {}
    for number, line in enumerate(lines):
        is_title = line.is_heading and line.text == title
        if is_title or line.leads_elsewhere or line.is_notice:
            continue
        kept.setdefault(line.text if len(line.text) > _REPEATED else str(number), line)
    return list(kept.values())


def _trimmed(lines: list[_Line]) -> list[_Line]:
    """Without labels before the first paragraph, and the next section after the last."""
    told = [number for number, line in enumerate(lines) if line.is_paragraph]
    if not told:
        return lines
    before = [line for line in lines[: told[0]] if len(line.text) >= _LABEL and not line.is_heading]
    after = lines[told[-1] + 1 :]
    section = next((number for number, line in enumerate(after) if line.is_heading), len(after))
    return [
        *before,
        *lines[told[0] : told[-1] + 1],
        *(line for line in after[:section] if not line.linked),
    ]


def _with_their_text(lines: list[_Line]) -> list[_Line]:
    """Without headings that nothing follows."""
    following = [line.is_heading for line in lines[1:]] + [True] if lines else []
    return [
        line
        for line, heading_follows in zip(lines, following, strict=True)
        if not (line.is_heading and heading_follows)
    ]
