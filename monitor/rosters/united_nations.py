"""The consolidated list of the United Nations Security Council, as XML.

https://main.un.org/securitycouncil/en/content/un-sc-consolidated-list
Aliases of low quality are what other lists call weak.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from monitor.rosters.parties import Party, PartyKind, RosterError, in_small_letters, told
from monitor.rosters.xmlstream import Element, records

_NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_SEVERAL = re.compile(r"\s*;\s*")
_KINDS: dict[str, PartyKind] = {"INDIVIDUAL": "person", "ENTITY": "group"}


def parties_of_xml(file: BinaryIO) -> Iterator[Party]:
    """The persons and groups of the list."""
    for record in records(file, _KINDS):
        kind, number = _KINDS[record.tag], record.value("DATAID")
        if not number:
            told_ = f"an {record.tag} has no DATAID; download the file again"
            raise RosterError(record.line, told_)
        known = record.all(f"{record.tag}_ALIAS")
        native = record.value("NAME_ORIGINAL_SCRIPT")
        reference = record.value("REFERENCE_NUMBER").rstrip(".")
        listed_on = record.value("LISTED_ON")
        yield Party(
            id=f"un-{number}",
            kind=kind,
            name=_written(" ".join(filter(None, map(record.value, _NAMES))), kind),
            aliases=(*_names(known, kind, weak=False), *([native] if native else [])),
            weak=tuple(_names(known, kind, weak=True)),
            note=told(f"UN {reference or number}", f"listed {listed_on}" if listed_on else ""),
            line=record.line,
        )


def _names(known: list[Element], kind: PartyKind, *, weak: bool) -> Iterator[str]:
    for one in known:
        if (one.value("QUALITY").lower() == "low") == weak:
            for name in _SEVERAL.split(one.value("ALIAS_NAME")):
                yield _written(name, kind)


def _written(name: str, kind: PartyKind) -> str:
    return in_small_letters(name) if kind == "person" else name
