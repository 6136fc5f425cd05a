from pathlib import Path

from tests.lint.builders import said_of


def test_a_name_of_two_watches_is_warned_of_once_however_it_is_spelled(tmp_path: Path) -> None:
    watchlist = """\
watches:
  - {name: Quds Force, aliases: [Qods Force, The Brigade of Ruritania]}
  - {name: Ruritanian Guard, aliases: [the brigade of ruritania]}
  - name: Mountain Patrol
    aliases: [al-Qods Force]
"""

    assert said_of(tmp_path, watchlist) == [
        '3: warning: watch "ruritanian-guard": aliases (item 1): "the brigade of ruritania" is a '
        'name of watch "quds-force" too, so both ring; remove one of them',
        '5: warning: watch "mountain-patrol": aliases (item 1): "al-Qods Force" is a name of watch '
        '"quds-force" ("Quds Force") too, so both ring; remove one of them',
    ]


def test_two_watches_of_one_name_may_each_have_their_context(tmp_path: Path) -> None:
    watchlist = """\
watches:
  - {name: Green Zone, near: {any: [Baghdad]}}
  - {name: Green Zone, near: {any: [Kabul]}}
"""

    assert said_of(tmp_path, watchlist) == []


def test_a_decoy_of_a_watched_name_is_warned_of(tmp_path: Path) -> None:
    told = said_of(tmp_path, "watches: [{name: Hezbollah}]\ndecoys:\n  - Hizballah\n")

    assert told[-1] == (
        '3: warning: decoys (item 1): "Hizballah" is a name of watch "hezbollah" ("Hezbollah"); a '
        "decoy of it silences the watch"
    )


def test_a_decoy_spelled_as_the_watch_is_said_to_change_nothing(tmp_path: Path) -> None:
    watchlist = "watches: [{name: Nouri al-Maliki}]\ndecoys: [Nouri al-Maliki]\n"

    [told] = said_of(tmp_path, watchlist)

    assert told.endswith('is a name of watch "nouri-al-maliki"; the decoy changes nothing')


def test_a_phrase_that_silences_its_own_watch_is_warned_of(tmp_path: Path) -> None:
    watchlist = """\
watches:
  - name: Quds Force
    unless: [Qods Force of the sea, Qods Force]
"""

    assert said_of(tmp_path, watchlist) == [
        '3: warning: watch "quds-force": unless (item 2): "Qods Force" is the watch\'s own "Quds '
        'Force", which it silences; write a longer phrase, or remove it'
    ]
