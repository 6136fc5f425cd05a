"""Could these words be there by chance? What short names and common ones must show.

Among a few names a slip of spelling is likelier than another person of nearly the same name; among
thousands it is the other way round for names of a few letters. Those must be nearly as written.
"""

from collections.abc import Mapping
from functools import cache

from monitor.matching.align import Alignment
from monitor.matching.compile import Index, Shape
from monitor.matching.folding import Reading, fold_of, read
from monitor.matching.ordinary import OrdinaryWords
from monitor.matching.phrases import OF_A_FATHER, content_words
from monitor.matching.romanise import bare, is_abjad
from monitor.matching.vocabulary import EVERYDAY_NAMES, JOINED_TO_THE_NEXT

CROWD = 2_000
"""Words in the watched names: some thousand persons, of whom many have neighbours."""
FEW_LETTERS = 8
SOME_LETTERS = 9
"""A name of so few letters, all words together, is that of many others but for one letter."""
SAME = 95.0
LIKE = 84.5
"""What every word of a name must score: of few letters, and of some."""
SINGLE_LIKE = 92.0
"""The same for a name of one word, of any length: Karachay is no Harrachi."""
SAME_ACROSS = 94.0
LIKE_ACROSS = 92.0
LEAST_ACROSS = 90.0
"""The same for a name of very few consonants in another script, of few, and of any number."""
VERY_FEW_CONSONANTS = 4
FEW_CONSONANTS = 5
"""The same for a name in another script: so few consonants are those of any two words."""
SINGLE_CONSONANTS = 3
FAMILIAR = 2_000
"""Rank. A word used more often is not taken for a single name in another script."""
EVERYWHERE = 60
"""Rank. Words used as often as على are met beside every other word."""
TELLING = 3
"""Words. A name of no more needs each of them that few have: Miguel Hernandez is no Loza."""
SHORT_REST = 5
"""Letters that the other words of the name have."""
EVERYDAY_WORDS = 2
ARTICLE = "ال"


class Chances:
    """Says what makes an alignment doubtful, though its words are alike."""

    def __init__(self, index: Index, ordinary: OrdinaryWords) -> None:
        self._tokens = index.lexicon.tokens
        self._is_crowd = index.lexicon.size >= CROWD
        self._ordinary = ordinary

    def doubt(self, alignment: Alignment, scores: Mapping[int, float]) -> str | None:
        """Why the words may be others, if so."""
        shape = alignment.shape
        if not self._is_crowd or any(shape.generic):
            return None
        names = [self._tokens[token].plain for token in shape.tokens]
        if len(names) == EVERYDAY_WORDS and _is_of_a_father(alignment):
            return "son of somebody, which the name does not say"
        least = min(scores[place] for place in alignment.words)
        is_whole = not (alignment.missing or alignment.extras)
        if self._is_across(alignment):
            return self._doubt_across(alignment, names, least, is_whole=is_whole)
        is_as_written = least >= SAME and is_whole
        is_as_written &= not shape.comma_after or shape.phrase.is_listed
        missing = [place for place in alignment.missing if not shape.common[place]]
        if missing and len(names) <= TELLING:
            return f"without {names[missing[0]]}, which tells it from others"
        if _is_given_name(names) and least < 100:
            return "a given name and no more, not as written"
        if _are_everyday(names) and not is_as_written:
            return "two names that thousands bear, not as written"
        letters = sum(map(len, names))
        if letters <= FEW_LETTERS and not is_as_written:
            return f"a name of {letters} letters, not as written"
        if letters <= SOME_LETTERS and least < LIKE:
            return f"a name of {letters} letters, a word not near enough"
        return None

    def is_another(self, name: str, word: Reading, score: float) -> bool:
        """Whether a word of other consonants is too far from a single name to be it."""
        if not self._is_crowd or word.sound.skeleton == read(name).sound.skeleton:
            return False
        return score < (SINGLE_LIKE if self._ordinary.rank(word.plain) is None else SAME)

    def may_be_single(self, shape: Shape, name: str, word: Reading, score: float) -> bool:
        """Whether a single word may be a name in another script: the fewer its consonants, the
        more words have them; and an ordinary word is itself."""
        consonants = min(len(word.sound.skeleton), len(read(name).sound.skeleton))
        rank = self._ordinary.rank(word.plain)
        if shape.is_joined and word.plain.startswith(ARTICLE):
            return False  # الخميني is one word and its article, and no Ali Khamenei
        if self._is_crowd:
            return rank is None and consonants > FEW_CONSONANTS and score >= SAME_ACROSS
        if rank is None:
            least = SAME_ACROSS if shape.is_joined else LIKE_ACROSS
            return consonants >= SINGLE_CONSONANTS and score >= least
        return rank >= FAMILIAR and consonants > SINGLE_CONSONANTS and score >= SAME_ACROSS

    def may_be_joined(self, shape: Shape) -> bool:
        """Whether a name written as one word is still a full name: Abdulaziz is a given one."""
        words = [word.plain for word in content_words(shape.phrase.form.text, {})]
        return not self._is_crowd or not (_is_given_name(words) or _are_everyday(words))

    def _doubt_across(
        self, alignment: Alignment, names: list[str], least: float, *, is_whole: bool
    ) -> str | None:
        if _are_everyday(names):
            return "two names that thousands bear, in another script"
        consonants = sum(len(read(name).sound.skeleton.lstrip("A")) for name in names)
        if least < LEAST_ACROSS:
            return "in another script, a word not near enough"
        if consonants > FEW_CONSONANTS:
            return None
        bar = SAME_ACROSS if consonants <= VERY_FEW_CONSONANTS else LIKE_ACROSS
        if least < bar or not is_whole:
            return f"{consonants} consonants in another script, not as written"
        letters = sum(map(len, names))
        for place, word in alignment.words.items():
            rest = letters - len(names[place])
            if rest <= SHORT_REST and self._is_everywhere(alignment.scan.pieces[word.last].plain):
                return f"{consonants} consonants in another script, and a word used everywhere"
        return None

    def _is_across(self, alignment: Alignment) -> bool:
        word = next(iter(alignment.words.values()))
        return is_abjad(alignment.scan.pieces[word.last].plain) != alignment.shape.is_abjad

    def _is_everywhere(self, plain: str) -> bool:
        rank = self._ordinary.rank(plain)
        return rank is not None and rank < EVERYWHERE


def _is_of_a_father(alignment: Alignment) -> bool:
    """Whether a bin stands between the words, which the form does not have: Muhammad Salman is not
    Mohammed bin Salman."""
    scan, words = alignment.scan, alignment.words.values()
    between = range(min(word.last for word in words) + 1, max(word.first for word in words))
    written = alignment.shape.phrase.form.text.replace("-", " ").split()
    return any(scan.pieces[position].plain in OF_A_FATHER for position in between) and not any(
        bare(word) in OF_A_FATHER for word in written
    )


def _is_given_name(names: list[str]) -> bool:
    """Abdul Aziz: two words, and one name."""
    return len(names) == EVERYDAY_WORDS and names[0] in JOINED_TO_THE_NEXT


def _are_everyday(names: list[str]) -> bool:
    folds = _everyday_folds()
    return len(names) == EVERYDAY_WORDS and all(fold_of(name) in folds for name in names)


@cache
def _everyday_folds() -> frozenset[str]:
    return frozenset(map(fold_of, EVERYDAY_NAMES))
