"""`tocsin alerts`: what waits, was told, was refused; and whether Slack would take an alert."""

import asyncio
import json
import os
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from monitor.cli.options import ConfigFolder, load_configuration

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.checkup import Check
    from monitor.config.environment import Secrets
    from monitor.model import Configuration, QueuedAlert

State = Literal["waiting", "unknown", "told", "refused", "held", "folded"]


def register(app: typer.Typer) -> None:
    group = typer.Typer(
        help="What waits, was told or was refused; send again; try Slack.", no_args_is_help=True
    )
    group.command("list")(list_alerts)
    group.command("retry")(retry)
    group.command("test")(try_out)
    app.add_typer(group, name="alerts")


def list_alerts(
    config: ConfigFolder = None,
    state: Annotated[State | None, typer.Option(help="Only these.")] = None,
    most: Annotated[int, typer.Option(min=1, help="The newest so many.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="As a JSON array.")] = False,
) -> None:
    """Show alerts: where each was told, or why it was not yet.

    Example: `tocsin alerts list --state refused`
    """
    from monitor.storage import outbox
    from monitor.storage.store import open_store

    with open_store(load_configuration(config).settings.database) as store, store.begin() as db:
        found = outbox.alerts(db, states=[state] if state else (), most=most)
        counts = outbox.counts(db)
    if as_json:
        print(json.dumps([_as_json(one) for one in found], ensure_ascii=False, indent=2))
        return
    _show(found)
    summary = f"{counts.waiting} waiting, {counts.unknown} unknown, {counts.refused} refused"
    print(summary, file=sys.stderr)
    if less := less_by_webhook():
        print(less, file=sys.stderr)


def less_by_webhook() -> str:
    """What a webhook in place of the bot's token cannot do; nothing where there is none."""
    from monitor.config.environment import read_secrets
    from monitor.errors import ConfigError

    try:
        secrets = read_secrets(os.environ)
    except ConfigError:
        return ""  # which `tocsin check` says
    if secrets.slack_bot_token or not secrets.slack_webhook_url:
        return ""
    return (
        "alerts go through a webhook, which does less than SLACK_BOT_TOKEN: no threads, no edits,"
        " no buttons, and a lost answer may double a message"
    )


def retry(
    alert_id: Annotated[
        str, typer.Argument(metavar="ID", help="As `tocsin alerts list` shows it.")
    ],
    config: ConfigFolder = None,
) -> None:
    """Send a refused alert again.

    It goes out as soon as a service runs or `tocsin crawl` ends.

    Example: `tocsin alerts retry 17`
    """
    from monitor.cli.given import id_of
    from monitor.errors import WorldError
    from monitor.storage import outbox
    from monitor.storage.store import open_store

    wanted = id_of(alert_id, shown_by="tocsin alerts list")
    with open_store(load_configuration(config).settings.database) as store, store.begin() as db:
        queued = outbox.queued(db, wanted)
        if queued is None:
            raise WorldError(f"there is no alert {wanted}: `tocsin alerts list` shows them")
        if not outbox.retry(db, wanted):
            raise WorldError(f"alert {wanted} is {queued.state}: only a refused one can be retried")
    print(f"alert {wanted} waits again for {queued.alert.channel}")


def try_out(
    channel: Annotated[
        str | None,
        typer.Option(
            help="`#name`, id or `door:name`. Default: all that are configured; one of Slack's and "
            "every door is posted to."
        ),
    ] = None,
    config: ConfigFolder = None,
) -> None:
    """Check that Slack and other doors take alerts: post a test.

    Exit status 1 for a wrong token, an unknown channel, a missing scope or invitation, or a door
    that is shut: it says which, and what to do.

    Example: `tocsin alerts test --channel "#news-watch"`
    """
    from monitor.config.environment import read_secrets
    from monitor.logs import set_up_logs

    set_up_logs()
    configuration = load_configuration(config)
    secrets = read_secrets(os.environ)
    if not asyncio.run(_try_all(configuration, secrets, channel, datetime.now(UTC))):
        raise typer.Exit(1)


async def _try_all(
    configuration: "Configuration", secrets: "Secrets", channel: str | None, now: datetime
) -> bool:
    """Slack's channels together, and each of the other doors."""
    from alerts.checkup import channels_of
    from monitor.model import DOOR

    channels = [channel] if channel else channels_of(configuration)
    doors = [one for one in channels if one.startswith(DOOR)]
    slack = [one for one in channels if one not in doors]
    is_good = True
    if slack or not doors:
        if secrets.slack_bot_token:
            is_good = await _try_slack(configuration, secrets, slack, now)
        else:
            is_good = await _try_without_token(configuration, secrets, now)
    return await _try_doors(configuration, secrets, doors, now) and is_good


async def _try_doors(
    configuration: "Configuration", secrets: "Secrets", channels: "Sequence[str]", now: datetime
) -> bool:
    from alerts.checkup import check_doors
    from alerts.doors import Doors

    doors = Doors(secrets.doors, timeout=lambda: configuration.settings.alerts.send_timeout)
    is_good = True
    async for check in check_doors(doors, channels, now=now):
        _print_check(check)
        is_good &= check.is_good
    return is_good


async def _try_slack(
    configuration: "Configuration", secrets: "Secrets", channels: "Sequence[str]", now: datetime
) -> bool:
    from alerts.checkup import check_buttons, check_up
    from alerts.slack import SlackSender
    from monitor.errors import UsageError

    if not channels:
        raise UsageError("no channel: give --channel, or set alerts.channel in settings.yaml")
    assert secrets.slack_bot_token is not None
    slack = SlackSender(
        secrets.slack_bot_token,
        api_url=secrets.slack_api_url,
        timeout=lambda: configuration.settings.alerts.send_timeout,
    )
    is_good = True
    try:
        hears = secrets.slack_app_token is not None
        async for check in check_up(slack, channels, post_to=channels[0], now=now, hears=hears):
            _print_check(check)
            is_good &= check.is_good
        if secrets.slack_app_token:
            check = await check_buttons(secrets.slack_app_token, api_url=secrets.slack_api_url)
            _print_check(check)
            is_good &= check.is_good
    finally:
        await slack.close()
    return is_good


async def _try_without_token(
    configuration: "Configuration", secrets: "Secrets", now: datetime
) -> bool:
    from alerts.checkup import LESS
    from alerts.message import render
    from alerts.policy import trial
    from alerts.senders import open_senders
    from monitor.model import CONSOLE, Delivered

    webhook = f"the webhook, whichever channel is named ({LESS})"
    where = webhook if secrets.slack_webhook_url else "the console"
    print(f"SLACK_BOT_TOKEN is not set: alerts go to {where}, as this one does", file=sys.stderr)
    senders = open_senders(secrets, timeout=lambda: configuration.settings.alerts.send_timeout)
    try:
        message = render(trial(CONSOLE, now=now))
        outcome = await senders.for_channel(CONSOLE).send(message)
    finally:
        await senders.close()
    if isinstance(outcome, Delivered):
        return True
    print(f"not told: {outcome.reason}", file=sys.stderr)
    return False


def _print_check(check: "Check") -> None:
    from rich.console import Console
    from rich.text import Text

    line = Text.assemble(
        ("✓ " if check.is_good else "✗ ", "green" if check.is_good else "bold red"),
        (f"{check.what:<14} ", "bold"),
        check.said,
        f": {check.advice}" if check.advice else "",
    )
    Console().print(line, soft_wrap=True)


def _show(found: "Sequence[QueuedAlert]") -> None:
    from rich.console import Console
    from rich.text import Text

    from monitor.cli.rows import Rows

    styles = {"told": "green", "refused": "bold red", "unknown": "yellow", "held": "cyan"}
    rows = Rows("id", "state", "channel", "since", "tries", "what", "why")
    for one in found:
        rows.add(
            str(one.id),
            Text(one.state, style=styles.get(one.state, "")),
            one.alert.channel,
            f"{one.told_at or one.created_at:%Y-%m-%d %H:%M}",
            str(one.attempts),
            one.alert.title,
            one.reason,
        )
    Console().print(rows)


def _as_json(one: "QueuedAlert") -> dict[str, Any]:
    return {
        "id": one.id,
        "key": one.alert.key,
        "channel": one.alert.channel,
        "kind": one.alert.kind,
        "manner": one.alert.manner,
        "state": one.state,
        "what": one.alert.title,
        "tries": one.attempts,
        "created_at": one.created_at.isoformat(),
        "told_at": one.told_at.isoformat() if one.told_at else None,
        "ts": one.ts,
        "reason": one.reason,
    }
