"""Articles, matches and announced entries, as both databases keep them."""

from datetime import timedelta

from monitor.model import Fate
from monitor.storage import articles, entries
from monitor.storage.store import Store
from tests.storage.builders import NOON, article, finding, match

HOUR = timedelta(hours=1)


def test_an_article_comes_back_as_it_was_recorded(store: Store) -> None:
    with store.begin() as db:
        recorded = articles.record(db, finding(match()), now=NOON)

    with store.begin() as db:
        stored = articles.by_id(db, recorded.article_id)
        assert stored == articles.by_url(db, article().url)
        assert stored is not None
        assert stored.article == article()
        assert articles.matches_of(db, recorded.article_id) == [match()]
        assert (articles.count_articles(db), articles.count_matches(db)) == (1, 1)


def test_an_address_that_is_there_already_keeps_what_it_has(store: Store) -> None:
    with store.begin() as db:
        first = articles.record(db, finding(match()), now=NOON)
        other = finding(match("other"), key="elsewhere", source_id="herald", text="Copied.")
        second = articles.record(db, other, now=NOON + HOUR)

    with store.begin() as db:
        assert (second.fate, second.article_id) == (Fate.KNOWN, first.article_id)
        assert articles.matches_of(db, first.article_id) == [match()]
        assert entries.unknown(db, "herald", ["elsewhere"]) == set()


def test_only_watches_that_an_article_did_not_concern_until_now_are_added(store: Store) -> None:
    with store.begin() as db:
        recorded = articles.record(db, finding(match("a")), now=NOON)

        added = articles.add_matches(db, recorded.article_id, [match("a"), match("b")])

        assert added == (match("b"),)
        assert articles.matches_of(db, recorded.article_id) == [match("a"), match("b")]


def test_keys_and_addresses_of_any_length_can_be_kept(store: Store) -> None:
    # PostgreSQL compresses what repeats, and so would index a longer "aaaa...".
    varied = "/".join(str(number**7) for number in range(1000))
    url = f"https://gazette.example/{varied}"
    with store.begin() as db:
        articles.record(db, finding(key=varied, url=url), now=NOON)

        assert entries.unknown(db, "gazette", [varied, varied + "1"]) == {varied + "1"}
        assert articles.by_url(db, url) is not None


def test_what_a_database_refuses_gives_way_to_a_sign_of_the_same_length(store: Store) -> None:
    hostile = "a\x00b\ud800c\udfff"
    told = match(surface=hostile)
    with store.begin() as db:
        recorded = articles.record(
            db,
            finding(told, key=hostile, title=hostile, text=hostile, authors=(hostile,)),
            now=NOON,
        )

        stored = articles.by_id(db, recorded.article_id)
        assert stored is not None
        mended = "a\ufffdb\ufffdc\ufffd"
        assert (stored.article.title, stored.article.text) == (mended, mended)
        assert stored.article.authors == (mended,)
        assert articles.matches_of(db, recorded.article_id)[0].match.mentions[0].surface == mended
        assert entries.unknown(db, "gazette", [hostile, "other"]) == {"other"}


def test_what_was_kept_quiet_waits_for_one_summary(store: Store) -> None:
    def quiet(number: int, *watch_ids: str) -> None:
        address = f"https://gazette.example/{number}"
        found = (match(watch_id) for watch_id in watch_ids)
        quiet = finding(
            *found,
            key=address,
            url=address,
            fate=Fate.STORED_QUIET,
            published_at=NOON + number * HOUR,
        )
        articles.record(db, quiet, now=NOON)

    with store.begin() as db:
        quiet(1, "a", "b")
        quiet(2, "a")
        quiet(3)
        articles.record(db, finding(match()), now=NOON)

        assert articles.take_quiet(db, "herald", most=9) == ([], 0)
        taken, count = articles.take_quiet(db, "gazette", most=2)
        assert (count, [one.url[-1] for one in taken]) == (2, ["2", "1"])
        assert articles.take_quiet(db, "gazette", most=9) == ([], 0)


def test_a_changed_text_brings_the_watches_that_it_never_concerned(store: Store) -> None:
    with store.begin() as db:
        recorded = articles.record(db, finding(match("a")), now=NOON)
        moved = match("a", surface="Rivertown's")

        new = articles.renew_matches(db, recorded.article_id, [moved, match("b")])

        assert new == (match("b"),)
        assert articles.matches_of(db, recorded.article_id) == [moved, match("b")]


def test_a_watch_leaves_an_article_once(store: Store) -> None:
    with store.begin() as db:
        recorded = articles.record(db, finding(match("a"), match("b")), now=NOON)
        gone = [
            articles.withdraw_matches(db, recorded.article_id, ["a", "z"], now=NOON)
            for _ in range(2)
        ]

        assert gone == [{"a"}, set()]
