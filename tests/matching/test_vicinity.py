"""Near-misses are found where two words of a name may be, as by looking every word up."""

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.matching.candidates import Watched, candidates_among, watched
from monitor.matching.compile import build_index
from monitor.matching.listed import listed
from monitor.matching.ordinary import load_ordinary_words
from monitor.matching.scan import Reader, Scan
from monitor.matching.shapes import Everywhere, Pair, Shape
from monitor.matching.suspects import single_bar
from monitor.matching.vicinity import WORDS_AT_A_TIME, Vicinity
from monitor.model import Watchlist
from tests.matching.builders import KATAIB, SULEIMANI, watch

NAMES = (
    SULEIMANI,
    KATAIB,
    "Quds Force",
    "Nouri al-Maliki",
    "Mohammad Javad Zarif",
    "Abd al-Malik al-Houthi",
    "Vladimir Sheiman",
    "قيس الخزعلي",
    "Hayat",
    "Zarqun",
)
WATCHLIST = Watchlist(tuple(map(watch, NAMES)), builtin_decoys=False)
INDEX = build_index(listed(WATCHLIST).phrases(), (), load_ordinary_words(), single_bar=single_bar)
VICINITY = Vicinity(INDEX, INDEX.net()[1])

Found = tuple[Shape, tuple[int, ...], tuple[Pair, ...]]
"""A shape, which of its words stand there, and the first and the last piece of each."""

WORDS = st.sampled_from([*" ".join(NAMES).split(), "Uladzimir", "فيلق", "القدس", "brigades"])
PROSE = st.sampled_from(["the", "said", "of", "Monday", "and,", "al-", "Bassem.", "bin", "Ali"])
LETTER = st.sampled_from("aeiklmnrst")


@st.composite
def slips(draw: st.DrawFn) -> str:
    """A word of a name, with a letter more, less or other."""
    word = draw(WORDS)
    at = draw(st.integers(0, len(word)))
    return word[:at] + draw(st.just("") | LETTER) + word[at + draw(st.integers(0, 1)) :]


TEXTS = st.lists(WORDS | slips() | PROSE, max_size=30).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(TEXTS | TEXTS.map(str.lower))
def test_all_is_found_that_looking_every_word_up_finds(text: str) -> None:
    assert _quickly(text) == _slowly(text)


def test_a_name_is_found_where_one_stretch_of_a_long_text_ends_and_another_begins() -> None:
    for before in range(WORDS_AT_A_TIME - 3, WORDS_AT_A_TIME + 1):
        text = "Monday " * before + "Qassim Sulaimani"

        assert _quickly(text) == _slowly(text) != set()


def _quickly(text: str) -> set[Found]:
    scan = Reader(INDEX.lexicon).scan(text)
    return _found(*VICINITY.around(scan), scan)


def _slowly(text: str) -> set[Found]:
    scan = Reader(INDEX.lexicon).scan(text)
    return _found(INDEX.everywhere, watched(scan), scan)


def _found(everywhere: Everywhere, words: Mapping[int, Watched], scan: Scan) -> set[Found]:
    return {
        (one.shape, one.places, tuple((word.first, word.last) for word in one.words))
        for one in candidates_among(everywhere, scan, words)
    }
