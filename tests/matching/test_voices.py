"""How words may sound is told from little room as it was worked out."""

import pytest

from monitor.matching.folding import read, variants
from monitor.matching.voices import voices_of

WORDS = ("qassem", "zhaparov", "سلیمانی", "eau", "ḥa", "дзержинский", "h", "qassem")


@pytest.mark.parametrize("thorough", [True, False])
def test_every_sound_of_every_word_is_told(thorough: bool) -> None:
    voices = voices_of(WORDS, thorough=thorough)
    for number, word in enumerate(WORDS):
        own = read(word)
        expected = ((own.sound, 0),) if own.is_abjad else variants(own.plain, thorough=thorough)
        assert voices.of(number) == expected


def test_no_words_have_no_voices() -> None:
    assert not len(voices_of([], thorough=True).ends)
