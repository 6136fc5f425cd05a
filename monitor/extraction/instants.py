"""A time as people and machines write it on the web, in UTC. Never asks what time it is now."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from monitor.model import Precision

_ISO = re.compile(
    r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})"
    r"(?:(?:[T _]|\s-\s|,\s?)*(\d{1,2}):?(\d{2})(?::?(\d{2}))?(?:[.,]\d+)?\s*(.*))?",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(  # RFC 822: "Mon, 03 Nov 2025 10:00:00 +0300", in many languages
    r"(?:[^\W\d]+\.?,?\s+)?(\d{1,2})(?:st|nd|rd|th|\.)?[\s-]+([^\W\d]+)\.?,?[\s-]+(\d{4}|\d{2})"
    r"(?:,?\s+(?:at\s+)?(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(.*))?",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(  # "November 3, 2025 10:00 AM EST"
    r"(?:[^\W\d]+\.?,?\s+)??([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})"
    r"(?:,?\s+(?:at\s+)?(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(.*))?",
    re.IGNORECASE,
)
# What most feeds write, which is read without looking for anything else in it.
_PLAIN_ISO = re.compile(r"\d{4}-\d\d-\d\dT[01]\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)", re.ASCII)
_PLAIN_RFC822 = re.compile(
    r"[A-Z][a-z]{2}, (\d\d) (?P<month>[A-Z][a-z]{2}) (\d{4}) ([012]\d):([0-5]\d):([0-5]\d)"
    r" (?:GMT|UTC|Z|(?P<hours>[+-]\d\d)(?P<minutes>\d\d))",
    re.ASCII,
)
_OFFSET = re.compile(r"(?:GMT|UTC|Z)?\s*([+-])(\d{1,2}):?(\d{2})?", re.IGNORECASE)
_UNIX = re.compile(r"1\d{9}(\d{3})?")
_LONGEST = 80  # characters of something that can still be a date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar enero ene janvier janv januari gennaio gen janeiro ocak yanvar",
            "feb february februar febrero février fevrier févr febbraio fevereiro fev şubat",
            "mar march märz mrz marzo mars maret maart março mart",
            "apr april abril abr avril avr aprile nisan",
            "may mai mayo maj mei maggio mag maio mayıs",
            "jun june juni junio juin giugno giu junho haziran",
            "jul july juli julio juillet juil luglio lug julho temmuz",
            "aug august agosto ago août aout augustus agustus ağustos",
            "sep sept september septiembre septembre settembre set setembro eylül",
            "oct october oktober okt octubre octobre ottobre ott outubro out ekim",
            "nov november noviembre novembre novembro kasım",
            "dec december dezember dez diciembre dic décembre decembre déc dicembre aralık",
        ),
        start=1,
    )
    for name in names.split()
}
_SHORT_MONTHS = {name.capitalize(): _MONTHS[name] for name in _MONTHS if len(name) == 3}
_ZONES = {  # hours east of Greenwich; where letters stand for several zones, the most read one
    name: hours
    for hours, names in (
        (0, "Z UTC GMT UT WET"),
        (1, "CET MEZ BST WEST"),
        (2, "CEST MESZ EET SAST"),
        (3, "EEST MSK TRT AST"),
        (3.5, "IRST"),
        (4, "GST"),
        (4.5, "IRDT"),
        (5, "PKT"),
        (5.5, "IST"),
        (7, "WIB"),
        (8, "SGT HKT AWST"),
        (9, "JST KST"),
        (10, "AEST"),
        (11, "AEDT"),
        (12, "NZST"),
        (13, "NZDT"),
        (-3, "BRT ART"),
        (-4, "EDT"),
        (-5, "EST ET CDT"),
        (-6, "CST MDT"),
        (-7, "MST PDT"),
        (-8, "PST PT"),
    )
    for name in names.split()
}


@dataclass(frozen=True, slots=True)
class Instant:
    """A time in UTC, how exactly it was given, and whether its zone was said or assumed."""

    at: datetime
    precision: Precision
    zoned: bool


@lru_cache(maxsize=4096)
def read_instant(text: str) -> Instant | None:
    """The time that a text states; None if it states none, or not the whole of a date."""
    if len(text) > 2 * _LONGEST:
        return None
    try:
        if at := _plain(text):
            return Instant(at, Precision.MINUTE, zoned=True)
    except (ValueError, OverflowError):
        pass  # the 24th hour, the 60th second
    return _any(" ".join(text.split()))


def _plain(text: str) -> datetime | None:
    if match := _PLAIN_RFC822.fullmatch(text):
        name, hours, minutes = match["month"], match["hours"], match["minutes"]
        if name not in _SHORT_MONTHS:
            return None
        day, year, hour, minute, second = map(int, match.group(1, 3, 4, 5, 6))
        local = datetime(year, _SHORT_MONTHS[name], day, hour, minute, second, tzinfo=UTC)
        return local - _east(hours, minutes) if hours else local
    if _PLAIN_ISO.fullmatch(text):
        return datetime.fromisoformat(text).astimezone(UTC).replace(microsecond=0)
    return None


def _east(hours: str, minutes: str) -> timedelta:
    sign = -1 if hours[0] == "-" else 1
    return timedelta(hours=int(hours), minutes=sign * int(minutes))


def _any(text: str) -> Instant | None:
    if len(text) > _LONGEST:
        return None
    try:
        return _unix(text) or _iso(text) or _named(text)
    except (ValueError, OverflowError):
        return None


def _unix(text: str) -> Instant | None:
    if not (match := _UNIX.fullmatch(text)):
        return None
    at = datetime.fromtimestamp(int(text) // (1000 if match[1] else 1), UTC)
    return Instant(at, Precision.MINUTE, zoned=True)


def _iso(text: str) -> Instant | None:
    if not (match := _ISO.fullmatch(text)):
        return None
    year, month, day, *clock = match.groups()
    return _instant(int(year), int(month), int(day), clock)


def _named(text: str) -> Instant | None:
    if match := _DAY_FIRST.fullmatch(text):
        day, name, year, *clock = match.groups()
    elif match := _MONTH_FIRST.fullmatch(text):
        name, day, year, *clock = match.groups()
    else:
        return None
    month = _MONTHS.get(name.lower())
    return _instant(_full_year(year), month, int(day), clock) if month else None


def _full_year(year: str) -> int:
    """Of two digits, as RFC 2822 section 4.3 reads them."""
    return int(year) + (0 if len(year) == 4 else 2000 if int(year) < 50 else 1900)


def _instant(year: int, month: int, day: int, clock: list[str | None]) -> Instant | None:
    hour, minute, second, rest = clock
    if hour is None or minute is None:
        return Instant(datetime(year, month, day, tzinfo=UTC), Precision.DAY, zoned=False)
    half, _, zone = _halved(rest or "")
    hours = int(hour) % 12 + 12 * (half == "PM") if half else int(hour)
    offset = _offset(zone)  # None for letters that nobody knows, too
    local = datetime(year, month, day, tzinfo=timezone(offset or timedelta()))
    # Added, not given: some write midnight as 24:00, and leap seconds as 60.
    at = local + timedelta(hours=hours, minutes=int(minute), seconds=int(second or 0))
    if hours > 24 or int(minute) > 59:
        return None
    return Instant(at.astimezone(UTC), Precision.MINUTE, zoned=offset is not None)


def _halved(rest: str) -> tuple[str, str, str]:
    """What stands after a clock, parted: AM or PM, and the zone."""
    word, space, zone = rest.partition(" ")
    half = word.replace(".", "").upper()
    return (half, space, zone) if half in ("AM", "PM") else ("", "", rest)


def _offset(zone: str) -> timedelta | None:
    zone = zone.strip(" ()")
    if match := _OFFSET.fullmatch(zone.split("(")[0].split("[")[0].strip()):
        hours, minutes = int(match[2]), int(match[3] or 0)
        return timedelta(hours=hours, minutes=minutes) * (-1 if match[1] == "-" else 1)
    hours_east = _ZONES.get(zone.upper())
    return None if hours_east is None else timedelta(hours=hours_east)
