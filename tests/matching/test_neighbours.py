"""Names that differ by a letter: what rings says so, and what no ear takes for it does not ring."""

from collections.abc import Iterator

import pytest

from monitor.model import Passage
from tests.matching.builders import SULEIMANI, matcher, mentions, surfaces

OTHERS = "aklz"
NAMES = (
    SULEIMANI,
    "Islamic Revolutionary Guard Corps",
    "Abdul Rahman Mahsud",
    "John F. Kennedy",
    "Lashkar-e-Taiba",
    "Kramatorsk",
    "قاسم سليماني",
    "Виктор Бут",
)


def neighbours(name: str) -> Iterator[str]:
    """The name with one letter of its words more, less, another, or changed for the next; words of
    one letter keep one, small ones stay as they are."""
    for at, letter in enumerate(name):
        alone = not (name[at - 1 : at].isalpha() or name[at + 1 : at + 2].isalpha())
        if not letter.isalpha() or name[at - 1 : at + 2] == "-e-":
            continue
        for other in OTHERS if letter.isascii() else "كнт":
            yield name[:at] + (other.upper() if letter.isupper() else other) + name[at + 1 :]
            if not letter.isupper():
                yield name[:at] + other + name[at:]
        if not (letter.isupper() or alone):
            yield name[:at] + name[at + 1 :]
        if not letter.isupper() and name[at + 1 : at + 2].isalpha():
            yield name[:at] + name[at + 1] + letter + name[at + 2 :]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_one_letter_off_rings_only_if_it_says_so(name: str) -> None:
    others = sorted(set(neighbours(name)) - {name})
    text = "\n\n".join(f"Reports named {other} again." for other in others)

    for mention in mentions(matcher(name).judge(Passage(text))):
        if mention.surface != name:
            assert any("one letter off" in reason for reason in mention.why), mention


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Nabih Berri", "Nabil Berri"),
        ("Sadyr Japarov", "Sadyr Kaparov"),
        ("Serhiy Haidai", "Serhiy Kaidai"),
        ("Mukhtar Robow", "Mukhtar Robot"),
        ("Choguel Maiga", "Choguel Malga"),
    ],
)
def test_a_letter_that_no_ear_takes_for_it_makes_another_name(name: str, other: str) -> None:
    assert surfaces(f"It was {other} who spoke first.", name) == []


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Serhiy Haidai", "Sergei Gaidai"),
        ("Saddam Hussein", "Sadaam Hussein"),
        ("Jemaah Islamiyah", "Jemmah Islamiyah"),
        ("Pavel Karaev", "Pavel Karaeu"),
        ("Abdul Rahman Mahsud", "Abdul Rahman Mehsud"),
        ("Joaquin Guzman Loera", "Joaquin Guzman Loesa"),
    ],
)
def test_spellings_of_one_name_are_not_parted(name: str, other: str) -> None:
    assert surfaces(f"It was {other} who spoke first.", name) == [other]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Kim Yo Jong", "Kim Yo-jong"),
        ("Kim Yo Jong", "Kim Yeo-jeong"),
        ("Ogaden National Liberation Front", "Front national de libération de l'Ogaden"),
        ("Ogaden National Liberation Front", "الجبهة الوطنية لتحرير أوغادين"),
        ("Ogaden National Liberation Front", "Национальный фронт освобождения Огадена"),
        ("Andrej Plenkovic", "أندريه بلينكوفيتش"),
        ("Sadyr Japarov", "صادر جاباروف"),
    ],
)
def test_what_papers_of_other_languages_write_is_found(name: str, written: str) -> None:
    assert surfaces(f"Reports named {written} again.", name) == [written.removeprefix("ال")]


def test_a_word_of_several_syllables_behind_a_hyphen_is_a_word() -> None:
    assert surfaces("A Ken-backed group met.", "Ken Bakad") == []
