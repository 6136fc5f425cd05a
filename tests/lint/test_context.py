from pathlib import Path

from tests.lint.builders import said_of


def test_a_context_that_the_name_itself_meets_is_warned_of(tmp_path: Path) -> None:
    watchlist = """\
watches:
  - name: Baghdad Brigade
    near: {any: [Iraq, baghdad]}
"""

    assert said_of(tmp_path, watchlist) == [
        '3: warning: watch "baghdad-brigade": near.any (item 2): "baghdad" is a word of "Baghdad '
        'Brigade" itself, so it is always near; remove it'
    ]


def test_a_word_that_both_admits_and_silences_is_warned_of(tmp_path: Path) -> None:
    watchlist = """\
watches:
  - name: Green Zone
    near: {any: [Baghdad, Kabul], within: 20}
    not_near: {any: [kabul], within: 30}
  - name: Red Zone
    near: {any: [Baghdad, Kabul]}
    not_near: {any: [kabul], within: 30}
"""

    assert said_of(tmp_path, watchlist) == [
        '3: warning: watch "green-zone": near.any (item 2): "Kabul" is in `not_near` too, where it '
        "silences the name; remove it from one"
    ]


def test_a_name_that_its_own_not_near_silences_is_warned_of(tmp_path: Path) -> None:
    watchlist = """\
watches:
  - name: Abu Fadak
    not_near: {any: [orchard, fadak, Abu Fadak]}
  - name: Kata'ib Hezbollah
    acronyms:
      - text: KHBR
        not_near: {any: [khbr]}
"""

    assert said_of(tmp_path, watchlist) == [
        '3: warning: watch "abu-fadak": not_near.any (item 2): "fadak" is in "Abu Fadak" itself, '
        "which so never rings; remove it",
        '3: warning: watch "abu-fadak": not_near.any (item 3): "Abu Fadak" is in "Abu Fadak" '
        "itself, which so never rings; remove it",
        '7: warning: watch "kataib-hezbollah": acronyms (item 1).not_near.any (item 1): "khbr" is '
        'in "KHBR" itself, which so never rings; remove it',
    ]


def test_an_acronym_s_own_context_is_told_of_where_it_stands(tmp_path: Path) -> None:
    watchlist = """\
watches:
  - name: Kata'ib Hezbollah
    acronyms:
      - text: KH
        near: {any: [Iraq, KH]}
"""

    [told] = said_of(tmp_path, watchlist)

    assert told.startswith(
        '5: warning: watch "kataib-hezbollah": acronyms (item 1).near.any (item 2): "KH" is a word'
    )


def test_a_watch_that_no_article_can_reach_is_warned_of(tmp_path: Path) -> None:
    watchlist = """\
watches:
  - name: Quds Force
    sources: {tags: [asleep]}
  - name: Green Zone
    languages: [ar, fa]
    near: {any: [Baghdad]}
  - name: Red Zone
    languages: [ar, en]
    near: {any: [Baghdad]}
"""

    assert said_of(tmp_path, watchlist) == [
        '3: warning: watch "quds-force": sources: no source that is enabled is among these, so the '
        "watch never rings; name others, or enable one",
        '6: warning: watch "green-zone": near: none of these words is in a script of the watch\'s '
        "`languages`, so it never rings; add words in those languages",
    ]
