"""The Web API over HTTP: arguments read, token and scopes checked, limits and planned faults applied."""

import asyncio
import base64
import json
from typing import Any

from aiohttp import web

from tests.bot.loopback.faults import Fault, no_answer
from tests.bot.slack.loopback import method_chat, method_directory, method_install, method_views
from tests.bot.slack.loopback.asking import Ask, Called, Row, SlackError, State
from tests.bot.slack.loopback.world import Json

METHODS: dict[str, Row] = method_chat.ROWS | method_views.ROWS | method_directory.ROWS | method_install.ROWS

STRUCTURED = ("blocks", "view", "metadata", "attachments", "files", "outputs", "profile")
"""Arguments that forms carry as JSON."""


class WebApi:
    """Answers `/api/{method}`."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One call, from its bytes to its answer."""
        state, method = self._state, request.match_info["method"]
        arguments = await _arguments(request)
        value = _bearer(request) or str(arguments.pop("token", "") or "")
        ask = Ask(state, method, arguments, state.tokens.tokens.get(value))
        fault = state.faults.take(method)
        if fault and fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        elif fault and not fault.after:
            return await self._spoilt(request, ask, fault, None)
        response, answer = self._answered(ask, value)
        if fault and fault.kind != "slow":
            return await self._spoilt(request, ask, fault, answer)
        self._note(ask, response.status, answer)
        return response

    def _answered(self, ask: Ask, value: str) -> tuple[web.Response, Json]:
        row = METHODS.get(ask.method)
        limited = 0
        if row is None:
            answer: Json = {"ok": False, "error": "unknown_method", "req_method": ask.method}
        else:
            limited = self._limited(ask, row)
            answer = {"ok": False, "error": "ratelimited"} if limited else _run(ask, row, value)
        headers = {"x-slack-req-id": ask.world.new_id("q")}
        if limited:
            headers["Retry-After"] = str(limited)
        if ask.token and ask.token.installed:
            headers["x-oauth-scopes"] = ",".join(sorted(ask.token.installed.scopes))
            headers["x-accepted-oauth-scopes"] = ask.accepted
        return web.json_response(answer, status=429 if limited else 200, headers=headers), answer

    def _limited(self, ask: Ask, row: Row) -> int:
        workspace = ask.token.installed.key if ask.token and ask.token.installed else ""
        return self._state.limits.wait(ask.method, workspace, row.tier, ask.text("channel"))

    async def _spoilt(self, request: web.Request, ask: Ask, fault: Fault, answer: Json | None) -> web.StreamResponse:
        """What comes instead of an answer; `answer` is what was done all the same."""
        statuses = {"limited": 429, "status": fault.status, "error": 200, "garbage": 200}
        self._note(ask, statuses.get(fault.kind, 0), answer)
        if fault.kind == "limited":
            wait = {"Retry-After": str(int(fault.seconds))}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=wait)
        if fault.kind == "status":
            return web.Response(status=fault.status, text="upstream connect error", content_type="text/html")
        if fault.kind == "error":
            return web.json_response({"ok": False, "error": fault.error or "internal_error"})
        return await no_answer(request, fault)

    def _note(self, ask: Ask, status: int, answer: Json | None) -> None:
        workspace = ask.token.installed.key if ask.token and ask.token.installed else ""
        now = ask.world.clock()
        self._state.calls.append(Called(ask.method, ask.arguments, now, status, answer, workspace))


def _run(ask: Ask, row: Row, value: str) -> Json:
    try:
        if not row.open:
            fault = ask.state.tokens.fault(value)
            if fault:
                raise SlackError(fault)
            if row.scopes:
                ask.need(*row.scopes)
        return {"ok": True, **row.call(ask)}
    except SlackError as error:
        return {"ok": False, "error": error.error, **error.more}


def _bearer(request: web.Request) -> str:
    kind, _, value = request.headers.get("Authorization", "").partition(" ")
    return value.strip() if kind.lower() == "bearer" else ""


async def _arguments(request: web.Request) -> Json:
    """Whatever way they came: in the address, as a form, as JSON, or as user and password."""
    arguments: Json = dict(request.query)
    if request.content_type == "application/json":
        try:
            given = await request.json()
        except ValueError:
            given = None
        arguments |= given if isinstance(given, dict) else {}
    else:
        arguments |= dict(await request.post())
    kind, _, value = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "basic":
        user, _, password = base64.b64decode(value).decode().partition(":")
        arguments |= {"client_id": user, "client_secret": password}
    return {name: _parsed(value) if name in STRUCTURED else value for name, value in arguments.items()}


def _parsed(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
