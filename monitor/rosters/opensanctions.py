"""OpenSanctions' `targets.simple.csv`: https://www.opensanctions.org/docs/bulk/csv/"""

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from monitor.rosters.parties import Party, PartyKind, RosterError, given_first, told
from monitor.rosters.tables import rows

COLUMNS = ("id", "schema", "name", "aliases", "dataset")
_KINDS: Mapping[str, PartyKind] = {
    "Person": "person",
    "Organization": "group",
    "Company": "group",
    "LegalEntity": "group",
    "PublicBody": "group",
    "Vessel": "vessel",
    "Airplane": "aircraft",
}


def is_header(cells: list[str]) -> bool:
    return set(COLUMNS) <= set(cells)


def parties_of_csv(file: BinaryIO) -> Iterator[Party]:
    """The targets, each under its name and aliases."""
    table = rows(file)
    header = next(table).cells
    for row in table:
        if len(row.cells) != len(header):
            wrong = f"{len(row.cells)} columns where the first line has {len(header)}"
            raise RosterError(row.line, f"{wrong}; download the file again")
        cells = dict(zip(header, row.cells, strict=True))
        kind = _KINDS.get(cells["schema"], "other")
        aliases = [part.strip() for part in cells["aliases"].split(";")]
        born = cells.get("birth_date", "").partition(";")[0]
        yield Party(
            id=f"os-{cells['id']}",
            kind=kind,
            name=_spoken(cells["name"], kind),
            aliases=tuple(_spoken(alias, kind) for alias in aliases),
            weak=(),
            note=told(
                f"OpenSanctions {cells['id']}", cells["dataset"], f"born {born}" if born else ""
            ),
            line=row.line,
        )


def _spoken(listed: str, kind: PartyKind) -> str:
    return given_first(listed) if kind == "person" else " ".join(listed.split())
