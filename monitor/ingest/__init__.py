"""The one thing the monitor does with a page: extract | recognise | match | record.

entry, page -> reading (what the article says, and which watches it concerns)
            -> finding (does it ring?) -> one transaction: article, matches, outbox, entry
"""

from monitor.ingest.desk import Newsdesk, open_newsdesk

__all__ = ["Newsdesk", "open_newsdesk"]
