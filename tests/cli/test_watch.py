"""`tocsin watch`, as a person uses it: files go in, files and answers come out."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from monitor.cli import app
from monitor.config import load_located
from monitor.errors import ConfigError, UsageError
from monitor.storage import articles
from monitor.storage.store import open_store
from tests.rosters.builders import SDN_XML, UN_XML
from tests.storage.builders import NOON, finding

SOURCES = "sources: [{id: gazette, url: 'https://gazette.example/feed'}]\n"
WATCHLIST = """\
# who we watch
watches:
  - name: Kata'ib Hezbollah  # since 2019
    owner: iraq-desk

  - {name: Green Zone, near: {any: [Baghdad]}}
decoys: [Hezbollah]  # not ours
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    config = tmp_path / "config"
    config.mkdir()
    (config / "sources.yaml").write_text(SOURCES)
    (config / "watchlist.yaml").write_text(WATCHLIST)
    return config


def watch(folder: Path, *arguments: str) -> Any:
    command = ["watch", *arguments, "--config", str(folder)]
    answer = CliRunner().invoke(app, command, env={"COLUMNS": "300"})
    if answer.exception and not isinstance(answer.exception, SystemExit):
        raise answer.exception
    return answer


def watched(folder: Path) -> list[str]:
    located = load_located(folder, environ={}, now=NOON)
    return [one.id for one in located.configuration.watchlist.watches]


def archive(folder: Path, *texts: str) -> None:
    """Articles in the database that the configuration names."""
    database = load_located(folder, environ={}, now=NOON).configuration.settings.database
    with open_store(database) as store, store.begin() as db:
        for number, text in enumerate(texts):
            url = f"https://gazette.example/{number}"
            found = finding(key=str(number), url=url, title=f"Piece {number}", text=text)
            articles.record(db, found, now=NOON)


def test_a_watch_is_added_behind_the_last_and_all_else_stays(folder: Path) -> None:
    answer = watch(folder, "add", "Made Up Front", "--alias", "Fronte Inventato", "--yes")

    added = "  - name: Made Up Front\n    aliases: [Fronte Inventato]\n"
    assert (folder / "watchlist.yaml").read_text() == WATCHLIST.replace(
        "decoys:", added + "decoys:"
    )
    assert "No article was there to try it on" in answer.stdout


def test_every_option_of_a_watch_is_written_down(folder: Path) -> None:
    options = [
        "--acronym=MUF", "--near=Nowhere", "--near=Elsewhere", "--severity=high", "--owner=desk",
        "--channel=#desk", "--note=see memo 12", "--expires=2030-01-01", "--yes",
    ]  # fmt: skip

    watch(folder, "add", "Made Up Front", *options)

    located = load_located(folder, environ={}, now=NOON)
    assert located.watches[-1].document.at(located.watches[-1].path) == {
        "name": "Made Up Front",
        "acronyms": ["MUF"],
        "near": {"any": ["Nowhere", "Elsewhere"]},
        "severity": "high",
        "channel": "#desk",
        "owner": "desk",
        "note": "see memo 12",
        "expires": "2030-01-01",
    }


def test_what_it_would_have_found_is_shown(folder: Path) -> None:
    archive(folder, "The general Qasem Soleimani was seen here.", "Nothing of the kind.")

    shown = watch(folder, "add", "Qassem Suleimani", "--dry-run").stdout

    assert "It would have rung for 1 of the newest 2 articles." in shown
    assert "[Qasem Soleimani] was seen" in shown
    assert "قاسم سليماني" in shown  # which ships as an alias of this very name
    assert watched(folder) == ["kataib-hezbollah", "green-zone"]


def typed(folder: Path, answers: str, *arguments: str) -> tuple[int, str]:
    """The command at a terminal, where somebody types these answers."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "monitor", "watch", *arguments, "--config", str(folder)]
    try:
        os.write(ours, answers.encode())
        done = subprocess.run(command, stdin=theirs, capture_output=True, text=True, check=False)
    finally:
        os.close(ours)
        os.close(theirs)
    return done.returncode, done.stdout + done.stderr


def test_spellings_in_other_scripts_are_offered_and_taken_when_asked_for(folder: Path) -> None:
    archive(folder, "قال مصطفى الكاظمي إنه سيحضر.", "A quiet day.")

    status, said = typed(folder, "9\nall\ny\n", "add", "Mustafa al-Kadhimi")

    assert status == 0, said
    assert "1  مصطفى الكاظمي  (by its sound, at 9" in said
    assert "write numbers from 1 to 1" in said
    written = (folder / "watchlist.yaml").read_text()
    assert written.startswith("# who we watch")
    assert "aliases: [مصطفى الكاظمي]" in written


def test_who_answers_no_has_written_nothing(folder: Path) -> None:
    status, said = typed(folder, "what?\nn\n", "add", "Made Up Front")

    assert status == 2
    assert said.endswith("nothing was written\n")
    assert (folder / "watchlist.yaml").read_text() == WATCHLIST


def test_an_import_asks_before_it_writes(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("name\nBosco Taganda\n")

    assert typed(folder, "n\n", "import", str(tmp_path / "names.csv"))[0] == 2
    assert not (folder / "watchlist.d").exists()
    assert typed(folder, "y\n", "import", str(tmp_path / "names.csv"))[0] == 0
    assert "bosco-taganda" in watched(folder)


def test_collisions_are_shown(folder: Path) -> None:
    shown = watch(folder, "add", "Kataeb Hizbullah", "--dry-run").stdout

    assert "of watch 'kataib-hezbollah' at" in shown


def test_a_further_file_is_made_where_it_is_named(folder: Path) -> None:
    watch(folder, "add", "Made Up Front", "--file", "partners", "--yes")
    watch(folder, "add", "Front Inventato", "--file", "partners", "--yes")

    assert (folder / "watchlist.d" / "partners.yaml").read_text().count("  - name:") == 2
    assert watched(folder)[-2:] == ["made-up-front", "front-inventato"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["Kata'ib Hezbollah", "--yes"], "there is a watch 'kataib-hezbollah' already"),
        (["Made Up Front"], "nobody to ask"),
        (["Made Up Front", "--file", "Our Partners", "--yes"], "such as 'our-partners'"),
    ],
)
def test_a_watch_that_cannot_be_added_is_told_why(
    arguments: list[str], told: str, folder: Path
) -> None:
    with pytest.raises(UsageError, match=told):
        watch(folder, "add", *arguments)

    assert (folder / "watchlist.yaml").read_text() == WATCHLIST


@pytest.mark.parametrize(
    "arguments", [["green"], ["Made Up Front", "--expires", "soon"], ["!!"]], ids=lambda one: one[0]
)
def test_a_watch_that_no_service_would_take_is_not_written(
    arguments: list[str], folder: Path
) -> None:
    with pytest.raises(ConfigError):
        watch(folder, "add", *arguments, "--yes")

    assert (folder / "watchlist.yaml").read_text() == WATCHLIST


def test_watches_are_listed_with_their_lines(folder: Path) -> None:
    listed = json.loads(watch(folder, "list", "--json").stdout)

    assert [(one["id"], one["line"]) for one in listed] == [
        ("kataib-hezbollah", 3),
        ("green-zone", 6),
    ]
    assert "watchlist.yaml:6" in watch(folder, "list", "zone").stdout
    assert "green" not in watch(folder, "list", "--owner", "iraq-desk").stdout
    assert "no such watch" in watch(folder, "list", "--expired").stdout


def test_a_watch_expires_and_comes_back(folder: Path) -> None:
    watch(folder, "expire", "green-zone", "--on", "2020-01-01")
    expired = watch(folder, "list", "--expired").stdout
    watch(folder, "expire", "green-zone", "--on", "never")

    assert "green-zone" in expired
    assert (folder / "watchlist.yaml").read_text().startswith(WATCHLIST[:60])
    assert "no such watch" in watch(folder, "list", "--expired").stdout


def test_an_unknown_watch_does_not_expire(folder: Path) -> None:
    with pytest.raises(UsageError, match="did you mean 'green-zone'"):
        watch(folder, "expire", "green-zon")


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_what_is_exported_is_imported_elsewhere(kind: str, folder: Path, tmp_path: Path) -> None:
    exported = tmp_path / f"ours.{kind}"
    exported.write_text(watch(folder, "export", "--format", kind).stdout)
    (folder / "watchlist.yaml").write_text("watches: []\n")

    watch(folder, "import", str(exported), "--yes")

    assert watched(folder) == ["kataib-hezbollah", "green-zone"]


def test_a_published_list_is_imported_and_renewed(folder: Path, tmp_path: Path) -> None:
    published = tmp_path / "sdn.xml"
    published.write_text(SDN_XML)
    first = watch(folder, "import", str(published), "--severity", "low", "--yes").stdout
    file = folder / "watchlist.d" / "ofac-sdn.yaml"
    file.write_text(file.read_text().replace("low\n", "low  # ask Ann\n"))
    published.write_text(SDN_XML.replace("WARNUD", "WARNOOD"))

    again = watch(folder, "import", str(published), "--severity", "high", "--yes").stdout

    assert "1 new: Doctor Imaginary Varnood" in first
    assert "1 changed" in again
    assert "low  # ask Ann" in file.read_text()
    assert "D. I. Warnood" in file.read_text()
    assert "1 as they were" in watch(folder, "import", str(published)).stdout


def test_a_dry_run_of_an_import_writes_nothing(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "un.xml").write_text(UN_XML)

    watch(folder, "import", str(tmp_path / "un.xml"), "--dry-run")

    assert not (folder / "watchlist.d").exists()


def test_an_import_touches_no_file_that_a_person_wrote(folder: Path, tmp_path: Path) -> None:
    (folder / "watchlist.d").mkdir()
    (folder / "watchlist.d" / "ours.yaml").write_text("watches: [{id: x, name: Ours}]\n")
    (tmp_path / "ours.csv").write_text("name\nMade Up Front\n")

    with pytest.raises(UsageError, match="choose another --name"):
        watch(folder, "import", str(tmp_path / "ours.csv"), "--yes")


def test_ids_that_are_taken_are_told_with_their_place(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "ours.csv").write_text("name\nGreen Zone\n")

    with pytest.raises(UsageError, match=r"green-zone: .*watchlist\.yaml:6"):
        watch(folder, "import", str(tmp_path / "ours.csv"), "--yes")
