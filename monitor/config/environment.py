"""What the environment says: secrets, and where it beats the files.

Each variable may also be given as `NAME_FILE`, the path of a file that holds the value, as
container platforms do. No message repeats a value: it may be a secret.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from monitor.config.database import database_url
from monitor.errors import UsageError

SLACK_API_URL = "https://slack.com/api/"
DOOR = "TOCSIN_DOOR_"
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S+")


class Secret:
    """A text that no log, message or traceback shows."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return "Secret(***)"

    def __str__(self) -> str:
        return "***"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)


@dataclass(frozen=True, slots=True)
class Secrets:
    """What opens Slack and other doors.

    The bot token beats the webhook; without either, what is meant for Slack is printed.
    """

    slack_bot_token: Secret | None = None
    slack_app_token: Secret | None = None  # for buttons
    slack_webhook_url: Secret | None = None
    slack_api_url: str = SLACK_API_URL  # ends in one slash
    doors: Mapping[str, Secret] = field(default_factory=dict)  # by name; what Apprise opens


def read_secrets(environ: Mapping[str, str]) -> Secrets:
    """The secrets in the environment. Raises UsageError, which names the variable only."""
    return Secrets(
        slack_bot_token=_token(environ, "SLACK_BOT_TOKEN"),
        slack_app_token=_token(environ, "SLACK_APP_TOKEN"),
        slack_webhook_url=_webhook(environ, "SLACK_WEBHOOK_URL"),
        slack_api_url=_api_url(environ),
        doors=_doors(environ),
    )


def door_variable(name: str) -> str:
    """Where the environment says what a door opens to: `TOCSIN_DOOR_ON_CALL` of `on-call`."""
    return DOOR + name.upper().replace("-", "_")


def read_database(environ: Mapping[str, str]) -> str | None:
    """TOCSIN_DATABASE, where it is set. Raises UsageError."""
    url = variable(environ, "TOCSIN_DATABASE")
    if url is None:
        return None
    try:
        return database_url(url)
    except ValueError as error:
        raise UsageError(f"TOCSIN_DATABASE {error}") from error


def variable(environ: Mapping[str, str], name: str) -> str | None:
    """The value of a variable, or of the file that `NAME_FILE` names. Empty is unset.

    Raises UsageError where both are set, or the file gives nothing.
    """
    direct, file = environ.get(name, "").strip(), environ.get(f"{name}_FILE", "").strip()
    if direct and file:
        raise UsageError(f"both {name} and {name}_FILE are set; unset one of them")
    return _from_file(f"{name}_FILE", Path(file)) if file else direct or None


def _from_file(name: str, path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8").strip()
    except UnicodeDecodeError:
        # The error holds the bytes, and with them the secret.
        raise UsageError(f"{name}: {path} is not UTF-8 text") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"{name}: {path} cannot be read: {reason}") from error
    if not text:
        raise UsageError(f"{name}: {path} is empty; write the value into it, or unset {name}")
    return text


def _doors(environ: Mapping[str, str]) -> dict[str, Secret]:
    variables = {name.removesuffix("_FILE") for name in environ if name.startswith(DOOR)}
    doors = {one: url for one in sorted(variables) if (url := _door(environ, one))}
    return {one.removeprefix(DOOR).lower().replace("_", "-"): doors[one] for one in doors}


def _door(environ: Mapping[str, str], name: str) -> Secret | None:
    url = variable(environ, name)
    if url is not None and not _ADDRESS.fullmatch(url):
        raise UsageError(
            f"{name} is not an address; write one in Apprise's form, such as "
            "mailtos://user:password@example.org (https://appriseit.com/services)"
        )
    return Secret(url) if url else None


def _token(environ: Mapping[str, str], name: str) -> Secret | None:
    token = variable(environ, name)
    if token is None:
        return None
    if not token.isascii() or not token.isprintable() or " " in token:
        raise UsageError(
            f"{name} holds white space or letters that no token has; copy it anew from "
            "https://api.slack.com/apps"
        )
    return Secret(token)


def _webhook(environ: Mapping[str, str], name: str) -> Secret | None:
    webhook = _token(environ, name)
    if webhook is not None and not _is_web_address(webhook.reveal()):
        raise UsageError(
            f"{name} is not an http or https address; it starts with "
            "https://hooks.slack.com/services/"
        )
    return webhook


def _api_url(environ: Mapping[str, str]) -> str:
    url = variable(environ, "SLACK_API_URL") or SLACK_API_URL
    if not _is_web_address(url):
        raise UsageError(
            f"SLACK_API_URL is not an http or https address; unset it for Slack's, {SLACK_API_URL}"
        )
    return url.rstrip("/") + "/"


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and " " not in url
