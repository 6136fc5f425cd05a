"""What is told: a story, a digest, a notice; and what people make of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from monitor.model.answered import Precision
from monitor.model.written import Severity


@dataclass(frozen=True, slots=True)
class Hit:
    """One mention as an alert shows it: the sentence, and where in it the name stands."""

    sentence: str
    start: int
    end: int
    how: str  # "exact" | "spelling 92" | "alias" | "acronym" | "as written in Arabic" ...


@dataclass(frozen=True, slots=True)
class Rung:
    """One watch in an alert."""

    watch_id: str
    watch_name: str
    severity: Severity
    score: float
    hits: tuple[Hit, ...]
    channel: str | None = None
    possible: bool = False
    is_gone: bool = False  # of a revision: the article named it, and does not any more
    cooldown: timedelta | None = None


StoryKind = Literal["article", "revision", "backlog"]

Part = Literal["first", "copy", "news"]
"""What an article is of its story: what opens it, the same text again, or that and something new
about a watched name."""


@dataclass(frozen=True, slots=True)
class Outlet:
    """Somebody who carries a story, and where."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Story:
    """What an alert is about, with all that a message needs; nothing is looked up later."""

    id: str  # the same for every article that tells it
    url: str
    headline: str
    source_id: str
    outlet: str
    source_tags: frozenset[str]
    language: str | None
    published_at: datetime | None
    fetched_at: datetime
    rungs: tuple[Rung, ...]
    note: str = ""
    precision: Precision | None = None  # of published_at
    # An article; what a change of it added or took away; or earlier articles that did not ring.
    kind: StoryKind = "article"
    article: str = ""  # names the article that tells it here
    part: Part = "first"
    is_own_text: bool = True  # of a copy: somebody wrote it anew
    also: tuple[Outlet, ...] = ()  # who else carries it, in the order of their coming
    texts: int = 1  # written independently of one another
    remarks: tuple[str, ...] = ()  # what people said and did about it


@dataclass(frozen=True, slots=True)
class DigestItem:
    """One story in a digest."""

    headline: str
    url: str
    outlet: str
    watches: tuple[str, ...]  # names
    severity: Severity
    at: datetime
    why: str = ""  # it was not told by itself, or the words that were found; "": it was told


@dataclass(frozen=True, slots=True)
class Digest:
    """What was held back in a channel, told in a day, or found in the archive, in one message."""

    key: str
    channel: str
    title: str
    items: tuple[DigestItem, ...]
    more: int = 0  # stories that found no room
    rest: str = "`tocsin alerts list` has them all"  # where those are


@dataclass(frozen=True, slots=True)
class Notice:
    """Something operators should know: about a source, the configuration, delivery; or a test."""

    key: str
    title: str
    text: str
    channel: str | None = None  # None: operations


SilenceTarget = Literal["watch", "source", "story"]


@dataclass(frozen=True, slots=True)
class Silence:
    """Somebody wished that something does not ring by itself until then."""

    id: int
    target: SilenceTarget
    target_id: str
    until: datetime
    author: str
    reason: str
    created_at: datetime


Action = Literal["relevant", "not_relevant", "snooze_story", "snooze_watch", "mute_source", "why"]
"""What the buttons below a story's message are for."""


@dataclass(frozen=True, slots=True)
class Press:
    """Somebody pressed a button in Slack, or wrote a command that means the same."""

    key: str  # the same however often Slack hands it over
    action: Action
    story_id: str  # "": of a command that names no story
    target_id: str  # the watch or source that is to be silent; else ""
    user_id: str
    user_name: str
    lasting: timedelta = timedelta(hours=24)  # of a silence


@dataclass(frozen=True, slots=True)
class Reaction:
    """A press, and what came of it."""

    press: Press
    at: datetime
    target_name: str = ""  # of what is silent, for people
    watches: tuple[str, ...] = ()  # ids, that the story named by then
    silence_id: int | None = None  # None: there was one already
    until: datetime | None = None  # when the silence ends that was wished for


@dataclass(frozen=True, slots=True)
class Waiting:
    """An outbox entry: something is to be told, nobody has decided yet to whom."""

    id: int
    created_at: datetime
    subject: Story | Notice | Digest
