"""What would make the watchlist better, by what people said of its alerts? Proposed, never done.

labels (what was said of which article) -> a change of a watch -> tried on labels held back

from monitor.suggest.proposing import proposals_for
"""
