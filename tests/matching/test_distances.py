"""Distances of many pairs at once are those of each pair."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.matching.distances import LONGEST, distances
from monitor.matching.transliteration import distance

FAR = 1e9
LATIN = st.one_of(
    st.sampled_from(("muhandis", "qassem", "abdelfattah", "sadyr", "ou", "kataib", "zeljko")),
    st.text("aeioukhgszmnlrtdyjwbcqxfpv", min_size=1, max_size=9),
)
WRITTEN = st.one_of(
    st.sampled_from(("مهندس", "قاسم", "عبدالفتاح", "خامنهای", "الله", "אלכסנדר", "ملاديتش")),
    st.text("ابپتثجچحخدذرزژسشصضطظعغفقکگلمنهویڤאבגדהוזחטיכךלמםנןסעפףצץקרשת", min_size=1, max_size=8),
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(LATIN, min_size=1, max_size=6, unique=True),
    st.lists(WRITTEN, min_size=1, max_size=6, unique=True),
)
def test_every_pair_is_as_far_apart_as_by_itself(latin: list[str], written: list[str]) -> None:
    pairs = [(name, word) for name in range(len(latin)) for word in range(len(written))]

    found = distances(latin, written, *np.array(pairs).T)

    alone = [distance(latin[name], written[word], FAR) for name, word in pairs]
    np.testing.assert_allclose(found, alone, atol=1e-9)


def test_of_too_long_a_word_nothing_is_told() -> None:
    both = np.array([0, 1]), np.array([0, 0])

    found = distances(["ab" * LONGEST, "muhandis"], ["سلیمانی"], *both)

    assert found[0] == 0.0
    assert found[1] == distance("muhandis", "سلیمانی", FAR)
