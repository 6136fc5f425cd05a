"""The people at the Slack stand-in: they press buttons and write commands, and are answered.

What the app is told of it: https://docs.slack.dev/reference/interaction-payloads
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from monitor.demo.slack_standin_limits import SlackError
from monitor.demo.slack_standin_sockets import Sockets
from monitor.demo.slack_standin_workspace import TEAM, Channel, Posted, Workspace

MOST_ANSWERS = 5
"""Posts to one response URL."""
ANSWERS_FOR = 1800.0
"""Seconds in which it may be posted to."""

_TEAM = {"id": "T0STANDIN", "domain": "standin"}

Json = dict[str, Any]


@dataclass(slots=True)
class Reply:
    """Where the app may answer one press or command, and whom."""

    channel: Channel
    user: str
    until: float
    left: int = MOST_ANSWERS


class People:
    """What anybody does in the workspace, as the app hears of it."""

    def __init__(self, workspace: Workspace, sockets: Sockets, *, now: Callable[[], float]) -> None:
        self._workspace = workspace
        self._sockets = sockets
        self._now = now
        self._replies: dict[str, Reply] = {}
        self.url = ""  # of the stand-in

    async def press(
        self, channel: str, ts: str, action_id: str, *, user: str = "mira", value: str | None = None
    ) -> bool:
        """Press a button of a message, or choose an option of a menu. Whether it was acknowledged.

        Raises SlackError where there is nothing of the kind to press.
        """
        where = self._workspace.channel(channel)
        posted = self._workspace.message(where, ts)
        action = _action(posted, action_id, value, at=self._now())
        payload = {
            "type": "block_actions",
            "user": _user(user),
            "api_app_id": "A0TOCSIN",
            "container": {"type": "message", "message_ts": ts, "channel_id": where.id},
            "trigger_id": secrets.token_hex(12),
            "team": _TEAM,
            "channel": {"id": where.id, "name": where.name},
            "message": posted.as_json(),
            "state": {"values": {}},
            "response_url": self._reply_url(where, user),
            "actions": [action],
        }
        return await self._sockets.hand_over("interactive", payload) is not None

    async def command(self, channel: str, text: str, *, user: str = "mira") -> bool:
        """Write `/tocsin ...`. Whether it was acknowledged; an answer is shown to them alone."""
        where = self._workspace.channel(channel)
        who = _user(user)
        payload = {
            "command": "/tocsin",
            "text": text,
            "user_id": who["id"],
            "user_name": who["username"],
            "channel_id": where.id,
            "channel_name": where.name,
            "team_id": _TEAM["id"],
            "team_domain": _TEAM["domain"],
            "api_app_id": "A0TOCSIN",
            "trigger_id": secrets.token_hex(12),
            "response_url": self._reply_url(where, user),
        }
        said = await self._sockets.hand_over("slash_commands", payload)
        if said and said.get("payload"):
            self._workspace.whisper(where, user, said["payload"])
        return said is not None

    def answer(self, name: str, said: Mapping[str, Any]) -> None:
        """A post to a response URL. Raises SlackError where that is used up."""
        reply = self._replies.get(name)
        if reply is None or reply.left == 0 or self._now() > reply.until:
            raise SlackError("used_url" if reply else "expired_url")
        reply.left -= 1
        if said.get("response_type") == "in_channel":
            self._workspace.post({**said, "channel": reply.channel.id})
        else:
            self._workspace.whisper(reply.channel, reply.user, said)

    def _reply_url(self, channel: Channel, user: str) -> str:
        name = secrets.token_urlsafe(12)
        self._replies[name] = Reply(channel, user, self._now() + ANSWERS_FOR)
        return f"{self.url}/actions/{name}"


def _user(name: str) -> Json:
    return {
        "id": f"U0{name.upper()}",
        "username": name,
        "name": name,
        "team_id": _TEAM["id"],
        "team": TEAM,
    }


def _action(posted: Posted, action_id: str, value: str | None, *, at: float) -> Json:
    """What was pressed, as the app is told."""
    for block in posted.blocks:
        for element in block.get("elements", []) if block.get("type") == "actions" else []:
            if element.get("action_id") != action_id:
                continue
            pressed = {"block_id": block.get("block_id", "b"), "action_ts": f"{at:.6f}"}
            if element["type"] == "overflow":
                chosen = [one for one in element["options"] if one["value"] == value]
                if not chosen:
                    raise SlackError("invalid_option")
                pressed["selected_option"] = chosen[0]
            named = ("action_id", "type", "text", "value")
            return {**{name: element[name] for name in named if name in element}, **pressed}
    raise SlackError("no_such_button")
