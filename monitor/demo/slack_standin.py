"""A stand-in for Slack over HTTP: strict as Slack, faulty as told, with a page to look at.

`python -m monitor.demo.slack_standin --port 8765` runs it alone; `SLACK_API_URL` points to its
`/api/`, any token that starts with `xoxb-` will do, for Socket Mode any with `xapp-`. `GET /` draws
the channels, with buttons that can be pressed; `GET /messages` gives them as JSON, `POST /press`
and `POST /command` do what people do.
"""

import argparse
import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from importlib.resources import files
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from monitor.demo.slack_standin_faults import Fault, Faults
from monitor.demo.slack_standin_limits import SlackError
from monitor.demo.slack_standin_people import People
from monitor.demo.slack_standin_sockets import Sockets
from monitor.demo.slack_standin_workspace import ALL_SCOPES, BOT, TEAM, Workspace

PORT = 8765
TOKEN = "xoxb-standin"  # noqa: S105 - opens nothing but this stand-in
APP_TOKEN = "xapp-standin"  # noqa: S105 - likewise

_STRUCTURED = ("blocks", "metadata", "attachments")
_NEEDED = {
    "apps.connections.open": ("connections:write",),
    "auth.test": (),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.list": (),  # those below, by type, and so the others by channel
    "conversations.history": (),
    "conversations.replies": (),
}
_SCOPES_OF_TYPES = {"public_channel": "channels:read", "private_channel": "groups:read"}
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
    "connect-src 'self'; img-src data:"
)


class SlackStandin:
    """The server. Used as an async context manager, it runs inside."""

    def __init__(
        self,
        workspace: Workspace | None = None,
        *,
        faults: Faults | None = None,
        tokens: Mapping[str, frozenset[str]] | None = None,
    ) -> None:
        """`tokens` and their scopes; by default any `xoxb-...` and `xapp-...` may do everything."""
        self.workspace = workspace or Workspace(now=time.time)
        self.sockets = Sockets()
        self.people = People(self.workspace, self.sockets, now=time.time)
        self.faults = faults or Faults()
        self.tokens = tokens
        self.calls: list[str] = []  # methods, as they were called
        self.url = ""
        self._runner: web.AppRunner | None = None
        self._methods: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
            "apps.connections.open": self._open_connection,
            "auth.test": self._auth_test,
            "conversations.list": self.workspace.list_channels,
            "conversations.history": self.workspace.history,
            "conversations.replies": self.workspace.replies,
            "chat.postMessage": self.workspace.post,
            "chat.update": self.workspace.update,
        }

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    async def start(self, *, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; port 0 takes a free one."""
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/services/{channel}", self._webhook)
        app.router.add_get("/link", self.sockets.serve)
        app.router.add_post("/actions/{name}", self._answered)
        app.router.add_post("/press", self._press)
        app.router.add_post("/command", self._command)
        app.router.add_get("/messages", self._messages)
        app.router.add_get("/", self._page)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port, reuse_address=True).start()
        self.url = self.people.url = f"http://{host}:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Close the doors."""
        await self.sockets.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        await self.stop()

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        self.calls.append(method)
        arguments = await _arguments(request)
        fault = self.faults.strike(method)
        if fault is None:
            return self._answer(request, method, arguments)
        return await self._fail(request, method, arguments, fault)

    def _answer(
        self, request: web.Request, method: str, arguments: Mapping[str, Any]
    ) -> web.Response:
        """The proper answer."""
        headers = {}
        try:
            scopes = self._scopes(request, method, arguments)
            headers["x-oauth-scopes"] = ",".join(sorted(scopes))
            self._demand_scope(method, arguments, scopes)
            answer = self._methods[method](arguments)
        except SlackError as error:
            answer = error.answer
        if answer.get("error") == "ratelimited":
            return web.json_response(answer, status=429, headers={**headers, "Retry-After": "1"})
        return web.json_response(answer, headers=headers)

    async def _fail(
        self, request: web.Request, method: str, arguments: Mapping[str, Any], fault: Fault
    ) -> web.StreamResponse:
        if fault.kind == "slow" and not fault.applied:
            await asyncio.sleep(fault.delay)
        if fault.applied or fault.kind == "slow":
            answer = self._answer(request, method, arguments)
        match fault.kind:
            case "slow":
                if fault.applied:
                    await asyncio.sleep(fault.delay)
                return answer
            case "ratelimited":
                headers = {"Retry-After": str(fault.retry_after)}
                body = {"ok": False, "error": "ratelimited"}
                return web.json_response(body, status=429, headers=headers)
            case "server-error":
                return web.Response(status=500, text="Server Error", content_type="text/html")
            case "not-ok":
                return web.json_response({"ok": False, "error": fault.error})
            case "garbled":
                return web.Response(text='{"ok": tr', content_type="application/json")
            case "lost":
                assert request.transport is not None
                request.transport.abort()
                return web.Response()

    def _scopes(
        self, request: web.Request, method: str, arguments: Mapping[str, Any]
    ) -> frozenset[str]:
        header = request.headers.get("Authorization", "")
        token = header.removeprefix("Bearer").strip() or str(arguments.get("token") or "")
        if not token:
            raise SlackError("not_authed")
        known = self.tokens if self.tokens is not None else {token: ALL_SCOPES}
        if token not in known or not token.startswith(("xoxb-", "xapp-")):
            raise SlackError("invalid_auth")
        if token.startswith("xapp-") != (method == "apps.connections.open"):
            raise SlackError("not_allowed_token_type")
        return known[token]

    def _demand_scope(
        self, method: str, arguments: Mapping[str, Any], scopes: frozenset[str]
    ) -> None:
        if method not in _NEEDED:
            raise SlackError("unknown_method", req_method=method)
        wanted = set(_NEEDED[method])
        if method == "conversations.list":
            types = str(arguments.get("types") or "public_channel")
            wanted = {_SCOPES_OF_TYPES[kind] for kind in types.split(",")}
        elif method.startswith("conversations."):
            channel = self.workspace.channel(arguments.get("channel"))
            wanted = {"groups:history" if channel.is_private else "channels:history"}
        if missing := sorted(wanted - scopes):
            provided = ",".join(sorted(scopes))
            raise SlackError("missing_scope", needed=",".join(missing), provided=provided)

    def _auth_test(self, _arguments: Mapping[str, Any]) -> dict[str, Any]:
        who = {"team": TEAM, "user": BOT, "team_id": "T0STANDIN", "user_id": "U0TOCSIN"}
        return {"ok": True, "url": self.url, "bot_id": "B0TOCSIN", **who}

    def _open_connection(self, _arguments: Mapping[str, Any]) -> dict[str, Any]:
        address = self.url.replace("http", "ws", 1)
        return {"ok": True, "url": f"{address}/link?ticket={self.sockets.ticket()}"}

    async def _answered(self, request: web.Request) -> web.Response:
        """A post to a response URL."""
        try:
            self.people.answer(request.match_info["name"], await request.json())
        except SlackError as error:
            return web.json_response(error.answer, status=404)
        return web.json_response({"ok": True})

    async def _press(self, request: web.Request) -> web.Response:
        asked = await _from_page(request)
        return await _done(
            self.people.press(
                asked["channel"],
                asked["ts"],
                asked["action_id"],
                user=asked.get("user") or "mira",
                value=asked.get("value"),
            )
        )

    async def _command(self, request: web.Request) -> web.Response:
        asked = await _from_page(request)
        user = asked.get("user") or "mira"
        return await _done(self.people.command(asked["channel"], asked["text"], user=user))

    async def _webhook(self, request: web.Request) -> web.Response:
        """An incoming webhook of the channel that the address names."""
        try:
            self.workspace.post({**await request.json(), "channel": request.match_info["channel"]})
        except SlackError as error:
            status = 429 if str(error) == "ratelimited" else 400
            return web.Response(status=status, text=str(error))
        return web.Response(text="ok")

    async def _messages(self, _request: web.Request) -> web.Response:
        return web.json_response(self.workspace.as_json())

    async def _page(self, _request: web.Request) -> web.Response:
        page = files("monitor.demo").joinpath("slack_standin.html").read_text(encoding="utf-8")
        headers = {"Content-Security-Policy": _POLICY}
        return web.Response(text=page, content_type="text/html", headers=headers)


async def _from_page(request: web.Request) -> dict[str, Any]:
    """What the page asks for: as JSON, which no other site can send without asking first."""
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    asked: dict[str, Any] = await request.json()
    return asked


async def _done(deed: Awaitable[bool]) -> web.Response:
    try:
        return web.json_response({"ok": True, "acknowledged": await deed})
    except SlackError as error:
        return web.json_response(error.answer, status=400)


async def _arguments(request: web.Request) -> dict[str, Any]:
    """What was asked, in the address, a form or JSON; structures may come as JSON in a form."""
    arguments: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        arguments |= await request.json()
    else:
        arguments |= dict(await request.post())
    for name in _STRUCTURED:
        if isinstance(arguments.get(name), str):
            arguments[name] = json.loads(arguments[name])
    return arguments


async def _serve(port: int, channels: list[str]) -> None:
    standin = SlackStandin(Workspace(channels, now=time.time))
    await standin.start(port=port)
    tokens = f"SLACK_BOT_TOKEN={TOKEN} SLACK_APP_TOKEN={APP_TOKEN}"
    environment = f"SLACK_API_URL={standin.api_url} {tokens}"
    print(f"Channels: {standin.url}/  {environment}")  # noqa: T201 - for whoever runs it
    try:
        await asyncio.Event().wait()
    finally:
        await standin.stop()


def main() -> None:
    """Run it until interrupted."""
    parser = argparse.ArgumentParser(description="A stand-in for Slack on loopback.")
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument("--channel", action="append", help="a channel; may be given several times")
    given = parser.parse_args()
    try:
        asyncio.run(_serve(given.port, given.channel or ["news-watch", "urgent", "tocsin-ops"]))
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()
