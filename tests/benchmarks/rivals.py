"""Ways to find a list of names in texts: ours, and what one would otherwise take.

Each is built from the names once and then answers a batch of texts with the names in each. All but
the first three look for exact names only. FlashText itself comes without a wheel: FlashText2 stands
for it.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from monitor.matching import Matcher
from monitor.model import Form, Passage, Watch, Watchlist

Finds = Callable[[Sequence[str]], list[set[str]]]
PARTIAL_THRESHOLD = 85.0
WINDOW_THRESHOLD = 80.0
"""Of `ratio`: at 85 windows find a tenth less."""


@dataclass(frozen=True, slots=True)
class Rival:
    """One way, the package that it needs, and how many texts it is best given at once."""

    title: str
    package: str
    build: Callable[[Sequence[str]], Finds]
    batch: int = 1

    @property
    def is_installed(self) -> bool:
        return find_spec(self.package) is not None


def watchlist(names: Sequence[str]) -> Watchlist:
    return Watchlist(tuple(Watch(name, name, (Form(name, "name"),)) for name in names))


def _tocsin(names: Sequence[str]) -> Finds:
    matcher = Matcher(watchlist(names))

    def find(texts: Sequence[str]) -> list[set[str]]:
        judgements = matcher.judge_all(Passage(text) for text in texts)
        return [{match.watch_id for match in judgement.matches} for judgement in judgements]

    return find


def _name_by_name(names: Sequence[str]) -> Finds:
    from rapidfuzz import fuzz

    return lambda texts: [
        {name for name in names if fuzz.partial_ratio(name, text, score_cutoff=PARTIAL_THRESHOLD)}
        for text in texts
    ]


def _windows(names: Sequence[str]) -> Finds:
    """Runs of as many words as a name has, all against all such names."""
    from rapidfuzz import fuzz
    from rapidfuzz.process import cdist

    of_length: dict[int, list[str]] = defaultdict(list)
    for name in names:
        of_length[len(name.split())].append(name)

    def find(text: str) -> set[str]:
        words, found = text.split(), set[str]()
        for length, listed in of_length.items():
            runs = {" ".join(words[at : at + length]) for at in range(len(words) - length + 1)}
            scores = cdist(listed, list(runs), scorer=fuzz.ratio, score_cutoff=WINDOW_THRESHOLD)
            found |= {listed[row] for row in scores.any(axis=1).nonzero()[0]}
        return found

    return lambda texts: [find(text) for text in texts]


def _phrase_matcher(names: Sequence[str]) -> Finds:
    import spacy
    from spacy.matcher import PhraseMatcher

    nlp = spacy.blank("en")
    matcher = PhraseMatcher(nlp.vocab)
    for name in names:
        matcher.add(name, [nlp.make_doc(name)])

    def find(text: str) -> set[str]:
        return {nlp.vocab.strings[found[0]] for found in matcher(nlp.make_doc(text))}

    return lambda texts: [find(text) for text in texts]


def _flashtext(names: Sequence[str]) -> Finds:
    from flashtext2 import KeywordProcessor

    keywords = KeywordProcessor(case_sensitive=False)
    keywords.add_keywords_from_iter(names)
    return lambda texts: [set(keywords.extract_keywords(text)) for text in texts]


def _aho_corasick(names: Sequence[str]) -> Finds:
    from ahocorasick_rs import AhoCorasick, MatchKind

    automaton = AhoCorasick(names, matchkind=MatchKind.LeftmostLongest)
    return lambda texts: [
        {names[number] for number, _, _ in automaton.find_matches_as_indexes(text)}
        for text in texts
    ]


TOCSIN = Rival("Tocsin", "monitor", _tocsin, batch=125)
NAIVE = Rival("RapidFuzz, name by name", "rapidfuzz", _name_by_name)
RIVALS = (
    TOCSIN,
    NAIVE,
    Rival("RapidFuzz, word windows", "numpy", _windows),
    Rival("spaCy PhraseMatcher", "spacy", _phrase_matcher),
    Rival("FlashText2", "flashtext2", _flashtext),
    Rival("ahocorasick_rs", "ahocorasick_rs", _aho_corasick),
)
