"""One seed, one life: some alerts in two channels.

Whatever happens, each alert is to be told once, in order, and at Slack's pace.
"""

from collections import Counter

from monitor.model import Notice
from monitor.storage import outbox
from tests.alerts.builders import NOON
from tests.simulation.delivery.world import SOUND, AnyStore, Plant, World, some_try

CHANNELS = ("#one", "#two")


class Life:
    """Some notices, in a world."""

    def __init__(self, store: AnyStore, seed: int, plant: Plant = SOUND) -> None:
        self.world = World(store, seed, plant)

    def live(self) -> list[str]:
        """From the first alert to the last. What went wrong that never may, a sentence each."""
        world = self.world
        keys = put_notices(world.store, world.dice.randint(2, 4))
        world.slack.tries.extend(some_try(world.dice) for _ in range(40))
        for _ in range(world.dice.randint(1, 3)):
            world.phase()
        world.finish()
        return self._complaints(keys)

    def _complaints(self, keys: dict[str, list[str]]) -> list[str]:
        slack = self.world.slack
        told = Counter(slack.told())
        expected = [key for channel in keys.values() for key in channel]
        complaints = [f"lost: {key}" for key in expected if not told[key]]
        complaints += [f"{times} times: {key}" for key, times in told.items() if times > 1]
        if left := self.world.left():
            complaints.append(f"left in the end: {left}")
        for channel, wanted in keys.items():
            stands = [key for key in dict.fromkeys(slack.told()) if key in wanted]
            if stands != [key for key in wanted if key in stands]:
                complaints.append(f"out of order in {channel}: {stands}")
        return complaints + self.world.haste()


def put_notices(store: AnyStore, number: int) -> dict[str, list[str]]:
    """Have so many told; the keys by channel, in order."""
    keys: dict[str, list[str]] = {channel: [] for channel in CHANNELS}
    with store.begin() as db:
        for turn in range(number):
            channel = CHANNELS[turn % 3 == 1]
            one = Notice(f"n{turn}", f"Notice {turn}", "Something happened.", channel)
            outbox.put(db, one, key=one.key, now=NOON)
            keys[channel].append(f"notice:{one.key}:{channel}")
    return keys
