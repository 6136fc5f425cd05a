"""Feeds: how fast they are read, against feedparser; and what 10 MB that are made to cost, cost.

On the real feeds beside the checkout where there are any, else on our own goldens. Readers take
turns feed by feed, each feed once, so that nothing is remembered. Of each entry `read_feed` gives
key, address, title, date, authors and language; its text stays HTML until somebody asks for it,
which a look does for the few entries that are new: the second line asks for all.
"""

import multiprocessing
import resource
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection

import feedparser
from lxml import etree

from monitor.errors import ExtractionError
from monitor.extraction.feeds import MOST_BYTES
from monitor.extraction.markup import plain_text
from tests.extraction.builders import feed, rss
from tests.extraction.goldens import HERE
from tests.extraction.hostile import HOSTILE
from tests.extraction.real import real_feeds

_SHOWN = 6  # of the hostile ones, those that cost most
_UNIT = 1 if sys.platform == "darwin" else 1024  # bytes in which the system counts memory


def main() -> None:
    _compare(real_feeds() or _own_feeds())
    _withstand()


def _with_text(body: bytes) -> int:
    found = feed(body)
    for entry in found.entries:
        plain_text(entry.text)
    return len(found.entries)


def _bare(body: bytes) -> int:
    """The parser alone, as a floor: no reader of feeds that builds a tree is faster."""
    with suppress(etree.XMLSyntaxError):
        etree.fromstring(body, etree.XMLParser(recover=True, resolve_entities=False))
    return 0


READERS: dict[str, Callable[[bytes], int]] = {
    "read_feed": lambda body: len(feed(body).entries),
    "read_feed, text of all entries": _with_text,
    "feedparser": lambda body: len(feedparser.parse(body).entries),
    "feedparser without sanitising": lambda body: len(
        feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False).entries
    ),
    "lxml, a tree and no more": _bare,
}
REFERENCE = "feedparser"


def _compare(feeds: dict[str, bytes]) -> None:
    spent = dict.fromkeys(READERS, 0.0)
    found: dict[str, list[int]] = {name: [] for name in READERS}
    for reader in READERS.values():
        reader(rss("<item><title>What is imported at first use</title></item>").encode())
    for body in feeds.values():
        for name, reader in READERS.items():
            started = time.process_time()
            found[name].append(reader(body))
            spent[name] += time.process_time() - started
    ours, theirs = found["read_feed"], found[REFERENCE]
    fewer = sum(one < other for one, other in zip(ours, theirs, strict=True))
    size = sum(map(len, feeds.values())) / 1e6
    print(f"{len(feeds)} feeds, {size:.1f} MB: {sum(ours):,} entries, feedparser {sum(theirs):,};")
    print(f"{sum(map(bool, ours))} give entries, {fewer} fewer than feedparser finds")
    print(f"{'':31} {'ms a feed':>9} {'MB/s':>7} {'speed':>8}")
    for name, seconds in spent.items():
        each, ratio = 1000 * seconds / len(feeds), spent[REFERENCE] / seconds
        print(f"{name:31} {each:9.2f} {size / seconds:7.0f} {ratio:7.1f}x")


def _withstand() -> None:
    costs = sorted(((*_cost(build(MOST_BYTES)), name) for name, build in HOSTILE.items()))
    worst = max(megabytes for _, megabytes, _ in costs)
    print(f"\n{len(HOSTILE)} ways to fill {MOST_BYTES // 1024**2} MB; worst growth {worst:.0f} MB")
    for seconds, megabytes, name in costs[-_SHOWN:]:
        print(f"{name:31} {seconds:8.2f} s CPU {megabytes:7.0f} MB")


def _cost(body: bytes) -> tuple[float, float]:
    """CPU seconds, and by how many MB the memory grew at its peak, in a process of its own."""
    own = multiprocessing.get_context("fork")  # which begins with the body, and without a peak
    receiver, sender = own.Pipe(duplex=False)
    process = own.Process(target=_measure, args=(body, sender))
    process.start()
    seconds, megabytes = receiver.recv()
    process.join()
    return seconds, megabytes


def _measure(body: bytes, sender: Connection) -> None:
    before, started = _peak(), time.process_time()
    with suppress(ExtractionError):
        feed(body)
    sender.send((time.process_time() - started, (_peak() - before) * _UNIT / 1e6))


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _own_feeds() -> dict[str, bytes]:
    paths = sorted(path for path in (HERE / "feeds").iterdir() if ".golden" not in path.name)
    return {path.name: path.read_bytes() for path in paths}
