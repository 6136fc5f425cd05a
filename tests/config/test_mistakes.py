"""One file per mistake, with the messages that it must produce in the comments at its top.

The part of the name before the first hyphen says which of the three files it stands for.
"""

from pathlib import Path

import pytest

from tests.config.builders import folder, problems

HOW_TO_START = "`tocsin init DIR` writes one to start from"
MISTAKES = sorted((Path(__file__).parent / "mistakes").glob("*.yaml"))


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda path: path.stem)
def test_a_mistake_is_told_with_its_line_its_entry_and_what_to_do(
    mistake: Path, tmp_path: Path
) -> None:
    kind = mistake.stem.partition("-")[0]
    text = mistake.read_text(encoding="utf-8")
    expected = [
        f"{kind}.yaml:{line.removeprefix('# ')}"
        for line in text.splitlines()
        if line.startswith("# ") and line.removeprefix("# ")[0].isdigit()
    ]

    found = problems(folder(tmp_path, **{kind: text}))

    assert found == expected
    assert found


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", f"1: the file is empty; {HOW_TO_START}"),
        (b" \n\n", f"1: the file is empty; {HOW_TO_START}"),
        (b"# only a comment\n", "1: says nothing; it needs at least `watches:`"),
        (
            b"watches:\n  - name: Caf\xe9\n",
            "2: not UTF-8 (byte 0xe9); save the file as UTF-8",
        ),
        (
            "watches: []".encode("utf-16"),
            "1: not UTF-8 (byte 0xff); save the file as UTF-8",
        ),
        ("watches: []".encode("utf-16-le"), "1: not UTF-8 but UTF-16; save the file as UTF-8"),
        (
            b"watches:\n  - name: Quds\x07Force\n",
            "2: holds the character U+0007, which YAML does not allow; remove it",
        ),
    ],
)
def test_bytes_that_are_no_configuration_are_told(
    content: bytes, told: str, tmp_path: Path
) -> None:
    assert problems(folder(tmp_path, watchlist=content)) == [f"watchlist.yaml:{told}"]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    config = folder(tmp_path)
    (config / "sources.yaml").unlink()
    (config / "watchlist.yaml").unlink()

    assert problems(config) == [
        f"sources.yaml:1: there is no such file; {HOW_TO_START}",
        f"watchlist.yaml:1: there is no such file; {HOW_TO_START}",
    ]


def test_a_folder_in_the_place_of_a_file_is_told(tmp_path: Path) -> None:
    config = folder(tmp_path)
    (config / "settings.yaml").mkdir()

    assert problems(config) == ["settings.yaml:1: this is a folder; a file is needed"]


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    config = folder(tmp_path)
    (config / "watchlist.yaml").unlink()
    (config / "watchlist.yaml").symlink_to("watchlist.yaml")  # a loop: root may read all else

    found = problems(config)

    assert found == ["watchlist.yaml:1: cannot be read: Too many levels of symbolic links"]


def test_settings_that_are_a_link_to_nowhere_are_told(tmp_path: Path) -> None:
    config = folder(tmp_path)
    (config / "settings.yaml").symlink_to("gone.yaml")

    assert problems(config) == [f"settings.yaml:1: there is no such file; {HOW_TO_START}"]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"

    assert problems(nowhere) == [
        f"{nowhere}:1: there is no such folder; "
        f"`tocsin init {nowhere}` writes a configuration to edit"
    ]


def test_a_file_in_place_of_its_folder_is_told(tmp_path: Path) -> None:
    file = folder(tmp_path) / "watchlist.yaml"

    assert problems(file) == [
        f"{file}:1: this is a file; name the folder that it is in: `--config {file.parent}`"
    ]


def test_the_problems_of_all_three_files_are_told_together(tmp_path: Path) -> None:
    config = folder(tmp_path, sources="sources: x", watchlist="watches: x", settings="crawl: x")

    found = [problem.partition(":")[0] for problem in problems(config)]

    assert found == ["settings.yaml", "sources.yaml", "watchlist.yaml"]
