"""`tocsin extract`: the article that extraction sees in an HTML file."""

import json
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from monitor.cli.options import ConfigFolder
from monitor.errors import ExtractionError, WorldError

if TYPE_CHECKING:
    from monitor.model import Article


class Depth(StrEnum):
    """The tiers that can be asked for."""

    QUICK = "quick"
    CAREFUL = "careful"


def register(app: typer.Typer) -> None:
    app.command()(extract)


def extract(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="The page; - is standard input.")],
    url: Annotated[str, typer.Option(metavar="URL", help="The page's address.")] = "",
    tier: Annotated[Depth, typer.Option(help="quick takes 5 ms, careful 30.")] = Depth.CAREFUL,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    as_lines: Annotated[
        bool, typer.Option("--jsonl", help='One for each line {"id", "url", "html"} of FILE.')
    ] = False,
    config: ConfigFolder = None,
) -> None:
    """Show the article on a page.

    Title, text, date, language, authors and address, without the page around them.

    Nothing is fetched. The same eyes as the monitor's: what is not in this text raises no alert.

    Examples:

        tocsin extract page.html --url https://news.example/story

        curl -s https://news.example/story | tocsin extract - --json

        tocsin extract pages.jsonl --jsonl --tier quick
    """
    from monitor.extraction.pages import prepare
    from monitor.model import Tier

    with _opened(file) as pages:
        prepare(Tier(tier))
        if as_lines:
            _extract_lines(pages, Tier(tier))
            return
        article, cpu_ms = _read(pages.read(), url=url, tier=Tier(tier))
    found = _as_object(article, cpu_ms)
    typer.echo(json.dumps(found, ensure_ascii=False) if as_json else _as_text(article))


def _opened(file: str) -> BinaryIO:
    from monitor.cli.given import is_address, like_address, opened

    if file == "-":
        return sys.stdin.buffer
    is_fetched = is_address(file) or like_address(file)
    hint = f"; nothing is fetched here: `curl -sL {file} | tocsin extract -`" if is_fetched else ""
    return opened(file, otherwise=hint)


def _extract_lines(lines: BinaryIO, tier: Any) -> None:
    failed = 0
    for answer in _answers(lines, tier):
        failed += "error" in answer
        typer.echo(json.dumps(answer, ensure_ascii=False))
        sys.stdout.flush()
    if failed:
        raise WorldError(f"no article for {failed} {'line' if failed == 1 else 'lines'}")


def _answers(lines: BinaryIO, tier: Any) -> Iterator[dict[str, Any]]:
    """One object for each line, in their order."""
    for number, line in enumerate(lines, start=1):
        page_id = None
        try:
            page: Any = json.loads(line) if line.strip() else None
            page_id = page.get("id") if isinstance(page, dict) else None
            body, url = _body_of(page), str(page.get("url") or "")
            article, cpu_ms = _read(body, url=url, tier=tier, charset="utf-8")
            yield {"id": page_id, **_as_object(article, cpu_ms)}
        except (ExtractionError, ValueError) as error:
            yield {"id": page_id, "line": number, "error": str(error)}


def _body_of(page: Any) -> bytes:
    """The page's bytes. Raises ValueError, as json.loads does, for anything but an object."""
    if isinstance(page, dict) and isinstance(html := page.get("html"), str):
        return html.encode(errors="replace")
    raise ValueError('not a JSON object with "html"')


def _read(body: bytes, *, url: str, tier: Any, charset: str = "") -> "tuple[Article, float]":
    """The article and what it cost."""
    from monitor.extraction.pages import read_page
    from monitor.model import Page

    content_type = f"text/html; charset={charset}" if charset else ""
    page = Page("", url, body, content_type, fetched_at=datetime.now(UTC))
    started = time.process_time()
    article = read_page(page, tier=tier)
    return article, (time.process_time() - started) * 1000


def _as_object(article: "Article", cpu_ms: float) -> dict[str, Any]:
    at = article.published_at
    return {
        "title": article.title,
        "text": article.text,
        "published_at": at.strftime("%Y-%m-%dT%H:%M:%SZ") if at else None,
        "published_precision": article.precision,
        "language": article.language,
        "authors": list(article.authors),
        "canonical_url": article.url or None,
        "cpu_ms": round(cpu_ms, 2),
    }


def _as_text(article: "Article") -> str:
    """For people to read."""
    form = "%Y-%m-%d" if article.precision == "day" else "%Y-%m-%d %H:%M UTC"
    shown = article.published_at.strftime(form) if article.published_at else ""
    limits = ["behind a paywall"] * article.is_paywalled + ["cut short"] * article.is_truncated
    facts = (shown, ", ".join(article.authors), article.language, *limits, article.url)
    return "\n".join([article.title, " | ".join(filter(None, facts)), "", article.text])
