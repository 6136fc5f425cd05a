"""What goes wrong at the Slack stand-in: as a script says, or at random from a seed."""

import random
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

POST = "chat.postMessage"


@dataclass(frozen=True, slots=True)
class Fault:
    """One answer that goes wrong, and whether the request was carried out all the same."""

    kind: Literal["ratelimited", "server-error", "not-ok", "lost", "garbled", "slow"]
    applied: bool = False
    error: str = "internal_error"  # of not-ok
    retry_after: int = 1  # seconds, of ratelimited
    delay: float = 1.0  # seconds, of slow: before the request is carried out, or if applied after


EVERYTHING = (
    Fault("ratelimited"),
    Fault("server-error"),
    Fault("server-error", applied=True),
    Fault("not-ok"),
    Fault("not-ok", applied=True),
    Fault("not-ok", error="service_unavailable"),
    Fault("lost"),
    Fault("lost", applied=True),
    Fault("garbled", applied=True),
)


@dataclass(slots=True)
class Faults:
    """Which request fails how: first what is scripted for its method, then chance."""

    rate: float = 0.0
    choices: Sequence[Fault] = EVERYTHING
    methods: frozenset[str] = frozenset({POST})  # that chance strikes
    seed: int = 0
    _script: dict[str, deque[Fault]] = field(default_factory=dict)
    _dice: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)  # noqa: S311 - a repeatable series is the point

    def fail_next(self, *faults: Fault, method: str = POST) -> None:
        """Let the next requests of this method fail so, in this order."""
        self._script.setdefault(method, deque()).extend(faults)

    def strike(self, method: str) -> Fault | None:
        """What is to go wrong with this request."""
        if scripted := self._script.get(method):
            return scripted.popleft()
        if method in self.methods and self._dice.random() < self.rate:
            return self._dice.choice(self.choices)
        return None
