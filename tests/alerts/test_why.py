"""Why it rang, in words, from what was written down."""

from datetime import timedelta

from alerts.planning import tell
from alerts.why import why
from monitor.model import (
    AlertSettings,
    Article,
    Fate,
    Finding,
    FoundMatch,
    Match,
    Mention,
    Precision,
    Severity,
    Tier,
)
from monitor.storage import articles, outbox, stories
from monitor.storage.evidence import evidence_of
from monitor.storage.store import Store
from tests.alerts.builders import CHANNEL, NOON, rung, story

TEXT = "Gunmen of Kataeb Hizbullah left."


def keep(db, number: int, *matches: FoundMatch) -> int:  # type: ignore[no-untyped-def]
    article = Article(
        source_id="example",
        url=f"https://news.example/{number}",
        title="Militia leaves",
        text=TEXT,
        tier=Tier.CAREFUL,
        published_at=NOON - timedelta(hours=1),
        precision=Precision.MINUTE,
        language="en",
        authors=(),
        fetched_at=NOON,
    )
    finding = Finding(f"key-{number}", article, Fate.STORED, matches, rings=bool(matches))
    return articles.record(db, finding, now=NOON).article_id


def found() -> FoundMatch:
    start = TEXT.index("Kataeb")
    mention = Mention(
        "kataib-hezbollah", "text", start, start + 16, "Kataeb Hizbullah", "Kata'ib Hezbollah",
        "name", 92.0, ("Kataeb for Kata'ib 92", "Hizbullah for Hezbollah 92"),
    )  # fmt: skip
    match = Match("kataib-hezbollah", 92.0, (mention, mention))
    return FoundMatch(match, "Kata'ib Hezbollah", Severity.HIGH)


def test_it_says_what_was_read_what_matched_how_it_was_grouped_and_where_it_was_told(
    store: Store,
) -> None:
    with store.begin() as db:
        first, copy = keep(db, 1, found()), keep(db, 2, found())
        stories.open_story(db, "s1", first, (), now=NOON)
        stories.join(db, "s1", copy, share=0.87, is_own_text=False)
        told = story(rung(), id="s1", url="https://news.example/1")
        outbox.put(db, told, key="s1", now=NOON)
        settings = AlertSettings(channel=CHANNEL)
        outbox.plan(db, lambda db, entry: tell(db, entry, settings=settings, now=NOON), now=NOON)

        opened = evidence_of(db, "https://news.example/1")
        joined = evidence_of(db, "https://news.example/2")

    assert opened is not None
    assert joined is not None
    assert why(opened) == (
        "Fetched 22 Nov 2026 12:00 UTC from example, read carefully; en.",
        "Kata'ib Hezbollah (high), score 92:",
        "  • Text: “Kataeb Hizbullah” is the name “Kata'ib Hezbollah”, score 92:"
        " Kataeb for Kata'ib 92; Hizbullah for Hezbollah 92",
        "It opened the story s1; 1 other article tells it.",
        f"For {CHANNEL}: waiting.",
    )
    assert (
        "It tells the story s1, which https://news.example/1 opened: 87% of the shorter text stands"
        " in the longer."
    ) in why(joined)


def test_an_article_that_names_nothing_says_so_and_an_unknown_one_has_no_evidence(
    store: Store,
) -> None:
    with store.begin() as db:
        keep(db, 1)

        plain = evidence_of(db, "https://news.example/1")

        assert evidence_of(db, "https://news.example/9") is None
    assert plain is not None
    assert why(plain)[1:] == ("It names nothing that is watched.",)
