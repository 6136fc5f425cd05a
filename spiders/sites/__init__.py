"""The sites that need code, one module with a `SITE` each: a new file is found by itself."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from spiders.site import Site


@cache
def all_sites() -> tuple[Site, ...]:
    """Every site in this folder."""
    names = sorted(module.name for module in iter_modules(__path__))
    return tuple(import_module(f"{__name__}.{name}").SITE for name in names)


def site_of(url: str) -> Site | None:
    """What is special about the site at this address; None where nothing is."""
    return next((site for site in all_sites() if site.serves(url)), None)
