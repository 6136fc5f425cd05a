"""What a watchlist may say, and probably does not mean, each with its line and a suggestion.

names       every name as it stands in the files
breadth     would it ring for ordinary words?
slips       is it the name of another watch, but for a letter?
kinship     is it the name of another watch, or of a decoy?
writing     is it written with signs that nobody sees, or in two scripts?
context     can its context be met, and does it tell anything?

All are linear in the number of names: a list of 40,000 takes seconds.
"""

from monitor.lint.breadth import too_broad
from monitor.lint.watchlist import watchlist_lints

__all__ = ["too_broad", "watchlist_lints"]
