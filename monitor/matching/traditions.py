"""How newspapers of one language write the names of others: Japarov is Schaparow in German papers
and Caparov in Turkish ones.

Where `folding` has the single rules, of which a name seldom breaks more than one, these go
together: who writes sch for a zh writes w for its v too.
"""

import re
from collections.abc import Iterator

from monitor.matching import mandarin

_OF_PINYIN = re.compile(r"[xq](?!u?$)|zh|j")
_YO = "(?<=[cszj]h)ev(?=$|a$)"
"""An e that is heard as an o: Khrushchev."""
_GLIDE = "y(?=[aeiou])|(?<=[aeou])y"

_TRADITIONS: tuple[tuple[tuple[str, str], ...], ...] = (
    # German
    (
        (r"kh", "ch"), (r"zh|j(?=[aeou])", "sch"), (r"z", "s"), (r"(?<=[aeiou])v$", "w"),
        (_GLIDE, "j"),
    ),
    # Turkish
    (
        (r"dj|j(?=[aou])", "c"), (r"j", "s"), (r"kh|gh(?=$)", "h"), (r"dh|z", "z"), (r"th", "s"),
        (r"(?<=.)w", "v"), (r"b$", "p"), (r"d$", "t"),
    ),
    # Russian, of names from the Caucasus, Central Asia and India
    (
        (r"jh?|dj", "dzh"), (r"(?<![kscztgdp])h", "kh"), (r"w(?=[aei])", "v"),
        (r"([bdgkpt])h", r"\1"),
    ),
    # English, of South Asian names: a breath is heard, and not always written
    ((r"([bj])h", r"\1"),),
)  # fmt: skip

# A word that only one of the rules changes is left to those of `folding`.
_OF_SLAVIC_NAMES: tuple[tuple[tuple[str, str], ...], ...] = (
    # Polish
    (
        (_YO, "ov"), (r"ch", "cz"), (r"kh", "ch"), (r"sh", "sz"), (r"zh", "z"), (r"ts", "c"),
        (r"(?<=.)v", "w"), (_GLIDE, "j"),
    ),
    # Czech, Slovak
    (
        (_YO, "ov"), (r"ch", "c"), (r"kh", "ch"), (r"sh", "s"), (r"zh", "z"), (r"ts", "c"),
        (_GLIDE, "j"),
    ),
    # Serbian, Croatian, Slovene; Turkish but for its glide
    (
        (_YO, "ov"), (r"ch", "c"), (r"kh", "h"), (r"sh", "s"), (r"zh", "z"), (r"ts", "c"),
        (_GLIDE, "j"),
    ),
    # Hungarian
    (
        (_YO, "ov"), (r"ch", "cs"), (r"kh", "h"), (r"s(?!h)", "sz"), (r"sh", "s"), (r"zh", "zs"),
        (r"ts", "c"), (_GLIDE, "j"),
    ),
    # German
    (
        (_YO, "ov"), (r"dj|j(?=[aeou])", "dsch"), (r"(?<!s)ch$|c$", "tsch"), (r"kh", "ch"),
        (r"zh", "sch"), (r"ts", "z"), (r"(?<=.)v", "w"), (_GLIDE, "j"),
    ),
    # Italian
    (
        (_YO, "ov"), (r"ch(?=[ei])", "c"), (r"ch(?=[aou])", "ci"), (r"sh(?=[eic])", "sc"),
        (r"sh(?=[aou])", "sci"), (r"kh", "k"), (r"j(?=[ei])", "g"), (r"j(?=[aou])", "gi"),
    ),
)  # fmt: skip


def in_traditions(plain: str) -> Iterator[str]:
    """A plain word in Latin letters as papers of other languages write it, where they differ."""
    for tradition, at_least in _COMPILED:
        written, rules = plain, 0
        for pattern, other in tradition:
            before, written = written, pattern.sub(other, written)
            rules += written != before
        if rules >= at_least:
            yield written
    if _OF_PINYIN.search(plain):
        yield from mandarin.transcribed(plain)


_COMPILED = tuple(
    (tuple((re.compile(one), other) for one, other in rules), at_least)
    for traditions, at_least in ((_TRADITIONS, 1), (_OF_SLAVIC_NAMES, 2))
    for rules in traditions
)
