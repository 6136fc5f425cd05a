"""Lists of the US Treasury's OFAC: `sdn.csv` with `alt.csv` beside it, and `sdn.xml`.

What the columns and elements mean: https://ofac.treasury.gov/sdn-list-data-formats-data-schemas
Weak aliases have a category of their own in XML, and stand in quotes among the remarks in CSV.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from monitor.rosters.parties import Party, PartyKind, RosterError, given_first, told
from monitor.rosters.tables import Row, rows
from monitor.rosters.xmlstream import Element, records

SDN_COLUMNS, ALT_COLUMNS = 12, 5
ALIAS_TYPES = frozenset({"aka", "fka", "nka"})

_NOTHING = re.compile(r"-0-\s*")
_WEAK = re.compile(r"\b[afn]\.k\.a\. '(.+?)'(?=\s*(?:;|\.|$))")
_BORN = re.compile(r"\bDOB [^;.]+")
_KINDS: Mapping[str, PartyKind] = {
    "individual": "person",
    "entity": "group",
    "": "group",
    "vessel": "vessel",
    "aircraft": "aircraft",
}


def is_sdn_row(cells: list[str]) -> bool:
    return len(cells) == SDN_COLUMNS and cells[0].strip().isdecimal()


def is_alias_row(cells: list[str]) -> bool:
    return len(cells) == ALT_COLUMNS and cells[2].strip() in ALIAS_TYPES


def parties_of_csv(sdn: BinaryIO, alt: BinaryIO | None) -> Iterator[Party]:
    """The parties of the two files; under their names alone without the second."""
    aliases = _aliases(alt) if alt else {}
    for row in rows(sdn, legacy=True):
        if not is_sdn_row(row.cells):
            wanted = f"{SDN_COLUMNS} columns that start with a number"
            raise RosterError(row.line, f"a row of sdn.csv has {wanted}; download it again")
        yield _party_of_row(row, aliases)


def _aliases(alt: BinaryIO) -> Mapping[str, list[tuple[str, bool]]]:
    """Per number of a party its other names, and whether each is weak."""
    found: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for row in rows(alt, legacy=True):
        if not is_alias_row(row.cells):
            wanted = f"{ALT_COLUMNS} columns with aka, fka or nka in the third"
            raise RosterError(row.line, f"a row of alt.csv has {wanted}; download it again")
        number, _, _, name, remarks = [_cell(cell) for cell in row.cells]
        found[number].append((name, "weak" in remarks.lower()))
    return found


def _party_of_row(row: Row, aliases: Mapping[str, list[tuple[str, bool]]]) -> Party:
    number, listed, type_, programs, *_, remarks = [_cell(cell) for cell in row.cells]
    kind = _KINDS.get(type_.lower(), "other")
    others = aliases.get(number, [])
    return Party(
        id=f"ofac-{number}",
        kind=kind,
        name=_spoken(listed, kind),
        aliases=tuple(_spoken(name, kind) for name, is_weak in others if not is_weak),
        weak=(
            *(_spoken(name, kind) for name, is_weak in others if is_weak),
            *(_spoken(name, kind) for name in _WEAK.findall(remarks)),
        ),
        note=told(f"OFAC SDN {number}", _programs(programs), *_BORN.findall(remarks)[:1]),
        line=row.line,
    )


def _programs(written: str) -> str:
    """`SDGT] [IRAQ2` as people write it."""
    return ", ".join(part for part in re.split(r"[\[\]\s]+", written) if part)


def _cell(cell: str) -> str:
    return "" if _NOTHING.fullmatch(cell.strip()) else " ".join(cell.split())


def _spoken(listed: str, kind: PartyKind) -> str:
    return given_first(listed) if kind == "person" else listed


def parties_of_xml(file: BinaryIO) -> Iterator[Party]:
    """The parties of `sdn.xml`."""
    for entry in records(file, {"sdnEntry"}):
        number, type_ = entry.value("uid"), entry.value("sdnType").lower()
        kind = _KINDS.get(type_, "other")
        if not number:
            raise RosterError(entry.line, "an sdnEntry has no uid; download the file again")
        known = entry.all("akaList", "aka")
        programs = ", ".join(one.text.strip() for one in entry.all("programList", "program"))
        born = [one.value("dateOfBirth") for one in entry.all("dateOfBirthList", "dateOfBirthItem")]
        yield Party(
            id=f"ofac-{number}",
            kind=kind,
            name=_name(entry, kind),
            aliases=tuple(_name(one, kind) for one in known if not _is_weak(one)),
            weak=tuple(_name(one, kind) for one in known if _is_weak(one)),
            note=told(f"OFAC SDN {number}", programs, *(f"DOB {day}" for day in born[:1])),
            line=entry.line,
        )


def _is_weak(alias: Element) -> bool:
    return alias.value("category").lower() == "weak"


def _name(of: Element, kind: PartyKind) -> str:
    first, last = of.value("firstName"), of.value("lastName")
    return _spoken(f"{last}, {first}" if first else last, kind)
