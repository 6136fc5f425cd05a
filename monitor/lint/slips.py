"""Is one name another watch's with a slip of the pen?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from monitor.config.quoting import quoted
from monitor.errors import Problem
from monitor.lint.names import Written
from monitor.matching.decoys import are_one_name, sound_of
from monitor.matching.romanise import bare

LONG = 8
"""Letters. Shorter names are one letter off each other and are different names: Hamad, Hamas."""


def one_letter_off(names: Iterable[Written]) -> Iterator[Problem]:
    """Names that have one letter more, less or other than a name of another watch; that of one
    sound are the concern of `shared_names`."""
    near: dict[str, list[tuple[str, Written]]] = defaultdict(list)
    for name in names:
        plain = " ".join(map(bare, name.text.split()))
        if len(plain) < LONG or name.watch is None or name.form is None:
            continue
        if name.form.match != "fuzzy" or name.form.kind == "acronym":
            continue
        keys = [plain, *(plain[:at] + plain[at + 1 :] for at in range(len(plain)))]
        seen = (pair for key in keys for pair in near[key])
        other = next((one for known, one in seen if _is_slip(name, plain, one, known)), None)
        if other is not None and other.watch is not None:
            yield name.problem(_told(name, other, other.watch.id))
        for key in keys:
            near[key].append((plain, name))


def _is_slip(name: Written, plain: str, other: Written, known: str) -> bool:
    """Whether a letter is all that differs. Numbers that differ are meant to."""
    if name.watch is other.watch or not _is_one_off(plain, known):
        return False
    if _digits(plain) != _digits(known):
        return False
    return not are_one_name(sound_of(name.text), sound_of(other.text))


def _is_one_off(one: str, other: str) -> bool:
    """Whether one letter is added, left out, or another."""
    if len(one) > len(other):
        one, other = other, one
    differing = (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1])
    at = next(differing, len(one))
    if len(one) == len(other):
        return one[at + 1 :] == other[at + 1 :]
    return one[at:] == other[at + 1 :]


def _digits(plain: str) -> list[str]:
    return [letter for letter in plain if letter.isdigit()]


def _told(name: Written, other: Written, watch: str) -> str:
    return (
        f"{quoted(name.text)} is one letter off {quoted(other.text)} of watch {quoted(watch)}; "
        "if both are one, make it an alias there"
    )
