"""All that there is to say of a watchlist that is valid."""

from collections.abc import Iterator

from monitor.config import Located
from monitor.errors import Problem
from monitor.lint.breadth import MANY, broad, too_broad
from monitor.lint.context import idle_contexts, unreachable_watches
from monitor.lint.kinship import shared_names, silencing_phrases
from monitor.lint.names import written_names
from monitor.lint.slips import one_letter_off
from monitor.lint.writing import hidden_slips


def watchlist_lints(located: Located) -> Iterator[Problem]:
    """Errors for what nobody should be rung by, warnings for what is probably not meant."""
    names = list(written_names(located))
    yield from too_broad(located)
    yield from broad(located, names)
    yield from hidden_slips(names)
    yield from shared_names(names)
    if len(located.watches) < MANY:  # lists of thousands have namesakes, and are not typed
        yield from one_letter_off(names)
    yield from silencing_phrases(located)
    yield from idle_contexts(names)
    yield from unreachable_watches(located)
