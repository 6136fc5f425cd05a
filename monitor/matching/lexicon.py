"""The words of all watched names, and which of them a word of a text may be.

A word is looked up by its consonant skeleton, exactly or with one consonant more, less or other,
and the few it finds are judged by `similarity`. What was found for a word is remembered, so that a
text costs little more than one look-up per word.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass

from monitor.matching.folding import Reading, Sound, read, variants
from monitor.matching.given import given_class
from monitor.matching.ordinary import OrdinaryWords
from monitor.matching.similarity import Spoken, similarity, spoken

ALIKE = 62.0
"""Words below this are different words."""
SHORT_ALIKE = 72.0
SHORT = 4
TRANSLATED = 97.0
"""What a translation of a generic word scores."""
SAME_GIVEN_NAME = 92.0
"""What a given name scores that another language spells otherwise."""
THOROUGH_UP_TO = 20_000
"""Tokens. A longer list is looked through for fewer slips at a time, so that it stays usable."""

_CLITICS = frozenset("وفبلک")


@dataclass(frozen=True, slots=True)
class Token:
    """A word that some watched name needs."""

    plain: str
    generic: str | None = None  # the class of words that may stand for it
    own_script_only: bool = False  # the watch has another form for the others


@dataclass(frozen=True, slots=True)
class Likeness:
    """A word of a text read as a token, without what is glued to its front."""

    score: float
    clitic: int = 0  # code points at the front that are no part of a name: و in والحشد
    article: int = 0  # code points after them that are an article: ال


class Lexicon:
    """Finds tokens by their sound. Immutable once the last token is added."""

    def __init__(
        self,
        tokens: Iterable[Token],
        ordinary: OrdinaryWords,
        classes: Mapping[str, str],
        *,
        exhaustive: bool = False,
    ) -> None:
        self.tokens = tuple(dict.fromkeys(tokens))
        thorough = exhaustive or len(self.tokens) <= THOROUGH_UP_TO
        self._everything = frozenset(range(len(self.tokens))) if exhaustive else None
        # Skeletons of fewer consonants than these are everywhere: they must agree.
        self._deletions_from = 3 if thorough else 4
        self._exchanges_from = 3 if thorough else 6
        self.number = {token: number for number, token in enumerate(self.tokens)}
        self._ordinary = ordinary
        self._classes = classes
        self._spoken: list[Spoken] = [
            _spoken(token.plain, thorough=thorough) for token in self.tokens
        ]
        self._by_plain: dict[str, list[int]] = defaultdict(list)
        self._by_class: dict[str, list[int]] = defaultdict(list)
        self._by_given: dict[str, list[int]] = defaultdict(list)
        self._exact: dict[str, list[int]] = defaultdict(list)
        self._shortened: dict[str, list[int]] = defaultdict(list)
        for number, token in enumerate(self.tokens):
            self._add(number, token)

    def _add(self, number: int, token: Token) -> None:
        self._by_plain[token.plain].append(number)
        if token.generic:
            self._by_class[token.generic].append(number)
        if given := given_class(self._spoken[number].reading.plain):
            self._by_given[given].append(number)
        skeletons = {sound.skeleton for sound, _ in self._spoken[number].sounds}
        for skeleton in skeletons:
            self._exact[skeleton].append(number)
        for short in {short for skeleton in skeletons for short in self._shorter(skeleton)}:
            self._shortened[short].append(number)

    def identical(self, plain: str) -> Mapping[int, Likeness]:
        """The tokens that are this very word, or of whose generic class it is."""
        found = {number: Likeness(100.0) for number in self._by_plain.get(plain, ())}
        for number in self._by_class.get(self._classes.get(plain, ""), ()):
            found.setdefault(number, Likeness(TRANSLATED))
        return found

    def similar(self, letters: str) -> Mapping[int, Likeness]:
        """Every token that a word may be, in the best of its readings."""
        found: dict[int, Likeness] = {}
        for reading, clitic, article in _readings(letters):
            for number, score in self._alike(reading):
                known = found.get(number)
                if known is None or score > known.score:
                    found[number] = Likeness(score, clitic, article)
        return found

    def _alike(self, reading: Reading) -> Iterator[tuple[int, float]]:
        for number, likeness in self.identical(reading.plain).items():
            yield number, likeness.score
        for number in self._by_given.get(self._given(reading), ()):
            yield number, SAME_GIVEN_NAME
        for number in self._near(reading.sound):
            if self._is_other_script(number, reading):
                continue
            score = similarity(reading, self._spoken[number], self._is_ordinary)
            if score >= (SHORT_ALIKE if len(reading.plain) <= SHORT else ALIKE):
                yield number, score

    def _given(self, reading: Reading) -> str:
        return "" if reading.is_abjad else given_class(reading.plain) or ""

    def _is_other_script(self, number: int, reading: Reading) -> bool:
        only = self.tokens[number].own_script_only
        return only and reading.is_abjad != self._spoken[number].reading.is_abjad

    def _near(self, sound: Sound) -> Set[int]:
        if self._everything is not None:
            return self._everything
        skeleton = sound.skeleton
        near = set(self._exact.get(skeleton, ()))
        near.update(self._shortened.get(skeleton, ()))
        for short in self._shorter(skeleton):
            near.update(self._exact.get(short, ()))
            if len(skeleton) >= self._exchanges_from:
                near.update(self._shortened.get(short, ()))
        return near

    def _shorter(self, skeleton: str) -> Iterator[str]:
        """The skeleton without one of its consonants."""
        if len(skeleton) >= self._deletions_from:
            for cut in range(len(skeleton)):
                yield skeleton[:cut] + skeleton[cut + 1 :]

    def _is_ordinary(self, plain: str) -> bool:
        return self._ordinary.rank(plain) is not None


def _spoken(plain: str, *, thorough: bool) -> Spoken:
    reading = read(plain)
    if reading.is_abjad:
        return spoken(reading, ((reading.sound, 0),))
    return spoken(reading, variants(reading.plain, thorough=thorough))


def _readings(letters: str) -> Iterator[tuple[Reading, int, int]]:
    """The word, and the word without what Arabic, Persian or Latin script glues to its front."""
    whole = read(letters)
    yield whole, 0, 0
    if whole.is_abjad:
        for clitic, article in fronts(whole.plain):
            at = _after(letters, clitic)
            cut = _after(letters, clitic + article)
            yield read(letters[cut:]), at, cut - at
        if whole.plain.endswith(("ای", "وی")) and len(whole.plain) >= 5:
            yield read(letters[:-1]), 0, 0  # ezafe: نجبای
    elif whole.plain.startswith(("al", "el")) and len(whole.plain) >= 5:
        yield read(letters[2:]), 0, 2


def fronts(plain: str) -> Iterator[tuple[int, int]]:
    """How many letters at the front may be a clitic, and how many after it an article."""
    length = len(plain)
    if plain.startswith("ال") and length >= 4 and plain != "الله":
        yield 0, 2
    if plain.startswith("لل") and length >= 5:
        yield 1, 1
    if plain[:1] in _CLITICS and length >= 4:
        yield 1, 0
        if plain[1:3] == "ال" and length >= 5 and plain[1:] != "الله":
            yield 1, 2
    if plain.startswith("ה") and length >= 4:
        yield 0, 1


def _after(letters: str, count: int) -> int:
    """Where the word goes on after so many letters, the marks on them included."""
    if not count:
        return 0
    seen = 0
    for place, letter in enumerate(letters):
        seen += letter.isalpha() and letter != "ـ"
        if seen > count:
            return place
    return len(letters)
