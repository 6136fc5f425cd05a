"""Tables of comma-separated values, row by row, each with its line."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from monitor.rosters.parties import RosterError

LONGEST_CELL = 1 << 20
"""Characters. A cell that is longer has swallowed the rest of the file behind a lost quote."""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, and the line that it ends on."""

    line: int
    cells: list[str]


def rows(file: BinaryIO, *, legacy: bool = False) -> Iterator[Row]:
    """The rows that hold something. `legacy`: lines that are not UTF-8 are Windows-1252.

    Raises RosterError where the text or a row cannot be read.
    """
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(_lines(file, legacy=legacy), strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise RosterError(reader.line_num, _in_words(str(error))) from error
        if any(cell.strip() for cell in cells):
            yield Row(reader.line_num, cells)


def _lines(file: BinaryIO, *, legacy: bool) -> Iterator[str]:
    for number, line in enumerate(file, 1):
        body = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if body.strip() == b"\x1a":  # the end of a file, as DOS marked it
            return
        try:
            yield body.decode()
        except UnicodeDecodeError as error:
            if not legacy:
                wrong = f"not UTF-8 (byte 0x{body[error.start]:02x}); save the file as UTF-8"
                raise RosterError(number, wrong) from error
            yield body.decode("cp1252", "replace")


def _in_words(problem: str) -> str:
    if "unexpected end" in problem or "field larger" in problem:
        return "a quote is opened and never closed: the file ends in the middle, or lost a sign"
    return f"not a row of comma-separated values ({problem})"
