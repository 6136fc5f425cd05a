"""A time as people and machines write it on the web, in UTC."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.extraction.instants import read_instant
from monitor.model import Precision

TEN = datetime(2025, 11, 3, 10, 0, tzinfo=UTC)
SEVEN = datetime(2025, 11, 3, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "at", "zoned"),
    [
        ("2025-11-03T10:00:00Z", TEN, True),
        ("2025-11-03T10:00:00.123+03:00", SEVEN.replace(), True),
        ("2025-11-03 10:00", TEN, False),
        ("2025-11-03T10:00:00 +0300", SEVEN, True),
        ("2025-11-03T10:00:00+00:00[UTC]", TEN, True),
        ("20251103T100000Z", TEN, True),
        ("Mon, 03 Nov 2025 10:00:00 GMT", TEN, True),
        ("Mo, 03 Nov 2025 12:00:00 CEST", TEN, True),
        ("Mon, 3 Nov 2025 10:00:00 +0300 (AST)", SEVEN, True),
        ("Mon, 03 Nov 2025 10:00:00 XYZ", TEN, False),
        ("November 3, 2025 10:00 AM", TEN, False),
        ("Monday November 3, 2025 5:00 am EST", TEN, True),
        ("3 noviembre 2025 10:00", TEN, False),
        ("1762164000", TEN, True),
        ("1762164000000", TEN, True),
        ("2025-11-02T24:00:00Z", datetime(2025, 11, 3, tzinfo=UTC), True),
    ],
)
def test_a_time_is_read_to_the_minute(text: str, at: datetime, zoned: bool) -> None:
    instant = read_instant(text)

    assert instant is not None
    assert (instant.at.replace(microsecond=0), instant.zoned) == (at, zoned)
    assert instant.precision is Precision.MINUTE


@pytest.mark.parametrize("text", ["2025-11-03", "20251103", "Nov. 3rd, 2025", "3 November 2025"])
def test_a_date_without_a_time_is_a_day(text: str) -> None:
    instant = read_instant(text)

    assert instant is not None
    assert instant.at == datetime(2025, 11, 3, tzinfo=UTC)
    assert instant.precision is Precision.DAY


@pytest.mark.parametrize(
    "text", ["", "yesterday", "10", "10:00", "2025-02-30", "32 Nov 2025", "3 Foo 2025", "x" * 200]
)
def test_what_is_not_the_whole_of_a_date_is_none(text: str) -> None:
    assert read_instant(text) is None


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_what_python_writes_is_read_back(at: datetime) -> None:
    instant = read_instant(at.isoformat())

    assert instant is not None
    assert instant.at == at.replace(microsecond=0)


@given(st.text(st.sampled_from("0123456789-:/.,T +ZGMTaApPmM Nov()[]"), max_size=60))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    instant = read_instant(text)

    assert instant is None or instant.at.tzinfo is UTC
