"""Other names of a party that Tocsin knows by itself: of those in the starting watchlist."""

from monitor.config import load_watchlist
from monitor.config.starter import starter_folder
from monitor.model import Watch
from monitor.vetting.collisions import collisions


def known_variants(watch: Watch) -> list[str]:
    """The names and native spellings of the same party, as far as they are not there yet."""
    starter = load_watchlist(starter_folder() / "watchlist.yaml")
    same = {one.of for one in collisions(watch, starter) if one.is_whole and one.of}
    written = {form.text.casefold() for form in watch.forms}
    forms = (form for known in starter.watches if known.id in same for form in known.forms)
    return [
        form.text
        for form in forms
        if form.kind != "acronym" and form.text.casefold() not in written
    ]
