"""`python -m tests.simulation`: what polling gains, and what it says of sources, on simulated ones.

Every policy has the same number of looks a day, on average over the outlets; the delay is from an
article's publication to the look that finds it. Exits 1 where a limit is not kept.
"""

import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import cpu_count, get_context
from statistics import median

from tests.simulation.delays import LIMITS, LONGEST_WAIT, Measured, ratios
from tests.simulation.experiments import HOLIDAYS, Size, delays, faults, quiet_days
from tests.simulation.replay import FAULTS, LIMIT, REPORTED_AS, Quiet, Report

YEAR = Size(outlets=16, days=364)
BUDGETS = (24, 48, 96)


def main() -> None:
    with ProcessPoolExecutor(cpu_count(), mp_context=get_context("spawn")) as pool:
        # The longest first, so that no processor waits for it at the end.
        years = {looks: pool.submit(delays, YEAR, looks) for looks in sorted(BUDGETS, reverse=True)}
        quiet = pool.submit(quiet_days, YEAR)
        broken = {fault: pool.submit(faults, YEAR, fault) for fault in FAULTS}
        print(f"{YEAR.outlets} outlets over {YEAR.days} days; delays in minutes, from day 7 on")
        kept = [show_delays(looks, years[looks].result()) for looks in BUDGETS]
        print("\nSources that turn into something else: what is said of them, and when")
        kept += [show_reports(fault, told.result()) for fault, told in broken.items()]
        print(
            f"\nSources that are well, but quiet on nights, weekends and {len(HOLIDAYS)} holidays"
        )
        kept.append(show_quiet(quiet.result()))
    sys.exit(0 if all(kept) else 1)


def show_delays(looks_a_day: int, policies: dict[str, Measured]) -> bool:
    """The table of one budget. Whether every limit is kept."""
    heading = f"{looks_a_day} looks a day"
    print(f"\n{heading:18}  median    mean     p90   looks  longest wait")
    for name, one in policies.items():
        print(
            f"{name:18}{one.median:8.1f}{one.mean:8.1f}{one.p90:8.1f}{one.looks_a_day:8.1f}"
            f"{one.longest_wait:12.2f} h"
        )
    kept = [
        _judged(f"mean delay / {name}'s, at equal looks", ratio, LIMITS[name])
        for name, ratio in ratios(policies, looks_a_day).items()
    ]
    waited = policies["tocsin"].longest_wait
    return all([*kept, _judged("longest wait for a look, hours", waited, LONGEST_WAIT)])


def show_reports(fault: str, told: Sequence[Report]) -> bool:
    """One line on a fault. Whether it was always reported by the right word, in time."""
    right = sum(one.condition is REPORTED_AS[fault] for one in told)
    print(
        f"{fault:18} {right} of {len(told)} reported as {REPORTED_AS[fault].value}, after"
        f" {median(one.hours for one in told):.1f} h (median)"
    )
    longest = max(one.intervals for one in told)
    return _judged("usual intervals until then", longest, LIMIT) and right == len(told)


def show_quiet(well: Quiet) -> bool:
    """What was said of them. Whether it was nothing, or next to it."""
    said = ", ".join(f"{word.value} {times} times" for word, times in well.reports.items())
    print(f"{well.days:,} days: {said or 'nothing'}")
    return _judged("false reports a source and year", well.false_reports_a_year, 0.05)


def _judged(what: str, value: float, most: float) -> bool:
    print(f"  {what}: {value:.3f}, at most {most:g}{'' if value <= most else '  <-- NOT KEPT'}")
    return value <= most


if __name__ == "__main__":
    main()
