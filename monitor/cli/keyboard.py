"""Single keys, as they are pressed."""

import os
import select
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def pressed() -> Iterator[Callable[[float], str]]:
    """What was pressed within so many seconds; "" where nothing was, or there is no keyboard."""
    if not sys.stdin.isatty():
        yield _nothing
        return
    import termios
    import tty

    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)

    def key(within: float) -> str:
        ready, _, _ = select.select([terminal], [], [], within)
        return os.read(terminal, 1).decode(errors="replace") if ready else ""

    try:
        tty.setcbreak(terminal)
        yield key
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def _nothing(within: float) -> str:
    time.sleep(within)
    return ""
