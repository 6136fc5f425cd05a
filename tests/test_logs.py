"""No token reaches a log, whatever carries it."""

import pytest
import structlog

from monitor.logs import mask_tokens, set_up_logs


def test_a_token_is_masked_wherever_it_stands_in_an_event() -> None:
    token = "-".join(["xoxb", "1234", "5678", "abcdefgh"])
    event = {"event": f"sent with {token}", "error": ValueError(token), "of": [token], "n": 3}

    masked = mask_tokens(None, "info", event)

    assert token not in str(masked)
    assert masked["n"] == 3


def test_a_webhook_address_is_masked() -> None:
    masked = mask_tokens(None, "info", {"event": "POST https://hooks.slack.com/services/T0/B0/xyz"})

    assert "services" not in masked["event"]


def test_logs_go_to_the_standard_error_of_the_moment(capsys: pytest.CaptureFixture[str]) -> None:
    log = structlog.get_logger()

    set_up_logs()
    log.info("source read", source="bbc")

    assert "source read" in capsys.readouterr().err
