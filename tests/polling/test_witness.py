"""What a page of a source's site tells of the source, by what it has shown before."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from monitor.model import Sighted, SourceState, Witness
from monitor.polling.looks import after
from monitor.polling.witness import in_vain, is_due, lacking, looked, settled
from tests.polling.builders import (
    BLOCKED,
    CRAWL,
    DAY,
    FROZEN,
    HOUR,
    MINUTE,
    NOON,
    OK,
    UNCHANGED,
    activity,
    polled,
    source,
)

OLD = [f"https://gazette.example/old/{number}" for number in range(9)]
NEW = [f"https://gazette.example/new/{number}" for number in range(3)]


def silent(entries: float = 2.0, **fields: Any) -> SourceState:
    """A source that is silent for usually one entry, and now for so many."""
    known = activity(
        at=NOON,
        since=NOON - 30 * DAY,
        silence=entries,
        silences=100.0,
        silent=100.0,
        longest_silence=6.0,
        last_new_at=NOON - 2 * HOUR,
    )
    usual = SourceState("gazette", UNCHANGED, first_good_at=NOON - 30 * DAY, activity=known)
    return replace(usual, **{"url": source().url, **fields})


def witness(sighted: Iterable[str] = (), *, at: datetime = NOON - HOUR, **fields: Any) -> Witness:
    """Of a page that has been known for long; these articles were seen on it then."""
    usual = Witness(
        "gazette",
        "https://gazette.example/",
        since=NOON - 20 * DAY,
        looked_at=NOON - HOUR,
        silence=1.0,
        silences=50.0,
        unlisted=tuple(Sighted(url, at) for url in sighted),
    )
    return replace(usual, **fields)


def shown(*unlisted: str) -> dict[str, bool]:
    """A page that links to what the source lists, and to these."""
    return {**dict.fromkeys(OLD, True), **dict.fromkeys(unlisted, False)}


def see(known: Witness, *unlisted: str, at: datetime = NOON) -> Witness:
    page = silent().activity
    assert page is not None
    return looked(known, shown(*unlisted), page, at=at)


def test_a_source_is_frozen_whose_site_goes_on_without_it() -> None:
    found = after(silent(), polled(UNCHANGED), source(), CRAWL, witness=witness(NEW))

    assert found.condition is FROZEN
    assert found.reason == (
        "its site links to 3 new articles that it does not list: https://gazette.example/new/0"
    )
    assert found.dark_from == NOON - 2 * HOUR


@pytest.mark.parametrize(
    ("known", "state"),
    [
        (witness(NEW[:2]), silent()),
        (witness(NEW, at=NOON - 5 * MINUTE), silent()),
        (witness(NEW, lag=HOUR), silent()),
        (witness(NEW, most=1.0), silent()),
        (witness(NEW, silences=5.0), silent()),
        (witness(NEW, since=NOON - 9 * DAY), silent()),
        (witness(NEW), silent(1.0)),
    ],
    ids=[
        "an editor's choice",
        "only just",
        "it was as late before",
        "it lacked one before",
        "seldom seen",
        "hardly known",
        "no longer silent than usual",
    ],
)
def test_what_may_be_the_way_of_the_source_proves_nothing(
    known: Witness, state: SourceState
) -> None:
    assert lacking(known, state, at=NOON) == ()
    assert lacking(witness(NEW), silent(), at=NOON) == tuple(NEW)


def test_a_source_that_brings_something_is_not_frozen() -> None:
    found = after(silent(), polled(OK, new_entries=1), source(), CRAWL, witness=witness(NEW))

    assert found.condition is OK


def test_only_what_came_onto_the_page_since_the_last_look_counts() -> None:
    first = see(witness(since=None, looked_at=None), *NEW[:1])
    second = see(first, *NEW)

    assert first.unlisted == ()
    assert [one.url for one in second.unlisted] == NEW[1:]
    assert see(second, *NEW, at=NOON + HOUR).unlisted == second.unlisted


def test_a_page_of_other_things_than_the_source_lists_tells_nothing() -> None:
    other = [f"https://gazette.example/sports/{number}" for number in range(20)]

    found = see(witness(), *other)

    assert not found.is_telling
    assert found.unlisted == ()
    assert not is_due(found, silent(9.0), now=NOON + 6 * DAY)
    assert is_due(found, silent(9.0), now=NOON + 7 * DAY)


def test_a_page_that_cannot_be_had_is_asked_for_a_few_times_and_then_seldom() -> None:
    page = silent().activity
    assert page is not None
    found = [witness()]
    for _ in range(3):
        found.append(in_vain(found[-1], page, at=NOON))
    never_had = in_vain(witness(since=None, looked_at=None), page, at=NOON)

    assert [one.is_telling for one in found] == [True, True, True, False]
    assert not never_had.is_telling
    assert see(never_had, *NEW, at=NOON + 7 * DAY).unlisted == ()
    assert see(found[1]).in_vain == 0


def test_where_nobody_looked_at_the_page_nothing_is_learned() -> None:
    known = witness(looked_at=NOON - DAY)

    assert settled(known, set(), silent(), at=NOON) is known


def test_articles_that_a_silence_left_out_are_its_way_from_then_on() -> None:
    found = settled(witness(NEW), set(), silent(), at=NOON)

    assert found.most == 3
    assert found.silences == 51
    assert found.unlisted == ()
    assert see(found, *NEW).unlisted == ()


def test_articles_that_are_listed_after_all_teach_how_late_the_source_is() -> None:
    found = settled(witness(NEW), set(NEW), silent(), at=NOON)

    assert (found.most, found.lag) == (0, HOUR)


def test_what_was_found_on_the_page_a_moment_ago_may_still_be_listed() -> None:
    found = settled(witness(NEW, at=NOON - MINUTE), {NEW[0]}, silent(), at=NOON)

    assert found.most == 0
    assert [one.url for one in found.unlisted] == NEW[1:]


def test_a_fault_that_is_mended_teaches_nothing_of_how_the_source_is() -> None:
    found = settled(witness(NEW), set(NEW), silent(condition=FROZEN), at=NOON)

    assert (found.most, found.silences) == (0, 50)
    assert found.lag == witness().lag


def test_what_was_learned_fades() -> None:
    found = see(witness(most=2.0, lag=HOUR), at=NOON + 90 * DAY)

    assert found.most == pytest.approx(1.0, abs=0.01)
    assert found.lag < 0.51 * HOUR


@pytest.mark.parametrize(
    ("known", "state"),
    [
        (witness(looked_at=None), silent(1.0)),
        (witness(looked_at=NOON - 3 * HOUR, silence=9.0), silent(1.5)),
        (witness(), silent(2.0)),
        (witness(looked_at=NOON - 7 * DAY), silent(0.5)),
    ],
    ids=["never seen", "longer than usual", "longer by one", "a week ago"],
)
def test_the_page_is_looked_at_when_the_source_is_silent_for_longer_than_usual(
    known: Witness, state: SourceState
) -> None:
    assert is_due(known, state, now=NOON)


@pytest.mark.parametrize(
    ("known", "state"),
    [
        (witness(looked_at=NOON - 3 * HOUR), silent(1.0)),
        (witness(), silent(1.5)),
        (witness(silence=8.0), silent(9.5)),
        (witness(looked_at=NOON - 14 * MINUTE), silent(9.0)),
        (witness(), silent(9.0, condition=BLOCKED)),
        (witness(), silent(9.0, condition=FROZEN)),
        (witness(looked_at=None), silent(9.0, activity=activity(at=NOON))),
    ],
    ids=["usual", "seen already", "of little use", "just now", "blocked", "told", "new"],
)
def test_else_its_site_is_left_alone(known: Witness, state: SourceState) -> None:
    assert not is_due(known, state, now=NOON)
