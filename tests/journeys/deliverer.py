"""A process that does nothing but deliver, in a hurry; the journeys start it and kill it.

`python deliverer.py DATABASE_URL SLACK_API_URL` ends when nothing is left to tell.
"""

import asyncio
import sys
from datetime import timedelta

from alerts.deliver import Dispatcher
from alerts.terms import Patience
from monitor.config.environment import Secret, Secrets
from monitor.model import AlertSettings
from monitor.storage.store import open_store

MINUTE = timedelta(minutes=1)
SETTINGS = AlertSettings(send_timeout=MINUTE)
HURRY = Patience(
    visibility=timedelta(seconds=0.5) - MINUTE,  # half a second from the begin of a send
    grace=timedelta(seconds=1),
    looks=(timedelta(seconds=0.05), timedelta(seconds=0.2)),
    pace=timedelta(0),
)


async def deliver(database: str, api_url: str, *, limit: float = 600) -> bool:
    """Whether everything was told."""
    secrets = Secrets(slack_bot_token=Secret("xoxb-standin"), slack_api_url=api_url)
    store = open_store(database)
    try:
        dispatcher = Dispatcher(
            store, settings=lambda: SETTINGS, secrets=secrets, patience=HURRY, dice=lambda: 0.05
        )
        left = await dispatcher.drain(limit=limit)
    finally:
        await store.close()
    return left.waiting == left.unknown == left.refused == 0


if __name__ == "__main__":
    sys.exit(0 if asyncio.run(deliver(*sys.argv[1:])) else 1)
