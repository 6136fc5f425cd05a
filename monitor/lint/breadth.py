"""Would a name ring for ordinary words? How many ordinary articles it would have raised, about.

The lists of ordinary words that the matcher ships are in the order of frequency. The frequency at a
rank follows from the same source, wordfreq (see monitor/matching/data/NOTICE), nearly the same in
every language of the lists; and from a frequency, how many articles hold the word at least once.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from math import exp, log

from monitor.config import Located
from monitor.config.quoting import quoted
from monitor.errors import Problem
from monitor.lint.names import Written, written_names
from monitor.matching.ordinary import COMMON, OrdinaryWords, load_ordinary_words
from monitor.matching.phrases import content_words
from monitor.matching.scan import plain_of
from monitor.matching.vocabulary import EVERYDAY_NAMES, PARTICLES
from monitor.model import Examples

ARTICLES = 100_000
WORDS = 300
"""Of an ordinary article."""
REFUSED_FROM = 1_000
"""Articles of 100,000. Whoever is told of one in a hundred reads none of them."""
WARNED_FROM = 100
MANY = 1_000
"""Watches. A list as long was imported."""
PER_BILLION = {
    1: 7.7, 11: 7.0, 31: 6.5, 101: 6.0, 301: 5.5, 1_001: 5.0, 2_001: 4.7, 4_001: 4.35, 6_001: 4.1,
    8_001: 3.93, 15_001: 3.5, 30_000: 3.0,
}  # fmt: skip
"""By rank from 1: the common logarithm of how often such a word stands in 10^9 words."""
TELLING = 2_000
"""Rank. A name of words used more often than this is not told from the words themselves."""
SHORT = 5
"""Letters of a single word up to which other words are likely to look like it."""
SHORT_ACRONYM = 3
INFLECTIONS = ("es", "ed", "ies", "ied", "ing", "ly", "er")
"""What English words take and names do not. Names take -s too: the mark of 's is not kept."""
_HOW = "write the full name, or give it `near: {any: [...]}`"


def too_broad(located: Located) -> Iterator[Problem]:
    """Names that are ordinary words and nothing else, so that everybody would be rung for nothing.

    Errors: with one of these nothing should run. In a list of thousands, which no person wrote, one
    ship called Horse must not keep all others from being watched: there it is a warning.
    """
    if len(located.watches) >= MANY:
        return
    ordinary = load_ordinary_words()
    for name in written_names(located):
        if _is_refused(name, ordinary):
            raised = _about(_raised(name, ordinary))
            told = f"is an ordinary word, and would have raised about {raised}; {_HOW}"
            yield name.problem(f"{quoted(name.text)} {told}", severity="error")


def broad(located: Located, names: Iterable[Written]) -> Iterator[Problem]:
    """Names that ring often, or for others, and are not refused."""
    ordinary, is_long = load_ordinary_words(), len(located.watches) >= MANY
    for name in names:
        if not is_long and _is_refused(name, ordinary):
            continue  # told as an error
        told = _often(name, ordinary) or _short(name) or _ambiguous(name, ordinary)
        told = told or _of_many(name, ordinary) or ("" if is_long else _single(name))
        if told:
            yield name.problem(f"{quoted(name.text)} {told}")


def articles_with(rank: int) -> float:
    """How many of 100,000 ordinary articles hold a word of this rank, 0 the most frequent."""
    ranks, place = list(PER_BILLION), rank + 1
    at = min(max(bisect_left(ranks, place), 1), len(ranks) - 1)
    low, high = ranks[at - 1], ranks[at]
    share = log(place / low) / log(high / low)
    frequency = 10 ** (PER_BILLION[low] + share * (PER_BILLION[high] - PER_BILLION[low]) - 9)
    return ARTICLES * (1 - exp(-frequency * WORDS))


def _raised(name: Written, ordinary: OrdinaryWords) -> float:
    """How many ordinary articles the name would have raised; 0 where something narrows it."""
    if name.form is None or name.form.match == "regex" or name.form.kind == "acronym" or name.near:
        return 0
    if sum(word.casefold() not in PARTICLES for word in name.text.split()) > 1:
        return 0  # the usual case, told at little cost
    rank = ordinary.rank(_word(name))
    return 0 if rank is None else articles_with(rank)


def _word(name: Written) -> str:
    """The one word that it is made of, small words aside; nothing where there are several."""
    words = [word.plain for word in content_words(name.text, {}) if word.plain not in PARTICLES]
    return words[0] if len(words) == 1 else ""


def _is_refused(name: Written, ordinary: OrdinaryWords) -> bool:
    """Whether nearly all that it raised would be noise, and nothing says that it is wanted: neither
    a limit to some sources, nor that it is to be found letter by letter."""
    if name.watch is None or name.form is None or name.watch.sources or name.form.match == "exact":
        return False
    if _raised(name, ordinary) < REFUSED_FROM or not name.text.isascii():
        return False
    return _is_of_the_dictionary(_word(name), ordinary)


def _is_of_the_dictionary(word: str, ordinary: OrdinaryWords) -> bool:
    """Whether it is an ordinary word rather than a name that is often met: it is inflected."""
    if word in _places():
        return False
    stem = word[:-1] if word[-1] in "ey" else word
    if any(ordinary.rank(stem + ending) is not None for ending in INFLECTIONS):
        return True
    plural = ordinary.rank(f"{word}s")
    return plural is not None and plural < COMMON


@cache
def _places() -> frozenset[str]:
    text = files("monitor.lint").joinpath("data", "places.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(plain_of(word) for line in lines for word in line.split())


def _often(name: Written, ordinary: OrdinaryWords) -> str:
    """A word that is met so often that most of its articles will be of no interest."""
    raised = _raised(name, ordinary)
    if raised < WARNED_FROM:
        return ""
    is_name = not _is_of_the_dictionary(_word(name), ordinary)
    if is_name and (raised < REFUSED_FROM or (name.form and name.form.match == "exact")):
        return ""
    return f"is a word in about {_about(raised)}; {_HOW}"


def _about(raised: float) -> str:
    size = 10 ** (len(str(int(raised))) - 2)
    return f"{int(raised / size) * size:,.0f} of {ARTICLES:,} ordinary articles"


def _short(name: Written) -> str:
    if not _is_bare(name) or len(name.text) > SHORT:
        return ""
    or_exact = ", or `match: exact`" if name.form and name.form.kind == "alias" else ""
    return f"is one short word, and others look like it; give it `near`{or_exact}"


def _single(name: Written) -> str:
    """A watch by one word, which others may bear, where nothing shows that this was thought of."""
    watch = name.watch
    if watch is None or watch.not_near or watch.examples != Examples() or not _is_bare(name):
        return ""
    if name.form and name.form.kind != "name":
        return ""  # an alias is chosen with more care
    return f"is one word, and rings for whoever else bears it; {_HOW}, or `examples`"


def _is_bare(name: Written) -> bool:
    """Whether it is one word, to be found in any spelling and any context."""
    is_fuzzy = name.form is not None and name.form.match == "fuzzy"
    return is_fuzzy and not name.near and " " not in name.text


def _ambiguous(name: Written, ordinary: OrdinaryWords) -> str:
    """An acronym that has other meanings, and no word that tells them apart."""
    if name.form is None or name.form.kind != "acronym" or name.near:
        return ""
    how = "give it its own context: `{text: " + name.text + ", near: {any: [...]}}`"
    if len(name.text) <= SHORT_ACRONYM:
        return f"means many things, as most of {len(name.text)} letters do; {how}"
    word = name.text.casefold()
    is_common = word.isalpha() and ordinary.is_common(word)
    if is_common and _is_of_the_dictionary(word, ordinary):
        return f"is an ordinary word in capitals; {how}"
    return ""


def _of_many(name: Written, ordinary: OrdinaryWords) -> str:
    """A name of several words that tell nothing together either."""
    if name.form is None or name.form.match != "fuzzy" or name.near or name.text.count(" ") > 2:
        return ""
    known = (ordinary.rank(word) is not None for word in name.text.casefold().split())
    if sum(known) < 2:
        return ""  # the usual case, told at little cost
    words = [word.plain for word in content_words(name.text, {})]
    if len(words) != 2:
        return ""
    if all(word in EVERYDAY_NAMES for word in words):
        return "is two names that thousands bear; write a third one, or give it `near`"
    if all(_is_telling_nothing(word, ordinary) for word in words):
        return "is made of words that every newspaper prints; give it `near`"
    return ""


def _is_telling_nothing(word: str, ordinary: OrdinaryWords) -> bool:
    rank = ordinary.rank(word)
    return rank is not None and rank < TELLING and _is_of_the_dictionary(word, ordinary)
