"""One seed, one life: stories in one channel, with copies, news, raised watches and changes.

Whatever happens: nothing is lost, nothing is said twice, replies come after what they reply to, and
in the end every message reads as its story does.
"""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from alerts.message import render
from alerts.terms import Patience
from monitor.model import Digest, QueuedAlert, Severity, Story, Thread
from monitor.storage import outbox, threads
from tests.alerts.builders import CHANNEL, NOON, hit, rung, story
from tests.alerts.delivery import SETTINGS
from tests.simulation.delivery.world import SOUND, AnyStore, Plant, World, some_try

SETTINGS_OF_DESKS = (replace(SETTINGS, channel=CHANNEL), replace(SETTINGS, budget_per_hour=2))
WATCHES = ("badr", "quds-force", "kataib-hezbollah")
TO_THE_END = 85.0
"""Minutes within which all is told that is held for an hour, or waits for its turn in a thread."""
SET_BACK = 240.0
"""More of them where the clock may have been set back meanwhile."""
UNHURRIED = Patience(poll=timedelta(minutes=5))


@dataclass(slots=True)
class Newsroom:
    """What is published: stories, and what others make of them; each with a sentence of its own."""

    dice: random.Random
    published: list[Story] = field(default_factory=list)

    def publish(self) -> Story:
        firsts = [one for one in self.published if one.part == "first" and one.kind == "article"]
        one = self._article(len(self.published))
        if firsts and self.dice.random() < 0.75:
            one = self._again(self.dice.choice(firsts), one)
        self.published.append(one)
        return one

    def _article(self, number: int) -> Story:
        says = rung(self.dice.choice(WATCHES), hit(f"Kataeb Hizbullah did {number}."))
        return story(
            says,
            id=f"story-{number}",
            article=f"article-{number}",
            url=f"https://news.example/{number}",
            outlet=f"Outlet {number}",
            headline=f"Headline {number}",
        )

    def _again(self, first: Story, one: Story) -> Story:
        """The article tells a story that is known: the same text, (louder) news, or a change."""
        one = replace(one, id=first.id)
        match self.dice.random():
            case chance if chance < 0.5:
                return replace(one, rungs=first.rungs, part="copy", is_own_text=False)
            case chance if chance < 0.8:
                return replace(one, part="news")
            case chance if chance < 0.9:
                louder = tuple(replace(each, severity=Severity.HIGH) for each in one.rungs)
                return replace(one, rungs=louder, part="news")
        return replace(one, kind="revision")


class EditedLife:
    """A newsroom, in a world."""

    def __init__(self, store: AnyStore, seed: int, plant: Plant = SOUND) -> None:
        self.world = World(store, seed, plant)
        self.room = Newsroom(self.world.dice)

    def live(self) -> list[str]:
        """From the first article to the last. What went wrong that never may, a sentence each."""
        world, dice = self.world, self.world.dice
        world.settings = dice.choice(SETTINGS_OF_DESKS)
        for _ in range(dice.randint(2, 4)):
            self._put(dice.randint(1, 4))
            world.slack.tries.extend(some_try(dice) for _ in range(dice.randint(0, 8)))
            world.phase(limit=dice.choice([6, 60, 1000]))
        world.slack.tries.clear()
        haste = world.haste()
        world.serve(minutes=TO_THE_END + (SET_BACK if world.was_set else 0), patience=UNHURRIED)
        with world.store.begin() as db:
            alerts = outbox.alerts(db, most=1000)
        return [*haste, *self._unsaid(alerts), *self._disorder(alerts), *self._outdated()]

    def _put(self, number: int) -> None:
        with self.world.store.begin() as db:
            for _ in range(number):
                one = self.room.publish()
                outbox.put(db, one, key=one.article, now=NOON)

    def _unsaid(self, alerts: Sequence[QueuedAlert]) -> list[str]:
        """What is not told by now, or not once; articles of which nobody has heard."""
        slack, states = self.world.slack, Counter(one.state for one in alerts)
        complaints = [f"{states[one]} {one}" for one in states.keys() - {"told", "folded"}]
        said = [one for one in alerts if one.alert.manner != "edit" and one.state == "told"]
        told = Counter(slack.told())
        complaints += [
            f"{told[one.alert.key]} times: {one.alert.key}"
            for one in said
            if told[one.alert.key] != 1
        ]
        complaints += [
            f"untold, and posted: {key}" for key in told.keys() - {one.alert.key for one in said}
        ]
        folded = Counter(
            item.headline
            for one in alerts
            if isinstance(one.alert.subject, Digest)
            for item in one.alert.subject.items
        )
        complaints += [
            f"folded {number} times: {headline}"
            for headline, number in folded.items()
            if number > 1
        ]
        return complaints + [f"lost: {one.headline}" for one in self._unheard(folded)]

    def _unheard(self, folded: Counter[str]) -> list[Story]:
        """Articles that neither speak, nor are counted as copies, nor stand in a digest."""
        counted = {one.name for thread in self._threads() for one in thread.story.also}
        # A story that is held tells its headline for all who carry it.
        ids = {one.id for one in self.room.published if one.headline in folded}
        return [
            one
            for one in self.room.published
            if one.id not in ids
            and not (one.part == "copy" and one.outlet in counted)
            and not self._speaks(one)
        ]

    def _speaks(self, article: Story) -> bool:
        """Whether its sentence is quoted, or a reply names it: of many at once some are quoted."""
        sentence = article.rungs[0].hits[0].sentence.removeprefix("Kataeb Hizbullah")
        drawn = ((one.key, str(one.message.blocks)) for one in self.world.slack.posts)
        return any(
            sentence in said or (key.startswith("update:") and f"{article.outlet}'" in said)
            for key, said in drawn
        )

    def _disorder(self, alerts: Sequence[QueuedAlert]) -> list[str]:
        """Messages before earlier ones; replies and edits before what they belong to."""
        slack = self.world.slack
        posts = [one.alert.key for one in alerts if one.alert.manner == "post"]
        stand = [key for key in slack.told() if key in posts]
        complaints = [] if stand == [key for key in posts if key in stand] else [f"order: {stand}"]
        at = {one.ts: one.at for one in slack.posts}
        return complaints + [
            f"before its parent: {one.key}"
            for one in slack.posts
            if (parent := one.message.thread_ts) is not None and not at.get(parent, one.at) < one.at
        ]

    def _outdated(self) -> list[str]:
        """Messages that do not read as their story does by now."""
        stands = {one.ts: one.message for one in self.world.slack.posts}
        complaints = []
        for thread in self._threads():
            with self.world.store.begin() as db:
                parent = outbox.queued(db, thread.alert_id)
            assert parent is not None
            if parent.state == "told":
                expected = render(replace(parent.alert, subject=thread.story))
                stood = stands.get(parent.ts or "")
                if stood is None or stood.blocks != expected.blocks:
                    complaints.append(f"outdated: {parent.alert.key}")
        return complaints

    def _threads(self) -> list[Thread]:
        ids = dict.fromkeys(one.id for one in self.room.published)
        with self.world.store.begin() as db:
            return [thread for id_ in ids for _, thread in threads.threads_of(db, id_)]
