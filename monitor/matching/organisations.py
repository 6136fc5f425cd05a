"""What tells an organisation from others: the one word of it that is no word of the language."""

from collections.abc import Sequence

from monitor.matching.align import Alignment
from monitor.matching.lexicon import Token
from monitor.matching.ordinary import OrdinaryWords
from monitor.matching.romanise import is_abjad
from monitor.matching.vocabulary import FIRM_WORDS, IMPERSONAL_WORDS

ONE_SOUND = 95.0
"""What a word of the language must score to be one of the name: a bridge is no brigade."""


def another_organisation(
    alignment: Alignment, tokens: Sequence[Token], ordinary: OrdinaryWords
) -> str | None:
    """Why the words may be another organisation's, or nobody's, if so."""
    shape = alignment.shape
    names = [tokens[token].plain for token in shape.tokens]
    if not (any(shape.generic) or IMPERSONAL_WORDS.intersection(names)):
        return None
    words = {
        place: alignment.scan.pieces[word.last].plain
        for place, word in alignment.words.items()
        if word.first == word.last
    }
    if alignment.extras and all(
        len(word) == 1 or ordinary.is_common(word) for word in words.values()
    ):
        return "ordinary words, and others between them"
    for place, word in words.items():
        score = alignment.words[place].tokens[shape.tokens[place]].score
        if score < ONE_SOUND and _is_another(word, names[place], ordinary):
            return f"{word} is a word of its own"
    missing = [names[place] for place in alignment.missing if names[place] not in FIRM_WORDS]
    if missing and all(ordinary.rank(word) is not None for word in words.values()):
        return f"ordinary words, without {missing[0]}"
    return None


def _is_another(word: str, name: str, ordinary: OrdinaryWords) -> bool:
    is_derived = word.startswith(name) or name.startswith(word)
    return ordinary.is_common(word) and not is_derived and not is_abjad(word)
