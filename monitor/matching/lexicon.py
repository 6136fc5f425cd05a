"""The words of all watched names, and which of them a word of a text may be.

A word is looked up by its consonant skeleton, exactly or with one consonant more, less or other,
and the few it finds are judged by `similarity`. What was found for a word is remembered, so that a
text costs little more than one look-up per word.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property

from monitor.matching.declension import subjects
from monitor.matching.folding import Reading, read
from monitor.matching.given import given_class
from monitor.matching.memory import Memory
from monitor.matching.ordinary import OrdinaryWords
from monitor.matching.similarity import (
    OTHER_TRADITIONS_AT_MOST,
    Spoken,
    is_surely,
    similarity,
    spoken,
)
from monitor.matching.voices import Voices, voices_of

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

SPOKEN_AT_MOST = 5_000
READ_AT_MOST = 50_000
NEIGHBOURS_AT_MOST = 20_000
"""What is remembered of tokens and of words; beyond it, all is worked out anew."""

_CLITICS = frozenset("وفبلک")

OTHER_VOWELS = 10.0
"""Points by which a tradition with the same consonants may raise a likeness."""


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
    """Says how like a word of a text is to a token, of which there are no two alike."""

    def __init__(
        self,
        tokens: Iterable[Token],
        ordinary: OrdinaryWords,
        classes: Mapping[str, str],
        *,
        others: int = 0,
        exhaustive: bool = False,
        voices: Voices | None = None,
    ) -> None:
        self.tokens = tuple(tokens)
        self.size = others + len(self.tokens)  # of the whole list, if this is a part of it
        self.classes = classes
        self.is_thorough = exhaustive or self.size <= THOROUGH_UP_TO
        self._exhaustive = exhaustive
        words = (token.plain for token in self.tokens)
        self.voices = voices or voices_of(words, thorough=self.is_thorough)
        self._ordinary = ordinary
        self._spoken: Memory[int, Spoken] = Memory(SPOKEN_AT_MOST)
        self._likeness: Memory[tuple[str, int], Likeness | None] = Memory()
        self._own: Memory[tuple[str, int], Likeness | None] = Memory(READ_AT_MOST)
        self._givens: Memory[str, str | None] = Memory(READ_AT_MOST)
        self._readings: Memory[str, tuple[tuple[Reading, int, int], ...]] = Memory(READ_AT_MOST)

    def tells_as(self, other: "Lexicon") -> bool:
        """Whether both say the same of every word: what one remembers serves the other."""
        rules = (other.size, other.is_thorough, other._exhaustive, other.tokens)
        return (self.size, self.is_thorough, self._exhaustive, self.tokens) == rules

    @cached_property
    def neighbourhood(self) -> "Neighbourhood":
        """The tokens by their letters and sounds. Built when every word is to be looked up."""
        return Neighbourhood(self, exhaustive=self._exhaustive)

    def spoken(self, number: int) -> Spoken:
        """The token, and every way it may sound."""
        known = self._spoken.get(number)
        if known is None:
            known = spoken(self._own_reading(number), self.voices.of(number))
            self._spoken.keep(number, known)
        return known

    def likeness(self, letters: str, number: int) -> Likeness | None:
        """A word as a token, in the best of its readings; None for another word."""
        key = (letters, number)
        try:
            return self._likeness[key]
        except KeyError:
            by_own = letters.isascii() and is_surely(read(letters), self._own_reading(number))
            found = self._likeness_by_own_sound(letters, number) if by_own else None
            if found is None or found.score < OTHER_TRADITIONS_AT_MOST:
                found = self._likeness_of(letters, number, self.spoken(number))
            self._likeness.keep(key, found)
            return found

    def points(self, letters: str, number: int, enough: float, *, otherwise: bool) -> float | None:
        """The score of a likeness, if it may be enough; else None or any score that is not.
        `otherwise`: the word may have the consonants of the token in another tradition, or may be
        of one class with it. Of other words it is not worked out how the token would sound there.
        """
        if otherwise or not letters.isascii():
            found = self.likeness(letters, number)
        else:
            found = self._likeness_by_own_sound(letters, number)
            # Another tradition may have the same consonants and other vowels: Zaporozhye,
            # Zaporizhzhia.
            if found and enough - OTHER_VOWELS <= found.score < enough:
                found = self.likeness(letters, number)
        return found.score if found else None

    def _likeness_by_own_sound(self, letters: str, number: int) -> Likeness | None:
        key = (letters, number)
        try:
            return self._own[key]
        except KeyError:
            reading = self._own_reading(number)
            own = spoken(reading, ((reading.sound, 0),))
            found = self._likeness_of(letters, number, own)
            self._own.keep(key, found)
            return found

    def _own_reading(self, number: int) -> Reading:
        return read(self.tokens[number].plain)

    def identity(self, plain: str, number: int) -> Likeness | None:
        """The same for a word that counts letter by letter: the token itself, or a translation."""
        token = self.tokens[number]
        if plain == token.plain:
            return Likeness(100.0)
        if token.generic and self.classes.get(plain) == token.generic:
            return Likeness(TRANSLATED)
        return None

    def _likeness_of(self, letters: str, number: int, name: Spoken) -> Likeness | None:
        best: Likeness | None = None
        for reading, clitic, article in self._read(letters):
            score = self._alike(reading, number, name)
            if score and (best is None or score > best.score):
                best = Likeness(score, clitic, article)
        return best

    def _read(self, letters: str) -> tuple[tuple[Reading, int, int], ...]:
        known = self._readings.get(letters)
        if known is None:
            known = tuple(readings(letters))
            self._readings.keep(letters, known)
        return known

    def _alike(self, reading: Reading, number: int, name: Spoken) -> float:
        same = self.identity(reading.plain, number)
        score = same.score if same else 0.0
        if score == 100 or not reading.plain:
            return score
        given = None if reading.is_abjad else self._given(name.reading.plain)
        if given and given == self._given(reading.plain):
            score = max(score, SAME_GIVEN_NAME)
        if self.tokens[number].own_script_only and reading.is_abjad != name.reading.is_abjad:
            return score
        alike = similarity(reading, name, self._is_ordinary)
        enough = SHORT_ALIKE if len(reading.plain) <= SHORT else ALIKE
        return max(score, alike) if alike >= enough else score

    def _given(self, plain: str) -> str | None:
        known = self._givens.get(plain, "")
        if known == "":
            known = given_class(plain)
            self._givens.keep(plain, known)
        return known

    def _is_ordinary(self, plain: str) -> bool:
        return self._ordinary.rank(plain) is not None


class Neighbourhood:
    """The tokens that a word may be, found by letters, class and sound: for texts of which every
    word is looked up. An exhaustive one holds all tokens for neighbours, another may know but some
    of them."""

    def __init__(
        self, lexicon: Lexicon, *, exhaustive: bool, among: Iterable[int] | None = None
    ) -> None:
        self._lexicon = lexicon
        self._everything = frozenset(range(len(lexicon.tokens))) if exhaustive else None
        # Skeletons of fewer consonants than these are everywhere: they must agree.
        self._deletions_from = 3 if lexicon.is_thorough else 4
        self._exchanges_from = 3 if lexicon.is_thorough else 6
        self._by_plain: dict[str, list[int]] = defaultdict(list)
        self._by_class: dict[str, list[int]] = defaultdict(list)
        self._by_given: dict[str, list[int]] = defaultdict(list)
        self._exact: dict[str, list[int]] = defaultdict(list)
        self._shortened: dict[str, list[int]] = defaultdict(list)
        self._known: Memory[str, Mapping[int, Likeness]] = Memory(NEIGHBOURS_AT_MOST)
        for number in range(len(lexicon.tokens)) if among is None else among:
            self._add(number, lexicon.tokens[number])

    def identical(self, plain: str) -> Mapping[int, Likeness]:
        """The tokens that are this very word, or of whose generic class it is."""
        found = {number: Likeness(100.0) for number in self._by_plain.get(plain, ())}
        for number in self._by_class.get(self._lexicon.classes.get(plain, ""), ()):
            found.setdefault(number, Likeness(TRANSLATED))
        return found

    def similar(self, letters: str) -> Mapping[int, Likeness]:
        """Every token that a word may be, in the best of its readings."""
        known = self._known.get(letters)
        if known is None:
            near = {n for reading, _, _ in readings(letters) for n in self._near(reading)}
            alike = ((number, self._lexicon.likeness(letters, number)) for number in near)
            known = {number: likeness for number, likeness in alike if likeness}
            self._known.keep(letters, known)
        return known

    def may_hold(self, letters: str) -> bool:
        """Whether a word has the consonants of a token in some tradition of spelling, or is of one
        given name with it."""
        reading = read(letters)
        if reading.sound.skeleton in self._exact:
            return True
        return bool(self._by_given) and given_class(reading.plain) in self._by_given

    def _add(self, number: int, token: Token) -> None:
        self._by_plain[token.plain].append(number)
        if token.generic:
            self._by_class[token.generic].append(number)
        spoken = self._lexicon.spoken(number)
        if given := given_class(spoken.reading.plain):
            self._by_given[given].append(number)
        if self._everything is not None:
            return
        skeletons = {sound.skeleton for sound, _ in spoken.sounds}
        for skeleton in skeletons:
            self._exact[skeleton].append(number)
        for short in {short for skeleton in skeletons for short in self._shorter(skeleton)}:
            self._shortened[short].append(number)

    def _near(self, reading: Reading) -> Set[int]:
        if self._everything is not None:
            return self._everything
        skeleton = reading.sound.skeleton
        near = set(self.identical(reading.plain))
        if not reading.is_abjad:
            near.update(self._by_given.get(given_class(reading.plain) or "", ()))
        near.update(self._exact.get(skeleton, ()))
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


def readings(letters: str) -> Iterator[tuple[Reading, int, int]]:
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
        return
    if whole.plain.startswith(("al", "el")) and len(whole.plain) >= 5:
        yield read(letters[2:]), 0, 2
    for subject in subjects(letters):
        yield read(subject), 0, 0


def fronts(plain: str) -> Iterator[tuple[int, int]]:
    """How many letters at the front may be a clitic, and how many after it an article."""
    length = len(plain)
    if plain.startswith("ال") and length >= 4 and plain != "الله":
        yield 0, 2
    if plain.startswith("אל") and length >= 5:
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
