"""Japanese names elsewhere: Takaichi is Такаити in Russian papers, Shinzo Abe at home Abe Shinzo.

Hepburn's letters (1886) stand for kana, for which Polivanov (1917) has Cyrillic ones.
"""

import re
from collections.abc import Iterator

from monitor.matching.romanise import Script, bare, latin

_KANA = re.compile(
    r"(?:(?:[kgnhbpmr]y?|sh|ch|ts|[sztdjfyw])?[aiueo]h?(?:n(?![aiueoy]))?"
    r"|kk|ss|tt|pp|(?<=[aiueo])(?:[kst](?=[kst])|t(?=ch)|p(?=p)))+"
)
_OF_A_SURNAME = re.compile(
    r".+(?:yama|moto|mura|kawa|gawa|shima|jima|hara|bara|wara|saki|zaki|naka|guchi|uchi|ishi|hashi"
    r"|bashi|zawa|sawa|tani|oka|mori|hata|[aiou][td]a|mizu|mine|yanagi|iwa|ike|[kgst]abe|ichi"
    r"|numa|matsu|mitsu|ebe|toh?)"
)
_OF_A_GIVEN_NAME = re.compile(
    r".+(?:roh?|zoh?|ko|ichi|suke|hiko|hiro|hide|shi|nobu|nori|aki|yuki|mitsu|taka|masa|toshi|kazu"
    r"|fumi|[mnr]io|[nr]ao|suo|tsuo|suya|tsuya|emi|omi|buo|kuo)"
)
"""What is written of kanji that many names end in."""

# From Hepburn to Polivanov, in this order.
_POLIVANOV = (
    ("shi", "си"), ("sh", "сь"), ("chi", "ти"), ("ch", "ть"), ("tsu", "цу"), ("ji", "дзи"),
    ("j", "дзь"), ("z", "дз"), ("n(?=[bmp])", "м"), ("oh(?=$|[^aiueo])|ou|oo", "о"), ("uu", "у"),
)  # fmt: skip
_LETTERS = str.maketrans("kgstdnhbpmrwfaiueo", "кгстднхбпмрвфаиуэо")
_SOFT = (
    ("ьa", "я"), ("ьu", "ю"), ("ьo", "ё"), ("ya", "я"), ("yu", "ю"), ("yo", "ё"),
    ("(?<=[aueo])i", "й"),
)  # fmt: skip


def elsewhere(given: str, surname: str) -> Iterator[tuple[Script, str, str]]:
    """How a name in Latin letters is put elsewhere, each with the script it is for:
    given name and surname. Nothing for a name that is not Japanese."""
    if not (_KANA.fullmatch(given) and _KANA.fullmatch(surname)):
        return
    if not (_OF_A_SURNAME.fullmatch(surname) or _OF_A_GIVEN_NAME.fullmatch(given)):
        return
    yield "latin", given, surname
    yield "cyrillic", _polivanov(given), _polivanov(surname)


def _polivanov(word: str) -> str:
    for pattern, other in (*_POLIVANOV, *_SOFT):
        word = re.sub(pattern, other, word)
    return latin(bare(word.translate(_LETTERS)))
