"""`python -m tests.benchmarks [NAME...]`: run every benchmark here, or those named."""

import sys
from importlib import import_module
from pathlib import Path

NAMES = sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py"))


def main(wanted: list[str]) -> None:
    if unknown := set(wanted) - set(NAMES):
        sys.exit(f"no such benchmark: {', '.join(sorted(unknown))}; there are: {', '.join(NAMES)}")
    for name in wanted or NAMES:
        benchmark = import_module(f"tests.benchmarks.{name}")
        if hasattr(benchmark, "main"):
            print(f"\n== {name}: {benchmark.__doc__.splitlines()[0]}")
            benchmark.main()


if __name__ == "__main__":
    main(sys.argv[1:])
