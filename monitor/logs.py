"""Logs are events: a name, then fields. No token can reach one."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

TOKEN = re.compile(r"\bx(?:ox[a-z]|app)-[\w-]{4,}|hooks\.slack\.com/\S+")
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


def set_up_logs(*, verbose: bool = False, quiet: bool = False) -> None:
    """Send our events and the libraries' warnings to stderr, in one shape, without secrets."""
    least = logging.DEBUG if verbose else logging.WARNING if quiet else logging.INFO
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="%Y-%m-%d %H:%M:%S", utc=False),
        mask_tokens,
    ]
    renderer = structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), pad_event_to=28, sort_keys=False
    )
    structlog.configure(
        processors=[*shared, structlog.processors.format_exc_info, mask_tokens, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),  # whichever it is by then
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                mask_tokens,
                renderer,
            ],
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in QUIET:
        # Their news at level INFO is ours to tell, in our words; their warnings are kept.
        logging.getLogger(name).setLevel(logging.INFO if verbose else logging.WARNING)


def mask_tokens(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Whatever looks like a Slack token or webhook is masked, wherever it came from."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = TOKEN.sub("[masked]", value)
        elif isinstance(value, BaseException) or not isinstance(value, int | float | bool):
            shown = str(value)
            if TOKEN.search(shown):
                event[key] = TOKEN.sub("[masked]", shown)
    return event
