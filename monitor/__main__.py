"""`python -m monitor` is `tocsin`."""

from monitor.cli import main

main()
