from pathlib import Path

import pytest

from monitor.lint.breadth import articles_with
from tests.lint.builders import said_of

HOW = "write the full name, or give it `near: {any: [...]}`"


@pytest.mark.parametrize("word", ["green", "Force", "the force", "MINISTER"])
def test_an_ordinary_word_is_refused_with_what_it_would_have_raised(
    tmp_path: Path, word: str
) -> None:
    [told] = said_of(tmp_path, f"watches:\n  - name: {word}\n")

    assert told.startswith("2: watch ")
    assert f'"{word}" is an ordinary word, and would have raised about ' in told
    assert told.endswith(f",000 ordinary articles; {HOW}")


def test_an_ordinary_word_among_the_aliases_is_refused_too(tmp_path: Path) -> None:
    [told] = said_of(tmp_path, "watches:\n  - name: Quds Force\n    aliases:\n      - Force\n")

    assert told.startswith('4: watch "quds-force": aliases (item 1): "Force" is an ordinary word')


@pytest.mark.parametrize(
    "watch",
    [
        "{name: Force, near: {any: [Quds]}}",
        "{name: Quds Force, aliases: [{text: Force, near: {any: [Quds]}}]}",
        "{name: Quds Force, aliases: [{text: 'Force\\b', match: regex}]}",
        "{name: Qassem Suleimani}",
        "{name: Peshmerga, examples: {match: [the Peshmerga said]}}",
        "{name: Ansar Allah, aliases: [Houthi]}",
    ],
)
def test_what_is_narrowed_and_what_is_a_name_is_let_pass(tmp_path: Path, watch: str) -> None:
    assert said_of(tmp_path, f"watches:\n  - {watch}\n") == []


def test_a_watch_by_one_word_of_which_nothing_says_whom_it_means_is_warned_of(
    tmp_path: Path,
) -> None:
    assert said_of(tmp_path, "watches: [{name: Nasrallah}]\n") == [
        '1: warning: watch "nasrallah": name: "Nasrallah" is one word, and rings for whoever else'
        " bears it; write the full name, or give it `near: {any: [...]}`, or `examples`"
    ]


@pytest.mark.parametrize(
    ("watch", "articles"),
    [
        ("{name: Russia}", "2,400"),  # the country, wherever it stands
        ("{name: Force, sources: {tags: [iraq]}}", "6,100"),
        ("{name: Quds Force, aliases: [{text: Force, match: exact}]}", "6,100"),
        ("{name: حزب}", "6,600"),
    ],
)
def test_a_word_that_is_wanted_though_it_is_met_often_is_warned_of(
    tmp_path: Path, watch: str, articles: str
) -> None:
    [told] = said_of(tmp_path, f"watches:\n  - {watch}\n")

    assert told.startswith("2: warning: ")
    assert f"is a word in about {articles} of 100,000 ordinary articles" in told


def test_a_long_list_is_not_kept_from_running_by_one_word(tmp_path: Path) -> None:
    ships = "".join(f"  - {{name: Vessel Number {n}x, id: v{n}}}\n" for n in range(1_000))

    told = said_of(tmp_path, f"watches:\n  - name: Horse\n{ships}")

    assert all(" warning: " in line for line in told)
    assert told[0].startswith('2: warning: watch "horse": name: "Horse" is a word in about ')


def test_a_short_word_alone_is_warned_of_unless_something_narrows_it(tmp_path: Path) -> None:
    watchlist = """\
watches:
  - name: Badr
  - {name: Sadr, near: {any: [Iraq]}}
  - name: Islamic State
    aliases: [دولش, {text: Daesh, match: exact}]
"""

    assert said_of(tmp_path, watchlist) == [
        '2: warning: watch "badr": name: "Badr" is one short word, and others look like it; give '
        "it `near`",
        '5: warning: watch "islamic-state": aliases (item 1): "دولش" is one short word, and others '
        "look like it; give it `near`, or `match: exact`",
    ]


def test_an_acronym_that_means_other_things_is_warned_of(tmp_path: Path) -> None:
    watchlist = """\
watches:
  - name: Asaib Ahl al-Haq
    acronyms:
      - AAH
      - AIDE
      - ISIL
      - {text: AIM, near: {any: [Iraq]}}
"""

    assert said_of(tmp_path, watchlist) == [
        '4: warning: watch "asaib-ahl-al-haq": acronyms (item 1): "AAH" means many things, as most '
        "of 3 letters do; give it its own context: `{text: AAH, near: {any: [...]}}`",
        '5: warning: watch "asaib-ahl-al-haq": acronyms (item 2): "AIDE" is an ordinary word in '
        "capitals; give it its own context: `{text: AIDE, near: {any: [...]}}`",
    ]


def test_names_whose_words_tell_nothing_are_warned_of(tmp_path: Path) -> None:
    told = said_of(tmp_path, "watches:\n  - name: Prime Minister\n  - name: Mohammed Ali\n")

    assert told == [
        '2: warning: watch "prime-minister": name: "Prime Minister" is made of words that every '
        "newspaper prints; give it `near`",
        '3: warning: watch "mohammed-ali": name: "Mohammed Ali" is two names that thousands bear; '
        "write a third one, or give it `near`",
    ]


def test_a_rarer_word_is_in_fewer_articles() -> None:
    articles = [articles_with(rank) for rank in (0, 100, 1_000, 10_000, 29_999, 100_000)]

    assert articles == sorted(articles, reverse=True)
    assert 99_000 < articles[0] < 100_000
    assert 0 < articles[-1] < 100
