"""Sources are added, and every other byte of the file stays."""

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from monitor.config.document import parse
from monitor.config.editing import Added, Entry, Revision, add_sources, patched, put_in_place
from monitor.config.patches import Append
from monitor.errors import ConfigError, UsageError

NEW: Entry = {"id": "new", "name": "New: #1", "url": "https://n.example/f", "tags": ["a", "no"]}


def grow(before: bytes, entries: Sequence[Entry]) -> bytes:
    """The bytes of a file of sources with the entries."""
    return patched(Path("f"), before, [Append(("sources",), dict(entry)) for entry in entries])


A = "id: a\n    url: https://a.example/"

FILES = {
    "as shipped": f"# top\nsources:\n  # English\n  - {A}  # checked\n\n  # the rest\n"
    "  - id: b\n    url: https://b.example/\n    tags: [x, y]  # two\n\n# the end\n",
    "no indentation": "sources:\n- id: a\n  url: https://a.example/\n",
    "wide": "sources:\n    -   id: a\n        url: https://a.example/\n",
    "no last line break": f"sources:\n  - {A}",
    "windows": f"sources:\n  - {A}\n# end\n".replace("\n", "\r\n"),
    "flow items": "sources:\n  - {id: a, url: https://a.example/}\n"
    "  - {id: b,\n     url: https://b.example/}\n",
    "flow": "sources: [{id: a, url: https://a.example/}]  # all\n",
    "flow with a comma": "sources: [\n  {id: a, url: https://a.example/},\n]\n",
    "another key behind": f"x-note: 1\nsources:\n  - {A}\nother: [1]\n",
    "folded text last": f"sources:\n  - {A}\n    name: >\n      long\n      name\n\n# end\n",
    "quoted": 'sources:\n  - "id": \'a\'\n    "url": "https://a.example/#x"\n',
    "byte order mark": f"\ufeffsources:\n  - {A}\n",
    "anchors": f"sources:\n  - &a\n    {A}\n    tags: &t [x]\n  - id: b\n    tags: *t\n",
}


@pytest.mark.parametrize("text", FILES.values(), ids=FILES.keys())
def test_what_was_there_stays_and_the_new_source_comes_last(text: str) -> None:
    before = text.encode()

    grown = grow(before, [NEW, {"id": "more", "url": "https://m.example/"}])

    old, new = parse("f", before), parse("f", grown)
    assert not new.flaws
    assert new.at(("sources",))[:-2] == old.at(("sources",))
    assert new.at(("sources",))[-2:] == [dict(NEW), {"id": "more", "url": "https://m.example/"}]
    assert _is_within(before, grown)
    assert (b"\r\n" in before) == (b"\r\n" in grown)
    if "\r\n" in text:
        assert grown.count(b"\n") == grown.count(b"\r\n")


def _is_within(before: bytes, grown: bytes) -> bool:
    """Is all of the old text there, with something put in at one place?"""
    return any(
        grown.startswith(before[:at]) and grown.endswith(before[at:])
        for at in range(len(before) + 1)
    )


def test_the_entry_is_written_as_its_neighbours_are() -> None:
    before = FILES["as shipped"]
    lines = [
        "  - id: new",
        '    name: "New: #1"',
        "    url: https://n.example/f",
        '    tags: [a, "no"]',
    ]

    grown = grow(before.encode(), [NEW]).decode()

    assert grown == before.replace("  # two\n", "  # two\n" + "\n".join(lines) + "\n")


def test_an_empty_list_becomes_one_with_an_entry_a_line() -> None:
    grown = grow(b"sources: [ ]  # none yet\n# end\n", [{"id": "n", "url": "https://n.example/"}])

    assert grown == b"sources:\n  - id: n\n    url: https://n.example/  # none yet\n# end\n"


@pytest.mark.parametrize(
    "text",
    [
        "true",
        "12",
        "08:00",
        "- x",
        "a: b",
        "a #b",
        "",
        " x",
        "«ü»",
        "أخبار",
        "[x]",
        "*x",
        "1e3",
        "~",
        "x\ny",
        "'q'",
        "a, b",
    ],
)
def test_whatever_a_name_is_it_is_read_back_as_it_was(text: str) -> None:
    grown = grow(FILES["flow"].encode(), [{"id": "n", "name": text, "tags": [text]}])

    assert parse("f", grown).at(("sources", 1)) == {"id": "n", "name": text, "tags": [text]}


def _file(folder: Path, text: str = FILES["as shipped"]) -> Path:
    path = folder / "sources.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_lines_that_were_added_are_told(tmp_path: Path) -> None:
    path = _file(tmp_path)

    added = add_sources(path, [NEW])

    assert added == Added(11, 14)
    assert path.read_text().splitlines()[added.first - 1] == "  - id: new"
    assert path.read_text().splitlines()[added.last - 1] == '    tags: [a, "no"]'


def test_mode_and_links_stay_and_nothing_is_left_behind(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    path = _file(tmp_path / "kept")
    path.chmod(0o640)
    link = tmp_path / "sources.yaml"
    link.symlink_to(path)

    add_sources(link, [NEW])

    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in path.parent.iterdir()] == ["sources.yaml"]


def test_an_entry_that_would_be_refused_is_not_written(tmp_path: Path) -> None:
    path = _file(tmp_path)
    before = path.read_bytes()

    with pytest.raises(ConfigError, match="url"):
        add_sources(path, [{"id": "new", "url": "ftp://n.example/"}])

    assert path.read_bytes() == before


def test_a_file_that_cannot_be_written_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be edited: No such file"):
        add_sources(tmp_path / "none.yaml", [NEW])


def test_commands_that_add_at_the_same_time_all_add(tmp_path: Path) -> None:
    path = _file(tmp_path)
    entries: list[Entry] = [{"id": f"n{n}", "url": f"https://n{n}.example/"} for n in range(8)]

    threads = [threading.Thread(target=add_sources, args=(path, [entry])) for entry in entries]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    listed = parse("f", path.read_bytes()).at(("sources",))
    assert {one["id"] for one in listed} == {"a", "b", *(str(one["id"]) for one in entries)}


def test_of_several_files_none_is_written_unless_all_can_be(tmp_path: Path) -> None:
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    for file in (first, second):
        file.write_text("watches: [{name: Quds Force}]\n")
    revisions = [
        Revision(tmp_path / "new" / "c.yaml", None, b"watches: []\n"),
        *(Revision(file, file.read_bytes(), b"watches: []\n") for file in (first, second)),
    ]

    second.write_text("watches: [{name: Badr}]\n")
    with pytest.raises(UsageError, match=r"b\.yaml was edited by somebody else"):
        put_in_place(revisions)

    assert "Quds Force" in first.read_text()
    assert sorted(file.name for file in tmp_path.rglob("*.yaml")) == ["a.yaml", "b.yaml"]

    second.write_text("watches: [{name: Quds Force}]\n")
    put_in_place(revisions)

    assert {file.read_text() for file in tmp_path.rglob("*.yaml")} == {"watches: []\n"}
    assert list(tmp_path.rglob(".*")) == []
