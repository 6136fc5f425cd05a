"""Generated hostile titles: no mention, no foreign link, no broken block, no cut letter."""

import json
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import cpu_count, get_context

import pytest
import regex

from alerts.message import BUDGET, LONGEST_TEXT, render
from alerts.text import ELLIPSIS, clean, weight
from monitor.demo.slack_standin_limits import SlackError, check_message
from tests.alerts.builders import alert
from tests.alerts.slack_markup import links, mentions
from tests.alerts.titles import title, told_under

TITLES = 20_000
MANY_TITLES = 1_000_000
SHARE = 5_000
SHORT = 60
"""Characters to which a title is cut."""


def wrong_with(headline: str) -> str:
    """What a message under the title does that it must not; nothing, if all is well."""
    story, ours = told_under(headline)
    message = render(alert(story))
    if mentions(message):
        return f"mentions {mentions(message)}"
    if not set(links(message)) <= ours:
        return f"links {links(message)}"
    if weight(message.text) > 2 * LONGEST_TEXT:
        return "text too long"
    if len(json.dumps(message.blocks, ensure_ascii=False)) > BUDGET:
        return "blocks too long"
    try:
        check_message({"text": message.text, "blocks": list(message.blocks)})
    except SlackError as error:
        return f"refused: {error}"
    return "" if cuts_no_letter(headline) else "cuts a letter"


def cuts_no_letter(headline: str) -> bool:
    """Whether what is kept of a title are whole letters, each with its marks."""
    short, whole = clean(headline, SHORT), clean(headline[: SHORT * 8], SHORT * 99)
    kept = regex.findall(r"\X", short.removesuffix(ELLIPSIS))
    return short == whole or kept == regex.findall(r"\X", whole)[: len(kept)]


def wrong(numbers: Sequence[int]) -> list[tuple[int, str]]:
    found = ((number, wrong_with(title(number))) for number in numbers)
    return [(number, said) for number, said in found if said]


def wrong_of_many(count: int) -> list[tuple[int, str]]:
    """All shares of so many titles, on all processors."""
    shares = [range(start, start + SHARE) for start in range(0, count, SHARE)]
    with ProcessPoolExecutor(cpu_count(), mp_context=get_context("spawn")) as pool:
        return [one for share in pool.map(wrong, shares) for one in share]


def test_no_title_mentions_links_breaks_or_is_cut_inside_a_letter() -> None:
    assert wrong_of_many(TITLES) == []


@pytest.mark.nightly
def test_of_a_million_titles_none_mentions_links_breaks_or_is_cut_inside_a_letter() -> None:
    assert wrong_of_many(MANY_TITLES) == []
