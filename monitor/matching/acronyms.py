"""What a text itself says that an acronym stands for: Alliance for Academic Health (AAH)."""

from collections.abc import Iterator

from monitor.matching.scan import Scan

SMALL_WORDS = 3
"""Words of a name that its acronym may leave out: for, of, the."""


def introduced_as(acronym: str, scan: Scan) -> str | None:
    """The words with these initials before the acronym in brackets, if the text has them."""
    letters = [letter for letter in acronym.casefold() if letter.isalnum()]
    for first in _in_brackets(acronym, scan):
        start = _first_of(letters, scan, first)
        if start is not None:
            return scan.text[scan.start(start) : scan.end(first - 1)]
    return None


def _in_brackets(acronym: str, scan: Scan) -> Iterator[int]:
    """The positions of the pieces at which the acronym stands alone in brackets."""
    at = scan.text.find(f"({acronym})")
    while at >= 0:
        yield scan.positions(at + 1, at + 1 + len(acronym))[0]
        at = scan.text.find(f"({acronym})", at + 1)


def _first_of(letters: list[str], scan: Scan, position: int) -> int | None:
    """Where the words before this position begin that have these initials, small words apart."""
    wanted = list(letters)
    skipped = 0
    while wanted and position > 0:
        position -= 1
        piece = scan.pieces[position]
        if piece.plain[:1] == wanted[-1] and not piece.is_lower:
            wanted.pop()
        elif piece.is_lower and skipped < SMALL_WORDS:
            skipped += 1
        else:
            return None
    return None if wanted else position
