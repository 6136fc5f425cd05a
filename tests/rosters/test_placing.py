from typing import Any

import pytest

from monitor.config.document import parse
from monitor.config.patches import edited
from monitor.rosters import placing
from monitor.rosters.placing import plan, text_of

OWNED = frozenset({"name", "aliases", "note"})


def entry(number: int, **more: Any) -> dict[str, Any]:
    return {"id": f"x-{number}", "name": f"Name {number}", "note": f"list {number}", **more}


def after(files: dict[str, str], wanted: list[dict[str, Any]]) -> dict[str, str]:
    """The files as the plan makes them."""
    by_name = sorted(files.items())  # as the folder has them, the first file last
    there = {name: parse(name, text.encode()).at(("watches",)) for name, text in by_name}
    planned = plan(wanted, there, name="list", owned=OWNED)
    changed = {name: edited(files[name], edits) for name, edits in planned.edits.items()}
    made = {name: text_of(entries) for name, entries in planned.created.items()}
    return {**files, **changed, **made}


def test_a_first_import_makes_files_of_a_bounded_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placing, "MOST_IN_A_FILE", 2)

    files = after({}, [entry(number) for number in range(5)])

    assert list(files) == ["list.yaml", "list-002.yaml", "list-003.yaml"]
    assert parse("f", files["list-003.yaml"].encode()).at(("watches",)) == [entry(4)]


def test_the_same_list_again_changes_nothing() -> None:
    files = after({}, [entry(1), entry(2)])

    planned = plan(
        [entry(2), entry(1)], {"list.yaml": [entry(1), entry(2)]}, name="list", owned=OWNED
    )

    assert planned.is_empty
    assert planned.same == 2
    assert after(files, [entry(1), entry(2)]) == files


def test_a_newer_list_is_a_small_difference_and_what_an_analyst_added_stays() -> None:
    files = after({}, [entry(number) for number in range(4)])
    files["list.yaml"] = files["list.yaml"].replace(
        "    name: Name 1\n", "    name: Name 1\n    severity: high  # ask Ann\n"
    )

    newer = after(files, [entry(9), entry(3), entry(1, note="moved"), entry(0)])

    assert (
        newer["list.yaml"]
        == files["list.yaml"]
        .replace("list 1", "moved")
        .replace("  - id: x-2\n    name: Name 2\n    note: list 2\n", "")
        + "  - id: x-9\n    name: Name 9\n    note: list 9\n"
    )


def test_new_entries_fill_the_last_file_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placing, "MOST_IN_A_FILE", 2)
    files = after({}, [entry(number) for number in range(3)])

    newer = after(files, [entry(number) for number in range(5)])

    assert newer["list.yaml"] == files["list.yaml"]
    assert newer["list-002.yaml"].count("- id:") == 2
    assert newer["list-003.yaml"].count("- id:") == 1


def test_a_list_of_others_altogether_leaves_no_old_entry() -> None:
    files = after({}, [entry(1), entry(2)])

    newer = after(files, [entry(3)])

    watched = [one for text in newer.values() for one in parse("f", text.encode()).at(("watches",))]
    assert watched == [entry(3)]
