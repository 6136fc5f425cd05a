"""What is a change of an article, and what is only its page at another time of day."""

import pytest

from monitor.ingest.revision import digest_of, telling_lines
from tests.ingest.builders import PLAIN
from tests.storage.builders import article

TEXT = "\n".join(PLAIN)


def digest(*lines: str, title: str = "Roads") -> str:
    return digest_of(article(title=title, text="\n".join(lines)))


@pytest.mark.parametrize(
    "noise",
    [
        "Updated 12:40",
        "Last updated on 3 March 2026 at 14:05 GMT.",
        "Aktualisiert am 3. März 2026 um 14.05 Uhr.",
        "آخر تحديث: ٣ مارس ٢٠٢٦ الساعة ١٤:٠٥ بتوقيت غرينتش.",
        "Read also: What the mayor wore",
        "Photo: An Agency",
    ],
)
def test_what_is_told_in_no_sentence_is_no_part_of_the_article(noise: str) -> None:
    assert telling_lines(f"{noise}\n{TEXT}") == list(PLAIN)


def test_layout_signs_and_counters_change_nothing() -> None:
    before = digest("The “bridge” was opened on Monday.", "Read by 1,204 people so far.")

    assert digest('The "bridge" was  opened on Monday.', "Read by 1,377 people so far.") == before


@pytest.mark.parametrize(
    "after",
    [
        [*PLAIN, "The mayor denied it all."],
        PLAIN[1:],
        [PLAIN[0].replace("Monday", "Tuesday"), *PLAIN[1:]],
        [PLAIN[1], PLAIN[0], *PLAIN[2:]],
        ["The bridge fell, and 12 people who had been standing on it were taken to hospital."],
        ["ก" * 130],
    ],
    ids=["added", "removed", "one word", "order", "figures", "a script without full stops"],
)
def test_every_sentence_counts(after: list[str]) -> None:
    assert digest(*after) != digest(*PLAIN)
    assert digest(*PLAIN, title="Roads again") != digest(*PLAIN)


def test_figures_in_a_sentence_of_some_length_count() -> None:
    told = "The bridge fell, and {} people who had been standing on it were taken to hospital."

    assert digest(told.format(12)) != digest(told.format(14))
