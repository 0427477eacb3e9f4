"""The page of the playground and what it asks for: everything under /playground."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route, Router, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket

from bot.dispatch import Dispatch, Unavailable
from bot.html import STYLES
from bot.playground.avatars import face
from bot.playground.colleagues import PEOPLE
from bot.playground.deliver import Courier
from bot.playground.files import MOST_BYTES, Files
from bot.playground.gallery import Elsewhere, page_html
from bot.playground.guard import Guard
from bot.playground.listen import Listener, TooLarge, body
from bot.playground.live import Hub
from bot.playground.panel import Look, panel
from bot.playground.parse import LATEST, Malformed
from bot.playground.room import Refused, Room
from bot.playground.signing import Secret
from bot.playground.views import Views
from bot.playground.wishes import WISHES, Wish, read_wish
from scoring.emoji_names import groups

STATIC: Final = Path(__file__).parent / "static"
BUSY: Final = "The database is busy. Wait a moment, then try again."
FILE_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, max-age=31536000, immutable",
}


@dataclass(frozen=True, slots=True)
class Parts:
    """What the addresses need."""

    dispatch: Dispatch
    room: Room
    views: Views
    files: Files
    hub: Hub
    listener: Listener
    courier: Courier
    secret: Secret
    elsewhere: Elsewhere


Endpoint = Callable[[Request], Awaitable[Response]]


def routes(parts: Parts) -> list[BaseRoute]:
    """One mount with everything in it, behind the guard."""
    pages = Pages(parts)
    api: dict[str, Endpoint] = {
        "state": pages.state,
        "messages": pages.messages,
        "thread": pages.thread,
        "emoji": pages.emoji,
        "panel": pages.panel,
    }
    inner: list[BaseRoute] = [
        Route("/", pages.page),
        Route("/gallery", pages.gallery),
        Route("/events", parts.listener.endpoint, methods=["POST"]),
        *(Route(f"/api/{name}", _answering(endpoint)) for name, endpoint in api.items()),
        Route("/api/upload", _answering(pages.upload), methods=["POST"]),
        Route("/api/{wish}", _answering(pages.wish), methods=["POST"]),
        Route("/files/{id}", pages.file),
        Route("/faces/{member}.svg", pages.face),
        WebSocketRoute("/live", pages.live),
        Mount("/static", StaticFiles(directory=STATIC)),
        Mount("/shared", StaticFiles(directory=STYLES)),
    ]
    # The guard stands before all of them, unknown addresses too.
    return [Mount("/playground", app=Guard(Router(inner)))]


def _answering(endpoint: Endpoint) -> Endpoint:
    """What goes wrong becomes a sentence the page can show."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except (Refused, Malformed) as error:
            return JSONResponse({"error": str(error)}, 400)
        except TooLarge:
            return JSONResponse({"error": "That is too large to send."}, 413)
        except Unavailable:
            return JSONResponse({"error": BUSY}, 503)
        except ClientDisconnect:
            return Response(status_code=400)

    return answer


class Pages:
    """One method for each address."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def page(self, _request: Request) -> Response:
        """The page itself."""
        return FileResponse(STATIC / "index.html", headers={"Cache-Control": "no-cache"})

    async def gallery(self, _request: Request) -> Response:
        """Every card by its example."""
        # Drawing them all takes a while the first time, and the chat goes on meanwhile.
        return HTMLResponse(await asyncio.to_thread(page_html, self._parts.elsewhere))

    async def state(self, request: Request) -> Response:
        """Everything around the messages."""
        return JSONResponse(self._parts.views.state(_member(request)))

    async def messages(self, request: Request) -> Response:
        """A page of a channel."""
        before = request.query_params.get("before", "")
        number = int(before) if before.isascii() and before.isdecimal() and len(before) < 18 else LATEST
        channel = request.query_params.get("channel", "")
        return JSONResponse(self._parts.views.channel(_member(request), channel, number))

    async def thread(self, request: Request) -> Response:
        """A thread."""
        return JSONResponse(self._parts.views.thread(_member(request), request.query_params.get("message", "")))

    async def emoji(self, _request: Request) -> Response:
        """Every emoji by group, for the picker and completion."""
        found = {name: sorted(rows, key=_is_no_face) for name, rows in groups().items()}
        return JSONResponse(found, headers={"Cache-Control": "private, max-age=3600"})

    async def panel(self, request: Request) -> Response:
        """A tab beside the chat."""
        asked = request.query_params
        look = Look(
            _member(request),
            asked.get("tab", "board"),
            asked.get("span", "week"),
            asked.get("measure", "points"),
            asked.get("channel", ""),
            asked.get("workspace", "playground"),
        )
        return JSONResponse(await panel(self._parts.dispatch, look))

    async def upload(self, request: Request) -> Response:
        """A picture, as the body of the request."""
        content = await body(request, MOST_BYTES)
        asked = request.query_params
        size = (_side(asked.get("width", "")), _side(asked.get("height", "")))
        kept = self._parts.files.keep(_member(request), asked.get("name", ""), content, size)
        return JSONResponse({"id": kept, "url": f"/playground/files/{kept}"})

    async def wish(self, request: Request) -> Response:
        """Something a member does: post, react, press …"""
        doing = WISHES.get(request.path_params["wish"])
        if doing is None:
            return JSONResponse({"error": "There is nothing of that name here."}, 404)
        wish: Wish = await read_wish(request)
        number = doing(self._parts, wish)
        outcome = await self._parts.courier.deliver(number) if number else {}
        return JSONResponse({"ok": True, **outcome})

    async def file(self, request: Request) -> Response:
        """A picture somebody added."""
        found = self._parts.files.find(request.path_params["id"])
        if found is None:
            return Response("No such picture.", 404)
        path, kind = found
        return FileResponse(path, media_type=kind, headers=FILE_HEADERS)

    async def face(self, request: Request) -> Response:
        """A member's drawn face."""
        headers = {**FILE_HEADERS, "Cache-Control": "private, max-age=3600"}
        letters = request.query_params.get("letters", "")
        return Response(face(request.path_params["member"], letters), media_type="image/svg+xml", headers=headers)

    async def live(self, socket: WebSocket) -> None:
        """Live updates of one page."""
        member = socket.query_params.get("as", "")
        if member not in PEOPLE:
            await socket.close(1008, "Choose whom you speak as first.")
            return
        await self._parts.hub.serve(socket, member)


def _is_no_face(row: tuple[str, str]) -> bool:
    """Faces come first in their group, before skulls and goblins."""
    return not "\U0001f600" <= row[1] < "\U0001f650"


def _member(request: Request) -> str:
    member = request.query_params.get("as", "")
    if member not in PEOPLE:
        raise Refused("Choose whom you speak as first.")
    return member


def _side(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
