"""The files of `watchlist.d`: one watchlist with the main one, each problem in its own file."""

from pathlib import Path

from monitor.config import load_located
from tests.config.builders import NOON, folder, loaded, problems


def test_further_files_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    config = folder(
        tmp_path,
        further={
            "b.yaml": "watches: [{name: Third}]\ndecoys: [Two]\n",
            "a.yaml": "watches: [{name: Second}]\ndecoys: [One]\n",
        },
    )

    watchlist = loaded(config).watchlist

    assert [watch.id for watch in watchlist.watches] == ["quds-force", "second", "third"]
    assert watchlist.decoys == ("One", "Two")


def test_what_was_read_can_be_found_in_the_file_it_stands_in(tmp_path: Path) -> None:
    config = folder(tmp_path, further={"a.yaml": "watches:\n  - name: Second\ndecoys: [One]\n"})

    located = load_located(config, environ={}, now=NOON)

    second, decoy = located.watches[1], located.decoys[0]
    assert second.document.file == str(config / "watchlist.d" / "a.yaml")
    assert second.document.line(second.of("name").path) == 2
    assert decoy.document.line(decoy.path) == 3


def test_ids_are_unique_over_all_files(tmp_path: Path) -> None:
    config = folder(
        tmp_path,
        watchlist="watches:\n- {id: qf, name: Quds Force}\n",
        further={"a.yaml": "watches:\n- name: Quds Force\n- {id: qf, name: Second}\n"},
    )

    assert problems(config) == [
        'watchlist.d/a.yaml:3: watch "qf": duplicate id, first on line 2 of watchlist.yaml; '
        "give one of them another"
    ]


def test_a_default_slug_gives_way_over_all_files(tmp_path: Path) -> None:
    config = folder(tmp_path, further={"a.yaml": "watches: [{name: Quds Force}]\n"})

    ids = [watch.id for watch in loaded(config).watchlist.watches]

    assert ids == ["quds-force", "quds-force-2"]


def test_a_route_may_name_a_watch_of_a_further_file(tmp_path: Path) -> None:
    routes = 'alerts: {routes: [{watches: [second], channel: "#a"}]}\n'
    config = folder(tmp_path, settings=routes, further={"a.yaml": "watches: [{name: Second}]\n"})

    assert problems(config) == []


def test_problems_of_all_files_are_told_together(tmp_path: Path) -> None:
    config = folder(
        tmp_path,
        watchlist="watches: [{nam: A1}]",
        further={"a.yaml": "\nwatches: x", "b.yaml": "builtin_decoys: false\nwatches: []"},
    )

    found = [problem.partition(": ")[0] for problem in problems(config)]

    assert found == [
        "watchlist.d/a.yaml:2",
        "watchlist.d/b.yaml:1",
        "watchlist.yaml:1",
        "watchlist.yaml:1",
    ]


def test_a_file_that_would_not_be_read_is_told(tmp_path: Path) -> None:
    config = folder(tmp_path, further={"a.yml": "watches: []", ".b.yaml": "no", "notes.txt": ""})

    assert problems(config) == ["watchlist.d/a.yml:1: is not read; rename it to `a.yaml`"]


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    config = folder(tmp_path)
    (config / "watchlist.d").write_text("watches: []")

    assert problems(config) == [
        "watchlist.d:1: must be a folder that can be read, of files such as `sanctions.yaml`"
    ]


def test_the_digest_changes_with_the_name_of_a_further_file(tmp_path: Path) -> None:
    one = folder(tmp_path / "one", further={"a.yaml": "watches: []"})
    other = folder(tmp_path / "other", further={"b.yaml": "watches: []"})
    none = folder(tmp_path / "none")

    assert len({loaded(config).digest for config in (one, other, none)}) == 3
