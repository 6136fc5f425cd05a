"""A configuration folder and its database, as a person at the command line has them."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from typer.testing import CliRunner, Result

from monitor.cli import app
from monitor.config import load
from monitor.ingest import Newsdesk
from monitor.ingest.rules import rules_of
from monitor.model import Configuration, FeedEntry, Press, Reaction, Source
from monitor.storage import feedback
from monitor.storage.store import Store
from monitor.storage.stories import story_id
from tests.ingest.builders import Careful, good_look

WATCHLIST = """\
# Who is watched, and why.
builtin_decoys: false
watches:
  - name: Fatah  # the movement, not the alliance
    id: fatah
    severity: high

  # A person.
  - name: Abu Mahdi al-Muhandis
    id: muhandis
    threshold: 97
"""


class Bureau:
    """A configuration folder and its database, with articles that were read an hour ago."""

    def __init__(self, folder: Path) -> None:
        self.config = folder / "config"
        self.config.mkdir(exist_ok=True)
        (self.config / "watchlist.yaml").write_text(WATCHLIST, encoding="utf-8")
        sources = "sources:\n  - {id: gazette, url: 'https://gazette.example/feed'}\n"
        (self.config / "sources.yaml").write_text(sources, encoding="utf-8")
        (self.config / "settings.yaml").write_text("{}\n", encoding="utf-8")
        self.now = datetime.now(UTC)
        self.database = f"sqlite:///{folder / 'var' / 'tocsin.db'}"

    def read(self, store: Store, texts: Sequence[tuple[str, str]]) -> list[str]:
        """Read articles, of a headline and a text each. Their stories' ids."""
        configuration = load(self.config, environ={}, now=self.now)
        return asyncio.run(self._read(store, texts, configuration.sources[0], configuration))

    async def _read(
        self, store: Store, texts: Sequence[tuple[str, str]], source: Source, by: Configuration
    ) -> list[str]:
        desk = Newsdesk(rules_of(by), store, Careful(), rung=lambda: None)
        at = self.now - timedelta(hours=1)
        await desk.polled(source, good_look(at - timedelta(days=1)))
        ids = []
        for title, text in texts:
            url = f"https://gazette.example/{title.replace(' ', '-')}"
            entry = FeedEntry("gazette", url, url, title, text, published_at=at)
            await desk.take(replace(source, fetch_articles=False), entry, None, why="", now=at)
            ids.append(story_id(url))
        return ids

    def answer(self, store: Store, story: str, watch_id: str, *, is_relevant: bool) -> None:
        action = "relevant" if is_relevant else "not_relevant"
        press = Press(f"key-{story}", action, story, "", "U1", "mira")
        with store.begin() as db:
            feedback.add(db, Reaction(press, self.now, watches=(watch_id,)))

    def run(self, *arguments: str, answer: str = "") -> Result:
        """A command, as typed."""
        return CliRunner().invoke(app, [*arguments, "--config", str(self.config)], input=answer)
