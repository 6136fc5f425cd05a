"""Parties into entries of the watchlist: what of a list is watched, and how it is looked for."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass, field
from typing import Any

from monitor.rosters.parties import Party, PartyKind

LONGEST = 200
"""Characters of a name. What is longer on a list is a remark."""

_ACRONYM = re.compile(r"[A-Z][A-Z0-9&-]{1,4}")
_ID = re.compile(r"\w(?:[\w.-]*\w)?")


@dataclass(frozen=True, slots=True)
class Choice:
    """What of a list is taken."""

    kinds: Set[PartyKind] = frozenset({"person", "group"})
    with_weak: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry as the watchlist writes it, and where the list has it. It holds its id."""

    entry: dict[str, Any]
    line: int


@dataclass(frozen=True, slots=True)
class Roster:
    """What a list says, as entries."""

    title: str  # for people: "OFAC's SDN list"
    name: str  # of the files that it goes into, unless another is wished
    listed: list[Listed]
    owned: frozenset[str]  # the keys that the list speaks of; all else is the watchlist's own
    notes: list[str] = field(default_factory=list)  # what was left out or changed, and why


def entries_of(
    parties: Iterable[Party], choice: Choice, *, is_ordinary: Callable[[str], bool]
) -> tuple[list[Listed], list[str]]:
    """The parties that are wished, each once; and what was left out or taken otherwise."""
    listed: dict[str, Listed] = {}
    counts: Counter[str] = Counter()
    for party in parties:
        if reason := _unwanted(party, choice, known=party.id in listed):
            counts[reason] += 1
            continue
        entry = _entry(party, choice, is_ordinary)
        listed[party.id] = Listed(entry, party.line)
        if entry.get("match") == "exact":
            counts["single ordinary word is taken letter by letter (match: exact)"] += 1
        if party.weak and not choice.with_weak:
            told = "weak alias left out; --weak takes them"
            counts[told] += len(party.weak)
    return list(listed.values()), [f"{count:,} × {reason}" for reason, count in counts.items()]


def _unwanted(party: Party, choice: Choice, *, known: bool) -> str:
    """Why the party is no entry; empty where it is one."""
    if party.kind not in choice.kinds:
        return f"{party.kind} left out; --types {party.kind} takes them"
    if not _is_name(party.name):
        return "party without a name that can be looked for"
    if not _ID.fullmatch(party.id):
        return "party whose id cannot be kept"
    return "party that stands in the list twice; the first counts" if known else ""


def _is_name(text: str) -> bool:
    return any(sign.isalnum() for sign in text) and len(text) <= LONGEST


def _entry(party: Party, choice: Choice, is_ordinary: Callable[[str], bool]) -> dict[str, Any]:
    names = [*party.aliases, *(party.weak if choice.with_weak else ())]
    aliases = _others(names, party.name)
    acronyms = [name for name in aliases if party.kind == "group" and _ACRONYM.fullmatch(name)]
    words = [
        {"text": name, "match": "exact"} if _is_one_ordinary(name, is_ordinary) else name
        for name in aliases
        if name not in acronyms
    ]
    entry: dict[str, Any] = {"id": party.id, "name": party.name}
    if _is_one_ordinary(party.name, is_ordinary):
        entry["match"] = "exact"
    if words:
        entry["aliases"] = words
    if acronyms:
        entry["acronyms"] = acronyms
    return {**entry, "note": party.note}


def _others(names: Iterable[str], name: str) -> list[str]:
    """The names beside the first, each once however it is capitalised."""
    different: dict[str, str] = {}
    for other in names:
        written = " ".join(other.split())
        if _is_name(written) and written.casefold() != name.casefold():
            different.setdefault(written.casefold(), written)
    return list(different.values())


def _is_one_ordinary(name: str, is_ordinary: Callable[[str], bool]) -> bool:
    return " " not in name and is_ordinary(name.casefold())
