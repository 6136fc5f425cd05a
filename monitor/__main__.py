"""`python -m monitor` is `tocsin`."""

import gc
import os
import signal
import sys
from types import FrameType

SELDOM = 20_000
"""Objects. A command that ends soon need not look for garbage in what it has just loaded."""


def main() -> None:
    """Run the command line; a signal that comes while it is loaded ends it in good order too."""
    # No matrix is multiplied here, and threads to do so take numpy half its time to load.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if sys.argv[1:2] != ["run"]:
        gc.set_threshold(SELDOM)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _end)
    from monitor.cli import main as run_command

    run_command()


def _end(number: int, _frame: FrameType | None) -> None:
    """At once: there is nothing to put away yet, and half a module to be loaded."""
    os._exit(0 if sys.argv[1:2] == ["run"] else 128 + number)


if __name__ == "__main__":  # not in the worker processes, which read this file again
    main()
