"""Does Slack let us do what delivery needs? Asked step by step, each answer with what to do.

Other doors can only be tried by a message.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import aiohttp

from alerts.doors import Doors
from alerts.message import render
from alerts.policy import trial
from alerts.proxy import takes_proxy
from alerts.sender import Unclear
from alerts.slack import CONNECT_WITHIN, Failure, Identity, SlackSender, is_id
from alerts.slack_errors import advice
from alerts.socket import address_of_socket, advice_on_line
from monitor.config.environment import Secret
from monitor.model import Configuration, Delivered

REQUIRED = {
    "chat:write": "to post",
    "channels:read": "to find channels by name",
    "channels:history": "to see after a lost answer whether an alert was posted: without it one "
    "may be told twice",
}
"""Scopes, and what each is for. A private channel needs groups:read and groups:history instead."""

LESS = "no threads, no edits, no buttons, and a lost answer may double a message"
"""What Slack's bot can do, and a webhook or another door cannot."""

FOR_COMMANDS = {"commands": "to hear /tocsin"}
_NAMED = frozenset({*REQUIRED, *FOR_COMMANDS, "groups:read", "groups:history"})


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that delivery needs, and whether it is so."""

    what: str
    is_good: bool
    said: str
    advice: str = ""


def channels_of(configuration: Configuration) -> list[str]:
    """Every channel that the configuration names, the default first."""
    settings = configuration.settings.alerts
    named = [
        settings.channel,
        settings.operations,
        *(route.channel for route in settings.routes),
        *(watch.channel for watch in configuration.watchlist.watches),
    ]
    return list(dict.fromkeys(channel for channel in named if channel))


async def check_up(
    slack: SlackSender,
    channels: Sequence[str],
    *,
    post_to: str,
    now: datetime,
    hears: bool = False,
) -> AsyncIterator[Check]:
    """Token, scopes, channels, history; then a test notice, if all that is well.

    `hears`: /tocsin is to be heard too.
    """
    identity = await slack.identity()
    if isinstance(identity, Failure):
        yield _bad("token", identity.reason)
        return
    yield Check("token", True, f"{identity.team}, as @{identity.user}")
    is_good = True
    for check in [_scopes(identity, REQUIRED | FOR_COMMANDS if hears else REQUIRED)] + [
        await _channel(slack, channel, identity, now) for channel in channels
    ]:
        is_good &= check.is_good or check.what != post_to
        yield check
    if is_good:
        yield await _post(slack, post_to, now)


async def check_buttons(app_token: Secret, *, api_url: str) -> Check:
    """Whether the app token opens Socket Mode, over which presses and commands are heard."""
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_WITHIN)
    async with aiohttp.ClientSession(timeout=timeout, trust_env=takes_proxy(api_url)) as session:
        address = await address_of_socket(app_token, api_url=api_url, session=session)
    if isinstance(address, Failure):
        return Check("buttons", False, address.reason, advice_on_line(address))
    return Check("buttons", True, "Socket Mode opens; presses and /tocsin are heard")


async def check_doors(
    doors: Doors, channels: Sequence[str], *, now: datetime
) -> AsyncIterator[Check]:
    """A test notice through each: there is no other way to try a door."""
    for channel in channels:
        sender, message = doors.sender(channel), render(trial(channel, now=now))
        outcome = await sender.prepare(channel) or await sender.send(message)
        if isinstance(outcome, Delivered):
            yield Check(channel, True, f"took a test notice; {LESS}")
        else:
            yield Check(channel, False, outcome.reason)


def _scopes(identity: Identity, required: Mapping[str, str]) -> Check:
    if not identity.scopes:
        return Check("scopes", True, "Slack did not say which the token has")
    missing = [scope for scope in required if scope not in identity.scopes]
    if not missing:
        return Check("scopes", True, ", ".join(sorted(identity.scopes & _NAMED)))
    why = "; ".join(f"{scope} {required[scope]}" for scope in missing)
    return Check("scopes", False, f"missing {why}", advice("missing_scope"))


async def _channel(slack: SlackSender, wanted: str, identity: Identity, now: datetime) -> Check:
    if not is_id(wanted):
        found = await slack.channel(wanted)
        if isinstance(found, Failure):
            return _bad(wanted, found.reason)
        if not found.is_member:
            invite = f"type `/invite @{identity.user}` in it"
            return Check(wanted, False, "the app is not in the channel", invite)
    seen = await slack.find(wanted, "", since=now)
    if isinstance(seen, Unclear):
        return _bad(wanted, f"{seen.reason} (its history cannot be read)")
    return Check(wanted, True, "the app is in it, and can read it back")


async def _post(slack: SlackSender, channel: str, now: datetime) -> Check:
    # Outside of the outbox: it is a question to Slack, and promises nothing to anybody.
    message = render(trial(channel, now=now))
    wrong = await slack.prepare(channel)
    outcome = wrong or await slack.send(message)
    if isinstance(outcome, Delivered):
        return Check("posted", True, f"a test notice stands in {channel}")
    return _bad("posted", outcome.reason)


def _bad(what: str, reason: str) -> Check:
    return Check(what, False, reason, advice(reason))
