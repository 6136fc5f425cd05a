"""When to look at a source, and how it is: what is learned from looks, and decided by it. Pure.

`looks` is what is remembered of a source after a look: `activity` has learned when it publishes,
`interval` says when to look again, `health` how the source is, and `notices` what operations are
told of it.
"""

from monitor.polling.health import lost
from monitor.polling.looks import after

__all__ = ["after", "lost"]
