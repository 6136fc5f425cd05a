from pathlib import Path

from tests.lint.builders import said_of


def test_characters_that_nobody_sees_are_warned_of_and_shown(tmp_path: Path) -> None:
    watchlist = "watches: [{name: Quds\u200bForce, aliases: [حزب\u200cالله, Qods\u00a0Force]}]\n"

    assert (
        '1: warning: watch "qudsforce": name: "Quds\\u200bForce" holds the invisible character '
        "U+200B; type the name anew"
    ) in said_of(tmp_path, watchlist)


def test_a_word_in_two_scripts_is_warned_of_with_what_was_meant(tmp_path: Path) -> None:
    watchlist = "watches: [{name: \u041dadi al-Amiri, aliases: [Хади Амири, Hadi الامیری]}]\n"

    assert said_of(tmp_path, watchlist) == [
        '1: warning: watch "nadi-al-amiri": name: "\u041dadi al-Amiri" has Cyrillic and Latin '
        'letters in one word, "\u041dadi"; type it anew in one script, such as "Hadi"'
    ]
