"""The newspaper that the crawl is tried on."""

import pytest

from monitor.demo.newspaper import Newspaper, Outlet


@pytest.fixture
async def outlet(newspaper: Newspaper) -> Outlet:
    return await newspaper.add_outlet("127.0.0.31", "The Outlet")


@pytest.fixture
async def other(newspaper: Newspaper, outlet: Outlet) -> Outlet:
    return await newspaper.add_outlet("127.0.0.32", "The Other")
