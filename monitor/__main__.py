"""`python -m monitor` is `tocsin`."""

from monitor.cli import main

if __name__ == "__main__":  # not in the worker processes, which read this file again
    main()
