"""Finds out what a file is, by what it holds and not by its name, and reads it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from monitor.config.document import Document
from monitor.config.slugs import slug
from monitor.config.syntax import KeyPath
from monitor.config.validation import validate
from monitor.config.watchlist_file import WatchlistPart
from monitor.errors import ConfigError, Problem, UsageError
from monitor.rosters import ofac, opensanctions, sheets, united_nations
from monitor.rosters.entries import Choice, Listed, Roster, entries_of
from monitor.rosters.parties import Party, RosterError
from monitor.rosters.tables import rows
from monitor.rosters.xmlstream import root_of

START = 1 << 14
"""Bytes that show what a file is."""

KNOWN = (
    "a table with a column `name`, JSON Lines as `tocsin watch export` writes them, OFAC's sdn.csv "
    "(with alt.csv beside it) or sdn.xml, the UN's consolidated list as XML, or OpenSanctions' "
    "targets.simple.csv"
)
PARTY_KEYS = frozenset({"name", "match", "aliases", "acronyms", "note"})
"""What a published list speaks of. Severity, channel and the like are the watchlist's own."""

_STRANGERS = {
    b"PK\x03\x04": "is packed (zip); unpack it first",
    b"\x1f\x8b": "is packed (gzip); unpack it first",
    b"%PDF": "is a PDF; take the list in one of its forms for programs",
    b"\xd0\xcf\x11\xe0": "is a spreadsheet; save it as CSV in UTF-8",
    b"\xff\xfe": "is in UTF-16; save it as UTF-8",
    b"\xfe\xff": "is in UTF-16; save it as UTF-8",
}


def read_roster(path: Path, choice: Choice, *, is_ordinary: Callable[[str], bool]) -> Roster:
    """What the file says, as entries that hold by themselves.

    Raises ConfigError with file and line for what is wrong in it, UsageError for a file that is
    none of the known lists.
    """
    try:
        with path.open("rb") as file:
            start = file.read(START)
            file.seek(0)
            roster = _read(path, file, start, choice, is_ordinary)
    except OSError as error:
        meant = "; name a file in it" if isinstance(error, IsADirectoryError) else ""
        raise UsageError(f"{path} cannot be read: {error.strerror or error}{meant}") from error
    except RosterError as error:
        raise ConfigError([Problem(str(path), error.line, str(error))]) from error
    if not roster.listed:
        why = "; ".join(roster.notes) or "it has no entries"
        raise UsageError(f"{path}: nothing to import: {why}")
    _check(path, roster)
    return roster


def _read(
    path: Path, file: BinaryIO, start: bytes, choice: Choice, is_ordinary: Callable[[str], bool]
) -> Roster:
    for mark, told in _STRANGERS.items():
        if start.startswith(mark):
            raise UsageError(f"{path} {told}")
    shown = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not shown:
        raise UsageError(f"{path} is empty")
    if shown.startswith(b"<"):
        title, name, parties = _parties_of_xml(path, file, shown)
    elif shown.startswith(b"{"):
        listed, notes = sheets.entries_of_lines(file)
        return Roster("JSON Lines", slug(path.stem), listed, _ALL_KEYS, notes)
    else:
        first = next(rows(file, legacy=True)).cells
        file.seek(0)
        if not opensanctions.is_header(first) and sheets.is_header(first):
            listed, owned, notes = sheets.entries_of_table(file)
            return Roster("a table", slug(path.stem), listed, owned, notes)
        return _table_of_parties(path, file, first, choice, is_ordinary)
    listed, notes = entries_of(parties, choice, is_ordinary=is_ordinary)
    return Roster(title, name, listed, PARTY_KEYS, notes)


_ALL_KEYS = frozenset(sheets.KEYS) - {"id"}


def _parties_of_xml(path: Path, file: BinaryIO, start: bytes) -> tuple[str, str, Iterator[Party]]:
    if start[:14].lower().startswith((b"<!doctype html", b"<html")):
        raise UsageError(f"{path} is a web page, not a list; download the file that it links to")
    match root_of(start):
        case "sdnList":
            return "OFAC's SDN list", "ofac-sdn", ofac.parties_of_xml(file)
        case "CONSOLIDATED_LIST":
            return "the UN's list", "un-consolidated", united_nations.parties_of_xml(file)
        case "Sanctions":
            raise UsageError(f"{path} is OFAC's list in its advanced form; take sdn.xml instead")
        case root:
            raise UsageError(f"{path} is XML of another kind (<{root}>); known are {KNOWN}")


def _table_of_parties(
    path: Path,
    file: BinaryIO,
    first: list[str],
    choice: Choice,
    is_ordinary: Callable[[str], bool],
) -> Roster:
    notes: list[str] = []
    with ExitStack() as opened:
        if opensanctions.is_header(first):
            title, name = "OpenSanctions' targets", "opensanctions"
            parties = opensanctions.parties_of_csv(file)
        elif ofac.is_sdn_row(first):
            title, name = "OFAC's SDN list", "ofac-sdn"
            alt = _beside(path)
            if alt is None:
                notes.append("alt.csv is not beside it: no aliases")
            aliases = opened.enter_context(alt.open("rb")) if alt else None
            parties = ofac.parties_of_csv(file, aliases)
        elif ofac.is_alias_row(first):
            raise UsageError(f"{path} is OFAC's alt.csv; give sdn.csv, and leave this beside it")
        else:
            raise UsageError(f"{path} is none of the lists that can be read: {KNOWN}")
        listed, told = entries_of(parties, choice, is_ordinary=is_ordinary)
    return Roster(title, name, listed, PARTY_KEYS, [*notes, *told])


def _beside(sdn: Path) -> Path | None:
    """The file of aliases that belongs to the list: `alt.csv` beside `sdn.csv`."""
    names = {"alt.csv", sdn.name.lower().replace("sdn", "alt")} - {sdn.name.lower()}
    return next((one for one in sorted(sdn.parent.iterdir()) if one.name.lower() in names), None)


def _check(path: Path, roster: Roster) -> None:
    """Raises ConfigError with what the watchlist would not take, by the lines of the list."""
    entries = [one.entry for one in roster.listed]
    lines: dict[KeyPath, int] = {(): 1, ("watches",): 1}
    for index, one in enumerate(roster.listed):
        lines |= {("watches", index): one.line}
        lines |= {("watches", index, key): one.line for key in one.entry}
    document = Document(str(path), {"watches": entries}, lines)
    problems = validate(document, WatchlistPart)[1] + _twice(path, roster.listed)
    if problems:
        raise ConfigError(problems)


def _twice(path: Path, listed: list[Listed]) -> list[Problem]:
    first: dict[object, int] = {}
    problems = []
    for one in listed:
        id_ = one.entry["id"]
        if id_ in first:
            told = f'the id "{id_}" stands on line {first[id_]} already; remove one of them'
            problems.append(Problem(str(path), one.line, told))
        first.setdefault(id_, one.line)
    return problems
