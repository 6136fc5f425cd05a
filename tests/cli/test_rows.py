"""How results are laid out on many columns and on few."""

from io import StringIO

from rich.console import Console

from monitor.cli.rows import Rows


def shown(*, width: int) -> list[str]:
    rows = Rows("id", "state", "channel", "why")
    rows.add("1", "refused", "#news", "[red]msg_too_long")
    rows.add("2", "told", "#news", "")
    console = Console(file=StringIO(), width=width, color_system=None)
    console.print(rows)
    assert isinstance(console.file, StringIO)
    return [line.rstrip() for line in console.file.getvalue().splitlines()]


def test_rows_are_a_table_in_which_nothing_is_read_as_markup() -> None:
    assert shown(width=80) == [
        "id  state    channel  why",
        "1   refused  #news    [red]msg_too_long",
        "2   told     #news",
    ]


def test_on_few_columns_each_row_is_a_few_lines_without_what_says_nothing() -> None:
    assert shown(width=40) == [
        "1 refused",
        "  channel #news",
        "  why [red]msg_too_long",
        "2 told",
        "  channel #news",
    ]
