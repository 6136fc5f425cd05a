"""Pages that are to be fetched again, and what became of articles by it."""

from datetime import timedelta

from monitor.model import Tier
from monitor.storage import articles, entries, revisions, visits
from monitor.storage.revisions import Change
from monitor.storage.store import Store
from tests.storage.builders import NOON, article, finding, match, visit

HOUR = timedelta(hours=1)


def test_a_visit_comes_back_as_it_was_planned(store: Store) -> None:
    with store.begin() as db:
        recorded = articles.record(db, finding(key="guid-1"), now=NOON)
        planned = visit(article_id=recorded.article_id, tries=3, digest="d", etag='"a"')
        visits.plan(db, visit())
        visits.plan(db, planned)

        assert visits.of(db, planned.entry) == planned
        assert visits.due(db, most=9, now=NOON) == [planned]
        visits.end(db, planned.entry)
        assert visits.of(db, planned.entry) is None
        assert visits.next_due_at(db) is None


def test_of_each_source_the_missing_the_lively_and_the_newest_pages_come_first(
    store: Store,
) -> None:
    with store.begin() as db:
        for planned in (
            visit(1, since=NOON - HOUR),
            visit(2),
            visit(3, is_lively=True, since=NOON - HOUR),
            visit(4, is_missed=True, since=NOON - HOUR),
            visit(5, due_at=NOON + HOUR),
            visit(6, source_id="herald"),
        ):
            visits.plan(db, planned)

        due = visits.due(db, most=3, now=NOON)

        assert [one.entry.key[-1] for one in due] == ["4", "3", "2", "6"]
        assert visits.next_due_at(db) == NOON


def test_a_change_is_kept_beside_the_text_that_took_the_place_of_the_old_one(store: Store) -> None:
    with store.begin() as db:
        recorded = articles.record(db, finding(match()), now=NOON)
        after = article(text="The bridge was closed.", fetched_at=NOON + HOUR)
        change = Change(article(), after, added=("closed",), removed=("opened",), named=("a",))

        revisions.revise(db, recorded.article_id, change, now=NOON + HOUR)

        stored = articles.by_id(db, recorded.article_id)
        assert stored is not None
        assert stored.article == article(text="The bridge was closed.")
        (kept,) = revisions.revisions_of(db, recorded.article_id)
        assert (kept.found_at, kept.text, kept.tier) == (NOON + HOUR, article().text, Tier.QUICK)
        assert (kept.added, kept.removed, kept.named) == (("closed",), ("opened",), ("a",))


def test_an_article_that_its_page_completes_takes_the_address_that_the_page_gives(
    store: Store,
) -> None:
    with store.begin() as db:
        recorded = articles.record(db, finding(match()), now=NOON)
        page = article(url="https://gazette.example/canonical", text="All of it.")

        assert revisions.complete(db, recorded.article_id, page) == recorded.article_id

        stored = articles.by_url(db, page.url)
        assert stored is not None
        assert stored.article == page
        assert articles.by_url(db, article().url) is None


def test_an_article_that_turns_out_to_be_a_known_one_is_kept_once(store: Store) -> None:
    with store.begin() as db:
        known = articles.record(db, finding(match("a"), key="guid-1"), now=NOON)
        told = finding(match("a"), match("b"), key="guid-2", url="https://gazette.example/feed/2")
        double = articles.record(db, told, now=NOON)
        visits.plan(db, visit(2, article_id=double.article_id))

        assert revisions.complete(db, double.article_id, article()) == known.article_id

        assert articles.count_articles(db) == 1
        names = [one.match.watch_id for one in articles.matches_of(db, known.article_id)]
        assert names == ["a", "b"]
        assert entries.unknown(db, "gazette", ["guid-1", "guid-2"]) == set()
        moved = visits.of(db, visit(2).entry)
        assert moved is not None
        assert moved.article_id == known.article_id
