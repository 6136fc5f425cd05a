"""What every test may ask for."""

import logging
from collections.abc import AsyncIterator, Iterator

import pytest
import structlog
from hypothesis import settings

from monitor.demo.newspaper import Newspaper
from tests.databases import database, fresh_url, postgres, sqlite_template, store, store_url

__all__ = ["database", "fresh_url", "postgres", "sqlite_template", "store", "store_url"]

# How long an example takes says more about the machine than about the code. By day the examples are
# the same each time, so that a change fails by its own fault only; by night they are new ones.
settings.register_profile("by-day", deadline=None, derandomize=True)
settings.register_profile("by-night", deadline=None, derandomize=False, print_blob=True)
settings.load_profile("by-day")


@pytest.fixture(autouse=True)
def _logs_as_they_were() -> Iterator[None]:
    """A command that a test runs sets up logs for its process, which is ours."""
    handlers, levels = logging.root.handlers[:], logging.root.level
    yield
    logging.root.handlers[:], logging.root.level = handlers, levels
    structlog.reset_defaults()


@pytest.fixture
async def newspaper() -> AsyncIterator[Newspaper]:
    """A newspaper on loopback, open as long as the test lasts."""
    async with Newspaper() as opened:
        yield opened
