"""`tocsin match`: which watches would this text raise, and why?"""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from monitor.cli.options import ConfigFolder, load_configuration
from monitor.errors import ExtractionError, UsageError, WorldError

if TYPE_CHECKING:
    from rich.text import Text

    from monitor.matching import Matcher
    from monitor.model import Judgement, Mention, Page, Passage, Settings, Watchlist

READ_AT_ONCE = 1 << 18
"""Bytes. Lines that arrived together are answered together; nobody waits for a full batch."""

WatchlistFile = Annotated[
    Path | None,
    typer.Option(
        "--watchlist",
        metavar="FILE",
        help="Another watchlist; no other configuration is needed then.",
        show_default=False,
    ),
]


def register(app: typer.Typer) -> None:
    app.command()(match)


def match(
    document: Annotated[
        str,
        typer.Argument(metavar="[FILE|URL|-]", help="Text or HTML; - is standard input."),
    ] = "-",
    watchlist: WatchlistFile = None,
    as_lines: Annotated[
        bool, typer.Option("--jsonl", help='Answer each line {"id", "text", ...} with a line.')
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    show_all: Annotated[
        bool, typer.Option("--all", help="Add what does not ring, and what suppressed it.")
    ] = False,
    config: ConfigFolder = None,
) -> None:
    """Show which watches a text would raise, and why.

    Examples:

        tocsin match article.txt

        tocsin match https://news.example/story --all

        tocsin match page.html --watchlist edited.yaml --json

        tocsin match --jsonl - < passages.jsonl
    """
    rules = _rules(watchlist, config)
    if as_lines:
        with _opened(document) as lines:
            _match_lines(lines, _Judge(rules.matcher(), rules.tags, show_all))
        return
    passage = read_document(document, rules.settings)
    judgement = rules.matcher().judge(passage, near_misses=show_all)
    if as_json:
        typer.echo(json.dumps(_as_object(None, judgement, show_all=show_all), ensure_ascii=False))
    else:
        _show(passage, judgement, rules.watchlist, show_all=show_all)


@dataclass(frozen=True, slots=True)
class _Rules:
    """What to match by: a watchlist, and what else a configuration says about sources."""

    watchlist: "Watchlist"
    settings: "Settings"
    tags: dict[str, frozenset[str]] = field(default_factory=dict)  # per source
    folder: Path | None = None  # where what is compiled may be kept

    def matcher(self) -> "Matcher":
        from monitor.matching import Matcher
        from monitor.matching.kept import matcher_of

        return matcher_of(self.watchlist, self.folder) if self.folder else Matcher(self.watchlist)


def _rules(file: Path | None, config: Path | None) -> _Rules:
    from monitor.config import load_watchlist
    from monitor.config.database import state_folder
    from monitor.model import Settings

    if file:
        return _Rules(load_watchlist(file), Settings())
    configuration = load_configuration(config)
    tags = {source.id: source.tags for source in configuration.sources}
    folder = state_folder(configuration)
    return _Rules(configuration.watchlist, configuration.settings, tags, folder)


def _opened(document: str) -> BinaryIO:
    from monitor.cli.given import like_address, opened

    hint = "; a text is read from standard input: `echo ... | tocsin match -`"
    if document == "-":
        return sys.stdin.buffer
    return opened(document, otherwise=like_address(document) or hint)


def read_document(document: str, settings: "Settings") -> "Passage":
    """The text of a file, a page or standard input."""
    from monitor.model import Page

    if document.startswith(("http://", "https://")):
        import asyncio

        from spiders.fetching import fetch

        return _article(asyncio.run(fetch(document, settings)))
    with _opened(document) as file:
        body = file.read()
    if _is_html(body):
        return _article(Page("", "", body, "", fetched_at=datetime.now(UTC)))
    return _text(body, document)


def _is_html(body: bytes) -> bool:
    start = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html", b"<?xml", b"<head", b"<body"))


def _text(body: bytes, document: str) -> "Passage":
    from monitor.model import Passage

    try:
        return Passage(body.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        told = f"{document}: not a text in UTF-8, at byte {error.start}; save it as UTF-8"
        raise UsageError(f"{told}, or send it through `iconv -t UTF-8 -f LATIN1`") from error


def _article(page: "Page") -> "Passage":
    from monitor.extraction.pages import read_page
    from monitor.model import Passage, Tier

    try:
        article = read_page(page, tier=Tier.CAREFUL)
    except ExtractionError as error:
        raise ExtractionError(f"{page.url or 'the page'}: {error}") from error
    return Passage(article.text, title=article.title, language=article.language)


# --- JSON ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Judge:
    """Answers lines."""

    matcher: "Matcher"
    tags: dict[str, frozenset[str]]
    show_all: bool

    def answers(self, lines: "Iterable[tuple[int, bytes]]") -> "Iterator[dict[str, Any]]":
        """The answers to lines, each with its number; all their passages are judged together."""
        given = [_given_or_error(number, line) for number, line in lines]
        passages = [_passage_of(one, self.tags) for one in given if "error" not in one]
        judgements = iter(self._judged(passages))
        for one in given:
            if "error" in one:
                yield one
            else:
                yield _as_object(one["id"], next(judgements), show_all=self.show_all)

    def _judged(self, passages: "list[Passage]") -> "Iterable[Judgement]":
        if self.show_all:
            return (self.matcher.judge(passage, near_misses=True) for passage in passages)
        return self.matcher.judge_all(passages)


def _match_lines(lines: BinaryIO, judge: _Judge) -> None:
    """One answer for each line, in their order; those that came together are flushed together."""
    failed = 0
    number = count(1)
    for arrived in as_they_come(lines):
        numbered = ((next(number), line) for line in arrived)
        for answer in judge.answers(numbered):
            failed += "error" in answer
            sys.stdout.buffer.write(_as_line(answer))
        sys.stdout.buffer.flush()
    if failed:
        told = f"{failed} {'line is' if failed == 1 else 'lines are'} no passage"
        raise WorldError(f'{told}: one is a JSON object with "id" and "text"')


def as_they_come(lines: BinaryIO) -> Iterator[list[bytes]]:
    """The lines that are there to be read, again and again; nobody waits for a full batch."""
    rest = bytearray()
    while block := lines.read1(READ_AT_ONCE):  # type: ignore[attr-defined]
        rest += block
        if b"\n" in block:
            whole, _, after = bytes(rest).rpartition(b"\n")
            rest = bytearray(after)
            yield whole.split(b"\n")
    if rest:
        yield [bytes(rest)]


def _given_or_error(number: int, line: bytes) -> dict[str, Any]:
    """The object in a line; for anything else the answer that says so."""
    try:
        given = _given(line)
    except ValueError as error:
        return {"id": None, "line": number, "error": str(error)}
    return {key: value for key, value in given.items() if key != "error"}


def _given(line: bytes) -> dict[str, Any]:
    """The object in a line. Raises ValueError for anything else."""
    try:
        given = json.loads(line) if line.strip() else None
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(given, dict) or "id" not in given or not isinstance(given.get("text"), str):
        raise ValueError('not a JSON object with "id" and "text"')
    for key in ("title", "lang", "source"):
        if not isinstance(given.get(key), str | None):
            raise ValueError(f'"{key}" is not a string')  # noqa: TRY004 - as json.loads does
    return given


def _passage_of(given: dict[str, Any], tags: dict[str, frozenset[str]]) -> "Passage":
    from monitor.model import Passage

    source = given.get("source")
    return Passage(
        given["text"],
        title=given.get("title") or "",
        language=given.get("lang"),
        source_id=source,
        tags=tags.get(source or "", frozenset()),
    )


def _as_line(answer: dict[str, Any]) -> bytes:
    try:
        return json.dumps(answer, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:  # half a surrogate pair, which JSON can write and UTF-8 cannot
        return json.dumps(answer).encode() + b"\n"


def _as_object(passage_id: Any, judgement: "Judgement", *, show_all: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": passage_id,
        "matches": [
            {
                "watch": match.watch_id,
                "score": match.score,
                "mentions": [_as_mention(mention) for mention in match.mentions],
            }
            for match in judgement.matches
        ],
    }
    if judgement.notes:
        found["notes"] = list(judgement.notes)
    if show_all:
        found["suppressed"] = [
            {
                "watch": mention.watch_id,
                **_as_mention(mention),
                "suppressed_by": mention.suppressed_by,
            }
            for mention in judgement.suppressed
        ]
    return found


def _as_mention(mention: "Mention") -> dict[str, Any]:
    return {
        "field": mention.field,
        "start": mention.start,
        "end": mention.end,
        "surface": mention.surface,
        "form": mention.form,
        "kind": mention.kind,
        "score": mention.score,
        "why": list(mention.why),
    }


# --- For people ----------------------------------------------------------------------------------


def _show(
    passage: "Passage", judgement: "Judgement", watchlist: "Watchlist", *, show_all: bool
) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    mentions = [mention for match in judgement.matches for mention in match.mentions]
    if passage.title:
        console.print(_marked(passage.title, "title", mentions, console.is_terminal), style="bold")
        console.print()
    console.print(_marked(passage.text.rstrip(), "text", mentions, console.is_terminal))
    console.print()
    if not judgement.matches:
        console.print("No watch would ring.")
    names = {watch.id: watch.name for watch in watchlist.watches}
    for match in judgement.matches:
        head = Text(f"{names[match.watch_id]}  {match.score:g}", style="bold")
        console.print(head.append(f"  {match.watch_id}", style="dim not bold"))
        for mention in match.mentions:
            console.print(Text("  ").append_text(_reasons(mention)))
    if show_all and judgement.suppressed:
        console.print("\nDoes not ring:", style="bold")
        for mention in judgement.suppressed:
            told = Text(f"  {names[mention.watch_id]}: ").append_text(_reasons(mention))
            console.print(told.append(f"; {mention.suppressed_by}", style="dim"))
    for note in judgement.notes:
        console.print(Text(f"Note: {note}", style="dim"))


def _marked(text: str, field: str, mentions: "Iterable[Mention]", is_terminal: bool) -> "Text":
    """The text with its mentions in colour, or in brackets where there is none."""
    from rich.text import Text

    marked, at = Text(), 0
    here = sorted({(m.start, m.end, m.kind) for m in mentions if m.field == field})
    for start, end, kind in here:
        if start < at:
            continue
        marked.append(text[at:start])
        surface = text[start:end] if is_terminal else f"[{text[start:end]}]"
        marked.append(surface, style="yellow" if kind == "followup" else "bold black on yellow")
        at = end
    return marked.append(text[at:])


def _reasons(mention: "Mention") -> "Text":
    from rich.text import Text

    told = Text(f"{' '.join(mention.surface.split())}")
    place = f"{mention.field} {mention.start}-{mention.end}"
    told.append(f"  {mention.kind} {mention.form!r} at {mention.score:g}, {place}", style="cyan")
    return told.append(f": {'; '.join(mention.why)}", style="dim")
