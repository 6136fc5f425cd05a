"""The archive as people and programs ask it from the command line."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from monitor.cli import app
from monitor.errors import UsageError, WorldError
from monitor.storage import articles
from monitor.storage.store import open_store
from tests.storage.builders import NOON, finding, match

Run = Callable[..., Any]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    config = tmp_path / "config"
    config.mkdir()
    (config / "sources.yaml").write_text("sources: [{id: gazette, url: 'https://a.example/f'}]\n")
    (config / "watchlist.yaml").write_text("watches: [{name: Rivertown}]\n")
    with open_store(f"sqlite:///{tmp_path}/var/tocsin.db") as store, store.begin() as db:
        for number, text in enumerate(["Asaab Ahel Haq met.\nThen they left.", "A quiet day."]):
            one = finding(match(), key=f"{number}", url=f"https://a.example/{number}", text=text)
            articles.record(db, one, now=NOON)
    return config


@pytest.fixture
def run(folder: Path) -> Run:
    def ask(*arguments: str) -> Any:
        result = CliRunner().invoke(app, [*arguments, "--config", str(folder)])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return ask


def test_people_see_the_headline_the_source_and_the_words_around_the_hit(run: Run) -> None:
    found = run("search", "haq", "-quiet")

    assert "gazette" in found.stdout
    assert "Asaab Ahel Haq met. Then they left." in found.stdout
    assert "1 article" in found.stderr


def test_programs_get_one_object_a_line_or_a_table(run: Run) -> None:
    (line,) = run("search", "haq", "--jsonl").stdout.splitlines()
    (row,) = csv.DictReader(run("search", "haq", "--csv").stdout.splitlines())

    assert [json.loads(line)["excerpt"][a:b] for a, b in json.loads(line)["hits"]] == ["Haq"]
    assert row["url"] == "https://a.example/0"


def test_the_matcher_finds_a_name_in_another_spelling(run: Run) -> None:
    assert "Asaab Ahel Haq" in run("search", "--watch", "Asaib Ahl al-Haq").stdout


def test_words_that_stand_nowhere_are_named(run: Run) -> None:
    assert 'in no article at all stands "xyzzy"' in run("search", "xyzzy", "day").stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "what is looked for?"),
        (("quds", "--sorce", "x"), "there is no option --sorce"),
        (("quds", "--since", "yesterday"), "--since 'yesterday' is no span of time"),
    ],
)
def test_a_question_that_cannot_be_asked_is_answered(
    run: Run, arguments: tuple[str, ...], told: str
) -> None:
    with pytest.raises(UsageError, match=told):
        run("search", *arguments)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--matched", "nobody"], r"no watch 'nobody'.*`tocsin watch list` shows them"),
        (["--matched", "rivertow"], "no watch 'rivertow'.*did you mean rivertown\\?"),
        (["--source", "gazete"], "no source 'gazete'.*did you mean gazette\\?"),
    ],
)
@pytest.mark.parametrize("command", ["search", "export"])
def test_what_is_neither_configured_nor_kept_is_refused(
    run: Run, command: str, arguments: list[str], told: str
) -> None:
    with pytest.raises(UsageError, match=told):
        run(command, *arguments)


def test_what_was_found_for_a_watch_that_is_no_more_is_still_there(run: Run, folder: Path) -> None:
    (folder / "watchlist.yaml").write_text("watches: [{name: Hilltown}]\n")

    assert len(run("export", "--matched", "rivertown").stdout.splitlines()) == 2


def test_an_export_has_every_article_with_what_was_found_in_it(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "all.jsonl"
    run("export", "--out", str(out))

    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert [row["text"][:5] for row in rows] == ["Asaab", "A qui"]
    assert rows[0]["matches"][0]["watch"] == "rivertown"
    assert [one.name for one in tmp_path.glob("*.jsonl*")] == ["all.jsonl"]


def test_a_file_that_cannot_be_written_is_told(run: Run, tmp_path: Path) -> None:
    with pytest.raises(WorldError, match="cannot be written"):
        run("export", "--out", str(tmp_path / "none" / "all.jsonl"))
