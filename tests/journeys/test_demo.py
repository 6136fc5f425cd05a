"""The first thing that people try."""

import re
import signal

import aiohttp

from tests.journeys.processes import tocsin, until

STORIES = 7


async def test_the_demo_rings_for_every_story_and_all_is_well_on_its_dashboard() -> None:
    async with tocsin("demo") as demo, aiohttp.ClientSession() as browser:

        async def address() -> re.Match[str] | None:
            return re.search(r"and (http://\S+) to see how", str(demo))

        dashboard = await until(address, of=demo)

        async def page() -> str:
            try:
                async with browser.get(dashboard[1]) as answer:
                    return await answer.text()
            except aiohttp.ClientConnectorError:
                return ""  # not up yet

        async def shows_all() -> str:
            shown = await page()
            told = shown.count("rel='noreferrer'")
            return shown if told >= STORIES and "All is well" in shown else ""

        shown = await until(shows_all, of=demo)
        assert shown.count("rel='noreferrer'") == STORIES
        assert await demo.end(signal.SIGINT) == 0
