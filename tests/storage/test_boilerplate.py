"""What the articles of a source have in common is counted, and bounded."""

from datetime import timedelta

from monitor.storage import articles, boilerplate
from monitor.storage.boilerplate import MOST_LINES
from monitor.storage.store import Store
from tests.storage.builders import NOON, finding

MINUTE = timedelta(minutes=1)


def test_a_line_counts_once_for_each_article_of_its_source(store: Store) -> None:
    with store.begin() as db:
        for lines in ({1, 2}, {1, 2**63 - 1}, {1, 2}, set()):
            boilerplate.count_lines(db, "gazette", lines, now=NOON)
        boilerplate.count_lines(db, "herald", {1, 9}, now=NOON)

        assert boilerplate.common_lines(db, "gazette", least=2) == {1: 3, 2: 2}
        assert boilerplate.common_lines(db, "gazette", least=1)[2**63 - 1] == 1
        assert boilerplate.common_lines(db, "herald", least=2) == {}


def test_of_too_many_lines_those_not_seen_for_the_longest_time_are_forgotten(store: Store) -> None:
    with store.begin() as db:
        boilerplate.count_lines(db, "herald", {1}, now=NOON)
        for number in range(7):
            some = range(number * 500, number * 500 + 500)
            boilerplate.count_lines(db, "gazette", {*some, 5}, now=NOON + number * MINUTE)
        boilerplate.prune(db, "gazette")

        kept = boilerplate.common_lines(db, "gazette", least=1)

        assert len(kept) <= MOST_LINES
        assert kept[5] == 7
        assert {3000, 3499} <= kept.keys()
        assert not {0, 499} & kept.keys()
        assert boilerplate.common_lines(db, "herald", least=1) == {1: 1}


def test_titles_are_those_of_the_newest_articles_of_the_source(store: Store) -> None:
    with store.begin() as db:
        articles.record(db, finding(key="a"), now=NOON)

        assert boilerplate.recent_titles(db, "gazette") == [finding().article.title]
        assert boilerplate.recent_titles(db, "herald") == []
