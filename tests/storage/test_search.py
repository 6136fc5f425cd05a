"""The index answers as reading every article would, on either database."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.model import Among, Either, Every, Imprint, Phrase, Query
from monitor.search.excerpt import meets
from monitor.search.filing import file_waiting
from monitor.search.query import parse
from monitor.storage import archive, articles, revisions, search
from monitor.storage.archive import Span
from monitor.storage.store import Store
from tests.storage.builders import NOON, article, finding, match

ALL = Among()
DAY = timedelta(days=1)
TEXTS = {
    "force": "The Quds Force met in Baghdad.",
    "habit": "A force of habit brought him to the Green Zone.",
    "arabic": "قالت كتائبُ حزب الله إن القدس",
    "long": "word " * 10_000 + "quds force",
}


def keep(store: Store, **texts: str) -> dict[str, int]:
    """The ids of articles with these texts."""
    kept = {}
    with store.begin() as db:
        for name, text in texts.items():
            one = finding(key=name, url=f"https://gazette.example/{name}", title=name, text=text)
            kept[name] = articles.record(db, one, now=NOON).article_id
    return kept


def found(store: Store, query: str, among: Among = ALL, **options: bool) -> list[str]:
    with store.begin() as db:
        return [one.title for one in search.find(db, parse(query), among, most=10, **options)]


@pytest.fixture
def filled(store: Store) -> Store:
    keep(store, **TEXTS)
    with store.begin() as db:
        file_waiting(db)
    return store


def test_words_phrases_and_beginnings_are_found_the_newest_first(filled: Store) -> None:
    assert found(filled, "force") == ["long", "habit", "force"]
    assert found(filled, '"quds force"') == ["long", "force"]
    assert found(filled, "bagh*") == ["force"]
    assert found(filled, "force -habit -word") == ["force"]
    assert found(filled, "baghdad OR zone") == ["habit", "force"]


def test_a_word_of_the_title_is_found_and_weighs_more(filled: Store) -> None:
    assert found(filled, "habit") == ["habit"]
    assert found(filled, "force", best_first=True)[0] == "force"


def test_an_arabic_word_is_found_with_or_without_its_article_and_marks(filled: Store) -> None:
    assert found(filled, "قدس") == ["arabic"]
    assert found(filled, '"كتائب حزب الله"') == ["arabic"]


def test_sources_languages_dates_and_matches_limit_what_is_found(store: Store) -> None:
    with store.begin() as db:
        one = finding(match("rivertown"), key="new", title="new", text="bridge", url="http://a/1")
        articles.record(db, one, now=NOON)
        other = finding(
            key="old", title="old", text="bridge", url="http://a/2", source_id="herald",
            language="fr", published_at=NOON - 3 * DAY,
        )  # fmt: skip
        articles.record(db, other, now=NOON)
        file_waiting(db)

    assert found(store, "bridge", Among(source_ids=("herald",))) == ["old"]
    assert found(store, "bridge", Among(language="en")) == ["new"]
    assert found(store, "bridge", Among(since=NOON - DAY)) == ["new"]
    assert found(store, "bridge", Among(until=NOON - DAY)) == ["old"]
    assert found(store, "bridge", Among(watch_id="rivertown")) == ["new"]


def test_an_article_waits_until_it_is_indexed_and_again_once_it_reads_otherwise(
    store: Store,
) -> None:
    kept = keep(store, bridge="The bridge is open")
    with store.begin() as db:
        assert [one.title for one in search.waiting(db, ALL, most=5)] == ["bridge"]
        assert file_waiting(db) == 1
        assert search.count_waiting(db) == 0

        search.to_index(db, kept.values())
        search.to_index(db, kept.values())
        assert search.count_waiting(db) == 1
        file_waiting(db)

    assert found(store, "open") == ["bridge"]


def test_an_article_that_reads_otherwise_is_found_by_its_new_words(store: Store) -> None:
    (kept,) = keep(store, bridge="The bridge is open").values()
    with store.begin() as db:
        file_waiting(db)
        archive.keep_imprints(db, {kept: Imprint("1", b"words", b"sounds")})
        revisions.complete(db, kept, article(url="https://gazette.example/new", text="It is shut"))
        file_waiting(db)

        assert archive.imprints(db, Span(since=None), "1", most=9) == ([kept], [None])

    assert found(store, "open") == []
    assert found(store, "shut") != []


def test_what_is_forgotten_is_not_found_and_does_not_wait(filled: Store) -> None:
    with filled.begin() as db:
        everything = [one.article_id for one in search.find(db, None, ALL, most=9)]
        search.to_index(db, everything)
        search.forget(db, everything)
        assert search.count_waiting(db) == 0

    assert found(filled, "force") == []


def test_a_long_list_is_read_piece_by_piece(filled: Store) -> None:
    with filled.begin() as db:
        first = search.batches(db, parse("force"), ALL, after=0, size=2)
        rest = search.batches(db, parse("force"), ALL, after=first[-1].article_id, size=2)

    assert [one.title for one in (*first, *rest)] == ["force", "habit", "long"]


def test_it_is_counted_no_further_than_asked(filled: Store) -> None:
    with filled.begin() as db:
        assert search.count(db, parse("force"), ALL, at_most=2) == 2
        assert search.count(db, None, ALL, at_most=9) == len(TEXTS)


LETTERS = st.sampled_from(["quds", "force", "of", "habit", "قدس", "zone"])
PHRASES = st.builds(
    lambda words, goes_on: Phrase(tuple(words), goes_on),
    st.lists(st.sampled_from(["quds", "force", "of", "hab", "قدس"]), min_size=1, max_size=3),
    st.booleans(),
)
QUERIES: st.SearchStrategy[Query] = st.recursive(
    PHRASES,
    lambda part: st.one_of(
        st.builds(Either, st.lists(part, min_size=1, max_size=3).map(tuple)),
        st.builds(
            Every,
            st.lists(part, min_size=1, max_size=2).map(tuple),
            st.lists(part, max_size=2).map(tuple),
        ),
    ),
    max_leaves=5,
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(texts=st.lists(st.lists(LETTERS, max_size=6).map(" ".join), min_size=1, max_size=4),
       query=QUERIES)  # fmt: skip
def test_the_index_finds_what_reading_finds(store: Store, texts: list[str], query: Query) -> None:
    kept = keep(store, **{f"n{index}": text for index, text in enumerate(texts)})
    rows = [
        search.Indexed(article_id, [], text.split())
        for article_id, text in zip(kept.values(), texts, strict=True)
    ]
    with store.begin() as db:
        search.forget(db, [one.article_id for one in search.find(db, None, ALL, most=100)])
        search.index(db, rows)
        hits = {one.article_id for one in search.find(db, query, ALL, most=100)}

    assert hits == {
        row.article_id for row, text in zip(rows, texts, strict=True) if meets(query, text)
    }
