"""`tocsin run`: the service."""

import asyncio
import gc
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from monitor.cli.options import ConfigFolder, load_configuration

if TYPE_CHECKING:
    from collections.abc import Sized

    from monitor.config.environment import Secrets
    from monitor.model import Configuration

LogFormat = Literal["text", "json"]


class Role(StrEnum):
    """Which part of the work a process does."""

    ALL = "all"
    CRAWL = "crawl"
    DELIVER = "deliver"


def register(app: typer.Typer) -> None:
    app.command("run")(run)


def run(
    config: ConfigFolder = None,
    role: Annotated[
        Role, typer.Option(help="Crawl only, deliver only, or both; each once on an SQLite file.")
    ] = Role.ALL,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Log every request and decision.")
    ] = False,
    log_format: Annotated[
        LogFormat, typer.Option(help="Logs for people, or a JSON object on each line.")
    ] = "text",
) -> None:
    """Run the service until Ctrl-C or SIGTERM: crawl, match, ring.

    Edits of the configuration are taken at once; a bad one is refused and the last good one stays.
    With no SLACK_BOT_TOKEN in the environment, alerts are printed here.

    Example: `SLACK_BOT_TOKEN=xoxb-... tocsin run --config /etc/tocsin`
    """
    with suppress(KeyboardInterrupt), _without_collector():  # before the service hears signals
        from monitor.config.environment import read_secrets
        from monitor.logs import secrets_of, set_up_logs

        configuration = load_configuration(config, to_tell=role is not Role.CRAWL, to_watch=True)
        secrets = read_secrets(os.environ)
        hidden = secrets_of(secrets, configuration.settings.database, os.environ)
        set_up_logs(verbose=verbose, form=log_format, secrets=hidden)
        from monitor.storage.tenancy import sole_service

        with sole_service(configuration.settings.database, role.value):
            _greet(configuration, secrets, log_format)
            asyncio.run(_serve(configuration, secrets, role))


async def _serve(configuration: "Configuration", secrets: "Secrets", role: Role) -> None:
    from monitor.service.service import Service
    from monitor.storage.store import open_store
    from monitor.web.telemetry import Telemetry

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    telemetry = Telemetry()
    database = configuration.settings.database
    store = await asyncio.to_thread(partial(open_store, database, meter=telemetry))
    try:
        service = Service(
            configuration,
            store,
            secrets,
            environ=os.environ,
            role=role.value,
            telemetry=telemetry,
            settled=_spare_collector,
        )
        await service.run(stop)
    finally:
        await store.close()


@contextmanager
def _without_collector() -> Iterator[None]:
    """Nearly all that is made at the start stays: to look for what does not takes a tenth of it."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _spare_collector() -> None:
    """What is loaded and compiled by now stays: it need not be walked through again."""
    gc.collect()
    gc.freeze()
    gc.enable()


def _greet(configuration: "Configuration", secrets: "Secrets", form: LogFormat) -> None:
    if form == "text":
        print(greeting(configuration, secrets), file=sys.stderr)
        return
    import structlog

    structlog.get_logger().info(
        "service starts",
        config=str(configuration.folder),
        watches=len(configuration.watchlist.watches),
        sources=len(configuration.sources),
    )


def greeting(configuration: "Configuration", secrets: "Secrets") -> str:
    """What runs, where alerts go and where to look, in four lines."""
    from monitor.model import DOOR

    alerts = configuration.settings.alerts
    if alerts.channel and alerts.channel.startswith(DOOR):
        told = f"to {alerts.channel}: no threads or edits, and a lost answer may double a message"
    elif secrets.slack_bot_token:
        told = f"to Slack, {alerts.channel or 'to the console until alerts.channel is set'}"
    elif secrets.slack_webhook_url:
        told = "to a Slack webhook: no threads or edits, and a lost answer may double a message"
    else:
        told = "here on the console; set SLACK_BOT_TOKEN to ring in Slack (README.md says how)"
    listen = configuration.settings.web_listen
    dashboard = ""
    if listen and _is_free(*listen):  # else the service says so in a moment, and what to do
        dashboard = f"http://{listen[0]}:{listen[1]}/ in a browser, or "
    return (
        f"Tocsin watches {_counted(configuration.watchlist.watches, 'name')} "
        f"in {_counted(configuration.sources, 'source')} ({configuration.folder}).\n"
        f"  alerts  {told}\n"
        f"  look    {dashboard}`tocsin status`\n"
        f"  stop    Ctrl-C: nothing is lost"
    )


def _is_free(host: str, port: int) -> bool:
    """Whether we could listen there."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        socket.create_server((host, port), family=family).close()
    except OSError:
        return False
    return True


def _counted(things: "Sized", noun: str) -> str:
    return f"{len(things)} {noun}{'' if len(things) == 1 else 's'}"
