"""Lays a list beside what an earlier import of it wrote. Pure.

Every entry stays where it stands, so that the import of a newer list is a small difference: what is
changed is changed in place, what is gone is taken out, what is new comes last.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any

from monitor.config.patches import Append, Edit, Put, Remove
from monitor.config.rendering import listed as lines_of

MOST_IN_A_FILE = 1_000
"""Entries. An edit of one is taken at once, and a person can still read the file."""

EMPTIED = Put(("watches",), [])
"""The edit of a file of which nothing is left."""

MARK = "# Imported by `tocsin watch import`"

Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import does: the edits of files that are there, and the entries of new ones."""

    edits: dict[str, list[Edit]] = field(default_factory=dict)  # by the file's name
    created: dict[str, list[Entry]] = field(default_factory=dict)
    new: list[str] = field(default_factory=list)  # ids
    changed: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    total: int = 0  # of the list

    @property
    def same(self) -> int:
        return self.total - len(self.new) - len(self.changed)

    @property
    def is_empty(self) -> bool:
        return not self.edits and not self.created


def plan(
    wanted: Iterable[Entry],
    there: Mapping[str, Sequence[Entry]],
    *,
    name: str,
    owned: frozenset[str],
) -> Plan:
    """What turns the files that are there, by name, into those that are wanted.

    Only keys that are `owned` by the list change; the others are an analyst's own.
    """
    by_id = {str(entry["id"]): entry for entry in wanted}
    planned = Plan(total=len(by_id))
    seen = set()
    for file, entries in there.items():
        edits = _edits(planned, entries, by_id, owned)
        if edits:
            planned.edits[file] = edits
        seen |= {str(entry.get("id")) for entry in entries}
    new = [entry for id_, entry in by_id.items() if id_ not in seen]
    planned.new.extend(str(entry["id"]) for entry in new)
    _place(planned, new, there, name)
    return planned


def _edits(
    planned: Plan, entries: Sequence[Entry], wanted: Mapping[str, Entry], owned: frozenset[str]
) -> list[Edit]:
    """What changes in one file, noted in the plan."""
    edits: list[Edit] = []
    gone: list[Edit] = []
    for index, entry in enumerate(entries):
        id_ = str(entry.get("id"))
        if id_ not in wanted:
            planned.gone.append(id_)
            gone.append(Remove(("watches", index)))
        elif changes := _changes(index, entry, wanted[id_], owned):
            planned.changed.append(id_)
            edits.extend(changes)
    if len(gone) == len(entries):
        return [EMPTIED]
    return [*edits, *gone]


def _changes(index: int, old: Entry, new: Entry, owned: frozenset[str]) -> list[Edit]:
    changes: list[Edit] = []
    for key in sorted(owned):
        path = ("watches", index, key)
        if key in new and new[key] != old.get(key):
            changes.append(Put(path, new[key]))
        elif key not in new and key in old:
            changes.append(Remove(path))
    return changes


def _place(
    planned: Plan, new: Sequence[Entry], there: Mapping[str, Sequence[Entry]], name: str
) -> None:
    """New entries behind the last ones, and in further files when those are full."""
    rest = list(new)
    last = max(there, key=_number, default=None)
    if last is not None and planned.edits.get(last) != [EMPTIED]:
        room = max(0, MOST_IN_A_FILE - len(there[last]))
        taken, rest = rest[:room], rest[room:]
        if taken:
            edits = planned.edits.setdefault(last, [])
            edits.extend(Append(("watches",), entry) for entry in taken)
    free = (file for file in map(partial(file_name, name), count(1)) if file not in there)
    for start in range(0, len(rest), MOST_IN_A_FILE):
        planned.created[next(free)] = rest[start : start + MOST_IN_A_FILE]


def file_name(name: str, number: int) -> str:
    """The name of the first, second ... file of a list."""
    return f"{name}.yaml" if number == 1 else f"{name}-{number:03}.yaml"


def _number(file: str) -> tuple[int, str]:
    """Orders the files of a list: that of the first has none."""
    return len(file), file


def is_file_of(file: str, name: str) -> bool:
    """Is this a file that imports under the name go into?"""
    return re.fullmatch(rf"{re.escape(name)}(-[0-9]{{3,}})?\.yaml", file) is not None


def text_of(entries: Iterable[Entry]) -> str:
    """A new file of imported entries."""
    head = (
        "# yaml-language-server: $schema=../watchlist.schema.json\n"
        f"{MARK}: the next import of the list renews names, aliases and notes, and\n"
        "# leaves what you add, such as `severity` or `near`.\n\nwatches:\n"
    )
    body = (f"  {line}\n" for entry in entries for line in lines_of(entry, in_block=True))
    return head + "".join(body)
