"""`tocsin demo`: see it work, with nothing but this machine."""

import asyncio
import signal
import sys

import typer


def register(app: typer.Typer) -> None:
    app.command("demo")(demo)


def demo() -> None:
    """See it all work on this machine alone.

    A small newspaper on loopback, watched by the real crawler with the shipped watchlist, rings in
    a Slack stand-in: no network, no account, no token. The stand-in's address is printed first;
    open it in a browser. Ctrl-C ends the demo.

    Example: `tocsin demo`
    """
    from monitor.logs import set_up_logs

    set_up_logs(quiet=True)
    asyncio.run(_demo())


async def _demo() -> None:
    from monitor.demo.show import show

    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await show(stop, say=lambda text: print(text, file=sys.stdout, flush=True))
