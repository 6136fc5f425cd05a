"""Bytes that are not YAML, said so that a person who does not know YAML can mend them.

The parser stops at its first error, so most files have one flaw of this kind at a time. Tabs are
the exception: all of them are told at once.
"""

import re
from dataclasses import dataclass

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

KeyPath = tuple[str | int, ...]

HOW_TO_START = "`tocsin init DIR` writes one to start from"


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong with the text itself, whatever it configures."""

    path: KeyPath
    line: int
    message: str


class UnreadableError(Exception):
    """No values can be had from this text. Never leaves this package: it becomes problems."""

    def __init__(self, *flaws: Flaw) -> None:
        super().__init__(flaws)
        self.flaws = flaws


def decoded(body: bytes) -> str:
    """The text of a file. Raises UnreadableError where it is not UTF-8, or nothing at all."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise UnreadableError(
            Flaw((), line, f"not UTF-8 (byte 0x{body[error.start]:02x}); save the file as UTF-8")
        ) from error
    if "\0" in text[:2]:
        raise UnreadableError(Flaw((), 1, "not UTF-8 but UTF-16; save the file as UTF-8"))
    if not text.strip():
        raise UnreadableError(Flaw((), 1, f"the file is empty; {HOW_TO_START}"))
    return text


def unreadable(error: YAMLError, text: str) -> UnreadableError:
    """What the parser refused, in words, with what to do."""
    if isinstance(error, ReaderError):
        return UnreadableError(_strange_character(text, error.position))
    if not isinstance(error, MarkedYAMLError) or error.problem_mark is None:
        return UnreadableError(Flaw((), 1, f"not valid YAML: {error}"))
    tabs = _tabs(text, error.problem_mark.line)
    if tabs and "\\t" in str(error.problem):
        return UnreadableError(*tabs)
    return UnreadableError(_in_words(error))


def _strange_character(text: str, position: int) -> Flaw:
    line = text.count("\n", 0, position) + 1
    code = f"U+{ord(text[position]):04X}" if position < len(text) else "?"
    return Flaw((), line, f"holds the character {code}, which YAML does not allow; remove it")


def _tabs(text: str, failing: int) -> list[Flaw]:
    """Every line that is indented with a tab; else the failing one, if it holds a tab elsewhere."""
    lines = text.splitlines()
    indented = [
        Flaw((), number, "indented with a tab; YAML takes spaces only: two for each level")
        for number, line in enumerate(lines, 1)
        if "\t" in line[: len(line) - len(line.lstrip())]
    ]
    if any(flaw.line == failing + 1 for flaw in indented):
        return indented
    if failing < len(lines) and "\t" in lines[failing]:
        return [Flaw((), failing + 1, "a tab stands before a value; put a space instead")]
    return []


_WORDS: tuple[tuple[str, str], ...] = (
    (
        "mapping values are not allowed",
        'a second ": " in this line; put the value in quotes, or indent it as its neighbours are',
    ),
    (
        "could not find expected ':'",
        'a key without ": " behind it; write key: value, or put text of several lines in quotes',
    ),
    ("that cannot start any token", "a value cannot start with this sign; put it in quotes"),
    (
        "found unknown escape character",
        "in double quotes a backslash starts an escape; use single quotes, as in '\\d+'",
    ),
    (
        "expected ',' or ']'",
        'the list that starts on line {start} is not closed; "," or "]" is missing',
    ),
    (
        "expected ',' or '}'",
        'the braces that open on line {start} are not closed; "," or "}}" is missing',
    ),
    (
        "expected <block end>, but found '<scalar>'",
        "text stands behind a closing quote; put all of it in double quotes",
    ),
    (
        "expected <block end>",
        "does not fit the block that starts on line {start}; indent it as its neighbours are",
    ),
    (
        "expected the node content",
        "a value is missing here; is a bracket above still open?",
    ),
    (
        "expected '<document start>'",
        "does not fit the lines above; indent it as its neighbours are",
    ),
)

_UNCLOSED = re.compile(r"while (?:scanning a quoted scalar|scanning a double-quoted scalar)")


def _in_words(error: MarkedYAMLError) -> Flaw:
    problem, context = str(error.problem), str(error.context or "")
    start = error.context_mark.line + 1 if error.context_mark else 1
    line = error.problem_mark.line + 1
    if _UNCLOSED.match(context) and "end of stream" in problem:
        return Flaw((), start, "the quote that opens here is never closed; add the closing quote")
    for sign, words in _WORDS:
        if sign in problem:
            return Flaw((), line, f"not valid YAML: {words.format(start=start)}")
    told = ", ".join(part for part in (context, problem) if part)
    return Flaw((), line, f"not valid YAML: {told}")
