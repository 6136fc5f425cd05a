"""A long file is read by another parser, and says the same."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.config.document import Document, core_value, parse
from monitor.config.long_files import LONG, read_long
from monitor.errors import ConfigError
from tests.config.builders import folder, loaded

ENTRY = """\
  - name: "Nasr: the {number}"   # of the list
    aliases: [Nasr {number}, 'it''s', "\\u0646\\u0635", نصر, {{text: N {number}, match: exact}}]
    note: from the list, which goes on
      in the next line
    near:
      any:
        - Baghdad
        - a:b
      within: 8
"""
MANY = "watches:\n" + "".join(ENTRY.format(number=number) for number in range(300))

SIGNS = [
    *" -:#,'\"[]{}?|>&*!%@`~\\\n",
    "- ",
    ": ",
    "\n  ",
    "\n- ",
    " #",
    "---\n",
    "\t",
    "\x85",
    "\xa0",
]
WORDS = [
    "a",
    "null",
    "12",
    "1e3",
    "yes",
    "عصائب",
    "x: y",
    "- z",
    "k: ",
    '"q"',
    "'s'",
    "[1, b]",
    "{c: d}",
]
nearly_yaml = st.lists(st.sampled_from([*SIGNS, *WORDS, *WORDS]), max_size=20).map("".join)


def as_written(text: str) -> Document:
    """As the reader has it that knows YAML 1.2."""
    assert len(text.encode()) < LONG
    return parse("list.yaml", text.encode())


@settings(max_examples=500, deadline=None)
@given(nearly_yaml)
def test_what_is_read_quickly_is_what_the_other_reader_says(text: str) -> None:
    text = f"k: {text}"
    known = read_long(text, core_value)

    if known is not None:
        assert Document("list.yaml", *known) == as_written(text)


def test_the_entries_of_lists_are_read_quickly() -> None:
    text = "watches:\n" + "".join(ENTRY.format(number=number) for number in range(2))

    known = read_long(text, core_value)

    assert known is not None
    assert Document("list.yaml", *known) == as_written(text)


def test_json_is_read_quickly() -> None:
    text = json.dumps({"watches": [{"name": "Nasr", "acronyms": ["KH"]}]}, indent=1)

    assert read_long(text, core_value) is not None


@pytest.mark.parametrize(
    "doubtful",
    [
        "note: &here this",
        "note: *here",
        "note: !!str 12",
        "note: |\n      text",
        "note:",
        "name: again",
        "note: a\tb",
        'note: "\\ud800"',
        "acronyms: [a: 1]",
        "note: 'never closed",
    ],
)
def test_what_may_be_read_in_two_ways_is_left_to_the_other_reader(doubtful: str) -> None:
    assert read_long(f"watches:\n  - name: Nasr\n    {doubtful}\n", core_value) is None


def test_problems_of_a_long_file_stand_on_their_lines(tmp_path: Path) -> None:
    config = folder(tmp_path, watchlist=MANY + "  - name: Last\n    sevrity: high\n")
    assert len(MANY.encode()) > LONG

    with pytest.raises(ConfigError) as refused:
        loaded(config)

    (problem,) = refused.value.problems
    assert problem.line == MANY.count("\n") + 2


def test_every_entry_of_a_long_file_is_watched(tmp_path: Path) -> None:
    watches = loaded(folder(tmp_path, watchlist=MANY)).watchlist.watches

    assert len(watches) == 300
    assert watches[7].note == "from the list, which goes on in the next line"
