"""`tocsin match` as somebody calls it: files in, lines out, exit statuses."""

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from monitor.cli.match import as_they_come

WATCHLIST = """watches:
  - name: Quds Force
  - name: Kata'ib Hezbollah
    languages: [en]
    threshold: 95
"""


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    file = tmp_path / "watchlist.yaml"
    file.write_text(WATCHLIST, "utf-8")
    return file


def tocsin(*arguments: object, given: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "monitor", "match", *map(str, arguments)]
    return subprocess.run(command, input=given, capture_output=True, text=True, check=False)


def answers(listed: Path, *lines: object, options: tuple[str, ...] = ()) -> tuple[int, list[Any]]:
    given = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    done = tocsin("--jsonl", "--watchlist", listed, *options, "-", given=given)
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def test_each_line_is_answered_in_order_with_its_id_as_it_came(listed: Path) -> None:
    status, (first, second) = answers(
        listed,
        {"id": [7], "text": "Iran’s Qods Force left", "title": None, "more": 1},
        {"id": None, "text": "nothing"},
    )

    assert status == 0
    assert second == {"id": None, "matches": []}
    (match,) = first["matches"]
    assert (first["id"], match["watch"], match["score"]) == ([7], "quds-force", 97.8)
    (mention,) = match["mentions"]
    assert mention == {
        "field": "text",
        "start": 7,
        "end": 17,
        "surface": "Qods Force",
        "form": "Quds Force",
        "kind": "name",
        "score": 97.8,
        "why": ["one letter off: Qods for quds 96, one sound", "Force"],
    }


def test_a_line_that_is_no_passage_is_answered_and_the_stream_goes_on(listed: Path) -> None:
    status, found = answers(
        listed,
        "{",
        "",
        {"id": 1},
        {"id": 2, "text": "", "lang": 5},
        {"id": 3, "text": "Quds Force"},
    )

    assert status == 1
    assert [(answer["id"], answer.get("line")) for answer in found] == [
        (None, 1),
        (None, 2),
        (None, 3),
        (None, 4),
        (3, None),
    ]
    assert all("error" in answer for answer in found[:4])


def test_a_limit_to_languages_counts_only_where_the_line_has_one(listed: Path) -> None:
    text = "the Kata'ib Hezbollah said"

    _, found = answers(listed, {"id": 1, "text": text}, {"id": 2, "text": text, "lang": "fr"})

    assert [len(answer["matches"]) for answer in found] == [1, 0]


def test_all_adds_what_does_not_ring_and_why(listed: Path) -> None:
    _, (found,) = answers(listed, {"id": 1, "text": "Kataeb Hizbolah"}, options=("--all",))

    assert found["matches"] == []
    assert [(one["watch"], one["suppressed_by"]) for one in found["suppressed"]] == [
        ("kata-ib-hezbollah".replace("-ib", "ib"), "below threshold 95")
    ]


def test_half_a_surrogate_pair_is_echoed(listed: Path) -> None:
    _, (found,) = answers(listed, r'{"id": "\ud800", "text": "\ud800 Quds Force"}')

    assert found["id"] == "\ud800"
    assert found["matches"][0]["mentions"][0]["start"] == 2


def test_one_document_as_json_and_for_people(listed: Path, tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text("The Quds Force left.", "utf-8")

    as_json = json.loads(tocsin("--json", "--watchlist", listed, article).stdout)
    for_people = tocsin("--watchlist", listed, article).stdout

    assert [match["watch"] for match in as_json["matches"]] == ["quds-force"]
    assert "The [Quds Force] left." in for_people
    assert "name 'Quds Force' at 100" in for_people


def test_a_page_is_read_as_an_article(listed: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    sentence = "<p>The Quds Force left the city early in the morning, two residents said.</p>"
    page.write_text(
        f"<!doctype html><html><body><nav>Kata'ib Hezbollah</nav>"
        f"<article><h1>Departure</h1>{sentence * 5}</article></body></html>",
        "utf-8",
    )

    found = json.loads(tocsin("--json", "--watchlist", listed, page).stdout)

    assert [match["watch"] for match in found["matches"]] == ["quds-force"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("missing.txt",), "missing.txt: No such file"),
        (("--watchlist", "missing.yaml", "-"), "missing.yaml"),
    ],
)
def test_a_missing_file_is_named_and_ends_with_status_2(
    listed: Path, arguments: tuple[str, ...], told: str
) -> None:
    done = tocsin("--watchlist", listed, *arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr


def test_a_private_address_is_not_fetched(listed: Path) -> None:
    done = tocsin("--watchlist", listed, "http://127.0.0.1:9/")

    assert done.returncode == 1
    assert "private" in done.stderr


def test_lines_are_answeredas_they_come_and_not_in_full_batches() -> None:
    class Slow(io.BytesIO):
        """Gives a few bytes at a time, as a pipe does."""

        def read1(self, size: int | None = -1, /) -> bytes:
            return super().read1(5)

    def come(given: bytes) -> Iterator[list[bytes]]:
        return as_they_come(Slow(given))

    assert list(come(b"a\nb\ncc\nddd")) == [[b"a", b"b"], [b"cc"], [b"ddd"]]
