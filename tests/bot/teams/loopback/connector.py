"""The connector over HTTP: the token checked, limits and planned faults applied, every call remembered."""

import asyncio
import json

from aiohttp import web

from tests.bot.loopback.faults import Fault, no_answer
from tests.bot.teams.loopback import rosters, speaking
from tests.bot.teams.loopback.asking import Ask, Called, ConnectorError, Row, State
from tests.bot.teams.loopback.world import Json

ROWS: dict[str, Row] = speaking.ROWS | rosters.ROWS
PREFIX = "/connector/"


class Connector:
    """Answers `/connector/v3/…`."""

    def __init__(self, state: State) -> None:
        self._state = state

    def routes(self) -> list[web.RouteDef]:
        """Where it answers."""
        return [
            web.route(row.method, PREFIX + row.path, _Way(self._state, name, row).handle) for name, row in ROWS.items()
        ]


class _Way:
    """One route."""

    def __init__(self, state: State, name: str, row: Row) -> None:
        self._state, self._name, self._row = state, name, row

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One call, from its bytes to its answer."""
        raw = await request.read()
        ask = Ask(self._state, self._name, request.path, dict(request.match_info), dict(request.query), {}, len(raw))
        ask.granted = self._state.entra.check(request.headers.get("Authorization", ""), "connector")
        fault = self._state.faults.take(self._name, request.path)
        if fault and fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        elif fault and not fault.after:
            return await self._spoilt(request, ask, fault, None)
        response, answer = self._answered(ask, raw)
        if fault and fault.kind != "slow":
            return await self._spoilt(request, ask, fault, answer)
        self._note(ask, response.status, answer)
        return response

    def _answered(self, ask: Ask, raw: bytes) -> tuple[web.Response, Json]:
        try:
            self._allowed(ask, raw)
            answer = self._row.call(ask)
        except ConnectorError as error:
            return refusal(error), {"error": {"code": error.code, "message": error.words}}
        if answer is None:
            return web.Response(status=self._row.status), {}
        shown = answer.get("_list", answer)
        return web.json_response(shown, status=self._row.status), answer

    def _allowed(self, ask: Ask, raw: bytes) -> None:
        if ask.granted is None:
            raise ConnectorError(401, "Unauthorized", "Authorization has been denied for this request.")
        if raw:
            ask.body = _object(raw)
        plain = ask.thread.partition(";")[0] or ask.parts.get("team", "") or _whom(ask.body)
        place = ask.world.places.get(plain)
        tenant = place.tenant if place else str(ask.body.get("tenantId", ""))
        kind = "send" if self._row.limit == "send" else self._row.limit
        wait = self._state.limits.wait(kind, tenant, plain)
        if wait:
            raise ConnectorError(429, "TooManyRequests", "The request was throttled.", after=wait)

    async def _spoilt(self, request: web.Request, ask: Ask, fault: Fault, answer: Json | None) -> web.StreamResponse:
        """What comes instead of an answer; `answer` is what was done all the same."""
        self._note(ask, {"limited": 429, "status": fault.status, "garbage": 200}.get(fault.kind, 0), answer)
        return await spoilt(request, fault)

    def _note(self, ask: Ask, status: int, answer: Json | None) -> None:
        now, tenant = ask.world.clock(), ask.granted.tenant if ask.granted else ""
        self._state.calls.append(Called(ask.route, ask.path, ask.body, now, status, answer, tenant))


async def spoilt(request: web.Request, fault: Fault) -> web.StreamResponse:
    """What comes instead of the right answer; Graph fails in the same ways."""
    if fault.kind == "limited":
        return refusal(ConnectorError(429, "TooManyRequests", after=fault.seconds))
    if fault.kind == "status":
        return refusal(ConnectorError(fault.status, fault.error or "ServiceError"))
    return await no_answer(request, fault)


def refusal(error: ConnectorError) -> web.Response:
    """An error as the connector writes it."""
    body = {"error": {"code": error.code, "message": error.words}}
    wait = {"Retry-After": str(max(1, -int(-error.after // 1)))} if error.after > 0 else {}
    wait |= {"Retry-After": "0"} if error.after == 0 else {}
    return web.json_response(body, status=error.status, headers=wait)


def _whom(body: Json) -> str:
    """Whose chat is to be opened: opening it counts for that chat, which has no id yet."""
    members = body.get("members")
    first = members[0] if isinstance(members, list) and members else None
    return str(first.get("id")) if isinstance(first, dict) else ""


def _object(raw: bytes) -> Json:
    try:
        found = json.loads(raw)
    except ValueError:
        raise ConnectorError(400, "BadSyntax", "The body is no JSON.") from None
    if not isinstance(found, dict):
        raise ConnectorError(400, "BadSyntax", "The body is no object.")
    return found
