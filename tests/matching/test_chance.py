"""What short and common names must show among thousands of others."""

from itertools import product

import pytest

from monitor.matching import Matcher
from monitor.model import Form, Passage, Watch, Watchlist

NAMES = (
    "Ali Hasan",
    "Lei Zhang",
    "Abdul Aziz",
    "Miguel Loza Hernandez",
    "Nasr al-Ali",
    "Reza Vaziri",
    "Qassem Suleimani",
    "Karam al-Assad",
    "Muhammad Salman",
    "Shahid Mahmood",
    "Harrachi",
    "Hizballah",
)


def _listed(names: tuple[str, ...]) -> Matcher:
    watches = tuple(Watch(name, name, (Form(name, "name"),)) for name in names)
    return Matcher(Watchlist(watches, builtin_decoys=False))


@pytest.fixture(scope="module")
def crowd() -> Matcher:
    """The names among two thousand that nobody bears."""
    syllables = ["".join(pair) for pair in product("bdlmnrt", "aeiou")]
    words = ["".join(parts).title() for parts in product(syllables, syllables, "mn")]
    return _listed((*NAMES, *map(" ".join, zip(words[::2], words[1::2], strict=True))))


def raised(matcher: Matcher, text: str) -> bool:
    return bool(matcher.judge(Passage(text)).matches)


@pytest.mark.parametrize(
    "text",
    [
        "then Lee Chang spoke",
        "يقول علي حسن",  # Ali Hasan, by consonants only
        "then Mohammed Abdulazis Said spoke",
        "then Miguel Hernández spoke",
        "then Mohammed bin Salman spoke",  # a son of Salman
        "قال محمد بن سلمان",
        "then Abdulaziz spoke",  # a given name
        "then Abdoul Aziz spoke",
        "قال شهید محمود",  # the martyr Mahmoud
        "نُشر على الموقع",  # published on
        "رئيس الوزراء",  # prime minister
    ],
)
def test_a_crowd_of_names_is_silent_where_a_few_letters_agree(crowd: Matcher, text: str) -> None:
    assert not raised(crowd, text)


@pytest.mark.parametrize(
    "text",
    [
        "then Ali Hasan spoke",
        "then Lei Zhang spoke",
        "then Ghasem Soleymani spoke",
        "قال قاسم سليماني",
        "then Karam al-Asad spoke",
    ],
)
def test_a_crowd_finds_what_is_nearly_as_written_and_what_is_long(
    crowd: Matcher, text: str
) -> None:
    assert raised(crowd, text)


def test_among_a_few_names_another_spelling_is_enough() -> None:
    few = _listed(NAMES)

    assert raised(few, "then Ali Hassan spoke")
    assert raised(few, "قال علي حسن")


def test_a_single_name_of_other_consonants_is_another(crowd: Matcher) -> None:
    assert not raised(crowd, "The festival in Karachay began.")
    assert raised(crowd, "Harrachi, the smuggler, was held.")
    assert raised(crowd, "Hezbollah said no.")
