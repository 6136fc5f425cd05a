"""What a backtest says of an edit, and that it goes on where it was broken off."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.backtest.comparing import Question
from monitor.backtest.page import as_page
from monitor.backtest.report import Report, as_object
from monitor.backtest.run import COMPARING, backtest
from monitor.model import Press, Reaction, Watchlist
from monitor.storage import articles, feedback, stories
from monitor.storage.revisions import Change, revise
from monitor.storage.store import Store
from tests.backtest.builders import DAY, NOBODY, keep, listed, watch
from tests.storage.builders import NOON

SULEIMANI = "In Baghdad Qassem Soleimani met ministers. Suleimani said nothing afterwards."
BRIGADES = "The Hezbollah Brigades denied it, and Kata'ib Hezbollah has not been heard of since."
HEZBOLLAH = "Hezbollah in Lebanon said on Friday that it would go on."
CURRENT = listed("Hezbollah", "Boko Haram")


def ask(
    store: Store, url: str, after: Watchlist, before: Watchlist = CURRENT, *, days: int = 30
) -> Report:
    question = Question(before, after, "the list in force", timedelta(days=days))
    return backtest(store, url, question, {}, now=NOON + DAY, progress=lambda *_: None)


def test_a_name_that_is_added_is_told_with_the_words_that_it_catches(
    store: Store, store_url: str
) -> None:
    keep(store, NOBODY, SULEIMANI, HEZBOLLAH, SULEIMANI)

    after = replace(CURRENT, watches=(*CURRENT.watches, watch("Qasim Soleimani")))
    found = ask(store, store_url, after)

    (change,) = found.watches
    assert (change.kind, change.before, change.after, change.caught) == ("added", 0, 2, 2)
    assert found.articles == 4
    assert found.untouched == 2
    assert [(day.before, day.after) for day in found.days] == [(0, 1), (0, 0), (0, 1)]
    hit = found.caught[0].hit
    assert hit.sentence[hit.start : hit.end] == "Qassem Soleimani"


def test_a_longer_name_takes_words_of_another_watch_and_the_loss_is_told(
    store: Store, store_url: str
) -> None:
    keep(store, BRIGADES, HEZBOLLAH)
    bare = replace(CURRENT, builtin_decoys=False)
    after = replace(bare, watches=(*bare.watches, watch("Kata'ib Hezbollah")))

    found = ask(store, store_url, after, bare)

    kinds = {one.watch_id: (one.kind, one.caught, one.lost) for one in found.watches}
    assert kinds == {"kata'ib hezbollah": ("added", 1, 0), "hezbollah": ("moved", 0, 1)}
    assert [sample.watch for sample in found.lost] == ["Hezbollah"]
    assert any(one.takes_words and one.watch == "Hezbollah" for one in found.collisions)


def test_what_is_older_than_asked_for_is_left_out(store: Store, store_url: str) -> None:
    keep(store, SULEIMANI, NOBODY, SULEIMANI)

    found = ask(store, store_url, listed("Qassem Suleimani"), Watchlist(()), days=2)

    assert found.articles == 2
    assert found.watches[0].after == 1


def test_what_people_said_of_alerts_that_would_be_lost_is_counted(
    store: Store, store_url: str
) -> None:
    (article_id,) = keep(store, HEZBOLLAH)
    press = Press("p1", "relevant", "story-1", "", "U1", "Ada")
    with store.begin() as db:
        stories.open_story(db, "story-1", article_id, (), now=NOON)
        stories.join(db, "story-1", article_id, share=1.0, is_own_text=True)
        feedback.add(db, Reaction(press, at=NOON, watches=("hezbollah",)))

    found = ask(store, store_url, listed("Boko Haram"))

    assert found.watches[0].opinions == ("1 relevant, 0 not of what is lost",)


def test_a_run_that_was_broken_off_is_gone_on_with(store: Store, store_url: str) -> None:
    keep(store, SULEIMANI, NOBODY, SULEIMANI, NOBODY, SULEIMANI)
    question = Question(Watchlist(()), listed("Qassem Suleimani"), "", timedelta(days=30))

    def give_up(stage: str, done: int, _total: int) -> None:
        if done and stage == COMPARING:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backtest(store, store_url, question, {}, now=NOON + DAY, progress=give_up)
    keep(store, SULEIMANI, at=NOON + DAY)
    again: list[int] = []
    found = backtest(
        store, store_url, question, {}, now=NOON + DAY,
        progress=lambda stage, done, _total: again.append(done) if stage == COMPARING else None,
    )  # fmt: skip

    assert again == [5, 1]
    assert found.articles == 6
    assert found.watches[0].after == 4


def test_an_article_that_reads_otherwise_is_looked_at_anew(store: Store, store_url: str) -> None:
    (article_id,) = keep(store, NOBODY)
    assert ask(store, store_url, listed("Qassem Suleimani"), Watchlist(())).watches[0].after == 0

    with store.begin() as db:
        before = articles.by_id(db, article_id)
        assert before is not None
        read = replace(before.article, text=SULEIMANI)
        revise(db, article_id, Change(before.article, read, (), ()), now=NOON)

    assert ask(store, store_url, listed("Qassem Suleimani"), Watchlist(())).watches[0].after == 1


def test_the_report_is_json_and_a_page_in_which_nothing_runs(store: Store, store_url: str) -> None:
    keep(store, "<script>alert(1)</script> Qassem Suleimani <b>spoke</b> & left.")

    found = ask(store, store_url, listed("Qassem Suleimani"), Watchlist(()))

    assert json.loads(json.dumps(as_object(found)))["watches"][0]["caught"] == 1
    page = as_page(found)
    assert "<mark>Qassem Suleimani</mark>" in page
    assert "<script" not in page
    assert "<b>spoke" not in page
