"""Any megabyte is judged in work that grows with its length, and not much longer than prose is."""

import itertools
import random
import time
from collections.abc import Callable, Iterable

import pytest

from monitor.matching import Matcher
from monitor.matching.suspects import SLICE
from monitor.model import Passage
from tests.matching.builders import KATAIB, SULEIMANI, matcher
from tests.quality.passages import NAMED, TRAPS

pytestmark = pytest.mark.xdist_group("bounds")  # what they share is made once

LETTERS = 1_000_000
NAMES = 300
FOLD = 6.0
"""Four times the text is four times the work, and a logarithm, and a machine that is busy."""
DEARER = 5.0
"""Times what prose of the same length takes, whose words come again and again."""
TRIES = 3
"""What else the machine does may disturb one of them, and hardly all."""
ALPHABETS = {
    "Latin": "abcdefghiklmnoprstuvyz",
    "Arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
}
SYLLABLES = ("ba", "dal", "kor", "min", "tes", "vol", "zan", "rud", "gel", "nov", "qui", "sha")


def names() -> list[str]:
    """A list as somebody may well watch it: two and three words each, many of them in common."""
    chance = random.Random(1)
    words = ["".join(pair).capitalize() for pair in itertools.product(SYLLABLES, repeat=2)]
    made_up = {" ".join(chance.sample(words, chance.choice((2, 3)))) for _ in range(2 * NAMES)}
    return [SULEIMANI, KATAIB, "Asaib Ahl al-Haq", "قيس الخزعلي", *sorted(made_up)][:NAMES]


LISTED = names()
WORDS = " ".join(LISTED).split()


def flood(parts: Iterable[str]) -> str:
    """So much of it as makes a megabyte."""
    text, length = [], 0
    for part in parts:
        text.append(part)
        length += len(part)
        if length >= LETTERS:
            break
    return "".join(text)[:LETTERS]


def words_of(letters: str, chance: random.Random) -> Iterable[str]:
    """Words that nobody has seen before."""
    while True:
        yield "".join(chance.choices(letters, k=chance.randint(3, 9))).capitalize() + " "


def misspelled(chance: random.Random) -> Iterable[str]:
    """Words of the list, each with a letter that is not its own."""
    while True:
        word = chance.choice(WORDS)
        at = chance.randrange(len(word))
        yield f"{word[:at]}{chance.choice('aeiolmnr')}{word[at + chance.randint(0, 1) :]} "


def random_bytes(chance: random.Random) -> Iterable[str]:
    while True:
        yield chance.randbytes(4_096).decode("utf-8", "replace")
        yield chance.randbytes(4_096).decode("cp1256", "replace")


FLOODS: dict[str, Callable[[random.Random], Iterable[str]]] = {
    "one name": lambda _: itertools.repeat(f"{SULEIMANI} "),
    "one name without spaces": lambda _: itertools.repeat("QassemSuleimani"),
    "one name in capitals": lambda _: itertools.repeat(f"{SULEIMANI.upper()}, "),
    "one word with hyphens": lambda _: itertools.repeat("Suleimani-"),
    "one word across lines": lambda _: itertools.repeat("Sulei-\nmani "),
    "all names": lambda _: (f"{name} and " for name in itertools.cycle(LISTED)),
    "their words": lambda chance: (f"{chance.choice(WORDS)} " for _ in itertools.repeat(0)),
    "their words, misspelled": misspelled,
    "nothing to see": lambda _: itertools.repeat("\u200b\u00ad\u2060"),
    "hidden letters": lambda _: itertools.repeat("S\u200bu\u00adl\u200be\u2060i\u200bm\u200ba "),
    "marks": lambda _: itertools.chain("a", itertools.repeat("\u0301")),
    "hashtags": lambda _: itertools.repeat("#QassemSuleimani#حزب_الله "),
    "capitals": lambda chance: (f"{chance.choice(WORDS).upper()} " for _ in itertools.repeat(0)),
    "quotes": lambda _: itertools.repeat("'\"’“"),
    "references": lambda _: itertools.repeat("Kata&#39;ib &amp; Hezbollah&nbsp;&#"),
    "all scripts": lambda _: itertools.repeat("قاسم Suleimani Касем סולימאני "),
    "all scripts in a word": lambda _: itertools.repeat("قاسمSuleimaniКасем"),
    "bytes": random_bytes,
    **{
        f"{script} letters": lambda chance, letters=letters: words_of(letters, chance)  # type: ignore[misc]
        for script, letters in ALPHABETS.items()
    },
}


BY_DAY = ("all names", "one name without spaces")
"""The kinds that cost most; by night all are tried."""
KINDS = [pytest.param(kind, marks=() if kind in BY_DAY else pytest.mark.nightly) for kind in FLOODS]


def seconds(listed: Matcher, text: str) -> float:
    """Of processor time."""
    started = time.process_time()
    listed.judge(Passage(text))
    return time.process_time() - started


@pytest.fixture(scope="module")
def listed() -> Matcher:
    return matcher(*LISTED)


@pytest.fixture(scope="module")
def prose(listed: Matcher) -> float:
    """What a megabyte of ordinary passages takes."""
    passages = itertools.cycle(f"{labelled.text}\n" for labelled in (*NAMED, *TRAPS))
    return seconds(listed, flood(passages))


@pytest.mark.parametrize("kind", KINDS)
def test_a_megabyte_of_anything_is_judged_in_bounded_work(
    kind: str, listed: Matcher, prose: float
) -> None:
    # With a name in front, so that all of it is read.
    some, other = (
        flood(itertools.chain([f"{SULEIMANI}. "], FLOODS[kind](random.Random(seed))))
        for seed in (1, 2)
    )

    def is_bounded() -> bool:
        quarter, whole = seconds(listed, some[: LETTERS // 4]), seconds(listed, other)
        return whole < FOLD * quarter + prose and whole < DEARER * prose

    assert any(is_bounded() for _ in range(TRIES))


@pytest.mark.parametrize("before", range(-12, 13, 4))
def test_a_name_where_a_long_text_is_cut_is_found_once(before: int, listed: Matcher) -> None:
    text = ("word " * SLICE)[: SLICE + before] + f" {SULEIMANI} came back."

    (match,) = listed.judge(Passage(text)).matches

    assert [mention.surface for mention in match.mentions] == [SULEIMANI]


def test_later_surnames_are_looked_for_up_to_a_bound_that_is_told(listed: Matcher) -> None:
    words = " ".join(f"Word{number}" for number in range(16_000))

    judgement = listed.judge(Passage(f"{SULEIMANI} came. {words}, said Suleimani."))

    assert judgement.notes == ("text: surnames after the first 15,000 words: not looked for",)
