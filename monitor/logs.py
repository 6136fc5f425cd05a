"""Logs are events: a name, then fields; for people or as JSON. No secret can reach one."""

import json
import logging
import re
import sys
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Any, Literal
from urllib.parse import quote, unquote, urlsplit

import structlog

from monitor.config.environment import Secrets

Form = Literal["text", "json"]

TOKEN = re.compile(r"\bx(?:ox[a-z]|app)-[\w-]{4,}|hooks\.slack\.com/[^\s\"']+")
PASSWORD = re.compile(r"(?<=://)([^\s/?#@:\"']*):[^\s/?#\"']+@")
"""What stands before the host of an address; of the database, a proxy, a door."""

MASKED = "[masked]"

SHORTEST = 4
"""Characters: what is shorter stands in many a word, and protects nothing."""

PROXIES = ("http_proxy", "https_proxy", "all_proxy")

QUIET = (
    "scrapy",
    "twisted",
    "aiohttp",
    "slack_sdk",
    "apscheduler",
    "asyncio",
    "trafilatura",
    "htmldate",
    "urllib3",
    "alembic",
    "charset_normalizer",
    "protego",
)


class Mask:
    """Takes out what looks like a secret, and the secrets that are known, however written."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = {form for one in secrets if len(one) >= SHORTEST for form in _forms(one)}
        longest_first = sorted(known, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, longest_first))) if known else None

    def __call__(self, text: str) -> str:
        if self._known:
            text = self._known.sub(MASKED, text)
        return PASSWORD.sub(rf"\1:{MASKED}@", TOKEN.sub(MASKED, text))


def _forms(secret: str) -> set[str]:
    """As it is, and as an address, JSON or Python would write it."""
    plain = {secret, unquote(secret), quote(secret, safe="")}
    written = {json.dumps(one)[1:-1] for one in plain} | {repr(one)[1:-1] for one in plain}
    return plain | written


def secrets_of(secrets: Secrets, database: str, environ: Mapping[str, str]) -> list[str]:
    """What must not be seen: tokens, addresses that are secrets, and passwords in other ones."""
    whole = [secrets.slack_bot_token, secrets.slack_app_token, secrets.slack_webhook_url]
    whole += secrets.doors.values()
    addresses = [database, secrets.slack_api_url]
    addresses += [url for name, url in environ.items() if name.lower() in PROXIES]
    known = [one.reveal() for one in whole if one]
    return [*known, *filter(None, map(_password, [*known, *addresses]))]


def _password(address: str) -> str | None:
    try:
        return urlsplit(address).password
    except ValueError:
        return None


def set_up_logs(
    *,
    verbose: bool = False,
    quiet: bool = False,
    form: Form = "text",
    secrets: Iterable[str] = (),
) -> None:
    """Send our events, the libraries' warnings and a crash to stderr, in one shape.

    `secrets`: what is masked wherever it stands, beside all that looks like one.
    """
    least = logging.DEBUG if verbose else logging.WARNING if quiet else logging.INFO
    first, last = _shared(form), _last(form, Mask(secrets))
    structlog.configure(
        processors=[*first, *last],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),  # whichever it is by then
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=first,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in QUIET:
        # Their news at level INFO is ours to tell, in our words; their warnings are kept.
        logging.getLogger(name).setLevel(logging.INFO if verbose else logging.WARNING)
    sys.excepthook = _crash


def _shared(form: Form) -> list[Any]:
    moment = (
        structlog.processors.TimeStamper(fmt="iso", utc=True)
        if form == "json"
        else structlog.processors.TimeStamper(fmt="%Y-%m-%d %H:%M:%S", utc=False)
    )
    return [structlog.contextvars.merge_contextvars, structlog.processors.add_log_level, moment]


def _last(form: Form, mask: Mask) -> list[Any]:
    """The whole line is masked, at last: nothing that an event carries gets past it."""

    def masked(_logger: Any, _method: str, line: str) -> str:
        return mask(line)

    render: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
        if form == "json"
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), pad_event_to=28, sort_keys=False
        )
    )
    return [structlog.processors.format_exc_info, render, masked]


def _crash(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    structlog.get_logger().critical("crashed", exc_info=(kind, error, trace))
