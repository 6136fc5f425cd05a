"""No token reaches a log, whatever carries it."""

from monitor.logs import mask_tokens


def test_a_token_is_masked_wherever_it_stands_in_an_event() -> None:
    token = "-".join(["xoxb", "1234", "5678", "abcdefgh"])
    event = {"event": f"sent with {token}", "error": ValueError(token), "of": [token], "n": 3}

    masked = mask_tokens(None, "info", event)

    assert token not in str(masked)
    assert masked["n"] == 3


def test_a_webhook_address_is_masked() -> None:
    masked = mask_tokens(None, "info", {"event": "POST https://hooks.slack.com/services/T0/B0/xyz"})

    assert "services" not in masked["event"]
