"""The kinds of values in the files: text into what it means, and back.

Each function takes what the file says and raises ValueError with a sentence that quotes it and says
what to write instead.
"""

import ipaddress
import re
from contextlib import suppress
from datetime import date, time, timedelta
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import re2
from cssselect import SelectorError
from cssselect import parse as parse_selector

from monitor.config.quoting import did_you_mean, quoted
from monitor.config.slugs import slug
from monitor.model import DOOR

UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
LONGEST = timedelta(days=36_500)
LONGEST_NAME = 350
"""Characters; as many as OFAC's lists have room for."""
SIZES = {"KB": 1024, "MB": 1024**2, "GB": 1024**3}

_DURATION = re.compile(r"([0-9]{1,9})([smhd])")
_SIZE = re.compile(r"([0-9]{1,6})(KB|MB|GB)")
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ID = re.compile(r"\w(?:[\w.-]*\w)?")
_DOOR_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CHANNEL_NAME = re.compile(r"#[\w-]{1,80}")
_CHANNEL_ID = re.compile(r"[CGD][A-Z0-9]+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}")


def duration(value: Any) -> timedelta:
    """`30s`, `10m`, `2h`, `7d`."""
    found = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(
            f"{quoted(value)} is not a duration; write a whole number with s, m, h or d behind it, "
            "such as `30s`, `10m`, `2h` or `7d`"
        )
    try:
        span = timedelta(**{UNITS[found[2]]: int(found[1])})
    except OverflowError:
        span = timedelta.max
    if span > LONGEST:
        raise ValueError(f"{quoted(value)} is over 100 years; write at most `{LONGEST.days}d`")
    return span


def positive_duration(value: Any) -> timedelta:
    span = duration(value)
    if not span:
        raise ValueError(f"{quoted(value)} is no time at all; write at least `1s`")
    return span


def first_fetch(value: Any) -> timedelta | None:
    """A duration; None for `all`."""
    if value == "all":
        return None
    try:
        return duration(value)
    except ValueError as error:
        raise ValueError(f"{error}; or `all`") from error


def spelled_first_fetch(span: timedelta | None) -> str:
    return "all" if span is None else spelled_duration(span)


def spelled_duration(span: timedelta) -> str:
    """The shortest spelling that means the span."""
    seconds = int(span.total_seconds())
    for unit, size in (("d", 86_400), ("h", 3_600), ("m", 60)):
        if seconds and seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"


def size(value: Any) -> int:
    """Bytes, from `500KB`, `8MB`, `1GB`."""
    found = _SIZE.fullmatch(value) if isinstance(value, str) else None
    if found is None or int(found[1]) == 0:
        raise ValueError(
            f"{quoted(value)} is not a size; write a whole number with KB, MB or GB behind it, "
            "such as `8MB`"
        )
    return int(found[1]) * SIZES[found[2]]


def spelled_size(count: int) -> str:
    for unit, each in reversed(SIZES.items()):
        if count % each == 0:
            return f"{count // each}{unit}"
    return f"{count // SIZES['KB']}KB"


def clock_time(value: Any) -> time:
    """`08:00`, local time of a day."""
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(
            f"{quoted(value)} is not a time of day; write hours and minutes of the 24-hour clock, "
            'such as `"08:00"`'
        )
    return time(int(found[1]), int(found[2]))


def calendar_date(value: Any) -> date:
    """`2027-01-01`."""
    if isinstance(value, str) and _DATE.fullmatch(value):
        with suppress(ValueError):
            return date.fromisoformat(value)
    raise ValueError(f"{quoted(value)} is not a date; write year-month-day, such as `2027-01-01`")


def timezone(value: Any) -> str:
    """A name of the IANA time zone database."""
    known = _timezones()
    if isinstance(value, str) and value in known:
        return value
    hint = did_you_mean(str(value), known) or "; write one such as `Asia/Baghdad` or `UTC`"
    raise ValueError(f"{quoted(value)} is not a time zone{hint}")


@cache
def _timezones() -> frozenset[str]:
    return frozenset(available_timezones())


def text(value: str) -> str:
    if not value.strip():
        raise ValueError(f"{quoted(value)} is blank; write some text")
    return value.strip()


def name(value: str) -> str:
    """A name or phrase: one line, with something in it to be found by."""
    if not any(character.isalnum() for character in value):
        raise ValueError(f"{quoted(value)} holds no letter and no digit; write a name")
    written = " ".join(value.split())
    if len(written) > LONGEST_NAME:
        raise ValueError(
            f"{quoted(written)} is {len(written):,} characters long; write a name or phrase of at "
            f"most {LONGEST_NAME}"
        )
    return written


def identifier(value: str) -> str:
    """A slug; capitals, `_` and `.` are let pass for ids that come from other systems."""
    if _ID.fullmatch(value):
        return value
    hint = f"such as `{slug(value)}`" if slug(value) else "such as `bbc-arabic`"
    raise ValueError(f"{quoted(value)} is not an id; write letters, digits and hyphens, {hint}")


def web_address(value: str) -> str:
    """An http or https URL with a host."""
    if re.search(r"[\s\x00-\x1f]", value.strip()):
        raise ValueError(f"{quoted(value)} is not an address; remove the white space in it")
    try:
        parts = urlsplit(value.strip())
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError(f"{quoted(value)} is not an address ({error}); mend it") from error
    if parts.scheme in {"http", "https"} and host:
        return value.strip()
    hint = "write it in full, such as `https://example.org/feed.xml`"
    if "://" not in value and "." in value.partition("/")[0]:
        hint = f"write `https://{value.strip()}`"
    raise ValueError(f"{quoted(value)} is not an http or https address; {hint}")


def channel(value: str) -> str:
    """A Slack channel, `#name` or its id; or another door, `door:name`."""
    if value.startswith(DOOR):
        return _door(value)
    if _CHANNEL_ID.fullmatch(value) or (_CHANNEL_NAME.fullmatch(value) and value == value.lower()):
        return value
    bare = re.sub(r"[^\w-]+", "-", value.strip().lstrip("#")).strip("-").lower()[:80]
    hint = f'`"#{bare or "news-watch"}"`'
    raise ValueError(f"{quoted(value)} is not a channel; write {hint}, or an id like `C012AB3CD`")


def _door(value: str) -> str:
    name = value.removeprefix(DOOR)
    if not _DOOR_NAME.fullmatch(name):
        told = "is no door; its name is of small letters, digits and single hyphens"
        raise ValueError(f"{quoted(value)} {told}, such as `{DOOR}on-call`")
    if name.endswith("-file"):
        raise ValueError(f"{quoted(value)} is no door; let its name not end in `-file`")
    return value


def language(value: str) -> str:
    """An ISO 639 code, in lower case."""
    if _LANGUAGE.fullmatch(value):
        return value.lower()
    code = re.split(r"[-_]", value)[0].lower()
    hint = f"`{code}`" if _LANGUAGE.fullmatch(code) else "such as `en`, `ar` or `fa`"
    raise ValueError(f"{quoted(value)} is not a language code of 2 or 3 letters; write {hint}")


def network(value: str) -> str:
    """A network in CIDR notation; one address is a network of its own."""
    try:
        return str(ipaddress.ip_network(value))
    except ValueError:
        pass
    try:
        hint = f"write `{ipaddress.ip_network(value, strict=False)}`"
    except ValueError:
        hint = "write one such as `10.0.0.0/8` or `127.0.0.1`"
    raise ValueError(f"{quoted(value)} is not a network; {hint}")


def selector(value: str) -> str:
    """A CSS selector."""
    try:
        parse_selector(value)
    except (SelectorError, ValueError) as error:
        raise ValueError(
            f"{quoted(value)} is not a CSS selector ({error}); write one such as `article h3 a`"
        ) from error
    return value


def pattern(value: str) -> str:
    """A regular expression of RE2 that does not match everywhere."""
    options = re2.Options()
    options.log_errors = False
    try:
        compiled = re2.compile(value, options=options)
    except re2.error as error:
        raise ValueError(
            f"{quoted(value)} is not a regular expression of RE2 ({_reason(error)}); "
            "see https://github.com/google/re2/wiki/Syntax"
        ) from error
    if any(not found[0] for found in compiled.finditer("a 1")):
        raise ValueError(f"{quoted(value)} matches the empty text, so everywhere; narrow it")
    return value


def _reason(error: Exception) -> str:
    reason = error.args[0] if error.args else ""
    return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)


def header(value: str) -> str:
    """What may stand in an HTTP header."""
    if value.isascii() and value.isprintable() and value.strip():
        return value.strip()
    raise ValueError(f"{quoted(value)} cannot stand in an HTTP header; write plain ASCII text")


def listen(value: Any) -> tuple[str, int] | None:
    """Host and port to listen on; None for `off`."""
    if value is False or value in ("off", "none"):
        return None
    host, _, port = value.rpartition(":") if isinstance(value, str) else ("", "", "")
    host = host.removeprefix("[").removesuffix("]")
    if host and port.isascii() and port.isdecimal() and int(port) < 65_536:
        return host, int(port)
    raise ValueError(
        f"{quoted(value)} is not a host with a port; write one such as `127.0.0.1:8080`, or `off`"
    )


def spelled_listen(address: tuple[str, int] | None) -> str:
    if address is None:
        return "off"
    host, port = address
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
