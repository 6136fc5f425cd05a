"""Watches as a table or as JSON Lines: what `tocsin watch export` writes and `import` reads again.

In a table, lists are parted by `;`, and what is more than a list or a text is JSON in its cell.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from monitor.config.quoting import did_you_mean, quoted
from monitor.config.slugs import UNNAMED, slug
from monitor.config.watchlist_file import WatchEntry
from monitor.rosters.entries import Listed
from monitor.rosters.parties import RosterError
from monitor.rosters.tables import rows

KEYS = tuple(WatchEntry.model_fields)
LISTS = frozenset({"aliases", "acronyms", "unless", "languages"})
CONTEXTS = frozenset({"near", "not_near"})
MOST_TOLD = 5
"""Names on several lines that are told one by one."""
MAPPINGS = frozenset({"sources", "examples"})


def is_header(cells: Sequence[str]) -> bool:
    return "name" in [cell.strip().lower() for cell in cells]


def write_table(entries: Iterable[Mapping[str, Any]]) -> str:
    """The entries as comma-separated values, a column for every key."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(KEYS)
    for entry in entries:
        table.writerow([_cell(entry[key]) if key in entry else "" for key in KEYS])
    return written.getvalue()


def write_lines(entries: Iterable[Mapping[str, Any]]) -> str:
    """The entries as JSON Lines."""
    return "".join(f"{json.dumps(entry, ensure_ascii=False)}\n" for entry in entries)


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and all(_is_plain(item) for item in value):
        return "; ".join(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)


def _is_plain(item: Any) -> bool:
    return (
        isinstance(item, str) and ";" not in item and item == item.strip() and item[0] not in "[{"
    )


def entries_of_table(file: BinaryIO) -> tuple[list[Listed], frozenset[str], list[str]]:
    """The entries of a table, the keys that it has columns for, and what is said twice in it."""
    table = rows(file)
    first = next(table)
    header = [cell.strip().lower() for cell in first.cells]
    for number, key in enumerate(header):
        if key not in KEYS or key in header[:number]:
            hint = did_you_mean(key, KEYS) or "; known are " + ", ".join(KEYS)
            why = "a second" if key in KEYS else "an unknown"
            raise RosterError(first.line, f"{why} column {quoted(key)}{hint}")
    listed = []
    for row in table:
        if len(row.cells) > len(header):
            wrong = f"{len(row.cells)} cells, and the first line names {len(header)} columns"
            raise RosterError(row.line, f"{wrong}; put what holds a comma in double quotes")
        cells = zip(header, row.cells, strict=False)
        entry = {key: _value(key, cell.strip(), row.line) for key, cell in cells if cell.strip()}
        listed.append(Listed(entry, row.line))
    once, notes = _once(listed)
    return _with_ids(once), frozenset(header) - {"id"}, notes


def _value(key: str, cell: str, line: int) -> Any:
    if cell[0] in "[{" and key in LISTS | CONTEXTS | MAPPINGS:
        return _json(cell, line)
    if key in LISTS:
        return _parts(cell)
    if key in CONTEXTS:
        return {"any": _parts(cell)}
    if key in MAPPINGS:
        raise RosterError(line, f'{key}: {quoted(cell)} is not JSON, such as {{"tags": ["iraq"]}}')
    if key == "generic_words" and cell.lower() in {"true", "false"}:
        return cell.lower() == "true"
    if key == "threshold":
        return _number(cell)
    return cell


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _number(cell: str) -> float | str:
    try:
        return float(cell)
    except ValueError:
        return cell  # to be told by the file's own rules


def _json(text: str, line: int) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RosterError(line, f"not JSON: {quoted(text)}") from error


def entries_of_lines(file: BinaryIO) -> tuple[list[Listed], list[str]]:
    """The entries of JSON Lines, and what is said twice in them."""
    listed = []
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        try:
            text = line.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise RosterError(number, "not UTF-8; save the file as UTF-8") from error
        entry = _json(text, number)
        if not isinstance(entry, dict):
            raise RosterError(number, 'not an object with at least {"name": ...}')
        listed.append(Listed(entry, number))
    once, notes = _once(listed)
    return _with_ids(once), notes


def _once(listed: Sequence[Listed]) -> tuple[list[Listed], list[str]]:
    """The entries without those that say the same again; and of names that stand on several lines
    with something else beside them, where, as each is a watch of its own then."""
    kept: list[Listed] = []
    first: dict[object, Listed] = {}
    told: list[str] = []
    for one in listed:
        name = one.entry.get("name")
        known = first.setdefault(name.casefold() if isinstance(name, str) else one.line, one)
        if known is one or known.entry != one.entry:
            kept.append(one)
        if known is not one and known.entry != one.entry:
            told.append(f"line {one.line}: {quoted(name)} stands on line {known.line} too")
    again = len(listed) - len(kept)
    notes = [f"{again:,} × line that says the same as one before"] if again else []
    hint = "and is a watch of its own; put all aliases on one line"
    notes += [f"{one}, {hint}" for one in told[:MOST_TOLD]]
    if len(told) > MOST_TOLD:
        notes.append(f"{len(told) - MOST_TOLD:,} × more of these")
    return kept, notes


def _with_ids(listed: Sequence[Listed]) -> list[Listed]:
    """Every entry with an id of its own: the slug of its name where it has none."""
    given = [one.entry.get("id") for one in listed]
    taken = {id_ for id_ in given if isinstance(id_, str)}
    return [
        one if id_ else Listed({"id": _free(one.entry.get("name"), taken), **one.entry}, one.line)
        for one, id_ in zip(listed, given, strict=True)
    ]


def _free(name: Any, taken: set[str]) -> str:
    base = slug(name if isinstance(name, str) else "") or UNNAMED
    free = next(id_ for id_ in _numbered(base) if id_ not in taken)
    taken.add(free)
    return free


def _numbered(base: str) -> Iterator[str]:
    yield base
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1
