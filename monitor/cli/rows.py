"""A table of results; on few columns, a few lines for each row instead."""

from collections.abc import Iterator

from rich.console import Console, ConsoleOptions, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

NARROW = 60
"""Columns, on fewer of which a table shows little."""


class Rows:
    """Cells below headings. What stands in them is never read as markup."""

    def __init__(self, *headings: str) -> None:
        self._headings = headings
        self._rows: list[list[Text]] = []

    def add(self, *cells: str | Text) -> None:
        self._rows.append([cell if isinstance(cell, Text) else Text(cell) for cell in cells])

    def __rich_console__(self, _: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        if options.max_width >= NARROW:
            yield self._table()
        else:
            for row in self._rows:
                yield from self._lines(row)

    def _table(self) -> Table:
        table = Table(box=None, pad_edge=False, header_style="bold")
        for heading in self._headings:
            table.add_column(heading, overflow="fold")
        for row in self._rows:
            table.add_row(*row)
        return table

    def _lines(self, row: list[Text]) -> Iterator[RenderableType]:
        """The first two cells on one line, then each that says something below its heading."""
        first, second, *others = row
        yield Text.assemble((first.plain, "bold"), " ", second)
        for heading, cell in zip(self._headings[2:], others, strict=True):
            if cell.plain:
                line = Text.assemble((f"{heading} " if heading else "", "dim"), cell)
                yield Padding(line, (0, 0, 0, 2), expand=False)
