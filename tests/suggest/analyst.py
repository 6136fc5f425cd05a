"""A simulated analyst: articles in which a name means one thing or another, and what is said of it.

Each kind of confusion has sentences for the right meaning and for the wrong one, some of them
telling and some not, among sentences that tell nothing.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.model import Form, Passage, Watch
from monitor.suggest.scenes import Labelled

PLACES = ("the capital", "the north", "the port", "the border", "the old town", "the province")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FILLERS = (
    "Officials in {place} said on {day} that they would look into the matter.",
    "Roads in {place} were closed for some hours, and opened again on {day}.",
    "A spokesman declined to comment until {day}, when more is to be known.",
    "Prices of bread and fuel have risen in {place} since the summer.",
    "The weather in {place} is expected to change on {day}, forecasters said.",
    "Schools in {place} stay open, the governor told reporters on {day}.",
    "It was the third such report from {place} this month, after one on {day}.",
    "Residents of {place} gathered on {day} to hear what had been decided.",
)


@dataclass(frozen=True, slots=True)
class Confusion:
    """A name, and sentences in which it means what is watched, or something else."""

    name: str
    right: Sequence[str]
    wrong: Sequence[str]
    threshold: float | None = None

    @property
    def watch(self) -> Watch:
        return Watch("watched", self.name, (Form(self.name, "name"),), threshold=self.threshold)


NAMESAKE = Confusion(
    "Ali Hassan",
    (
        "Militia commander Ali Hassan was seen near the front with his fighters.",
        "Ali Hassan, whose brigade holds the hill, spoke of a truce.",
        "Fighters loyal to Ali Hassan took the checkpoint before dawn.",
        "The army said Ali Hassan had ordered the rocket attack.",
        "Ali Hassan did not answer questions.",
    ),
    (
        "Striker Ali Hassan scored twice as his club won the league match.",
        "The coach said Ali Hassan would miss the match with an injury.",
        "Ali Hassan, the midfielder, signed for the club after last season.",
        "Fans cheered as Ali Hassan scored from the penalty spot in the league.",
        "Ali Hassan did not answer questions.",
    ),
)
LONGER_NAME = Confusion(
    "Fatah",
    (
        "Fatah said on Sunday that it would take part in the talks.",
        "A leader of Fatah was received in the capital.",
        "Supporters of Fatah marched through the streets.",
    ),
    (
        "The Fatah Alliance won most seats in the vote.",
        "A lawmaker of the Fatah Alliance walked out of the session.",
        "Talks with the Fatah Alliance went on into the night.",
    ),
)
PLACE = Confusion(
    "Green Zone",
    (
        "Rockets fell on the Green Zone near the embassy in Baghdad.",
        "Protesters tried to storm the Green Zone in Baghdad after the vote.",
        "Sirens were heard at the embassy in the Green Zone of Baghdad.",
    ),
    (
        "Drivers of older diesel cars must pay to enter the new Green Zone for clean air.",
        "The mayor said the Green Zone would cut emissions by a third.",
        "Shops in the Green Zone fear for their trade.",
        "Cyclists welcomed the Green Zone, which bans diesel vans to cut emissions.",
    ),
)
TOPIC = Confusion(
    "Wagner Group",
    (
        "Mercenaries of the Wagner Group were moved to the mine under guard.",
        "The Wagner Group lost a helicopter, a military blogger wrote.",
        "Sanctions on the Wagner Group name its mercenaries in three countries.",
    ),
    (
        "The Wagner Group of amateur singers opens the opera festival this year.",
        "Tickets for the concert of the Wagner Group sold out, the opera house said.",
        "Critics praised the Wagner Group for its opera recital on Thursday.",
    ),
)
SPELLING = Confusion(
    "Abu Mahdi al-Muhandis",
    (
        "Abu Mahdi al-Muhandis was remembered at the shrine.",
        "A street was named after Abu Mahdi al-Mohandes.",
        "Pictures of Abu Mahdi Al Muhandis were shown on the wall.",
    ),
    (
        "Abu Mahdi al-Muhannad was elected to the chamber of trade.",
        "The merchant Abu Mahdi al-Muhannad sold his house.",
    ),
    threshold=80,
)
CONFUSIONS = (NAMESAKE, LONGER_NAME, PLACE, TOPIC)


def articles(confusion: Confusion, count: int, *, seed: int) -> list[Labelled]:
    """So many articles, half of them right, each with what the analyst says of it."""
    dice = random.Random(seed)
    return [_article(confusion, number % 2 == 0, number, dice) for number in range(count)]


def careless(confusion: Confusion, count: int, *, seed: int) -> list[Labelled]:
    """The same, but what is said of them has nothing to do with what they say."""
    dice = random.Random(seed)
    same = Confusion(confusion.name, confusion.right, confusion.right)
    return [_article(same, dice.random() < 0.5, number, dice) for number in range(count)]


def _article(confusion: Confusion, is_right: bool, number: int, dice: random.Random) -> Labelled:
    sentences = [*_fillers(dice, dice.randint(3, 6))]
    told = dice.choice(confusion.right if is_right else confusion.wrong)
    sentences.insert(dice.randrange(len(sentences)), told)
    return Labelled(
        Passage(" ".join(sentences), title=f"Report {number}"),
        is_right,
        url=f"https://news.example/{number}",
    )


def _fillers(dice: random.Random, count: int) -> Iterator[str]:
    for sentence in dice.sample(FILLERS, count):
        yield sentence.format(place=dice.choice(PLACES), day=dice.choice(DAYS))
