"""Steps grow while they are short, and shrink where somebody had to wait."""

from datetime import timedelta

from monitor.storage.pace import LEAST, LONG, MOST, SHORT, Pace

TICK = timedelta(milliseconds=1)


def after(*took: timedelta) -> int:
    pace = Pace()
    for span in took:
        pace = pace.after(span)
    return pace.most


def test_short_steps_grow_to_a_limit_and_long_ones_shrink_to_another() -> None:
    assert after(SHORT - TICK) == 2 * after()
    assert after(LONG + TICK) == after() // 2
    assert after(SHORT, LONG) == after()
    assert after(*[SHORT - TICK] * 20) == MOST
    assert after(*[LONG + TICK] * 20) == LEAST
