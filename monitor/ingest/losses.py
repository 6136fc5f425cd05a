"""Tells operations of articles that scrolled off a source's list before it was looked at."""

from sqlalchemy import Connection

from monitor.model import Notice, Polled, Source, SourceState
from monitor.polling.health import lost
from monitor.storage import outbox


def tell_losses(db: Connection, source: Source, before: SourceState, polled: Polled) -> bool:
    """Put a notice into the outbox where articles were probably lost, once a day and source.

    Whether there is one. `before` is what was remembered of the source before the look.
    """
    missed = lost(before, polled)
    if not missed:
        return False
    key = f"lost:{source.id}:{polled.at.date().isoformat()}"
    return outbox.put(db, losses_notice(key, source, missed), key=key, now=polled.at)


def losses_notice(key: str, source: Source, missed: int) -> Notice:
    """The notice; an explicit `every` is the operator's to shorten."""
    remedy = (
        "Shorten its `every` in sources.yaml, or remove it."
        if source.every
        else "It is looked at more often from now on."
    )
    some = "one article" if missed == 1 else f"{missed} articles"
    return Notice(
        key=key,
        title=f"Articles of {source.title} may be lost",
        text=(
            "Its list turned over between two looks: nothing in it was known. By its usual rate,"
            f" at least {some} came and went unseen. {remedy}"
        ),
    )
