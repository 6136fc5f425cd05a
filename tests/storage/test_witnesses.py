"""What pages beside sources have shown, and what of it the sources list."""

from datetime import timedelta

from monitor.model import FeedEntry, Sighted, Witness
from monitor.storage import announcements, articles, witnesses
from monitor.storage.store import Store
from tests.storage.builders import NOON, finding

PAGE = "https://gazette.example/"


def test_what_a_page_has_shown_comes_back_as_it_was(store: Store) -> None:
    first = Witness("gazette", PAGE)
    seen = Witness(
        "gazette",
        PAGE,
        since=NOON - timedelta(days=9),
        looked_at=NOON,
        silence=2.5,
        is_telling=False,
        known=("0a1b2c3d4e",),
        unlisted=(Sighted(f"{PAGE}كوبري", NOON),),
        silences=7.0,
        most=1.5,
        lag=timedelta(minutes=20),
        in_vain=2,
    )
    with store.begin() as db:
        assert witnesses.of(db, "gazette") is None
        witnesses.save(db, first)
        assert witnesses.of(db, "gazette") == first

        witnesses.save(db, seen)

        assert witnesses.of(db, "gazette") == seen
        assert witnesses.of(db, "herald") is None


def test_a_source_lists_what_it_announced_under_either_address(store: Store) -> None:
    with store.begin() as db:
        stored = articles.record(db, finding(url=f"{PAGE}bridge"), now=NOON)
        entry = FeedEntry("gazette", "guid-1", f"{PAGE}go/1", "A bridge is opened")
        article_id = stored.article_id
        announcements.keep(db, entry, f"{PAGE}go/1", note="", article_id=article_id, now=NOON)
        asked = [f"{PAGE}bridge", f"{PAGE}go/1", f"{PAGE}tunnel"]

        assert witnesses.listed(db, "gazette", asked) == set(asked[:2])
        assert witnesses.listed(db, "herald", asked) == set()
        assert witnesses.listed(db, "gazette", []) == set()
