from pathlib import Path

import pytest

from monitor.config.environment import Secret, door_variable, read_database, read_secrets
from monitor.errors import UsageError

TOKEN = "xoxb-very-secret"  # what no message may show


def test_an_environment_that_says_nothing_leaves_the_defaults() -> None:
    secrets = read_secrets({})

    assert secrets.slack_bot_token is None
    assert secrets.slack_app_token is None
    assert secrets.slack_webhook_url is None
    assert secrets.slack_api_url == "https://slack.com/api/"
    assert read_database({}) is None


def test_secrets_are_read_and_masked() -> None:
    secrets = read_secrets(
        {
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_APP_TOKEN": "xapp-1",
            "SLACK_WEBHOOK_URL": "https://hooks.slack.com/services/T/B/x",
        }
    )

    assert secrets.slack_bot_token == Secret(TOKEN)
    assert secrets.slack_bot_token.reveal() == TOKEN
    assert secrets.slack_app_token == Secret("xapp-1")
    assert secrets.slack_webhook_url == Secret("https://hooks.slack.com/services/T/B/x")
    for shown in (repr(secrets), str(secrets), f"{secrets.slack_bot_token}"):
        assert "secret" not in shown
        assert "hooks" not in shown


def test_a_token_of_another_kind_is_taken() -> None:
    assert read_secrets({"SLACK_BOT_TOKEN": "stand-in"}).slack_bot_token == Secret("stand-in")


def test_empty_is_unset() -> None:
    environ = {"SLACK_BOT_TOKEN": "", "SLACK_API_URL": "", "TOCSIN_DATABASE": " "}

    assert read_secrets(environ) == read_secrets({})
    assert read_database(environ) is None


def test_a_secret_may_be_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n")

    environ = {"SLACK_BOT_TOKEN_FILE": str(file), "SLACK_BOT_TOKEN": ""}

    assert read_secrets(environ).slack_bot_token == Secret(TOKEN)


def test_a_database_may_be_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "url"
    file.write_text("postgresql://tocsin@db/tocsin\n")

    assert read_database({"TOCSIN_DATABASE_FILE": str(file)}) == "postgresql://tocsin@db/tocsin"


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/api", "http://127.0.0.1:9/api//"])
def test_the_address_of_slack_ends_in_one_slash(url: str) -> None:
    assert read_secrets({"SLACK_API_URL": url}).slack_api_url == "http://127.0.0.1:9/api/"


@pytest.mark.parametrize(
    ("environ", "told"),
    [
        (
            {"SLACK_BOT_TOKEN": TOKEN, "SLACK_BOT_TOKEN_FILE": "/run/secrets/slack"},
            "both SLACK_BOT_TOKEN and SLACK_BOT_TOKEN_FILE are set; unset one of them",
        ),
        (
            {"SLACK_APP_TOKEN": f"{TOKEN}\nnext"},
            "SLACK_APP_TOKEN holds white space or letters that no token has; copy it anew from "
            "https://api.slack.com/apps",
        ),
        (
            {"SLACK_WEBHOOK_URL": "very-secret"},
            "SLACK_WEBHOOK_URL is not an http or https address; it starts with "
            "https://hooks.slack.com/services/",
        ),
        (
            {"SLACK_WEBHOOK_URL": "https://[very-secret"},
            "SLACK_WEBHOOK_URL is not an http or https address; it starts with "
            "https://hooks.slack.com/services/",
        ),
        (
            {"SLACK_API_URL": "slack.com/api"},
            "SLACK_API_URL is not an http or https address; unset it for Slack's, "
            "https://slack.com/api/",
        ),
        (
            {"SLACK_BOT_TOKEN_FILE": "/nowhere/token"},
            "SLACK_BOT_TOKEN_FILE: /nowhere/token cannot be read: No such file or directory",
        ),
    ],
)
def test_a_bad_variable_is_told_by_its_name_alone(environ: dict[str, str], told: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_secrets(environ)

    assert str(caught.value) == told
    assert "very-secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("body", "told"),
    [(b"\n", "is empty; write the value into it, or unset"), (b"\xff\xfe", "is not UTF-8 text")],
)
def test_a_secret_file_without_a_secret_is_told(body: bytes, told: str, tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_bytes(body)

    with pytest.raises(UsageError, match=f"SLACK_BOT_TOKEN_FILE: .*{told}"):
        read_secrets({"SLACK_BOT_TOKEN_FILE": str(file)})


def test_a_bad_database_is_told_without_its_password() -> None:
    with pytest.raises(UsageError) as caught:
        read_database({"TOCSIN_DATABASE": "mysql://user:very-secret@host/x"})

    assert str(caught.value) == (
        'TOCSIN_DATABASE names the database "mysql"; write a URL that starts with `sqlite:///` or '
        "`postgresql://`"
    )


def test_doors_are_named_by_their_variables(tmp_path: Path) -> None:
    file = tmp_path / "door"
    file.write_text("mailto://example.org\n")

    secrets = read_secrets(
        {
            "TOCSIN_DOOR_ON_CALL": "json://example.org/secret",
            "TOCSIN_DOOR_DESK_FILE": str(file),
            "TOCSIN_DOOR_UNUSED": "",
        }
    )

    assert dict(secrets.doors) == {
        "on-call": Secret("json://example.org/secret"),
        "desk": Secret("mailto://example.org"),
    }
    assert door_variable("on-call") == "TOCSIN_DOOR_ON_CALL"
    assert "secret" not in repr(secrets)


@pytest.mark.parametrize("url", ["no-address-secret", "json://a secret", "://secret"])
def test_what_is_no_address_opens_no_door(url: str) -> None:
    with pytest.raises(UsageError, match="TOCSIN_DOOR_DESK is not an address") as caught:
        read_secrets({"TOCSIN_DOOR_DESK": url})

    assert "secret" not in str(caught.value)
