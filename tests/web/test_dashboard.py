"""What the page shows, and that nothing others wrote gets out of its place."""

from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

from monitor.model import (
    Alert,
    AlertState,
    Notice,
    QueuedAlert,
    Rung,
    Severity,
    SourceCondition,
    SourceState,
    Story,
)
from monitor.storage.holders import name_of_this_process
from monitor.storage.processes import Process
from monitor.web.dashboard import page
from tests.web.builders import NOON, status

HOSTILE = "</style><script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
RUNNING = Process(name_of_this_process(), "all", NOON, NOON, "d", NOON)


def story(**fields: object) -> Story:
    usual = Story(
        id="s",
        url="https://outlet.example/a",
        headline="Quds Force named in report",
        source_id="outlet",
        outlet="The Outlet",
        source_tags=frozenset(),
        language="en",
        published_at=NOON,
        fetched_at=NOON,
        rungs=(Rung("quds", "Quds Force", Severity.HIGH, 100, ()),),
    )
    return replace(usual, **fields)  # type: ignore[arg-type]


def queued(
    subject: Story | Notice, *, id_: int = 1, state: AlertState = "told", reason: str = ""
) -> QueuedAlert:
    alert = Alert(f"k{id_}", "#news", "tocsin_alert", subject)
    told = NOON - timedelta(minutes=3)
    return QueuedAlert(id_, alert, state, 1, told, told_at=told, reason=reason)


class Read(HTMLParser):
    """What a browser would make of it: its tags, and its text in pieces."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def links(self) -> list[str | None]:
        return [attributes.get("href") for tag, attributes in self.tags if tag == "a"]


def test_while_all_is_well_it_says_so_first() -> None:
    found = status(SourceState("bbc", SourceCondition.OK), processes=(RUNNING,))
    read = Read(page(replace(found, outbox=replace(found.outbox, refused=0)), []))

    assert "All is well" in read.words
    assert "1 ok" in read.words
    assert "None so far." in read.words


def test_what_needs_somebody_comes_first_and_the_source_says_why() -> None:
    gone = SourceState("bbc", SourceCondition.GONE, reason="410 Gone")
    html = page(status(gone, processes=(RUNNING,)), [])

    assert html.index("1 thing needs you") < html.index("1 source gone") < html.index("Latest")
    assert "410 Gone" in Read(html).words


def test_alerts_come_with_outlet_watch_channel_and_age_the_newest_first() -> None:
    older, newer = queued(story(headline="Older")), queued(story(), id_=2)
    html = page(status(), [older, newer])
    read = Read(html)

    assert html.index("Quds Force named") < html.index("Older")
    assert read.links == ["https://outlet.example/a"] * 2
    assert ("bdi", {"class": "watch high"}) in read.tags
    assert {"Quds Force", "The Outlet", "3 min ago"} <= set(read.words)
    assert any("#news" in words for words in read.words)


def test_an_alert_that_was_not_told_says_why() -> None:
    refused = queued(story(), state="refused", reason="not_in_channel")

    assert "refused: not_in_channel" in Read(page(status(), [refused])).words


def test_a_notice_is_shown_by_its_title() -> None:
    notice = queued(Notice("k", "bbc is unreachable", "since noon"))

    assert "bbc is unreachable" in Read(page(status(), [notice])).words


def test_nothing_that_others_wrote_gets_out_of_its_place() -> None:
    told = queued(
        story(headline=HOSTILE, outlet=HOSTILE, rungs=(Rung("w", HOSTILE, Severity.LOW, 1, ()),)),
        reason=HOSTILE,
        state="refused",
    )
    bad = SourceState("bbc", SourceCondition.GONE, reason=HOSTILE)
    read = Read(page(status(bad, config_problems=(HOSTILE,), config_changes=HOSTILE), [told]))

    assert not {"script", "img"} & {tag for tag, _ in read.tags}
    assert "".join(read.words).count(HOSTILE) == 8


def test_an_address_that_is_none_is_no_link() -> None:
    assert Read(page(status(), [queued(story(url="javascript:alert(1)"))])).links == []
