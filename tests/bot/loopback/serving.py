"""The server's own thread: it listens, goes away, comes back on the same port, and does what tests ask."""

import asyncio
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from aiohttp import web
from aiohttp.typedefs import Handler

from tests.bot.loopback.faults import tear_down

T = TypeVar("T")
LONG = 120.0
"""Seconds after which something hangs."""


class OnItsThread(ABC):
    """A stand-in's thread and port; what it answers and what it tells the bot is the platform's."""

    def __init__(self, name: str) -> None:
        self.port = 0
        self.patient = False
        """Whether what people do waits until the bot took, or refused, what it is told of it: one thing at a time."""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._runner: web.AppRunner | None = None
        self._requests: dict[int, web.Request] = {}

    @abstractmethod
    def route(self, router: web.UrlDispatcher) -> None:
        """Say what is answered where."""

    @abstractmethod
    def told(self) -> int:
        """How many things the bot was told so far."""

    @abstractmethod
    def unsettled(self) -> int:
        """How many of them are still on their way."""

    @abstractmethod
    def stop_telling(self) -> None:
        """Give them up."""

    @abstractmethod
    async def hang_up(self) -> None:
        """Close what is open towards the bot."""

    @property
    def url(self) -> str:
        """`http://127.0.0.1:PORT`."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Listen on a free port."""
        self._thread.start()
        self.wait(self._listen())

    def stop(self) -> None:
        """Close everything and end the thread."""
        self.wait(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(LONG)
        self._loop.close()

    def away(self) -> None:
        """Nobody answers on the port any more: connections break, new ones are refused."""
        self.wait(self._leave())

    def back(self) -> None:
        """Listen again, on the same port."""
        self.wait(self._listen())

    def do(self, act: Callable[[], T]) -> T:
        """Do something on the server's thread, where everything is changed."""

        async def on_the_loop() -> tuple[T, bool]:
            before = self.told()
            return act(), self.told() > before

        found, told = self.wait(on_the_loop())
        if told and self.patient:
            self.settle()
        return found

    def wait(self, work: Coroutine[Any, Any, T], seconds: float = LONG) -> T:
        """Run a coroutine on the server's loop and wait for what it gives."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(seconds)

    def until(self, condition: Callable[[], T], seconds: float = LONG) -> T:
        """Ask again and again until something is so; what it gave. Raises TimeoutError."""
        begin = time.monotonic()
        while True:
            found = condition()
            if found:
                return found
            if time.monotonic() - begin > seconds:
                raise TimeoutError("it never came true")
            time.sleep(0.02)

    def settle(self, seconds: float = LONG) -> None:
        """Wait until everything the bot is told was acknowledged or given up."""
        self.until(lambda: self.unsettled() == 0, seconds)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    @web.middleware
    async def _remember(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        self._requests[id(request)] = request
        try:
            return await handler(request)
        finally:
            del self._requests[id(request)]

    async def _listen(self) -> None:
        if self._runner is not None:
            return
        application = web.Application(client_max_size=8 * 1024 * 1024, middlewares=[self._remember])
        self.route(application.router)
        runner = web.AppRunner(application, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self.port, reuse_address=True).start()
        self._runner, self.port = runner, self.port or int(runner.addresses[0][1])

    async def _leave(self) -> None:
        runner, self._runner = self._runner, None
        if runner is None:
            return
        for site in list(runner.sites):
            await site.stop()
        for request in list(self._requests.values()):
            tear_down(request)
        await runner.cleanup()

    async def _close(self) -> None:
        self.stop_telling()
        await self._leave()
        await self.hang_up()
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
