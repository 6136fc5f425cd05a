"""Where readings are judged: those that arrive together, together.

The matcher takes little longer for a handful of texts than for one. An article that comes alone is
judged at the loop's next turn, with those that are read in this one; while many come, each waits
for a moment, and for those that come within it: the more there were, the longer.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from monitor.ingest.rules import Announcement, Draft, Judged
from monitor.matching import Matcher
from monitor.meter import UNMEASURED, Meter
from monitor.model import Article, Judgement

MOMENT = 0.03
"""Seconds of rest for each article of a sitting: about as many come within the rest while all that
the process does is read pages. So sittings grow when there is much to do, and only then."""

LONGEST = 0.2
"""Seconds that a sitting is waited for at the most."""

MOST = 12
"""Articles of one sitting: the loop is held up by no more, and more save nothing."""


@dataclass(frozen=True, slots=True)
class _Pending:
    """Readings of one article, and the promise to say what the matcher makes of them."""

    matcher: Matcher
    drafts: Sequence[Draft]
    promise: asyncio.Future[list[Judgement]] = field(default_factory=asyncio.Future)


class Bench:
    """Judges readings on the event loop, in sittings with a moment in between."""

    def __init__(self, meter: Meter = UNMEASURED) -> None:
        self._meter = meter
        self._pending: list[_Pending] = []
        self._is_called = False  # a sitting, for now or after a rest

    async def judge_all(self, announced: Announcement, articles: Iterable[Article]) -> list[Judged]:
        """As the announcement's own `judge_all`."""
        drafts = [announced.draft(article) for article in articles]
        pending = _Pending(announced.rules.matcher, drafts)
        self._pending.append(pending)
        if not self._is_called:
            self._is_called = True
            asyncio.get_running_loop().call_soon(self._sit)
        return announced.judged(drafts, await pending.promise)

    def _sit(self) -> None:
        """Judge what is pending; afterwards there is a rest, unless nothing was or much is left."""
        pending, self._pending = self._pending[:MOST], self._pending[MOST:]
        self._is_called = bool(pending)
        if not pending:
            return
        rest = 0 if self._pending else min(MOMENT * len(pending), LONGEST)
        asyncio.get_running_loop().call_later(rest, self._sit)
        for matcher in {id(one.matcher): one.matcher for one in pending}.values():
            with self._meter.judging():
                _settle(matcher, [one for one in pending if one.matcher is matcher])


def _settle(matcher: Matcher, pending: Sequence[_Pending]) -> None:
    """Keep the promises; a text that the matcher fails at is the failure of its article alone."""
    try:
        passages = [draft.passage for one in pending for draft in one.drafts]
        found = iter(list(matcher.judge_all(passages)))
    except Exception as error:  # noqa: BLE001 who awaits the promise gets it
        if len(pending) > 1:
            for one in pending:
                _settle(matcher, [one])
        elif not pending[0].promise.done():
            pending[0].promise.set_exception(error)
        return
    for one in pending:
        judgements = list(islice(found, len(one.drafts)))
        if not one.promise.done():  # given up by who waited
            one.promise.set_result(judgements)
