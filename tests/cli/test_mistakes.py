"""What is typed by mistake is answered with what to do."""

from pathlib import Path

import pytest

from monitor.errors import UsageError, WorldError
from monitor.storage.store import open_store
from tests.explain.bureau import Bureau

HUGE = "9" * 30


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    made = Bureau(tmp_path_factory.mktemp("mistakes"))
    with open_store(made.database):
        return made


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["match", "FOLDER"], "is a folder; name a file in it"),
        (["match", "no-such-file.txt"], "`echo ... | tocsin match -`"),
        (["match", "news.example/a"], "did you mean https://news.example/a?"),
        (["match", "LATIN1"], "save it as UTF-8"),
        (["extract", "FOLDER"], "is a folder; name a file in it"),
        (["extract", "https://news.example/a"], "`curl -sL https://news.example/a | tocsin"),
        (["extract", "news.example/a"], "`curl -sL news.example/a | tocsin extract -`"),
        (["alerts", "retry", "talks"], "'talks' is no id, which is a number: `tocsin alerts list`"),
        (["alerts", "retry", HUGE], "`tocsin alerts list` shows them"),
        (["silence", "remove", "watch:fatah"], "`tocsin silence list` shows them"),
        (["silence", "remove", HUGE], "`tocsin silence list` shows them"),
        (["silence", "add", "watch:nobody", "--for", "8h"], "`tocsin watch list` shows them"),
        (["silence", "add", "source:bbc", "--for", "8h"], "`tocsin sources list` shows them"),
        (["silence", "add", "fatah", "--for", "8h"], "did you mean `watch:fatah`?"),
        (["silence", "add", "story:talks", "--for", "8h"], "`tocsin explain URL` shows it"),
        (["watch", "add", "https://news.example"], "`tocsin sources add` adds sources"),
        (["watch", "import", "https://lists.example/sdn.xml"], "download the file first"),
        (["watch", "import", "FOLDER"], "name a file in it"),
        (["sources", "import", "https://lists.example/a.opml"], "download the file first"),
        (["search", "--source", "bbc", "talks"], "`tocsin sources list` shows them"),
        (["export", "--matched", "nobody"], "`tocsin watch list` shows them"),
        (["init", "LATIN1"], "is a file; name a folder"),
        (["init", ""], "'' names no folder"),
        (["backtest", "new list.yaml"], "`tocsin backtest --watchlist 'new list.yaml'`"),
    ],
    ids=lambda typed: " ".join(typed)[:50] if isinstance(typed, list) else "",
)
def test_a_mistake_leads_on(bureau: Bureau, tmp_path: Path, typed: list[str], said: str) -> None:
    latin = tmp_path / "page.txt"
    latin.write_bytes("Señor Fatah".encode("latin-1"))
    files = {"FOLDER": str(tmp_path), "LATIN1": str(latin)}

    result = bureau.run(*(files.get(word, word) for word in typed))

    assert isinstance(result.exception, UsageError), result.output
    assert said in str(result.exception)


def test_no_number_is_too_large_to_be_answered(bureau: Bureau) -> None:
    assert "less than or equal to 100000" in bureau.run("search", "--limit", HUGE, "talks").output
    assert isinstance(bureau.run("alerts", "retry", "9" * 18).exception, WorldError)


def test_a_line_that_is_no_passage_is_told_what_one_is(bureau: Bureau) -> None:
    result = bureau.run("match", "--jsonl", answer="Fatah said so.\n")

    assert 'one is a JSON object with "id" and "text"' in str(result.exception)
