"""`python -m tests.simulation`: what polling gains, and what it says of sources, on simulated ones.

Every policy has the same number of looks a day, on average over the outlets; the delay is from an
article's publication to the look that finds it. Exits 1 where a limit is not kept.
"""

import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import cpu_count, get_context
from statistics import mean

from tests.simulation.delays import LIMITS, LONGEST_WAIT, Measured, ratios
from tests.simulation.experiments import (
    HOLIDAYS,
    OTHERS,
    RATES,
    RHYTHMS,
    SEEDS,
    SPREADS,
    USUAL,
    Size,
    delays,
    faults,
    freezes,
    habits_with,
    neighbours,
    quiet_days,
    waits,
)
from tests.simulation.outlets import HABITS
from tests.simulation.replay import FAULTS, FROZEN_LIST, MOST_INTERVALS, Quiet, Report, in_time
from tests.simulation.sites import SITES, Neighbours, Thaw

MANY = Size(outlets=24, days=35)
BUDGETS = (24, 48, 96)

HALF_A_YEAR = Size(outlets=2, days=182)
FROZEN_OF_EACH = 2
"""Outlets of every rate and rhythm whose list freezes."""

MOST_FALSE_REPORTS = 0.05
"""A source and year."""

A_YEAR = Size(outlets=1, days=364)
IRREGULAR = ("24 a day", "4 a day", "hourly batches", "bursts", "weekdays only")
CARRIED = ("all", "all, later", "nearly all", "two thirds")

MOST_OF_SILENCE = 0.5
"""Of the time until silence tells that a list has frozen, what it takes where it carries all."""

Told = Mapping[tuple[str, str], Future[list[Report]]]
Spread = tuple[float, int]  # of rates, and a seed


def main() -> None:
    with ProcessPoolExecutor(cpu_count(), mp_context=get_context("spawn")) as pool:
        looked = {looks: pool.submit(delays, MANY, looks) for looks in BUDGETS}
        spread = {
            (spread, seed): pool.submit(
                delays, OTHERS, USUAL, ("tocsin", *LIMITS), seed=seed, spread=spread
            )
            for spread in SPREADS
            for seed in SEEDS
        }
        told = {
            (fault, habit): pool.submit(faults, HALF_A_YEAR, fault, habit)
            for fault in FAULTS
            for habit in habits_with(fault)
        }
        well = {habit: pool.submit(quiet_days, HALF_A_YEAR, habit) for habit in HABITS}
        frozen = {
            (rate, rhythm): pool.submit(waits, FROZEN_OF_EACH, rate, rhythm)
            for rate in RATES
            for rhythm in RHYTHMS
        }
        froze = {
            (habit, carriage): pool.submit(freezes, FROZEN_OF_EACH, habit, carriage)
            for habit in IRREGULAR
            for carriage in CARRIED
        }
        beside = {
            (habit, carriage): pool.submit(neighbours, A_YEAR, habit, carriage)
            for habit in HABITS
            for carriage in SITES
        }
        print(f"{MANY.outlets} outlets over {MANY.days} days; delays in minutes, from day 7 on")
        kept = [show_delays(looks, looked[looks].result()) for looks in BUDGETS]
        kept += show_spreads({key: policies.result() for key, policies in spread.items()})
        kept += show_reports(told)
        kept.append(show_waits({key: reports.result() for key, reports in frozen.items()}))
        kept.append(show_quiet({habit: said.result() for habit, said in well.items()}))
        kept.append(show_freezes({key: found.result() for key, found in froze.items()}))
        kept.append(show_neighbours({key: found.result() for key, found in beside.items()}))
    sys.exit(0 if all(kept) else 1)


def show_delays(looks_a_day: int, policies: Mapping[str, Measured]) -> bool:
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


def show_spreads(measured: Mapping[Spread, Mapping[str, Measured]]) -> Iterator[bool]:
    """A line for each spread of rates and seed: the mean delay as a share of the others'."""
    print(f"\nOther outlets, {OTHERS.outlets} over {OTHERS.days} days, {USUAL} looks a day")
    print("spread    seed   of fixed's   of the optimum's   optimum, of fixed's")
    for (spread, seed), policies in measured.items():
        of = ratios(policies, USUAL)
        best = of["fixed"] / of["oracle"]
        print(f"{spread:6}{seed:8}{of['fixed']:13.3f}{of['oracle']:19.3f}{best:22.3f}")
    for name, limit in LIMITS.items():
        shares = [ratios(policies, USUAL)[name] for policies in measured.values()]
        yield _judged(f"mean delay / {name}'s, on average of these", mean(shares), limit)


def show_reports(told: Told) -> Iterator[bool]:
    """A line for each fault and habit: the word, and what passed until it was said."""
    print("\nSources that turn into something else: the first word of trouble, at the latest after")
    print(f"{'':38}   hours   looks   entries due   longest silences")
    for (fault, habit), future in told.items():
        reports = future.result()
        said = ", ".join(sorted({one.word for one in reports}))
        print(
            f"{fault:17}{habit:15}{said:12}"
            f"{max(one.hours for one in reports):8.1f}{max(one.looks for one in reports):8}"
            f"{max(one.entries for one in reports):12.1f}"
            f"{max(one.silences for one in reports):16.2f}"
            + ("" if all(in_time(one, fault) for one in reports) else "  <-- NOT KEPT")
        )
        yield all(in_time(one, fault) for one in reports)


def show_waits(found: Mapping[tuple[float, str], list[Report]]) -> bool:
    """A line for each rate, a column for each rhythm. Whether each was told, clockwork at once."""
    print(
        "\nLists that freeze after half a year: hours until it is said (usual intervals), at most"
    )
    print(f"{'':10}" + "".join(f"{rhythm:>20}" for rhythm in RHYTHMS))
    for rate in RATES:
        hours = [max(one.hours for one in found[rate, rhythm]) for rhythm in RHYTHMS]
        cells = (f"{wait:.1f} ({wait * rate / 24:.1f})" for wait in hours)
        print(f"{rate:3} a day " + "".join(f"{cell:>20}" for cell in cells))
    told = all(in_time(one, FROZEN_LIST) for reports in found.values() for one in reports)
    regular = [one.hours * rate / 24 for rate in RATES for one in found[rate, "clockwork"]]
    return _judged("intervals like clockwork", max(regular), MOST_INTERVALS) and told


def show_quiet(well: Mapping[str, Quiet]) -> bool:
    """What was said of sources that are well. Whether it was nothing, or next to it."""
    print(f"\nSources that are well, but quiet on nights, weekends and {len(HOLIDAYS)} holidays")
    for habit, quiet in well.items():
        said = ", ".join(f"{word.value} {times} times" for word, times in quiet.reports.items())
        print(f"{habit:15} {quiet.days:,} days: {said or 'nothing'}")
    years = sum(quiet.days for quiet in well.values()) / 365
    false = sum(sum(quiet.reports.values()) for quiet in well.values())
    return _judged("false reports a source and year", false / years, MOST_FALSE_REPORTS)


def show_freezes(found: Mapping[tuple[str, str], list[Thaw]]) -> bool:
    """A line for each habit, a column for what a list carries. Whether lists of all gain by it."""
    print(
        "\nLists that freeze while their site goes on: hours until it is said (entries due),"
        " where silence alone tells after"
    )
    print(f"{'list of':15}" + "".join(f"{carriage:>24}" for carriage in CARRIED))
    for habit in IRREGULAR:
        cells = (_cell(found[habit, carriage]) for carriage in CARRIED)
        print(f"{habit:15}" + "".join(f"{cell:>24}" for cell in cells))
    whole = [one for (_, carriage), thaws in found.items() if carriage == "all" for one in thaws]
    share = mean(one.hours for one in whole) / mean(one.alone for one in whole)
    return _judged("time until it is said, of that by silence alone", share, MOST_OF_SILENCE)


def _cell(thaws: list[Thaw]) -> str:
    hours, entries = mean(one.hours for one in thaws), mean(one.entries for one in thaws)
    return f"{hours:.0f} ({entries:.1f}), {mean(one.alone for one in thaws):.0f}"


def show_neighbours(found: Mapping[tuple[str, str], list[Neighbours]]) -> bool:
    """A line for what a list carries. Whether its site told of it falsely never, or hardly ever."""
    print("\nSources that are well, a year of every habit: what their front pages made us say")
    for carriage in SITES:
        years = [one for (_, its), all_ in found.items() if its == carriage for one in all_]
        pages = mean(one.pages_a_day for one in years)
        false = sum(one.by_site for one in years)
        alone = sum(one.quiet.reports.total() for one in years) - false
        print(
            f"{carriage:18}{len(years)} years, {pages:.1f} looks at it a day:"
            f" {false} false reports, and {alone} by silence or few entries alone"
        )
    every = [one for neighbours in found.values() for one in neighbours]
    false = sum(one.by_site for one in every) / (sum(one.quiet.days for one in every) / 365)
    return _judged("false reports a source and year", false, MOST_FALSE_REPORTS)


def _judged(what: str, value: float, most: float) -> bool:
    print(f"  {what}: {value:.3f}, at most {most:g}{'' if value <= most else '  <-- NOT KEPT'}")
    return value <= most


if __name__ == "__main__":
    main()
