"""Names of the watchlist that a new watch would take for its own."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from monitor.matching import Matcher
from monitor.matching.decoys import decoys_of, switched_off_by
from monitor.model import Passage, Watch, Watchlist


@dataclass(frozen=True, slots=True)
class Collision:
    """A name that is there already, and that rings for the new watch too."""

    name: str
    of: str  # the watch's id; "" of a decoy
    surface: str  # what of the name is taken for the new watch
    form: str  # of the new watch
    score: float

    @property
    def is_whole(self) -> bool:
        """Whether the two are one name; else the longer one takes its own words in a text."""
        return self.surface == self.name

    def __str__(self) -> str:
        whose = f"watch {self.of!r}" if self.of else "a decoy"
        if self.is_whole:
            told = "a decoy silences the watch" if not self.of else "both would ring"
            return f"{self.form!r} is {self.name!r} of {whose} at {self.score:.0f}: {told}"
        return (
            f"{self.form!r} is in {self.name!r} of {whose}: there it does not ring, for the longer "
            "name takes its words"
        )


def collisions(new: Watch, watchlist: Watchlist) -> list[Collision]:
    """The watches and decoys that ring for the new watch alone, by the likest of their names."""
    names = list(_names(watchlist, new))
    # Context speaks of texts, and there is none around a name in a list.
    alone = replace(new, near=None, not_near=None, languages=frozenset(), sources=None)
    matcher = Matcher(Watchlist((alone,), builtin_decoys=False, threshold=watchlist.threshold))
    found = []
    judgements = matcher.judge_all(Passage(name) for name, _ in names)
    for (name, of), judgement in zip(names, judgements, strict=True):
        for match in judgement.matches:
            best = max(match.mentions, key=lambda mention: mention.score)
            found.append(Collision(name, of, best.surface, best.form, best.score))
    found.sort(key=lambda one: (not one.is_whole, -one.score, one.name))
    likest: dict[str, Collision] = {}
    for one in found:
        likest.setdefault(one.of or f"decoy {one.name}", one)
    return list(likest.values())


def _names(watchlist: Watchlist, new: Watch) -> Iterator[tuple[str, str]]:
    """Every name that is looked for letter by letter or by sound, with the watch that it is of."""
    for watch in watchlist.watches:
        for form in watch.forms:
            if form.match != "regex":
                yield form.text, watch.id
    for decoy in decoys_of(watchlist, switched_off_by(new)):
        yield decoy, ""
