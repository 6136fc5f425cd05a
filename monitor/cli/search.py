"""`tocsin search`: the archive, asked by words or by the matcher itself."""

import csv
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli.among import NONE, Filters, among, with_filters
from monitor.cli.options import ConfigFolder, load_configuration

if TYPE_CHECKING:
    from datetime import datetime

    from rich.text import Text
    from sqlalchemy import Connection

    from monitor.model import Among, Configuration, Query
    from monitor.search.excerpt import Excerpt
    from monitor.storage.search import Hit

COUNTED = 1000
"""Articles up to which they are counted: "more than 1,000" says enough."""

MOST_SHOWN = 100_000
"""Articles; `tocsin export` writes more than anybody reads."""

READ_UNINDEXED = 2000
"""Articles not in the index yet that are read one by one all the same: the newest ones."""

NOTHING = "nothing was found"


# `-palestine` is a word that is not wanted: no letter may be an option here, not even `-h`.
SETTINGS = {"ignore_unknown_options": True, "help_option_names": ["--help"]}


def register(app: typer.Typer) -> None:
    app.command(context_settings=SETTINGS)(with_filters(search))


def search(
    query: Annotated[
        list[str] | None,
        typer.Argument(metavar="[QUERY]...", help='Words, "a phrase", begin*, -not, OR, ( ).'),
    ] = None,
    watch: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="A watch's id, or any name: in every spelling."),
    ] = None,
    filters: Filters = NONE,
    limit: Annotated[int, typer.Option(min=1, max=MOST_SHOWN, help="Show so many at most.")] = 20,
    best: Annotated[bool, typer.Option("--best", help="The best first, not the newest.")] = False,
    as_lines: Annotated[bool, typer.Option("--jsonl", help="One JSON object a line.")] = False,
    as_table: Annotated[bool, typer.Option("--csv", help="CSV with a header.")] = False,
    config: ConfigFolder = None,
) -> None:
    """Find articles in the archive.

    Case, accents and the variants of Arabic and Persian letters make no difference. With --watch
    the matcher itself looks, as it does for alerts: for any name, in every spelling and script.

    Examples:

        tocsin search quds force -palestine --since 30d

        tocsin search '"green zone" (baghdad OR iraq)' --source reuters --jsonl

        tocsin search --watch "Asaib Ahl al-Haq"
    """
    from monitor.errors import UsageError
    from monitor.search.query import parse
    from monitor.storage.store import look_into

    wanted, watch = parse(typed(query)) if query else None, watch and watch.strip()
    if wanted is None and not (watch or filters.matched or filters.source or filters.since):
        raise UsageError('what is looked for? Such as: tocsin search "quds force"')
    configuration = load_configuration(config)
    chosen = among(configuration, filters)
    with look_into(configuration.settings.database) as db:
        asked = _Asked(db, wanted, chosen, limit)
        found = (
            _by_watch(asked, configuration, watch) if watch else _by_words(asked, best_first=best)
        )
    _print(found, as_lines=as_lines, as_table=as_table)


def typed(words: list[str]) -> str:
    """The query as one text. Raises UsageError for what was meant as an option."""
    from monitor.errors import UsageError

    for word in words:
        if word.startswith("--"):
            raise UsageError(f"there is no option {word}: `--help` shows them all")
    return " ".join(words)


@dataclass(frozen=True, slots=True)
class _Asked:
    db: "Connection"
    query: "Query | None"
    among: "Among"
    limit: int


@dataclass(frozen=True, slots=True)
class _Shown:
    """An article with the piece of its text that shows why it was found."""

    hit: "Hit"
    title: "Excerpt"
    text: "Excerpt"


@dataclass(frozen=True, slots=True)
class _Found:
    shown: list[_Shown]
    summary: str


def _by_words(asked: _Asked, *, best_first: bool) -> _Found:
    from monitor.search.excerpt import excerpt, meets
    from monitor.storage import search

    db, query = asked.db, asked.query
    hits = search.find(db, query, asked.among, most=asked.limit, best_first=best_first)
    count = search.count(db, query, asked.among, at_most=COUNTED + 1)
    if query is None:
        return _Found([_whole(hit) for hit in hits], _counted(count, len(hits)))
    unread = {one.article_id: one for one in search.waiting(db, asked.among, most=READ_UNINDEXED)}
    late = [one for one in unread.values() if meets(query, one.title, one.text)]
    hits = [one for one in hits if one.article_id not in unread]
    hits = [*hits, *late] if best_first else sorted([*hits, *late], key=_newest_first)
    shown = [
        _Shown(hit, excerpt(query, hit.title, length=len(hit.title)), excerpt(query, hit.text))
        for hit in hits[: asked.limit]
    ]
    summary = _counted(count + len(late), len(shown)) if shown else _why_nothing(db, query)
    return _Found(shown, summary + _unread(db))


def _why_nothing(db: "Connection", query: "Query") -> str:
    """What is to blame: an empty archive, or words that stand nowhere in it."""
    from monitor.model import Among
    from monitor.search.excerpt import phrases
    from monitor.storage import search

    if not search.count(db, None, Among(), at_most=1):
        return f"{NOTHING}: the archive is empty; `tocsin crawl` or `tocsin run` fills it"
    absent = [
        " ".join(one.words) + ("*" if one.goes_on else "")
        for one in dict.fromkeys(phrases(query))
        if not search.count(db, one, Among(), at_most=1)
    ]
    nowhere = ", ".join(f'"{words}"' for words in absent)
    return f"{NOTHING}: in no article at all stands {nowhere}" if absent else NOTHING


def _unread(db: "Connection") -> str:
    from monitor.storage import search

    left = search.count_waiting(db) - READ_UNINDEXED
    return f"; {left:,} articles are not indexed yet and were not read" if left > 0 else ""


def _by_watch(asked: _Asked, configuration: "Configuration", name: str) -> _Found:
    """What the matcher finds, going through the archive from its beginning."""
    from monitor.search.excerpt import excerpt_at, meets
    from monitor.search.watching import sightings

    hits = []
    for seen in sightings(asked.db, configuration, name, asked.among):
        if asked.query is None or meets(asked.query, seen.hit.title, seen.hit.text):
            title = excerpt_at(seen.spans("title"), seen.hit.title, length=len(seen.hit.title))
            hits.append(_Shown(seen.hit, title, excerpt_at(seen.spans("text"), seen.hit.text)))
    newest = sorted(hits, key=lambda one: _newest_first(one.hit))[: asked.limit]
    return _Found(newest, _counted(len(hits), len(newest)))


def _whole(hit: "Hit") -> _Shown:
    from monitor.search.excerpt import excerpt_at

    return _Shown(hit, excerpt_at((), hit.title, length=len(hit.title)), excerpt_at((), hit.text))


def _newest_first(hit: "Hit") -> int:
    return -hit.article_id


def _counted(count: int, shown: int) -> str:
    if not count:
        return NOTHING
    total = f"more than {COUNTED:,}" if count > COUNTED else f"{count:,}"
    articles = "article" if count == 1 else "articles"
    return f"{total} {articles}" + (f", {shown:,} shown" if shown < count else "")


def _print(found: _Found, *, as_lines: bool, as_table: bool) -> None:
    if as_lines:
        for one in found.shown:
            print(json.dumps(_as_object(one), ensure_ascii=False))
    elif as_table:
        _print_table(found.shown)
    else:
        _print_pages(found.shown)
    print(found.summary, file=sys.stderr)


def _as_object(one: _Shown) -> dict[str, Any]:
    hit = one.hit
    return {
        "id": hit.article_id,
        "url": hit.url,
        "title": hit.title,
        "source": hit.source_id,
        "language": hit.language,
        "published_at": _iso(hit.published_at),
        "fetched_at": _iso(hit.fetched_at),
        "excerpt": one.text.text,
        "hits": [list(span) for span in one.text.hits],
    }


def _iso(at: "datetime | None") -> str | None:
    return at.isoformat() if at else None


def _print_table(shown: Iterable[_Shown]) -> None:
    rows = [_as_object(one) for one in shown]
    names = ["id", "url", "title", "source", "language", "published_at", "fetched_at", "excerpt"]
    writer = csv.DictWriter(sys.stdout, names, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def _print_pages(shown: Iterable[_Shown]) -> None:
    from rich.console import Console
    from rich.padding import Padding

    console = Console(highlight=False)
    for one in shown:
        console.print(_headline(one))
        console.print(Padding(_lit(one.text), (0, 0, 0, 3)))
        console.print()


def _headline(one: _Shown) -> "Text":
    from rich.text import Text

    line = _lit(one.title)
    line.stylize(f"link {one.hit.url}")
    at = one.hit.published_at or one.hit.fetched_at
    return Text.assemble(
        line,
        (f"\n   {at:%Y-%m-%d %H:%M} UTC  {one.hit.source_id}", "dim"),
        (f"  {one.hit.url}", "dim"),
    )


def _lit(piece: "Excerpt") -> "Text":
    """The piece with its hits lit, and signs for what was left out."""
    from rich.text import Text

    line = Text(piece.text)
    for start, end in piece.hits:
        line.stylize("bold yellow", start, end)
    return Text.assemble("…" if piece.is_begun else "", line, "…" if piece.goes_on else "")
