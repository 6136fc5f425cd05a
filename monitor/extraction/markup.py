"""Plain text out of the bits of HTML that titles, summaries and metadata are written in.

Every step is linear in the length of the text, whatever it holds.
"""

import re
from html import unescape

# Quoted values may hold a ">", but never a "<": that is a quote which was not closed.
_TAG = re.compile(
    r"<(/?[a-zA-Z][a-zA-Z0-9:]*)(?:[^<>\"']++|\"[^\"<]{0,4000}+\"|'[^'<]{0,4000}+'){0,99}+>"
    r"|<[/!?][^<>]*+>"
)
_INLINE = frozenset(
    f"{mark}{name}"
    for names in (
        "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark math",
        "nobr q s samp small span strike strong sub sup time tt u var wbr",
    )
    for name in names.split()
    for mark in ("", "/")
)
_SILENT = frozenset(("script", "style", "template", "textarea", "title", "svg", "noscript"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")


def plain_text(markup: str) -> str:
    """The paragraphs of a piece of HTML, joined by one line break; entities as characters."""
    text = "".join(_spoken(_without_comments(markup))) if "<" in markup else markup
    return paragraphs(clean(unescape(text)))


def plain_line(markup: str) -> str:
    """The same in one line, for titles and names."""
    text = plain_text(markup) if "<" in markup or "&" in markup else clean(markup)
    return " ".join(text.split())


def paragraphs(text: str) -> str:
    """The lines that hold something, their inner white space made single."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def clean(text: str) -> str:
    """Without control characters and lone surrogates, which no text has and databases refuse."""
    return _CONTROL.sub("", text) if _CONTROL.search(text) else text


def _without_comments(markup: str) -> str:
    first, *rest = markup.split("<!--")
    return "".join([first, *(part.partition("-->")[2] for part in rest)])


def _spoken(markup: str) -> list[str]:
    """What a reader sees: text, with a line break for every tag but those inside a line."""
    # White space is one thing in HTML: a line ends where a block does.
    first, *rest = _TAG.split(markup.replace("\n", " ").replace("\r", " "))
    spoken, silenced_by = [first], ""
    for tag, text in zip(rest[::2], rest[1::2], strict=True):
        name = (tag or "").lower()
        if silenced_by:
            silenced_by = "" if name == "/" + silenced_by else silenced_by
        elif name in _SILENT:
            silenced_by = name
        if not silenced_by:
            spoken.append(text if not name or name in _INLINE else "\n" + text)
    return spoken
