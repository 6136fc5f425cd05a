from monitor.model import Form, Passage, Watch, Watchlist
from monitor.vetting import trial
from monitor.vetting.trial import Tried

WATCH = Watch("qs", "Qassem Suleimani", (Form("Qassem Suleimani", "name"),))


def article(number: int, text: str) -> Tried:
    return Tried(Passage(text, title=f"Piece {number}"), f"https://n.example/{number}")


def test_articles_that_would_have_rung_are_shown_with_what_rings() -> None:
    tried = trial(
        WATCH,
        Watchlist(()),
        [
            article(1, "The general Qasem Soleimani was seen in Baghdad."),
            article(2, "Qasem Soleimani again."),
            article(3, "Nothing of the kind."),
        ],
    )

    assert tried.articles == 3
    assert [title for title, _, _ in tried.rang] == ["Piece 1", "Piece 2"]
    assert [(one.surface, one.articles) for one in tried.found] == [("Qasem Soleimani", 2)]
    assert "[Qasem Soleimani] was seen" in tried.rang[0][2]


def test_spellings_that_nearly_ring_are_told_apart() -> None:
    watch = Watch("qs", "Qassem Suleimani", WATCH.forms, threshold=99)

    tried = trial(watch, Watchlist(()), [article(1, "Here Qasem Soleimani was seen.")])

    assert tried.rang == ()
    assert [one.surface for one in tried.near] == ["Qasem Soleimani"]


def test_decoys_take_their_own_words() -> None:
    watch = Watch("h", "Hezbollah", (Form("Hezbollah", "name"),))
    passages = [article(1, "The Hezbollah Cycling Club met.")]

    assert trial(watch, Watchlist(()), passages).rang
    assert not trial(watch, Watchlist((), decoys=("Hezbollah Cycling Club",)), passages).rang
