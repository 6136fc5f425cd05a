"""Lists of names that others publish, or that a spreadsheet keeps, as entries of the watchlist.

`read_roster` finds out what a file is and reads it as a stream; `plan` lays it beside what an
earlier import wrote.
"""

from monitor.rosters.placing import Plan, plan
from monitor.rosters.reading import read_roster

__all__ = ["Plan", "plan", "read_roster"]
