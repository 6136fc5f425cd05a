"""Names in the cases of Russian and Ukrainian: Башаром is Башар, and Зеленского is Зеленский."""

import re
from collections.abc import Iterator

_CYRILLIC = re.compile("[\u0400-\u052f]")
STEM_AT_LEAST = 3
"""Letters. Shorter words are not taken apart."""

# The ending of a case, and what a name that has it may end in as a subject.
_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ого", ("ий",)),
    ("его", ("ий",)),
    ("ому", ("ий",)),
    ("ему", ("ий",)),
    ("ым", ("", "ий")),
    ("им", ("", "ий")),
    ("ом", ("",)),
    ("ем", ("", "й")),
    ("єм", ("", "й")),
    ("ою", ("а",)),
    ("ой", ("а", "ая")),
    ("ей", ("я",)),
    ("ую", ("ая",)),
    ("ові", ("",)),
    ("еві", ("",)),
    ("єві", ("й",)),
    ("а", ("",)),
    ("я", ("", "й")),
    ("у", ("", "а")),
    ("ю", ("", "й", "я")),
    ("е", ("", "а")),
    ("ы", ("а",)),
    ("и", ("а", "я")),
    ("і", ("", "а")),
    ("ї", ("я",)),
)


def subjects(word: str) -> Iterator[str]:
    """What a word in Cyrillic letters may be as the subject of a sentence, where it ends in a case
    of nouns; nothing for other words."""
    if not _CYRILLIC.match(word):
        return
    for ending, others in _ENDINGS:
        stem = word.removesuffix(ending)
        if len(word) - len(stem) == len(ending) and len(stem) >= STEM_AT_LEAST:
            yield from (stem + other for other in others)
