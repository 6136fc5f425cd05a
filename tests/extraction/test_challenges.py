"""What a site shows instead of an article is told from an article, also from one about captchas."""

from pathlib import Path

import pytest

from monitor.extraction.challenges import challenge_of
from tests.extraction.builders import PARAGRAPH, URL, article_page, page, rss
from tests.extraction.goldens import HERE
from tests.extraction.real import ABSENT, real_pages


def shown(body: str, *, title: str = "", head: str = "", url: str = URL) -> str | None:
    return challenge_of(
        page(f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>", url=url)
    )


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        (
            "Just a moment...",
            "<noscript><span id=challenge-error-text>Enable JavaScript and cookies to continue"
            "</span></noscript><script>window._cf_chl_opt={cType:'managed'}</script>",
            "a challenge page (Cloudflare)",
        ),
        (
            "Attention Required! | Cloudflare",
            '<div id="cf-error-details"><h1>Sorry, you have been blocked</h1><p>This website is'
            " using a security service to protect itself from online attacks.</p></div>",
            "a challenge page (Cloudflare)",
        ),
        (
            "harbourpost.example",
            "<p>Please enable JS and disable any ad blocker</p><script>var dd={'rt':'c','cid':'A'}"
            "</script><script src='https://ct.captcha-delivery.com/c.js'></script>",
            "a challenge page (DataDome)",
        ),
        (
            "Access Denied",
            "<h1>Access Denied</h1>You don't have permission to access this on this server.<p>"
            "Reference #18.2d3 <p>https://errors.edgesuite.net/18.2d3",
            "a challenge page (Akamai)",
        ),
        (
            "Access to this page has been denied",
            "<h1>Press &amp; Hold to confirm you are a human</h1><div id=px-captcha></div>",
            "a challenge page (HUMAN)",
        ),
        (
            "",
            '<iframe src="/_Incapsula_Resource?CWUDNSAI=9">Request unsuccessful. Incapsula'
            " incident ID: 877-12</iframe>",
            "a challenge page (Imperva)",
        ),
        ("", "The requested URL was rejected. Your support ID is: 81", "a challenge page (F5)"),
        ("Checking", "<script>var a='/__qrator/validate'</script>", "a challenge page (Qrator)"),
        ("Robot Check", "<p>Type the characters you see.</p>", "a page that denies access"),
        ("403 Forbidden", "<h1>403 Forbidden</h1><hr>nginx", "a page that denies access"),
        ("Доступ ограничен", "<p>Ваш адрес в списке.</p>", "a page that denies access"),
        ("Un momento…", "<div class=spinner></div>", "a challenge page"),
        ("لحظة...", "<div class=spinner></div>", "a challenge page"),
        (
            "Harbour Post",
            "<div></div><noscript>You need to enable JavaScript to run this app.</noscript>",
            "a page that needs JavaScript",
        ),
        ("Post", "<p>Bitte aktivieren Sie JavaScript.</p>", "a page that needs JavaScript"),
        ("Пост", "<p>Включите JavaScript в браузере.</p>", "a page that needs JavaScript"),
        (
            "Anmelden",
            "<form><input type=text><input type='password'><button>Weiter</button></form>",
            "a login page",
        ),
    ],
)
def test_what_stands_in_the_way_is_named(title: str, body: str, expected: str) -> None:
    assert shown(body, title=title) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "We have detected unusual traffic from your network. Please solve the captcha.",
        "Are you a robot? To continue, please let us know you're not a robot",
        "Bitte bestätigen Sie, dass Sie kein Roboter sind.",
        "Veuillez confirmer que vous n'êtes pas un robot.",
        "Confirme que no es un robot para continuar.",
        "Подтвердите, что вы не робот",
        "Lütfen robot olmadığınızı doğrulayın",
        "Potwierdź, że nie jesteś robotem",
        "يرجى التأكد من أنك لست روبوت",
        "لطفا تایید کنید که ربات نیستید",
        "请完成安全验证后继续访问",
        "ロボットではないことを確認してください",
    ],
)
def test_a_few_words_to_robots_are_a_challenge_in_any_language(sentence: str) -> None:
    assert shown(f"<h1>Harbour Post</h1><p>{sentence}</p>") == "a challenge page"


@pytest.mark.parametrize(
    "words",
    [
        "We value your privacy. We and our 842 partners store and access information on a device,"
        " such as cookies, and process personal data.</p><p>Cookies serve personalised ads and"
        " content. You may change your mind in the privacy settings.</p><button>Accept all",
        "Um der Nutzung mit Werbung zuzustimmen, müssen Cookies in Ihrem Browser aktiviert sein."
        " Details in der Datenschutzerklärung.</p><button>Akzeptieren und weiter",
        "Szanowni Państwo, nasi partnerzy używają plików cookie. Zgodnie z RODO prosimy o zgodę na"
        " reklamy i ciasteczka.</p><button>Zgadzam się",
        "Med ditt samtykke bruker vi informasjonskapsler (cookies) for å gi deg en bedre"
        " opplevelse. Les mer om personvern.</p><button>Godta alle",
    ],
)
def test_a_page_that_is_all_about_consent_is_a_wall(words: str) -> None:
    assert shown(f"<div><p>{words}</button></div>", title="Harbour Post") == "a consent page"


@pytest.mark.parametrize(
    "url",
    [
        "https://consent.google.com/m?continue=https://news.google.com/",
        "https://consent.yahoo.com/v2/collectConsent?sessionId=3",
        "https://guce.advertising.com/consent",
        "https://myprivacy.harbourpost.example/consent?siteKey=x",
        "https://www.harbourpost.example/zustimmung?url=/a",
        "https://www.harbourpost.example/consent/tcf/story/1",
    ],
)
def test_a_redirect_to_a_consent_address_is_told_by_it(url: str) -> None:
    assert shown(f"<p>{PARAGRAPH}</p>" * 30, url=url) == "a consent page"


@pytest.mark.parametrize("protection", ["cdn-cgi/challenge-platform/jsd", "recaptcha/api.js"])
def test_a_protection_that_let_us_through_is_not_in_the_way(protection: str) -> None:
    watch = f'<script src="/{protection}"></script>'

    assert shown(f"<h1>Ferry</h1>{f'<p>{PARAGRAPH}</p>' * 3}{watch}") is None


def test_an_article_about_captchas_is_an_article() -> None:
    about = (
        "<p>Captchas ask whether you are a human, and prove less every year, the university said."
        " Its researchers let a model click the box that says 'I am not a robot' for a week.</p>"
        "<p>The box was passed on every site, with Cloudflare or DataDome behind it or not. Readers"
        " who do not enable JavaScript or cookies see captchas four times as often.</p>"
        "<p>Publishers answered that the alternative was a login, or access denied to all.</p>"
        "<p>Nobody at the ministry wanted to comment on the study, which ran in the autumn, on its"
        " cost, or on the plan to show it to the committee of the house next week.</p>"
    )

    assert shown(about * 2, title="Access denied: why captchas lose against machines") is None
    assert challenge_of(article_page(body=about)) is None


def test_an_article_with_a_cookie_banner_is_an_article() -> None:
    banner = "<div>We use cookies and share data with partners. Privacy. <b>Accept</b></div>"

    assert shown(f"<h1>Ferry</h1><p>{PARAGRAPH}</p><p>{PARAGRAPH}</p>{banner}") is None
    assert challenge_of(article_page(body=banner)) is None


@pytest.mark.parametrize(
    "path", sorted((HERE / "pages").glob("*.html")), ids=lambda path: path.stem
)
def test_of_our_goldens_only_the_wall_is_one(path: Path) -> None:
    wall = "a consent page" if path.stem == "cookie_wall" else None

    assert challenge_of(page(path.read_bytes())) == wall


def test_partners_that_agree_are_no_wall() -> None:
    told = (
        "The coalition partner agreed to continue. A partner of both accepted the consent decree."
    )

    assert shown(f"<h1>Ferry</h1><p>{told}</p><p>{told}</p>") is None


def test_a_feed_that_writes_of_challenges_is_a_feed() -> None:
    item = "<item><title>Just a moment</title><description>_cf_chl_opt</description></item>"

    assert challenge_of(page(rss(item), content_type="application/rss+xml")) is None


def test_no_real_page_is_taken_for_a_challenge() -> None:
    pages = real_pages() or pytest.skip(ABSENT)

    assert [real.url for real in pages if challenge_of(page(real.html, url=real.url))] == []


@pytest.mark.parametrize("body", [b"", b"\0\xff", b"{}", b"<html>", b"%PDF-1.7"])
def test_what_is_no_page_is_no_challenge(body: bytes) -> None:
    assert challenge_of(page(body)) is None
