"""The page beside a source, and looks at either of them: what is kept of it."""

from dataclasses import replace

from monitor.ingest.witnessing import heard, seen
from monitor.model import SourceState, Witness
from monitor.storage import articles, sources, witnesses
from monitor.storage.store import Store
from tests.ingest.builders import DAY, GAZETTE, HOUR, NOON, good_look
from tests.polling.builders import activity
from tests.storage.builders import finding

PAGE = "https://gazette.example/"
STATE = SourceState("gazette", url=GAZETTE.url, activity=activity(at=NOON))


def news(number: int) -> str:
    return f"{PAGE}news/2026/03/01/bridge-{number}-is-opened-to-the-public"


def test_the_page_is_known_as_soon_as_the_list_names_it_and_anew_for_another(
    store: Store,
) -> None:
    told = Witness("gazette", PAGE, since=NOON - DAY, looked_at=NOON - DAY)
    look = good_look(page=PAGE)
    with store.begin() as db:
        assert heard(db, GAZETTE, STATE, good_look()) is None
        assert heard(db, GAZETTE, STATE, look) == Witness("gazette", PAGE)
        witnesses.save(db, told)
        assert heard(db, GAZETTE, STATE, look) == told

        edited = heard(db, GAZETTE, replace(STATE, url=f"{PAGE}old"), look)
        moved = heard(db, GAZETTE, STATE, good_look(page=f"{PAGE}world"))

    later = {"looked_at": look.at, "is_telling": False}  # one that changes is not asked for at once
    assert edited == Witness("gazette", PAGE, **later)
    assert moved == Witness("gazette", f"{PAGE}world", **later)


def test_a_source_of_which_no_pages_are_wanted_has_none_beside_it(store: Store) -> None:
    with store.begin() as db:
        for barred in (replace(GAZETTE, fetch_articles=False), replace(GAZETTE, render=True)):
            assert heard(db, barred, STATE, good_look(page=PAGE)) is None
        assert witnesses.of(db, "gazette") is None


def test_articles_of_the_kind_that_the_source_lists_are_held_against_it(store: Store) -> None:
    known = Witness("gazette", PAGE, since=NOON - DAY, looked_at=NOON - DAY)
    other = f"{PAGE}video/1234567"
    with store.begin() as db:
        for number in range(6):
            articles.record(db, finding(key=f"guid-{number}", url=news(number)), now=NOON)
        sources.save_state(db, STATE)
        witnesses.save(db, known)

        urls = [f"{news(number)}?utm_source=home" for number in range(7)]
        seen(db, "gazette", [*urls, other], now=NOON)
        found = witnesses.of(db, "gazette")
        articles.record(db, finding(key="guid-6", url=news(6)), now=NOON)
        settled = heard(db, GAZETTE, STATE, good_look(at=NOON + HOUR, new_entries=1))

    assert found
    assert [one.url for one in found.unlisted] == [news(6)]
    assert found.looked_at == NOON
    assert settled
    assert settled.unlisted == ()
    assert settled.lag == HOUR


def test_a_page_that_cannot_be_had_is_left_alone_for_as_long(store: Store) -> None:
    known = Witness("gazette", PAGE, since=NOON - DAY, known=("0a1b2c3d4e",))
    with store.begin() as db:
        seen(db, "gazette", None, now=NOON)
        assert witnesses.of(db, "gazette") is None
        sources.save_state(db, STATE)
        witnesses.save(db, known)

        seen(db, "gazette", None, now=NOON)

        assert witnesses.of(db, "gazette") == replace(known, looked_at=NOON, in_vain=1)
