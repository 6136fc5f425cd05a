"""How surely is it the name? Points for an alignment, and the reasons for them."""

from dataclasses import dataclass

from monitor.matching.align import Alignment
from monitor.matching.chance import Chances
from monitor.matching.compile import Index, Shape
from monitor.matching.eastern import is_another, is_another_in_cyrillic
from monitor.matching.folding import read
from monitor.matching.fuller import FullerNames, Span
from monitor.matching.generic import DESCRIPTIONS, WORDS_OF_INITIALS
from monitor.matching.given import patronymic_stem
from monitor.matching.lexicon import TRANSLATED
from monitor.matching.ordinary import OrdinaryWords
from monitor.matching.organisations import another_organisation
from monitor.matching.phrases import plain_words
from monitor.matching.reasons import ONE_LETTER, stray_letter, word_reason
from monitor.matching.romanise import Script, is_abjad, script_of
from monitor.matching.scan import Scan, WordAt
from monitor.matching.vocabulary import ARTICLES, HONORIFICS, PARTICLES, lines_of

CHANCE = 15.0
"""Points off a name so short or so common that the words may be others."""
EXTRA = 6.0
"""Points off for a word between that the name does not have."""
ORGANISATION_EXTRA = 9.0
MISSING = 60.0
"""What a missing word scores."""
MISSING_FATHERS_NAME = 80.0
"""News leaves it out: Viktor Sheiman for Viktor Vladimirovich Sheiman."""
ANOTHER_SYLLABLE = 60.0
"""At most this for a word of other syllables, in a Chinese or Korean name."""
COMMON_WORD = 12.0
"""Points off where the word found is an ordinary one, and not the one that was looked for."""
WEAK = 76.0
"""A word below this pulls the whole name down by half of what it lacks."""
ORDINARY_LOWER = 15.0
"""Points off where all words are ordinary ones and not all have capitals: an Islamic state."""
SHORT_TITLE = 2
"""Words. A longer name of ordinary words is known by its first capital: Front populaire de
libération."""
SINGLE_BARS = {1: 99.0, 2: 99.0, 3: 97.0, 4: 96.5, 5: 93.0, 6: 89.5}
"""What a name of one word of so many letters must score; longer ones 86."""
SINGLE_BAR = 86.0
SHORT_WORD = 4
"""A word of no more letters is held to the bar of its own length: Saba is no Shabaab."""
JOINED_BAR = 95.0
"""What a name of several words must score that is written as one: Chihuahua is no Shi Yuhua."""
LONG_SINGLE_LETTERS = 8
LONG_SINGLE = 90.0
LONG_SINGLE_BONUS = 2.0
"""A long name differs in more letters than a short one and is still itself."""
SINGLE_WITHOUT_CAPITALS = 97.0
ELIDED = 1
"""Letters left of an article after ل: it is not cut out of للحشد."""


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase in a field, with its points and their reasons."""

    shape: Shape
    span: Span
    score: float
    why: tuple[str, ...]
    is_own_script: bool = True  # the form is in the script of the text


class Scorer:
    """Gives points to alignments, with an eye on what words are ordinary ones."""

    def __init__(self, index: Index, ordinary: OrdinaryWords) -> None:
        self._index = index
        self._ordinary = ordinary
        self._chances = Chances(index, ordinary)
        self._fuller = FullerNames(lines_of("fuller.txt"))

    def score(self, alignment: Alignment) -> Found | None:
        """The phrase with its score, however low; None for a single word that is another one."""
        if len(alignment.shape.tokens) == 1:
            return self._single(alignment.shape, alignment.words[0], alignment.scan)
        return self._judged(alignment)

    def _judged(self, alignment: Alignment) -> Found:
        shape, scan = alignment.shape, alignment.scan
        scores = {place: self._points(alignment, place) for place in alignment.words}
        scores |= {place: self._points_missing(shape, place) for place in alignment.missing}
        total = sum(shape.weights)
        points = sum(scores[place] * shape.weights[place] for place in scores) / total
        found = [scores[place] for place in alignment.words if not shape.generic[place]]
        points -= max(0.0, WEAK - min(found, default=100.0)) / 2
        points -= alignment.extras * _points_an_extra(shape)
        why = self._reasons(alignment, scores)
        is_ordinary = shape.is_ordinary or self._are_ordinary(alignment)
        if is_ordinary and not shape.phrase.has_context and self._any_lower(alignment):
            points -= ORDINARY_LOWER
            why.append(f"ordinary words, without capitals: {ORDINARY_LOWER:g} points off")
        doubt = self._chances.doubt(alignment, scores) or another_organisation(
            alignment, self._index.lexicon.tokens, self._ordinary
        )
        if doubt:
            points -= CHANCE
            why.append(f"{doubt}: {CHANCE:g} points off")
        return self._found(scan, shape, alignment.words, max(0.0, min(100.0, points)), tuple(why))

    def _points_missing(self, shape: Shape, place: int) -> float:
        name = self._index.lexicon.tokens[shape.tokens[place]].plain
        is_light = name in HONORIFICS or patronymic_stem(name)
        return MISSING_FATHERS_NAME if is_light else MISSING

    def _points(self, alignment: Alignment, place: int) -> float:
        shape, scan = alignment.shape, alignment.scan
        word = alignment.words[place]
        score = word.tokens[shape.tokens[place]].score
        if score == 100 or shape.generic[place]:
            return score
        name = self._index.lexicon.tokens[shape.tokens[place]].plain
        if shape.is_by_syllables and _is_of_other_syllables(scan, word, name, shape.script):
            return min(score, ANOTHER_SYLLABLE)
        if word.first != word.last:
            return score
        piece = scan.pieces[word.last]
        if any(shape.generic):
            is_other = self._ordinary.is_common(piece.plain)
        else:  # without capitals nothing but the letters tells it from another word
            is_other = scan.is_lenient and piece.is_lower and self._is_ordinary(piece.plain)
        is_derived = piece.plain.startswith(name) or name.startswith(piece.plain)
        if not is_other or is_derived or is_abjad(piece.plain):
            return score
        return score - COMMON_WORD

    def _is_ordinary(self, plain: str) -> bool:
        return self._ordinary.rank(plain) is not None

    def _are_ordinary(self, alignment: Alignment) -> bool:
        """Whether nothing but ordinary words stands for the name, all of them translations and
        without capitals: a mobilization of popular forces."""
        scan, tokens = alignment.scan, alignment.shape.tokens
        return all(
            word.tokens[tokens[place]].score == TRANSLATED
            and scan.pieces[word.first].is_lower
            and self._is_ordinary(scan.pieces[word.first].plain)
            for place, word in alignment.words.items()
        )

    def _any_lower(self, alignment: Alignment) -> bool:
        scan = alignment.scan
        shape, words = alignment.shape, alignment.words
        named = any(
            not shape.generic[place] and not scan.pieces[word.first].is_lower
            for place, word in words.items()
        )
        return not scan.is_lenient and any(
            scan.pieces[word.first].is_lower
            and not (shape.lower[place] or scan.is_syllable(word.first))
            and not self._is_small(shape, place)
            and not (named and shape.generic[place])  # the Wagner group
            and not self._is_foreign(alignment, place)
            for place, word in words.items()
        )

    def _is_small(self, shape: Shape, place: int) -> bool:
        """Whether a needed word is one that names write without a capital: the Base."""
        return self._index.lexicon.tokens[shape.tokens[place]].plain in PARTICLES

    def _is_foreign(self, alignment: Alignment, place: int) -> bool:
        """Whether a generic word is that of a language which writes but the first one of a name
        with a capital, as this text does: Исламское государство. What it is says nothing there:
        un État islamique."""
        scan, shape, words = alignment.scan, alignment.shape, alignment.words
        first = min(word.first for word in words.values())
        others = [words[at].tokens[shape.tokens[at]].score for at in words if shape.generic[at]]
        return (
            shape.generic[place]
            and words[place].first != first
            and not scan.pieces[first].is_lower
            and (first > 0 and scan.goes_on(first - 1))
            and (
                len(words) > SHORT_TITLE
                or any(self._is_description(shape, at) for at in words if words[at].first == first)
            )
            and TRANSLATED in others
        )

    def _is_description(self, shape: Shape, place: int) -> bool:
        return self._index.lexicon.tokens[shape.tokens[place]].generic in DESCRIPTIONS

    def _reasons(self, alignment: Alignment, scores: dict[int, float]) -> list[str]:
        shape = alignment.shape
        reasons = [
            self._reason(alignment.scan, shape, place, alignment.words[place], scores[place])
            for place in sorted(alignment.words)
        ]
        if alignment.extras:
            points = alignment.extras * _points_an_extra(shape)
            words = f"{alignment.extras} more word{'s' * (alignment.extras > 1)}"
            reasons.append(f"{words} between: {points:g} points off")
        reasons += [
            f"without {self._index.lexicon.tokens[shape.tokens[place]].plain}"
            for place in alignment.missing
        ]
        if not any(reason.startswith(ONE_LETTER) for reason in reasons):
            reasons += _stray(alignment)
        return reasons

    def _reason(self, scan: Scan, shape: Shape, place: int, word: WordAt, score: float) -> str:
        likeness = word.tokens[shape.tokens[place]]
        name = self._index.lexicon.tokens[shape.tokens[place]].plain
        surface = scan.text[word.start + likeness.clitic + likeness.article : word.end]
        return word_reason(surface, name, score, is_generic=shape.generic[place])

    def _single(self, shape: Shape, word: WordAt, scan: Scan) -> Found | None:
        likeness = word.tokens[shape.tokens[0]]
        name = self._index.lexicon.tokens[shape.tokens[0]].plain
        piece = scan.pieces[word.first]
        translated = self._index.lexicon.tokens[shape.tokens[0]].generic in WORDS_OF_INITIALS
        sure = likeness.score == 100 or (translated and likeness.score == TRANSLATED)
        if shape.is_joined and not self._chances.may_be_joined(shape):
            return None
        if not sure and not self._may_be_name(shape, name, word, scan):
            return None
        points = likeness.score
        if SINGLE_BAR <= points < LONG_SINGLE and len(name) >= LONG_SINGLE_LETTERS:
            points += LONG_SINGLE_BONUS
        if piece.is_lower and scan.is_lenient and points < SINGLE_WITHOUT_CAPITALS:
            points -= COMMON_WORD
        if piece.is_lower and not scan.is_lenient and not shape.phrase.has_context:
            points -= ORDINARY_LOWER if self._ordinary.rank(name) is not None else 0.0
        why = (self._reason(scan, shape, 0, word, likeness.score),)
        return self._found(scan, shape, {0: word}, max(0.0, points), why)

    def _found(
        self,
        scan: Scan,
        shape: Shape,
        words: dict[int, WordAt],
        score: float,
        why: tuple[str, ...],
    ) -> Found:
        span = _span(scan, shape, words)
        fullest = self._fuller.fullest(scan, span)
        if fullest != span:
            why = (*why, f"in full: {scan.text[fullest.start : fullest.end]}")
        own = is_abjad(scan.pieces[span.last].plain) == shape.is_abjad
        return Found(shape, fullest, round(score, 1), why, own)

    def _may_be_name(self, shape: Shape, name: str, word: WordAt, scan: Scan) -> bool:
        """A single name in another spelling: held to a higher bar the shorter it is."""
        likeness = word.tokens[shape.tokens[0]]
        letters = scan.text[word.start + likeness.clitic + likeness.article : word.end]
        reading = read(letters)
        if reading.is_abjad != is_abjad(name):
            return self._chances.may_be_single(shape, name, reading, likeness.score)
        plain = scan.pieces[word.first].plain if word.first == word.last else ""
        rank = self._ordinary.rank(plain)
        if rank is not None and (len(name) <= 6 or self._ordinary.is_common(plain)):
            return False
        if self._chances.is_another(name, reading, likeness.score):
            return False
        bar = SINGLE_BARS.get(len(name), SINGLE_BAR)
        if len(reading.plain) <= SHORT_WORD:
            bar = max(bar, SINGLE_BARS[SHORT_WORD])
        return likeness.score >= (max(bar, JOINED_BAR) if shape.is_joined else bar)


def _is_of_other_syllables(scan: Scan, word: WordAt, name: str, script: Script | None) -> bool:
    pieces = scan.pieces[word.first : word.last + 1]
    plain = "".join(piece.plain for piece in pieces)
    if script_of(pieces[0].letters) == "latin":
        return is_another(plain, name)
    return script == "cyrillic" and is_another_in_cyrillic(plain, name)


def _stray(alignment: Alignment) -> list[str]:
    """The word of the form, if only one, that is a letter off where its tokens do not show it: an
    initial, a particle, or one that is missing beside the others."""
    scan, words = alignment.scan, alignment.words.values()
    first, last = min(word.first for word in words), max(word.last for word in words)
    before = first - 1 if first > 0 and scan.goes_on(first - 1) else first
    after = last + 1 if scan.goes_on(last) else last
    form = plain_words(alignment.shape.phrase.form.text)
    spans = dict.fromkeys(((first, last), (before, last), (first, after)))
    found = (
        stray_letter(form, [piece.plain for piece in scan.pieces[start : end + 1]])
        for start, end in spans
    )
    return [reason for reason in found if reason][:1]


def _points_an_extra(shape: Shape) -> float:
    return ORGANISATION_EXTRA if any(shape.generic) else EXTRA


def _span(scan: Scan, shape: Shape, words: dict[int, WordAt]) -> Span:
    """From the first word to the last, without what is glued to the first; with its article only
    where the form has one."""
    place, leftmost = min(words.items(), key=lambda item: item[1].start)
    rightmost = max(words.values(), key=lambda word: word.end)
    likeness = leftmost.tokens[shape.tokens[place]]
    start, first = leftmost.start, leftmost.first
    if not shape.has_article:
        start += likeness.clitic + likeness.article
    elif likeness.article != ELIDED:
        start += likeness.clitic
    if shape.has_article and not likeness.article and _article_before(scan, first):
        start, first = scan.start(first - 1), first - 1
    return Span(start, rightmost.end, first, rightmost.last)


def _article_before(scan: Scan, position: int) -> bool:
    """Whether the piece before is an Arabic article in Latin letters."""
    if position == 0 or not scan.goes_on(position - 1):
        return False
    return scan.pieces[position - 1].plain in ARTICLES and scan.is_particle(position - 1)
