"""What people write in config/, and what the environment adds, as the nouns of `monitor.model`.

`load` gives a whole configuration or every problem in it at once, each with file, line, entry and
what to do. A configuration is never changed: an edit is another one.
"""

from monitor.config.loading import Located, load, load_located, load_watchlist
from monitor.config.slugs import slug

__all__ = ["Located", "load", "load_located", "load_watchlist", "slug"]
