"""An edit of the watchlist over an archive: what it takes, and whether a recount says the same.

`ARTICLES=100000 python -m tests.benchmarks backtest`. Seconds of processor time. The recount judges
every text by both lists, without imprints: of so many articles that takes minutes.
"""

import os
import random
import re
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice

from monitor.backtest.comparing import Question
from monitor.backtest.imprinting import fill_in
from monitor.backtest.run import backtest
from monitor.backtest.trawl import passage_of
from monitor.matching import Matcher
from monitor.model import Fate, Finding, Form, Watch, Watchlist
from monitor.storage import archive, articles
from monitor.storage.archive import Span
from monitor.storage.store import Store, look_into, open_store
from tests.benchmarks import corpus
from tests.benchmarks.archive import BLANK

ARTICLES = int(os.environ.get("ARTICLES", "20000"))
SENTENCES = 6
"""Of an article."""
TOGETHER = 500
WATCHES = 100
NEW = "Emmanuel Macron"
NOW = datetime(2026, 1, 2, tzinfo=UTC)
IS_MAC = sys.platform == "darwin"  # where the most memory is told in bytes
_SENTENCE = re.compile(r"(?<=[.!?؟])\s+")


def main() -> None:
    names = corpus.names(WATCHES)
    listed = Watchlist(tuple(_watch(name) for name in names))
    edits = {
        "a name added": replace(listed, watches=(*listed.watches, _watch(NEW))),
        f"the threshold of {WATCHES}": replace(
            listed, watches=tuple(replace(one, threshold=82.0) for one in listed.watches)
        ),
    }
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/tocsin.db"
        with open_store(url) as store:
            _fill(store)
            for what, edited in edits.items():
                _try(store, url, what, Question(listed, edited, "the list"))


def _watch(name: str) -> Watch:
    return Watch(name.casefold(), name, (Form(name, "name"),))


def _fill(store: Store) -> None:
    """Articles of sentences from all over, each with its imprint."""
    made = _findings()
    while some := list(islice(made, TOGETHER)):
        with store.begin() as db:
            for one in some:
                articles.record(db, one, now=NOW)
    for _ in fill_in(store, Span(None)):
        pass


def _findings() -> Iterator[Finding]:
    chance = random.Random(7)
    texts = corpus.articles(frozenset({"en", "ar", "fa"}))
    sentences = [one for text in texts for one in _SENTENCE.split(text)]
    for number in range(ARTICLES):
        text = " ".join(chance.sample(sentences, SENTENCES))
        url = f"https://news.example/{number}"
        read = replace(BLANK, url=url, title=f"Piece {number}", text=text, fetched_at=NOW)
        yield Finding(entry_key=url, article=read, fate=Fate.STORED)


def _try(store: Store, url: str, what: str, question: Question) -> None:
    started = time.process_time()
    found = backtest(store, url, question, {}, now=NOW, progress=lambda *_: None)
    took = time.process_time() - started
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << (20 if IS_MAC else 10))
    told = sum(one.caught for one in found.watches), sum(one.lost for one in found.watches)
    same = "as a recount has it" if told == _recounted(url, question) else "ANOTHER THAN A RECOUNT"
    print(
        f"{what:24} {took:6.2f} s for {found.articles:,} articles, {most:.0f} MB: "
        f"{told[0]} caught, {told[1]} lost, {same}",
        flush=True,
    )


def _recounted(url: str, question: Question) -> tuple[int, int]:
    """Articles that watches catch and lose, counted over every text."""
    caught = lost = last = 0
    lists = Matcher(question.before), Matcher(question.after)
    with look_into(url) as db:
        while some := archive.texts(db, range(last + 1, last + TOGETHER + 1)):
            passages = [passage_of(one, {}) for one in some]
            for was, becomes in zip(*(one.judge_all(passages) for one in lists), strict=True):
                before = {match.watch_id for match in was.matches}
                after = {match.watch_id for match in becomes.matches}
                caught, lost = caught + len(after - before), lost + len(before - after)
            last += TOGETHER
    return caught, lost
