"""Edits at one place: the values are as wished, and the rest of the text is as it was."""

import pytest

from monitor.config.document import parse
from monitor.config.patches import Append, Edit, Put, Remove, UneditableError, edited, expected

BLOCK = """\
# who is watched
watches:
  # the first
  - name: One  # a person
    aliases: [Uno]
    near: {any: [Rome]}

  # the second
  - name: Two
    aliases:
      - Due
      - Deux  # French
  - {name: Three, aliases: []}
# the end
decoys: [Four]
"""


def after(text: str, *edits: Edit) -> str:
    """The edited text; its values are held against what they should be."""
    changed = edited(text, edits)
    assert parse("f", changed.encode()).value == expected(parse("f", text.encode()).value, edits)
    return changed


def test_a_key_that_is_there_gets_another_value() -> None:
    changed = after(BLOCK, Put(("watches", 0, "name"), "Eins"))

    assert changed == BLOCK.replace("name: One  #", "name: Eins  #")


def test_a_new_key_stands_below_the_others_of_its_entry() -> None:
    changed = after(BLOCK, Put(("watches", 0, "severity"), "high"))

    assert changed == BLOCK.replace("[Rome]}\n", "[Rome]}\n    severity: high\n")


def test_an_entry_in_braces_stays_in_braces() -> None:
    changed = after(BLOCK, Put(("watches", 2, "severity"), "high"))

    assert "  - {name: Three, aliases: [], severity: high}\n" in changed


def test_an_alias_is_put_behind_the_others_however_they_are_written() -> None:
    assert "aliases: [Uno, Ichi]" in after(BLOCK, Append(("watches", 0, "aliases"), "Ichi"))
    assert "# French\n      - Ni\n" in after(BLOCK, Append(("watches", 1, "aliases"), "Ni"))
    assert "aliases: [" in after(BLOCK, Append(("watches", 2, "acronyms"), "TH"))


def test_a_list_in_a_block_may_replace_another() -> None:
    long = [f"A rather long name of number {number}" for number in range(4)]

    changed = after(BLOCK, Put(("watches", 1, "aliases"), long))

    assert "    aliases:\n      - A rather long name of number 0\n" in changed


def test_an_entry_goes_and_the_comments_around_it_stay() -> None:
    changed = after(BLOCK, Remove(("watches", 1)))

    assert "Two" not in changed
    assert "# the second\n  - {name: Three" in changed


def test_what_stands_in_braces_goes_with_its_comma() -> None:
    assert "  - {name: Three}\n" in after(BLOCK, Remove(("watches", 2, "aliases")))
    assert "  - {aliases: []}\n" in after(BLOCK, Remove(("watches", 2, "name")))


def test_many_edits_count_by_the_text_as_it_was() -> None:
    changed = after(
        BLOCK,
        Remove(("watches", 0)),
        Put(("watches", 1, "name"), "Zwei"),
        Remove(("watches", 2)),
        Append(("watches",), {"name": "Four"}),
        Append(("watches",), {"name": "Five", "aliases": ["F"]}),
    )

    assert changed.endswith(
        "  - name: Four\n  - name: Five\n    aliases: [F]\n# the end\ndecoys: [Four]\n"
    )


def test_text_without_a_last_line_break_and_of_windows_is_edited() -> None:
    assert after("watches:\n- name: A", Put(("watches", 0, "note"), "n")).endswith("A\n  note: n\n")
    windows = BLOCK.replace("\n", "\r\n")
    assert after(windows, Put(("watches", 0, "severity"), "low")).count("\r\n") == 16


@pytest.mark.parametrize(
    "edit",
    [
        Put(("watches", 9, "name"), "X"),
        Append(("watches", 0, "name"), "X"),
        Remove(("watches", 0, "severity")),
    ],
)
def test_what_has_no_place_is_not_edited(edit: Edit) -> None:
    with pytest.raises(UneditableError):
        edited(BLOCK, [edit])


def test_the_only_entry_of_a_list_is_not_cut_out() -> None:
    with pytest.raises(UneditableError):
        edited("watches:\n  - name: A\n", [Remove(("watches", 0))])
