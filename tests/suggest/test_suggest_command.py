"""`tocsin suggest`, from alerts and answers in a database to an edit of the file."""

import json
import shutil
from pathlib import Path

import pytest

from monitor.errors import UsageError
from monitor.storage.store import open_store
from tests.explain.bureau import WATCHLIST, Bureau
from tests.suggest.analyst import LONGER_NAME, articles
from tests.suggest.names import NEARLY

pytestmark = pytest.mark.xdist_group("suggest-command")  # what they share is made once


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
    decoy, alias = json.loads(bureau.run("suggest", "--json").stdout)

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
    assert alias["archive"] == {"caught": 3}
    assert "Abu Mahdy al-Mohandess" in alias["samples"][0]


def test_proposals_are_shown_with_their_numbers_and_nothing_is_written(bureau: Bureau) -> None:
    shown = bureau.run("suggest").stdout

    assert "Fatah: unless: [Fatah Alliance]" in shown
    assert "25 of 25 ✅ kept, 25 of 25 ❌ gone, precision 50% → 100%" in shown
    assert "of 50 articles that rang in the last 30 days, 25 would not" in shown
    assert "nearly rang in 3 articles of the last week" in shown
    assert "of the last 30 days that did not ring for it, 3 would" in shown
    assert (bureau.config / "watchlist.yaml").read_text("utf-8") == WATCHLIST


def test_an_applied_proposal_changes_its_lines_alone_and_is_proposed_no_more(
    bureau: Bureau,
) -> None:
    decoy, alias = (one["id"] for one in json.loads(bureau.run("suggest", "--json").stdout))

    refused = bureau.run("suggest", "--apply", decoy, answer="n\n")
    assert "nothing was written" in refused.stdout
    assert (bureau.config / "watchlist.yaml").read_text("utf-8") == WATCHLIST

    written = bureau.run("suggest", "--apply", decoy, answer="y\n")
    bureau.run("suggest", "--apply", alias, "--yes")

    assert "+    unless:" in written.stdout
    edited = (bureau.config / "watchlist.yaml").read_text("utf-8")
    decoyed = WATCHLIST.replace("high\n", "high\n    unless: [Fatah Alliance]\n")
    assert edited == decoyed.replace("97\n", "97\n    aliases: [Abu Mahdy al-Mohandess]\n")
    assert json.loads(bureau.run("suggest", "--watch", "fatah", "--json").stdout) == []


def test_what_does_not_exist_is_refused_with_what_does(bureau: Bureau) -> None:
    for arguments, said in ((["--apply", "zzz"], "there are: "), (["--watch", "x"], "watch list")):
        result = bureau.run("suggest", *arguments)
        assert isinstance(result.exception, UsageError)
        assert said in str(result.exception)


def test_without_answers_there_is_nothing_to_propose(tmp_path: Path) -> None:
    assert Bureau(tmp_path).run("suggest").stdout.startswith("Nothing to propose:")
