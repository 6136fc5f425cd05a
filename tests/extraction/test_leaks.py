"""What is known of a source takes out of an article what is not of it, and nothing else."""

from collections import Counter
from dataclasses import replace

import pytest

from monitor.extraction.leaks import Known, fingerprints, known_of, without_leaks
from monitor.extraction.pages import read_page
from monitor.model import Article, Tier
from tests.extraction.builders import PARAGRAPH, article_page

TEASED = "Lantern Brigades claim the attack on the northern bridge"
NEWSLETTER = "Sign up for the Harbour Briefing by Otto Varga"
LIFE = (
    "Mina Aster is a reporter who has written about the harbour since 2011, first for the Star and"
    " then for the Post; she lives with Jo Field, two dogs and a boat on the bay."
)
BACKGROUND = (
    "The Lantern Brigades, which the government has called an unlawful group since 2019, are led by"
    " Milos Kern and hold two of the seven villages above the northern bridge, as all of them say."
)


def article(*lines: str, title: str = "Ferry sails every hour") -> Article:
    read = read_page(article_page(), tier=Tier.CAREFUL)
    return replace(read, title=title, text="\n".join(lines))


def story(number: int) -> str:
    return f"{number}. {PARAGRAPH} It was the {number}th time that week, and will not be the last."


def kept(told: Article, known: Known) -> list[str]:
    return without_leaks(told, known).text.splitlines()


@pytest.mark.parametrize(
    "leak",
    [
        TEASED,
        TEASED.upper(),
        f"Read more: {TEASED}",
        f"ALSO READ | {TEASED}",
        f"{TEASED} 3 hours ago",
        f"• {TEASED} (with video)",
    ],
)
def test_another_articles_headline_is_no_line_of_this_one(leak: str) -> None:
    told = article(story(1), leak, story(2))

    assert kept(told, known_of([TEASED], {})) == [story(1), story(2)]


@pytest.mark.parametrize(
    "title", ["القوات الأمنية تغلق الجسر الشمالي", "港口办公室宣布渡轮每小时开一班"]
)
def test_a_headline_is_known_in_every_script(title: str) -> None:
    told = article(story(1), title, story(2))

    assert kept(told, known_of([title], {})) == [story(1), story(2)]


@pytest.mark.parametrize(
    ("title", "line"),
    [
        (TEASED, f"On Sunday, “{TEASED}”, the ministry wrote, and then took it back within hours."),
        (TEASED, f"{TEASED}, police said on Sunday morning."),
        (TEASED, TEASED + " and later that night withdrew the claim." + story(3)),
        ("Iran", "Iran said that it would answer."),
        ("Ferry sails every hour", "Ferry sails every hour"),
    ],
    ids=[
        "within a sentence",
        "told in a line",
        "at the start of a paragraph",
        "a short one",
        "its own",
    ],
)
def test_words_that_are_also_a_headline_stay_in_the_text(title: str, line: str) -> None:
    told = article(story(1), line, story(2))

    assert kept(told, known_of([title], {})) == [story(1), line, story(2)]


def test_a_quote_of_its_own_stays_though_another_headline_quotes_it_too() -> None:
    quote = "Nobody will have to wait for longer than that"
    told = article(f"{quote}, said the mayor of the town. {story(1)}", quote, story(2))

    assert kept(told, known_of([quote], {})) == told.text.splitlines()


def test_its_own_headline_is_no_teaser_however_its_feed_words_it() -> None:
    lead = f"{TEASED}, police say"
    told = article(story(1), lead, title="Attack on the bridge")

    assert without_leaks(told, known_of([TEASED], {}), announced=TEASED) is told
    assert without_leaks(told, known_of([TEASED], {})) is not told


def after(*earlier: Article) -> Known:
    """What is known once these were read."""
    return known_of((), Counter(one for told in earlier for one in fingerprints(told.text)))


def test_a_line_of_three_other_articles_is_of_the_page() -> None:
    told = article(story(9), NEWSLETTER, story(10))

    assert kept(told, after(*(article(story(n), NEWSLETTER) for n in range(2)))) == [
        story(9),
        NEWSLETTER,
        story(10),
    ]
    assert kept(told, after(*(article(story(n), NEWSLETTER) for n in range(3)))) == [
        story(9),
        story(10),
    ]


def test_the_life_of_an_author_is_a_notice() -> None:
    known = after(*(article(story(n), LIFE) for n in range(3)))

    assert kept(article(story(9), LIFE), known) == [story(9)]


@pytest.mark.parametrize(
    "sentence",
    [
        BACKGROUND,
        "The Lantern Brigades denied any part in the attack.",
        "نفت كتائب الفانوس أي دور لها في الهجوم على الجسر الشمالي.",
        "灯笼旅否认参与了对北部桥梁的袭击，并要求政府道歉并赔偿损失。",
    ],
)
def test_the_background_of_a_story_that_goes_on_stays(sentence: str) -> None:
    known = after(*(article(story(n), sentence) for n in range(20)))

    assert kept(article(story(30), sentence), known) == [story(30), sentence]


def test_the_same_article_at_another_address_keeps_its_text() -> None:
    told = article("A short line of news.", "Another one, as short.", "And a third.")

    assert without_leaks(told, after(*[told] * 5)) == told


def test_nothing_known_changes_nothing() -> None:
    told = article(story(1), TEASED, NEWSLETTER)

    assert without_leaks(told, Known()) is told


def test_of_a_newspaper_that_is_known_no_page_holds_a_name_from_beside_the_article() -> None:
    """Twenty articles that an extractor has read with everything that stood around them."""
    titles = [f"Minister Number{n} Speaks of the Bridge in the Harbour Today" for n in range(21)]
    pages = [
        article(
            "Advertisement",
            story(n),
            f"Related: {titles[(n + 1) % 21]}",
            f"Person{n} Named{n} told the Post that it was so, and that it would stay so for long.",
            story(n + 50),
            NEWSLETTER,
            titles[(n + 5) % 21],
            LIFE,
            title=titles[n],
        )
        for n in range(21)
    ]
    known = known_of(titles, after(*pages[:20]).lines)

    last = kept(pages[20], known)

    assert last == [pages[20].text.splitlines()[number] for number in (1, 3, 4)]
