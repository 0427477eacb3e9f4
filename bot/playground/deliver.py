"""Delivery of what the room has to tell Huzzah: in order, and again until it is acknowledged."""

import asyncio

import structlog

from bot.dispatch import Unavailable
from bot.playground.listen import Listener
from bot.playground.parse import Malformed
from bot.playground.replies import Outcome
from bot.playground.signing import Secret
from bot.playground.store import Store

FIRST_WAIT, LONGEST_WAIT = 1.0, 30.0

log = structlog.get_logger()


class Courier:
    """Carries pending payloads to the listener, oldest first, so that an edit never overtakes its message."""

    def __init__(self, store: Store, listener: Listener, secret: Secret) -> None:
        self._store = store
        self._secret = secret
        self._listener = listener
        self._awaited: dict[int, Outcome] = {}
        self._turn = asyncio.Lock()
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def deliver(self, number: int) -> Outcome:
        """Deliver everything up to payload `number`, and return what came of that one.

        When the database cannot take it now it stays pending, is delivered later, and `waiting` says so.
        """
        if self._task is None:
            return {"waiting": True}
        self._awaited[number] = {}
        try:
            await asyncio.shield(asyncio.ensure_future(self._deliver(number)))
        except Unavailable:
            self._wake.set()
            return {"waiting": True}
        finally:
            outcome = self._awaited.pop(number)
        return outcome

    async def _deliver(self, upto: int | None = None) -> None:
        async with self._turn:
            while row := self._next(upto):
                number, payload = row
                outcome = await self._carry(payload)
                self._store.run("DELETE FROM pending WHERE id = ?", number)
                # Whoever waits for it may not be the one who carried it.
                if number in self._awaited:
                    self._awaited[number] = outcome

    def _next(self, upto: int | None) -> tuple[int, str] | None:
        row = self._store.row("SELECT id, payload FROM pending ORDER BY id LIMIT 1")
        if row is None or (upto is not None and row["id"] > upto):
            return None
        return row["id"], row["payload"]

    async def _carry(self, payload: str) -> Outcome:
        raw = payload.encode()
        try:
            return await self._listener.receive(raw, self._secret.signed(raw))
        except Malformed as error:
            # Sending it again would not mend it; the chat keeps it, Huzzah goes without.
            log.error("playground_payload_refused", reason=str(error))
            return {}

    def start(self) -> None:
        """Deliver what is pending from the last time, and keep at it."""
        self._wake.set()
        self._task = asyncio.create_task(self._keep_at_it(), name="playground courier")

    async def stop(self) -> None:
        """Leave the rest pending."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        async with self._turn:
            return

    async def _keep_at_it(self) -> None:
        wait = FIRST_WAIT
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                await self._deliver()
                wait = FIRST_WAIT
            except Unavailable:
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)
                self._wake.set()
