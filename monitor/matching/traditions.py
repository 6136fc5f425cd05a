"""How newspapers of one language write the names of others: Japarov is Schaparow in German papers
and Caparov in Turkish ones.

Where `folding` has the single rules, of which a name seldom breaks more than one, these go
together: who writes sch for a zh writes w for its v too.
"""

import re
from collections.abc import Iterator

_TRADITIONS: tuple[tuple[tuple[str, str], ...], ...] = (
    # German
    (
        (r"kh", "ch"), (r"zh|j(?=[aeou])", "sch"), (r"z", "s"), (r"(?<=[aeiou])v$", "w"),
        (r"y(?=[aeiou])|(?<=[aeou])y", "j"),
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

_MANDARIN = re.compile(
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iang|iong|uang|[aeio]ng|ian|iao|uai|uan|ai|ei|ao|ou|[aeiu]n|ia|ie|iu|ua|uo|ui|ue|[aeiou]))+"
)
_OF_PINYIN = re.compile(r"[xq](?!u?$)|zh|j")
_FROM_PINYIN: tuple[tuple[tuple[str, str], ...], ...] = (
    # Palladius, as Russian papers write Chinese names: Си Цзиньпин
    (
        (r"ng(?=[^aeiou]|$)", "n"), (r"zh", "chzh"), (r"j|z(?!h)", "tsz"), (r"q|c(?!h)", "ts"),
        (r"x", "s"), (r"(?<![csz])h", "kh"), (r"^r", "zh"),
    ),
    # Wade and Giles, as in Taiwan: Chiang Ching-kuo
    (
        (r"(?<!n)g", "k"), (r"d", "t"), (r"b", "p"), (r"zh|j|q", "ch"), (r"x", "hs"),
        (r"z|c(?!h)", "ts"), (r"ong", "ung"),
    ),
)  # fmt: skip


def in_traditions(plain: str) -> Iterator[str]:
    """A plain word in Latin letters as papers of other languages write it, where they differ."""
    traditions = _COMPILED
    if _OF_PINYIN.search(plain) and _MANDARIN.fullmatch(plain):
        traditions = _COMPILED_PINYIN + _COMPILED
    for tradition in traditions:
        written = plain
        for pattern, other in tradition:
            written = pattern.sub(other, written)
        if written != plain:
            yield written


_COMPILED = tuple(tuple((re.compile(one), other) for one, other in all_) for all_ in _TRADITIONS)
_COMPILED_PINYIN = tuple(
    tuple((re.compile(one), other) for one, other in all_) for all_ in _FROM_PINYIN
)
