"""`tocsin explain`, as it is typed."""

import json
from pathlib import Path

import pytest

from monitor.errors import UsageError, WorldError
from monitor.storage.store import open_store
from tests.explain.bureau import Bureau

STORY = "https://gazette.example/Talks"


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    """One article that rings, and one that nearly does."""
    made = Bureau(tmp_path)
    with open_store(made.database) as store:
        near = "Abu Mahdy al-Mohandess was remembered in the shrine."
        made.read(store, [("Talks", "Fatah said that it would come."), ("Shrine", near)])
    return made


def test_an_address_is_answered_with_the_verdict_first(bureau: Bureau) -> None:
    result = bureau.run("explain", f"{STORY}?utm_source=x")

    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].startswith("Not told yet: waiting in the outbox since")
    assert [one for one in lines if one and not one.startswith(" ")][1:] == [
        "Talks",
        "Fetched",
        "Extracted",
        "Matched",
        "Story",
        "Told",
    ]


def test_an_id_is_answered_as_json_and_replayed(bureau: Bureau) -> None:
    found = json.loads(bureau.run("explain", STORY, "--json").stdout)
    again = json.loads(bureau.run("explain", str(found["article"]), "--json").stdout)
    (replayed,) = json.loads(
        bureau.run("explain", str(found["article"]), "--replay", "--json").stdout
    )

    assert again == found
    assert (found["cause"], found["watches"], found["url"]) == ("waiting", ["fatah"], STORY)
    assert (replayed["watch_id"], replayed["is_same"]) == ("fatah", True)
    assert json.loads(replayed["entry"])["name"] == "Fatah"


def test_what_is_stored_and_names_nothing_is_judged_by_the_list_as_it_is_now(
    bureau: Bureau,
) -> None:
    found = json.loads(bureau.run("explain", "https://gazette.example/Shrine", "--json").stdout)

    assert found["cause"] == "below-threshold"
    assert found["stages"][-1]["stage"] == "Nearly matched, by the list as it is now"


def test_a_long_list_is_not_read_to_say_what_an_article_nearly_names(bureau: Bureau) -> None:
    many = "".join(f"  - name: Zarqun Belasim {number}\n" for number in range(9_000))
    (bureau.config / "watchlist.d").mkdir()
    (bureau.config / "watchlist.d" / "many.yaml").write_text(f"watches:\n{many}")

    found = json.loads(bureau.run("explain", "https://gazette.example/Shrine", "--json").stdout)

    assert found["cause"] == "not-named"
    assert found["stages"][-1]["said"] == [
        "not looked for yet: a running service looks within the hour"
    ]


def test_what_is_kept_is_told_though_the_list_is_wrong_now(bureau: Bureau) -> None:
    (bureau.config / "watchlist.yaml").write_text("watches: [{nam: Fatah}]\n")

    assert bureau.run("explain", STORY).stdout.startswith("Not told yet: waiting")


def test_a_file_or_a_text_is_judged_by_the_list_as_it_is_now(bureau: Bureau) -> None:
    file = bureau.config.parent / "page.html"
    file.write_text("<html><body><p>A leader of Fatah was received in town.</p></body></html>")

    of_file = bureau.run("explain", str(file)).stdout
    of_text = bureau.run("explain", "-", answer="Nothing of note.").stdout

    assert of_file.startswith("Would ring: Fatah.")
    assert "Fatah rings in console" in of_file
    assert of_text.startswith("Not told: it names nothing that is watched.")


@pytest.mark.parametrize(
    ("asked", "error", "said"),
    [
        (["4711"], WorldError, "no article is kept under the id 4711"),
        (["0123456789abcdef0123"], WorldError, "no story is kept"),
        (["no-such-file.txt"], UsageError, "no address (http://, https://), no article's"),
        (["gazette.example/a"], UsageError, "did you mean https://gazette.example/a?"),
        (["."], UsageError, "it is a folder"),
        (["Fatah said so."], UsageError, "| tocsin explain -`"),
        (["https://"], UsageError, "no host can be read in it"),
        (["http://[gazette/"], UsageError, "no host can be read in it"),
        (["9" * 30], UsageError, "no address (http://, https://), no article's"),
        ([""], UsageError, "no address (http://, https://), no article's"),
        (["4711", "--replay"], WorldError, "no recorded match"),
        (["https://gazette.example/", "--replay"], UsageError, "takes an article's id"),
    ],
)
def test_what_cannot_be_answered_is_told_with_what_to_do(
    bureau: Bureau, asked: list[str], error: type[Exception], said: str
) -> None:
    result = bureau.run("explain", *asked)

    assert isinstance(result.exception, error)
    assert said in str(result.exception)
