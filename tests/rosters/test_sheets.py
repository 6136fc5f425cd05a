from pathlib import Path

import pytest

from monitor.rosters.sheets import write_lines, write_table
from tests.rosters.builders import entries, read

WATCHES: list[dict[str, object]] = [
    {
        "id": "kh",
        "name": "Kata'ib Hezbollah",
        "aliases": ["Hezbollah Brigades", {"text": "KHB", "match": "exact"}],
        "acronyms": [{"text": "KH", "near": {"any": ["Iraq"], "within": 60}}],
        "unless": ["Hezbollah; of Lebanon"],
        "generic_words": False,
        "near": {"any": ["Baghdad", "بغداد"], "within": 80},
        "severity": "high",
        "channel": "#iraq",
        "threshold": 88.5,
        "sources": {"tags": ["iraq"]},
        "languages": ["en", "ar"],
        "note": 'He said, "no"\nand went',
        "expires": "2027-01-01",
        "examples": {"match": ["the Kataeb said"]},
    },
    {"id": "gz", "name": "Green Zone", "aliases": ["International Zone", "المنطقة الخضراء"]},
]


@pytest.mark.parametrize(("name", "write"), [("w.csv", write_table), ("w.jsonl", write_lines)])
def test_what_is_written_is_read_again_as_it_was(name: str, write: object, tmp_path: Path) -> None:
    assert callable(write)

    assert entries(read(tmp_path, name, write(WATCHES))) == WATCHES


def test_a_name_that_stands_in_a_table_twice_is_told(tmp_path: Path) -> None:
    text = "name,aliases\nAli Zarqun,Ali Z.\nAli Zarqun,Ali Z.\nALI ZARQUN,Abu Zarqun\n"

    roster = read(tmp_path, "names.csv", text)

    assert [one["id"] for one in entries(roster)] == ["ali-zarqun", "ali-zarqun-2"]
    assert roster.notes == [
        "1 × line that says the same as one before",
        'line 4: "ALI ZARQUN" stands on line 2 too, and is a watch of its own; '
        "put all aliases on one line",
    ]


def test_of_many_names_on_several_lines_some_are_told(tmp_path: Path) -> None:
    text = "name,note\n" + "".join(f"Ali Zarqun,{number}\n" for number in range(9))

    *told, rest = read(tmp_path, "names.csv", text).notes

    assert (len(told), rest) == (5, "3 × more of these")


def test_a_table_of_names_is_enough(tmp_path: Path) -> None:
    text = "\ufeffName,Aliases,near\nGreen Zone,Zone A;  Zone B ,Baghdad; Iraq\nGreen Zone,,\n"

    roster = read(tmp_path, "my names.csv", text)

    assert roster.name == "my-names"
    assert entries(roster) == [
        {
            "id": "green-zone",
            "name": "Green Zone",
            "aliases": ["Zone A", "Zone B"],
            "near": {"any": ["Baghdad", "Iraq"]},
        },
        {"id": "green-zone-2", "name": "Green Zone"},
    ]
    assert roster.owned == {"name", "aliases", "near"}
