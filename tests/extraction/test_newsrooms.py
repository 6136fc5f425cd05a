"""When was it published? On pages in the manner of newsrooms and content systems of many countries.

Each page also shows other dates, as real ones do: today's in the masthead, those of other articles
in a list, those of events in the text.
"""

import pytest

from monitor.extraction.pages import read_page
from monitor.model import Page, Tier
from tests.extraction.builders import PARAGRAPH, URL, page

MASTHEAD = {"en": "Sunday, November 22, 2026", "ru": "22 ноября 2026", "fa": "۱ آذر ۱۴۰۵"}


def newspaper(head: str, stamp: str, *, lang: str, url: str = URL, above: str = "") -> Page:
    """A page with a headline, what the newsroom puts beside it, and a list of other articles."""
    today = MASTHEAD.get(lang[:2], "22.11.2026")
    others = "".join(
        f'<li><a href="/o{day}">Another story of the harbour that is not this one</a>'
        f' <time datetime="2026-10-{day}T08:00:00Z">{day}.10.2026 08:00</time></li>'
        for day in range(11, 17)
    )
    return page(
        f'<!doctype html><html lang="{lang}"><head><title>Ferry</title>{head}</head><body>'
        f'<div class="top"><span>{today}</span> <ul><li><a href="/">Home</a></li>'
        '<li><a href="/p">Politics</a></li><li><a href="/s">Sport</a></li></ul></div>'
        f'<main><div class="story"><div class="kicker">{above}</div><h1>Ferry sails every hour</h1>'
        f'<div class="meta">{stamp}</div><div class="text"><p>On 3 May 2024 the bridge was closed.'
        f" {PARAGRAPH}</p><p>{PARAGRAPH}</p><p>{PARAGRAPH}</p></div></div></main>"
        f"<aside><h2>Most read</h2><ul>{others}</ul></aside></body></html>",
        url=url,
    )


def found(answer: Page) -> str | None:
    """As ISO has it: with the clock where the minute is known."""
    article = read_page(answer, tier=Tier.QUICK)
    if article.published_at is None:
        return None
    return article.published_at.strftime("%Y-%m-%d" + "T%H:%M" * (article.precision == "minute"))


def ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (  # WordPress with Yoast: the page has the minute, the article is a part of it
            ld(
                '{"@context":"https://schema.org","@graph":[{"@type":"WebPage","@id":"/a",'
                '"datePublished":"2026-11-20T06:30:11+00:00","dateModified":"2026-11-21T09:00:00Z"},'
                '{"@type":"Person","name":"Mina Aster"}]}'
            ),
            "2026-11-20T06:30",
        ),
        (  # Arc: a list with several objects; others on the page come first
            ld('[{"@type":"Organization"},{"@type":["ReportageNewsArticle"],"headline":"Ferry",'
               '"datePublished":"2026-11-20T06:30:11.123Z"}]'),
            "2026-11-20T06:30",
        ),
        (  # of several articles, the one of the headline
            ld('{"@type":"NewsArticle","headline":"Another","datePublished":"2026-10-01T01:00:00Z"}')
            + ld('{"@type":"NewsArticle","headline":"Ferry sails every&nbsp;hour",'
                 '"datePublished":"2026-11-20T09:30:00+03:00"}'),
            "2026-11-20T06:30",
        ),
        (ld('{"@graph":{"mainEntity":{"@type":"BlogPosting","datePublished":"2026-11-20T06:30Z"}}}'),
         "2026-11-20T06:30"),
        (ld('{"@type":"LiveBlogPosting","datePublished":"2026-11-20T06:30:00Z","liveBlogUpdate":['
            '{"@type":"BlogPosting","datePublished":"2026-11-22T06:30:00Z"}]}'),
         "2026-11-20T06:30"),
        (ld('{"@type":"NewsArticle","headline":"The "ferry" sails",\n'
            '"datePublished" : "2026-11-20T06:30:00Z","articleBody":"half'), "2026-11-20T06:30"),
        (ld("{&quot;@type&quot;:&quot;NewsArticle&quot;,"
            "&quot;datePublished&quot;:&quot;2026-11-20T06:30:00Z&quot;}"), "2026-11-20T06:30"),
        (ld('{"@type":"NewsArticle","datePublished":1795156200}'), "2026-11-20T06:30"),
        (ld('{"@type":"NewsArticle","datePublished":"1795156200000"}'), "2026-11-20T06:30"),
        (ld('{"@type":"NewsArticle","datePublished":{"@value":"2026-11-20T06:30:00Z"}}'),
         "2026-11-20T06:30"),
        (ld('{"@type":"NewsArticle","datePublished":"Fri, 20 Nov 2026 06:30:00 GMT"}'),
         "2026-11-20T06:30"),
        (ld('{"@type":"NewsArticle","datePublished":"20 Kasım 2026 09:30 +03:00"}'),
         "2026-11-20T06:30"),
        *(
            (ld(f'{{"@type":"NewsArticle","datePublished":"{date}"}}'), "2026-11-20T06:30")
            for date in (
                "Fri Nov 20 06:30:00 UTC 2026",
                "Fri Nov 20 2026 09:30:00 GMT+0300 (Eastern European Standard Time)",
                "2026-11-20T06:30:00+00:00Z",
                "2026-11-20 09:30:00 +0300 GMT",
                "2026-11-20T01:30:00-05:00[America/New_York]",
                "2026年11月20日 06:30",
                "20.11.2026 06:30",
                "20/11/2026 06:30:00",
            )
        ),
        (ld('{"@type":"CollectionPage","datePublished":"2026-11-20T06:30:00Z"}'),
         "2026-11-20T06:30"),
        # a day gets its minute from whoever has it, on that day
        (ld('{"@type":"NewsArticle","datePublished":"2026-11-20"}')
         + meta("article:published_time", "2026-11-20T09:30:00+03:00"), "2026-11-20T06:30"),
        (ld('{"@type":"NewsArticle","datePublished":"2026-11-20"}')
         + meta("date", "2026-11-22T10:00:00Z"), "2026-11-20"),
        # a local time gets its zone from whoever says it
        (ld('{"@type":"NewsArticle","datePublished":"2026-11-20 12:00:00"}')
         + meta("article:published_time", "2026-11-20T12:00:00+05:30"), "2026-11-20T06:30"),
        (ld('{"@type":"NewsArticle","datePublished":"2026-11-20 12:00:00"}')
         + meta("dc.date", "2026-11-20T13:11:07+05:30"), "2026-11-20T12:00"),
        # modified is not published
        (ld('{"@type":"NewsArticle","dateModified":"2026-11-22T10:00:00Z"}')
         + meta("article:modified_time", "2026-11-22T10:00:00Z")
         + meta("article:published_time", "2026-11-20T06:30:00Z"), "2026-11-20T06:30"),
        # what templates leave unfilled
        (ld('{"@type":"NewsArticle","datePublished":"0001-01-01T00:00:00Z"}')
         + meta("og:article:published_time", "2026-11-20T06:30:00Z"), "2026-11-20T06:30"),
        (ld('{"@type":"NewsArticle","datePublished":"{{date}}"}')
         + meta("parsely-pub-date", "2026-11-20T06:30:00Z"), "2026-11-20T06:30"),
        *(
            (meta(name, "2026-11-20T06:30:00Z"), "2026-11-20T06:30")
            for name in (
                "sailthru.date",
                "DC.date.issued",
                "cXenseParse:recs:publishtime",
                "datePublished",
                "pubdate",
                "publish-date",
                "bt:pubDate",
                "iso-8601-publish-date",
                "mediator_published_time",
                "weibo:article:create_at",
            )
        ),
    ],
)  # fmt: skip
def test_what_is_said_to_machines_is_read_in_every_shape(head: str, expected: str) -> None:
    assert found(newspaper(head, "By Mina Aster", lang="en")) == expected


@pytest.mark.parametrize(
    ("lang", "stamp", "expected"),
    [
        ("en", "By Mina Aster | Published November 20, 2026 6:30 AM UTC", "2026-11-20T06:30"),
        ("en-GB", "20/11/2026 06:30 GMT", "2026-11-20T06:30"),
        ("en-GB", "5/11/2026", "2026-11-05"),
        ("en-US", "11/5/2026 6:30 AM EST", "2026-11-05T11:30"),
        ("en", "Fri 20 Nov 2026 06.30 GMT", "2026-11-20T06:30"),
        ("en", "First published 20th November, 2026 | Updated 21st November, 2026", "2026-11-20"),
        ("en", "<p>Updated: 21 November 2026</p><p>Posted: 20 November 2026</p>", "2026-11-20"),
        ("de", "Veröffentlicht am 20.11.2026, 07:30 Uhr MEZ", "2026-11-20T06:30"),
        ("de", "Stand: 20. November 2026", "2026-11-20"),
        ("fr", "Publié le 20 novembre 2026 à 06h30", "2026-11-20T06:30"),
        ("fr", "<span>Mis à jour le 21/11/2026</span><p>Publié le 1er novembre 2026", "2026-11-01"),
        ("es", "20 de noviembre de 2026 - 06:30", "2026-11-20T06:30"),
        ("it", "20 novembre 2026 alle 06:30", "2026-11-20T06:30"),
        ("pt", "20 de novembro de 2026 às 6h30", "2026-11-20T06:30"),
        ("nl", "20 november 2026, 06:30", "2026-11-20T06:30"),
        ("pl", "20 listopada 2026, 06:30", "2026-11-20T06:30"),
        ("hr", "20. listopada 2026. 06:30", "2026-10-20T06:30"),
        ("cs", "20. listopadu 2026 6:30", "2026-11-20T06:30"),
        ("hu", "2026. november 20. 06:30", "2026-11-20T06:30"),
        ("ro", "20 noiembrie 2026, 06:30", "2026-11-20T06:30"),
        ("sv", "Publicerad 20 november 2026 kl. 06.30", "2026-11-20T06:30"),
        ("fi", "Julkaistu 20.11.2026 klo 6:30", "2026-11-20T06:30"),
        ("lt", "2026 m. lapkričio 20 d. 06:30", "2026-11-20T06:30"),
        ("el", "20 Νοεμβρίου 2026, 06:30", "2026-11-20T06:30"),
        ("bg", "20 ноември 2026 06:30", "2026-11-20T06:30"),
        ("sr", "20. новембар 2026. 06:30", "2026-11-20T06:30"),
        ("ru", "20 ноября 2026, 09:30 MSK", "2026-11-20T06:30"),
        ("uk", "20 листопада 2026, 06:30", "2026-11-20T06:30"),
        ("tr", "Giriş Tarihi: 20 Kasım 2026 - 06:30", "2026-11-20T06:30"),
        ("tr", "<p>Güncelleme: 21.11.2026 10:00</p><p>Oluşturulma: 20.11.2026 06:30",
         "2026-11-20T06:30"),
        ("az", "20 noyabr 2026 06:30", "2026-11-20T06:30"),
        ("ar", "نُشر في ٢٠ نوفمبر ٢٠٢٦ - ٠٦:٣٠", "2026-11-20T06:30"),
        ("ar", "الجمعة 20 تشرين الثاني 2026 الساعة 06:30", "2026-11-20T06:30"),
        ("ar", "2026/11/20 06:30", "2026-11-20T06:30"),
        ("fa", "۲۹ آبان ۱۴۰۵ - ۰۶:۳۰", "2026-11-20T06:30"),
        ("fa", "تاریخ انتشار: ۱۴۰۵/۰۸/۲۹ ۰۶:۳۰", "2026-11-20T06:30"),
        ("ur", "20 نومبر 2026", "2026-11-20"),
        ("he", "20 נובמבר 2026, 06:30", "2026-11-20T06:30"),
        ("hi", "20 नवंबर 2026 06:30", "2026-11-20T06:30"),
        ("bn", "প্রকাশ: ২০ নভেম্বর ২০২৬, ০৬:৩০", "2026-11-20T06:30"),
        ("th", "20 พฤศจิกายน 2569 06:30", "2026-11-20T06:30"),
        ("vi", "Thứ sáu, 20/11/2026, 13:30 (GMT+7)", "2026-11-20T06:30"),
        ("id", "Jumat, 20 November 2026 13:30 WIB", "2026-11-20T06:30"),
        ("zh", "2026年11月20日 06:30 来源：新华", "2026-11-20T06:30"),
        ("ja", "2026年11月20日 6時30分", "2026-11-20T06:30"),
        ("ko", "입력 2026.11.20. 오후 3:30", "2026-11-20T15:30"),
    ],
)  # fmt: skip
def test_a_date_beside_the_headline_is_read_in_its_language(
    lang: str, stamp: str, expected: str
) -> None:
    assert found(newspaper("", stamp, lang=lang)) == expected
    assert found(newspaper("", "", lang=lang, above=stamp)) == expected


@pytest.mark.parametrize(
    ("stamp", "url", "expected"),
    [
        ('<time class="entry-date published" datetime="2026-11-20T06:30:00+00:00">x</time>'
         '<time class="updated" datetime="2026-11-21T06:30:00+00:00">y</time>', URL,
         "2026-11-20T06:30"),
        ('<time class="updated" datetime="2026-11-21T06:30:00+00:00">y</time>', URL, None),
        ('<span itemprop="datePublished" content="2026-11-20T06:30:00Z">2 days ago</span>', URL,
         "2026-11-20T06:30"),
        ("an hour ago", "https://n.example/2026/11/20/ferry", "2026-11-20"),
        ("20 November 2026, 06:30", "https://n.example/2026/nov/20/ferry", "2026-11-20T06:30"),
        ("20 November 2026, 06:30", "https://n.example/2026-11-20/ferry", "2026-11-20T06:30"),
        ("3 March 2026", "https://n.example/news/20261120/ferry", "2026-11-20"),
        ("by Mina", "https://n.example/news/20269999/ferry-2026-11", None),
        ('<script>window.__STATE__={"publishedAt":"2026-11-20T06:30:00Z"}</script>', URL,
         "2026-11-20T06:30"),
        ('<script>x={"publishedAt":"2026-11-20T06:30:00Z"},y={"publishedAt":"2026-11-01T06:30Z"}'
         "</script>", URL, None),
        ("by Mina", URL, None),
    ],
)  # fmt: skip
def test_what_is_shown_is_checked_by_the_address(
    stamp: str, url: str, expected: str | None
) -> None:
    assert found(newspaper("", stamp, lang="en", url=url)) == expected
