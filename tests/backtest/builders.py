"""An archive of a few articles, and lists to hold it against."""

from datetime import datetime, timedelta

from monitor.model import Form, Watch, Watchlist
from monitor.storage import articles
from monitor.storage.store import Store
from tests.storage.builders import NOON, finding

DAY = timedelta(days=1)
NOBODY = "The town council of Rivertown counted the votes of spring again on Monday morning."


def watch(name: str, *aliases: str, **fields: object) -> Watch:
    forms = (Form(name, "name"), *(Form(alias, "alias") for alias in aliases))
    return Watch(name.casefold(), name, forms, **fields)  # type: ignore[arg-type]


def listed(*names: str) -> Watchlist:
    return Watchlist(tuple(watch(name) for name in names))


def keep(store: Store, *texts: str, at: datetime = NOON) -> list[int]:
    """Articles of these texts, one a day up to that one; their ids."""
    ids = []
    with store.begin() as db:
        for number, text in enumerate(texts):
            url = f"https://gazette.example/{at:%d-%H-%M}/{number}"
            read_at = at - (len(texts) - 1 - number) * DAY
            one = finding(key=url, url=url, title="", text=text, fetched_at=read_at)
            ids.append(articles.record(db, one, now=read_at).article_id)
    return ids
