"""What every test may ask for."""

import logging
from collections.abc import AsyncIterator, Iterator

import pytest
import structlog
from hypothesis import settings

from monitor.demo.newspaper import Newspaper
from tests.databases import database, fresh_url, postgres, sqlite_template, store, store_url

__all__ = ["database", "fresh_url", "postgres", "sqlite_template", "store", "store_url"]

# How long an example takes says more about the machine than about the code.
settings.register_profile("tests", deadline=None)
settings.load_profile("tests")


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
