from monitor.model import Form, Watch, Watchlist
from monitor.vetting import collisions


def watch(id_: str, name: str) -> Watch:
    return Watch(id_, name, (Form(name, "name"),))


def test_another_watch_of_the_same_name_is_told() -> None:
    found = collisions(
        watch("new", "Qasem Soleimani"), Watchlist((watch("qs", "Qassem Suleimani"),))
    )

    assert [str(one).partition(" at ")[0] for one in found] == [
        "'Qasem Soleimani' is 'Qassem Suleimani' of watch 'qs'"
    ]
    assert found[0].is_whole


def test_a_longer_name_takes_its_own_words() -> None:
    found = collisions(watch("new", "Hezbollah"), Watchlist((watch("kh", "Kata'ib Hezbollah"),)))

    assert "the longer name takes its words" in str(found[0])


def test_a_decoy_of_the_name_is_told_to_silence_it() -> None:
    found = collisions(
        watch("new", "Green Zone"), Watchlist((), decoys=("Green Zone",), builtin_decoys=False)
    )

    assert "a decoy silences the watch" in str(found[0])


def test_names_that_are_unlike_do_not_collide() -> None:
    assert collisions(watch("new", "Nouri al-Maliki"), Watchlist((watch("a", "Green Zone"),))) == []
