"""Every name of a watchlist, and where it stands in the files."""

from collections.abc import Iterator
from dataclasses import dataclass

from monitor.config import Located
from monitor.config.document import Place
from monitor.config.wording import problem
from monitor.errors import Problem
from monitor.model import Context, Form, Watch


@dataclass(frozen=True, slots=True)
class Written:
    """A form of a watch, or a decoy."""

    place: Place
    text: str
    watch: Watch | None  # None of a decoy
    form: Form | None

    @property
    def near(self) -> Context | None:
        """What must stand by it."""
        if self.form is None or self.watch is None:
            return None
        return self.form.near or self.watch.near

    def problem(self, message: str, *, severity: str = "warning") -> Problem:
        return problem(self.place.document, self.place.path, message, severity=severity)


def written_names(located: Located) -> Iterator[Written]:
    """The forms of every watch in their order, then the decoys."""
    watchlist = located.configuration.watchlist
    for watch, place in zip(watchlist.watches, located.watches, strict=True):
        aliases = sum(form.kind == "alias" for form in watch.forms)
        for number, form in enumerate(watch.forms):
            written = place.of("name")
            if form.kind == "alias":
                written = place.of("aliases", number - 1)
            elif form.kind == "acronym":
                written = place.of("acronyms", number - 1 - aliases)
            yield Written(written, form.text, watch, form)
    for decoy, place in zip(watchlist.decoys, located.decoys, strict=True):
        yield Written(place, decoy, None, None)
