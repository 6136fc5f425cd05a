"""`tocsin extract`: what it prints, and how it ends."""

import json
import subprocess
import sys

import pytest

from tests.extraction.goldens import HERE

PAGE = HERE / "pages" / "english_news.html"
KEYS = ["title", "text", "published_at", "published_precision", "language"]
KEYS += ["authors", "canonical_url", "cpu_ms"]
HTML = PAGE.read_text(encoding="utf-8")


def tocsin(*arguments: str, given: str | bytes = "") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "monitor", "extract", *arguments],
        input=given.encode() if isinstance(given, str) else given,
        capture_output=True,
        check=False,
    )


def test_a_page_is_one_json_object() -> None:
    done = tocsin(str(PAGE), "--json", "--url", "https://www.harbourpost.example/x")

    found = json.loads(done.stdout)
    assert done.returncode == 0
    assert list(found) == KEYS
    assert found["title"] == "Council votes to reopen river bridge to lorries"
    assert found["published_at"] == "2026-11-22T10:05:00Z"
    assert found["published_precision"] == "minute"
    assert found["language"] == "en"
    assert found["authors"] == ["Mina Aster", "Jo Field"]
    assert found["canonical_url"] == "https://www.harbourpost.example/local/bridge-reopens"
    assert found["cpu_ms"] > 0


def test_a_page_for_people_is_headline_facts_and_text() -> None:
    done = tocsin("-", "--tier", "quick", given=HTML)

    headline, facts, blank, first, *_ = done.stdout.decode().splitlines()
    assert headline == "Council votes to reopen river bridge to lorries"
    assert facts.startswith("2026-11-22 10:05 UTC | Mina Aster, Jo Field | en | https://")
    assert blank == ""
    assert first.startswith("The city council voted on Sunday")


def test_lines_are_answered_in_order_and_a_bad_one_does_not_end_the_stream() -> None:
    lines = [
        json.dumps({"id": 1, "url": "https://www.harbourpost.example/x", "html": HTML}),
        "{not json",
        json.dumps({"id": "empty", "url": None, "html": "<html></html>"}),
        json.dumps({"id": "no page"}),
        json.dumps({"id": [2], "html": HTML, "more": True}),
    ]

    done = tocsin("-", "--jsonl", "--tier", "quick", given="\n".join(lines))

    first, not_json, empty, no_page, last = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 1
    assert list(first) == ["id", *KEYS]
    assert (first["id"], last["id"]) == (1, [2])
    assert last["text"] == first["text"]
    assert (not_json["id"], not_json["line"]) == (None, 2)
    assert (empty["id"], empty["error"]) == ("empty", "no article on the page")
    assert (no_page["id"], no_page["line"]) == ("no page", 4)
    assert b"no article for 3 lines" in done.stderr


def test_each_line_is_answered_before_the_next_is_asked_for() -> None:
    line = json.dumps({"id": 1, "html": HTML}).encode() + b"\n"
    command = [sys.executable, "-m", "monitor", "extract", "-", "--jsonl", "--tier", "quick"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdin
        assert running.stdout
        for _ in range(2):
            running.stdin.write(line)
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["id"] == 1
        running.stdin.close()
    assert running.returncode == 0


@pytest.mark.parametrize(
    ("arguments", "given", "status", "message"),
    [
        (["no/such/file.html"], "", 2, "no/such/file.html: No such file or directory"),
        (["-", "--tier", "quick"], "<html></html>", 1, "no article on the page"),
        (["-", "--json", "--tier", "quick"], "hello", 1, "no article: not an HTML page"),
    ],
)
def test_what_cannot_be_read_is_one_sentence_and_a_status(
    arguments: list[str], given: str, status: int, message: str
) -> None:
    done = tocsin(*arguments, given=given)

    assert done.returncode == status
    assert message in done.stderr.decode()
    assert done.stdout == b""
