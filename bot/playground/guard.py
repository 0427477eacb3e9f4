"""The door of the playground: only this machine's own browser, and only pages of the playground itself."""

from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from bot.loopback import is_loopback

POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob: https: http:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


class Guard:
    """Refuses other machines, foreign names of this one (DNS rebinding) and what other sites send; sets headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer 403 with the reason."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = _why_not_from(scope) or why_not(headers, scope["type"] == "websocket" or _changes(scope))
        if refusal and scope["type"] == "websocket":
            await WebSocket(scope, receive, send).close(1008, refusal)
        elif refusal:
            await PlainTextResponse(refusal + "\n", 403, headers=HEADERS)(scope, receive, send)
        else:
            await self._app(scope, receive, _with_headers(send))


ELSEWHERE: Final = "The playground only answers on this machine. Open it as http://localhost or http://127.0.0.1."


def _why_not_from(scope: Scope) -> str:
    # Whatever the settings say, and whatever stands in front: who isn't here has no business here.
    peer = scope.get("client")
    return "" if peer and is_loopback(peer[0]) else ELSEWHERE


def why_not(headers: Headers, changes: bool) -> str:
    """Why a request is refused, or nothing."""
    hosts = headers.getlist("host")
    host = hosts[0] if len(hosts) == 1 else ""
    if not is_loopback(_name(host)):
        return ELSEWHERE
    if not changes:
        return ""
    origin = headers.get("origin")
    if origin is not None and (not is_loopback(_name(_rest(origin))) or _rest(origin) != host):
        return "Another site sent this. Use the playground's own page."
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return "Another site sent this. Use the playground's own page."
    return ""


def _changes(scope: Scope) -> bool:
    return scope.get("method") not in ("GET", "HEAD")


def _rest(origin: str) -> str:
    return origin.partition("://")[2]


def _name(host: str) -> str:
    try:
        return (urlsplit("//" + host).hostname or "").lower()
    except ValueError:
        return ""


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending
