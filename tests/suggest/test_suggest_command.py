"""`tocsin suggest`, from alerts and answers in a database to an edit of the file."""

import asyncio
import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from monitor.cli import app
from monitor.config import load
from monitor.errors import UsageError
from monitor.ingest import Newsdesk
from monitor.ingest.rules import rules_of
from monitor.model import Configuration, FeedEntry, Press, Reaction, Source
from monitor.storage import feedback
from monitor.storage.store import Store, open_store
from monitor.storage.stories import story_id
from tests.ingest.builders import Careful, good_look
from tests.suggest.analyst import LONGER_NAME, articles
from tests.suggest.names import NEARLY

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

    def suggest(self, *arguments: str, answer: str = "") -> Result:
        return CliRunner().invoke(
            app, ["suggest", *arguments, "--config", str(self.config)], input=answer
        )


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fifty alerts on Fatah, each answered, and some articles with a spelling that nearly rang."""
    folder = tmp_path_factory.mktemp("archive")
    made = Bureau(folder)
    labelled = articles(LONGER_NAME, 50, seed=3)
    with open_store(made.database) as store:
        ids = made.read(store, [(one.passage.title, one.passage.text) for one in labelled])
        for one, story in zip(labelled, ids, strict=True):
            made.answer(store, story, "fatah", is_relevant=one.is_relevant)
        made.read(store, [(f"Shrine {n}", text) for n, text in enumerate(NEARLY)])
    return folder


@pytest.fixture
def bureau(archive: Path, tmp_path: Path) -> Bureau:
    """A bureau with that archive, for one test alone."""
    shutil.copytree(archive, tmp_path, dirs_exist_ok=True)
    return Bureau(tmp_path)


def test_what_people_answered_and_what_nearly_rang_becomes_proposals(bureau: Bureau) -> None:
    decoy, alias = json.loads(bureau.suggest("--json").stdout)

    assert (decoy["watch"], decoy["change"]) == ("fatah", "unless: [Fatah Alliance]")
    assert decoy["held_back"] == {
        "relevant": 25,
        "kept": 25,
        "rejected": 25,
        "gone": 25,
        "precision_before": 0.5,
        "precision_after": 1.0,
    }
    assert decoy["archive"] == {"rang": 50, "silent": 25}
    assert (alias["watch"], alias["change"]) == ("muhandis", "aliases: [Abu Mahdy al-Mohandess]")
    assert (alias["articles"], alias["held_back"]) == (3, None)
    assert "Abu Mahdy al-Mohandess" in alias["samples"][0]


def test_proposals_are_shown_with_their_numbers_and_nothing_is_written(bureau: Bureau) -> None:
    shown = bureau.suggest().stdout

    assert "Fatah: unless: [Fatah Alliance]" in shown
    assert "25 of 25 ✅ kept, 25 of 25 ❌ gone, precision 50% → 100%" in shown
    assert "of 50 articles that rang in the last 30 days, 25 would not" in shown
    assert "nearly rang in 3 articles of the last week" in shown
    assert (bureau.config / "watchlist.yaml").read_text("utf-8") == WATCHLIST


def test_an_applied_proposal_changes_its_lines_alone_and_is_proposed_no_more(
    bureau: Bureau,
) -> None:
    decoy, alias = (one["id"] for one in json.loads(bureau.suggest("--json").stdout))

    refused = bureau.suggest("--apply", decoy, answer="n\n")
    assert "nothing was written" in refused.stdout
    assert (bureau.config / "watchlist.yaml").read_text("utf-8") == WATCHLIST

    written = bureau.suggest("--apply", decoy, answer="y\n")
    bureau.suggest("--apply", alias, "--yes")

    assert "+    unless:" in written.stdout
    edited = (bureau.config / "watchlist.yaml").read_text("utf-8")
    decoyed = WATCHLIST.replace("high\n", "high\n    unless: [Fatah Alliance]\n")
    assert edited == decoyed.replace("97\n", "97\n    aliases: [Abu Mahdy al-Mohandess]\n")
    assert json.loads(bureau.suggest("--watch", "fatah", "--json").stdout) == []


def test_what_does_not_exist_is_refused_with_what_does(bureau: Bureau) -> None:
    for arguments, said in ((["--apply", "zzz"], "there are: "), (["--watch", "x"], "watch list")):
        result = bureau.suggest(*arguments)
        assert isinstance(result.exception, UsageError)
        assert said in str(result.exception)


def test_without_answers_there_is_nothing_to_propose(tmp_path: Path) -> None:
    assert Bureau(tmp_path).suggest().stdout.startswith("Nothing to propose:")
