"""No secret reaches a log, whatever carries it; and each form can be read by whom it is for."""

import json
import logging
import sys
from collections.abc import Iterator

import pytest
import structlog

from monitor.config.environment import read_secrets
from monitor.logs import Form, Mask, secrets_of, set_up_logs

TOKEN = "-".join(["xoxb", "1234", "5678", "abcdefgh"])
HOOK = "https://hooks.slack.com/services/T0/B0/xyzxyz"
ODD = 'p"w \\ ü/@1'


@pytest.fixture(autouse=True)
def _hook_as_it_was() -> Iterator[None]:
    before = sys.excepthook
    yield
    sys.excepthook = before


@pytest.mark.parametrize(
    "text",
    [
        f"sent with {TOKEN}",
        f"POST {HOOK}",
        "postgresql://tocsin:hunter22@db.example/news",
        "proxy http://:hunter22@proxy.example:3128 refused",
    ],
)
def test_what_looks_like_a_secret_is_masked(text: str) -> None:
    masked = Mask()(text)

    assert "[masked]" in masked
    for secret in (TOKEN, "services/T0", "hunter22"):
        assert secret not in masked


def test_an_address_without_a_password_stays_as_it_is() -> None:
    for text in ("https://news.example:8080/a@b", "sqlite:////var/x.db", "mail a:b@c"):
        assert Mask()(text) == text


def test_what_is_known_is_masked_however_it_is_written() -> None:
    mask = Mask([ODD])

    for text in (ODD, repr(ODD), json.dumps(ODD), "p%22w%20%5C%20%C3%BC%2F%401"):
        assert mask(f"before {text} after").strip("'\"") not in text
        assert "p" + ODD[1:3] not in mask(text)
        assert "%22w" not in mask(text)


def test_what_is_too_short_to_be_a_secret_is_no_reason_to_spoil_words() -> None:
    assert Mask(["a", ""])("a cat") == "a cat"


def test_the_secrets_of_a_process_are_its_tokens_addresses_and_passwords() -> None:
    secrets = read_secrets({
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_WEBHOOK_URL": HOOK,
        "TOCSIN_DOOR_CALL": "mailtos://me:door-word@mail.example",
        "SLACK_API_URL": "http://api:api-word@slack.example/",
    })  # fmt: skip
    environ = {"HTTPS_PROXY": "http://me:proxy-word@proxy.example", "HOME": "/home/me"}

    found = secrets_of(secrets, "postgresql://me:db-word@db.example/news", environ)

    assert {TOKEN, HOOK, "door-word", "api-word", "proxy-word", "db-word"} <= set(found)
    assert "/home/me" not in found


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_part_of_an_event_carries_a_secret_out(
    form: Form, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logs(form=form, secrets=["hunter22"])
    log = structlog.get_logger()

    log.info(f"sent with {TOKEN}", error=ValueError(TOKEN), of=[{"hunter22": TOKEN}], n=3)
    logging.getLogger("some.library").warning("GET %s", HOOK)
    try:
        raise ValueError(f"refused hunter22 at {HOOK}")
    except ValueError:
        log.exception("failed")

    out = capsys.readouterr()
    for secret in (TOKEN, "hunter22", "services/T0"):
        assert secret not in out.out + out.err
    assert out.err.count("[masked]") >= 6


def test_a_crash_is_an_event_like_any_other(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(form="json", secrets=["hunter22"])
    error = ZeroDivisionError("hunter22")

    sys.excepthook(type(error), error, None)

    told = json.loads(capsys.readouterr().err)
    assert (told["event"], told["level"]) == ("crashed", "critical")
    assert "ZeroDivisionError: [masked]" in told["exception"]


def test_for_programs_each_line_is_an_object(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(form="json")

    structlog.get_logger().info("source read", source="bbc", new=3, title="كتائب\nحزب")
    logging.getLogger("some.library").warning("slow")

    first, second = map(json.loads, capsys.readouterr().err.splitlines())
    assert first["event"] == "source read"
    assert (first["source"], first["new"], first["level"]) == ("bbc", 3, "info")
    assert first["title"] == "كتائب\nحزب"
    assert first["timestamp"].endswith("Z")
    assert (second["event"], second["level"]) == ("slow", "warning")


def test_logs_go_to_the_standard_error_of_the_moment(capsys: pytest.CaptureFixture[str]) -> None:
    log = structlog.get_logger()

    set_up_logs()
    log.info("source read", source="bbc")

    assert "source read" in capsys.readouterr().err
