from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config import values


@given(st.integers(0, 999_999_999).map(lambda seconds: timedelta(seconds=seconds)))
def test_a_duration_is_read_as_it_is_spelled(span: timedelta) -> None:
    assert values.duration(values.spelled_duration(span)) == span


@given(st.integers(1, 10**5).map(lambda count: count * 1024))
def test_a_size_is_read_as_it_is_spelled(size: int) -> None:
    assert values.size(values.spelled_size(size)) == size


@pytest.mark.parametrize("address", ["off", "127.0.0.1:8080", "localhost:0", "[::1]:65535"])
def test_an_address_to_listen_on_is_read_as_it_is_spelled(address: str) -> None:
    assert values.spelled_listen(values.listen(address)) == address


@pytest.mark.parametrize("given", ["#desk", "#iraq_desk-2", "#العراق", "C012AB3CD", "G1", "D0A"])
def test_a_channel_is_a_name_or_an_id(given: str) -> None:
    assert values.channel(given) == given


@pytest.mark.parametrize("given", ["desk", "#Desk", "# desk", "#", "#a,b", "@someone", "c012ab3cd"])
def test_anything_else_is_no_channel(given: str) -> None:
    with pytest.raises(ValueError, match='is not a channel; write `"#'):
        values.channel(given)


@pytest.mark.parametrize("given", ["quds-force", "un-CDi.001", "quds_force", "北京"])
def test_an_id_may_come_from_another_system(given: str) -> None:
    assert values.identifier(given) == given


@pytest.mark.parametrize("given", ["quds force", "a,b", "-a", "a-", "a/b", ""])
def test_an_id_holds_nothing_that_parts_words(given: str) -> None:
    with pytest.raises(ValueError, match="is not an id"):
        values.identifier(given)


def test_a_pattern_is_refused_for_matching_nothing_at_all_somewhere() -> None:
    assert values.pattern(r"(?i)quds\s+force") == r"(?i)quds\s+force"
    for empty in ("", "a*", r"\b", "^", "(x)?"):
        with pytest.raises(ValueError, match="matches the empty text"):
            values.pattern(empty)
