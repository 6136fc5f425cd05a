"""A message for doors that know no blocks: a title and a body, as text and as HTML. Pure.

Such doors make links of what looks like one, and read markup of their own. So what a page says is
broken by a sign without width wherever a link, a mention or markup could begin; only our own links
are links.
"""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from alerts.blocks import SIGNS, bare, unmarked
from alerts.text import ELLIPSIS, cut
from monitor.model import Message

LONGEST_TITLE = 250
LONGEST_BODY = 12_000
SHORTEST_BODY = 500
"""Characters. A door that takes fewer, as one to a phone, gets the sentence alone."""

_WORD_JOINER = "\u2060"
# After what begins a mention or a tag, in `](` and `://`, and before what could be a domain's end.
_RISK = re.compile(r"(?<=[@<\]])|(?<=:)(?=/)|(?<=\w\.)(?=[^\W\d_])")
_LINK = re.compile(r"<(https?://[^|>]+)\|([^>]*)>")


@dataclass(frozen=True, slots=True)
class Letter:
    """What a door without blocks is given. The title is one line, or empty."""

    title: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words of one kind in a line."""

    text: str
    is_bold: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    pieces: tuple[_Piece, ...]
    is_quote: bool = False

    def as_text(self) -> str:
        mark = "> " if self.is_quote else ""
        words = "".join(_harmless(piece.text) for piece in self.pieces)
        urls = [piece.url for piece in self.pieces if piece.url]
        return "\n".join([mark + words, *urls])

    def as_html(self) -> str:
        tag = "blockquote" if self.is_quote else "p"
        return f"<{tag}>{''.join(_as_html(piece) for piece in self.pieces)}</{tag}>"


def write(message: Message, *, most: int) -> Letter:
    """The message in at most about so many characters; whole lines are left out at the end."""
    lines = list(_lines(message.blocks))
    if most < SHORTEST_BODY or not lines or not _is_heading(message.blocks[0]):
        return _sentence(message.text, most)
    heading, *rest = lines
    title = cut(" ".join(_harmless(_words(heading)).split()), LONGEST_TITLE)
    url = next((piece.url for piece in heading.pieces if piece.url), "")
    link = [_Line((_Piece(url, url=url),))] if url else []
    shown = _fitting(rest, most - len(title) - sum(len(one.as_html()) for one in link))
    text = [line.as_text() for line in shown] + [url for _ in link]
    return Letter(
        title,
        "\n".join(text) or title,
        "".join(line.as_html() for line in [*shown, *link]) or f"<p>{html.escape(title)}</p>",
    )


def _sentence(text: str, most: int) -> Letter:
    """The sentence that stands for the blocks, out of Slack's markup, its link behind it."""
    found = _LINK.search(text)
    url = html.unescape(found[1]) if found else ""
    url = url if len(url) < most // 2 else ""
    plain = unmarked(_LINK.sub(r"\2", text))
    line = _Line((_Piece(cut(plain, most - len(url) - 1)),))
    link = _Line((_Piece(url, url=url),)).as_html() if url else ""
    return Letter("", "\n".join(filter(None, [line.as_text(), url])), line.as_html() + link)


def _fitting(lines: Sequence[_Line], room: int) -> list[_Line]:
    fitting: list[_Line] = []
    for line in lines:
        room -= len(line.as_html()) + 1
        if room < len(ELLIPSIS):
            return [*fitting, _Line((_Piece(ELLIPSIS),))]
        fitting.append(line)
    return fitting


def _is_heading(block: Mapping[str, Any]) -> bool:
    """Whether the block begins as a message of its own does: with its mark."""
    first = block["elements"][0].get("elements", [{}])
    return bool(first) and first[0].get("type") == "emoji"


def _lines(blocks: Sequence[Mapping[str, Any]]) -> Iterator[_Line]:
    """The blocks' lines; of buttons there are none, for nobody could press them."""
    for block in blocks:
        if block["type"] == "context":
            parts = [bare(element) for element in block["elements"]]
            yield _Line((_Piece("  ·  ".join(parts)),))
        elif block["type"] == "rich_text":
            for element in block["elements"]:
                is_list = element["type"] == "rich_text_list"
                for section in element["elements"] if is_list else [element]:
                    yield _line(section)


def _line(section: Mapping[str, Any]) -> _Line:
    pieces = tuple(_piece(element) for element in section["elements"])
    return _Line(pieces, is_quote=section["type"] == "rich_text_quote")


def _piece(element: Mapping[str, Any]) -> _Piece:
    if element["type"] == "emoji":
        return _Piece(SIGNS.get(element["name"], "•"))
    is_bold = bool(element.get("style", {}).get("bold"))
    return _Piece(element["text"], is_bold, element.get("url", ""))


def _words(line: _Line) -> str:
    return "".join(piece.text for piece in line.pieces)


def _as_html(piece: _Piece) -> str:
    if piece.url:
        is_bare = piece.text == piece.url
        shown = html.escape(piece.text if is_bare else _harmless(piece.text))
        return f'<a href="{html.escape(piece.url)}">{shown}</a>'
    shown = html.escape(_harmless(piece.text)).replace("\n", "<br>")
    return f"<b>{shown}</b>" if piece.is_bold else shown


def _harmless(text: str) -> str:
    return _RISK.sub(_WORD_JOINER, text)
