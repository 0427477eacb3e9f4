"""Live updates: every open page has a queue, and hears what changed as its member may see it."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.websockets import WebSocket, WebSocketDisconnect

Told = dict[str, object]
MOST_WAITING = 500


@dataclass(eq=False, slots=True)
class Page:
    """One open window and whom it speaks as."""

    member: str
    queue: "asyncio.Queue[Told]" = field(default_factory=lambda: asyncio.Queue(MOST_WAITING))


class Hub:
    """Every open page. Only ever used on the event loop."""

    def __init__(self, view: Callable[[int, str], Told | None]) -> None:
        self._view = view
        self._pages: set[Page] = set()
        self._points: asyncio.TimerHandle | None = None

    def message(self, at: int) -> None:
        """A message is new or has changed."""
        seen: dict[str, Told | None] = {}
        for page in self._pages:
            if page.member not in seen:
                seen[page.member] = self._view(at, page.member)
            shown = seen[page.member]
            if shown is not None:
                _tell(page, {"type": "message", "message": shown})

    def points(self) -> None:
        """Points may have changed: pages look again, at most five times a second."""
        if self._points is None and self._pages:
            self._points = asyncio.get_running_loop().call_later(0.2, self._points_now)

    def _points_now(self) -> None:
        self._points = None
        for page in self._pages:
            _tell(page, {"type": "points"})

    async def serve(self, socket: WebSocket, member: str) -> None:
        """Keep one page up to date until it goes away."""
        await socket.accept()
        page = Page(member)
        self._pages.add(page)
        listening = asyncio.create_task(_until_gone(socket))
        speaking = asyncio.create_task(_speak(socket, page))
        try:
            await asyncio.wait({listening, speaking}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._pages.discard(page)
            for task in (listening, speaking):
                task.cancel()
            await asyncio.gather(listening, speaking, return_exceptions=True)


def _tell(page: Page, told: Told) -> None:
    if page.queue.full():
        # A page that sleeps hears once that it should load everything again, instead of all it missed.
        while not page.queue.empty():
            page.queue.get_nowait()
        told = {"type": "reload"}
    page.queue.put_nowait(told)


async def _until_gone(socket: WebSocket) -> None:
    try:
        while True:
            await socket.receive_text()
    except (WebSocketDisconnect, KeyError):
        return


async def _speak(socket: WebSocket, page: Page) -> None:
    await socket.send_text(json.dumps({"type": "hello", "member": page.member}))
    while True:
        told = await page.queue.get()
        try:
            await socket.send_text(json.dumps(told, ensure_ascii=False))
        except (WebSocketDisconnect, RuntimeError):
            return
