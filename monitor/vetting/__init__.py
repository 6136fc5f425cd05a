"""Is a new watch wise? What it would have found in the archive, and whose names it is taken for.

Pure: a watch, a watchlist and articles in, an opinion out.
"""

from monitor.vetting.collisions import collisions
from monitor.vetting.trial import Spelling, Trial, in_other_scripts, trial

__all__ = ["Spelling", "Trial", "collisions", "in_other_scripts", "trial"]
