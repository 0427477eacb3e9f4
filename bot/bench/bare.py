"""The bare server: parses JSON, commits one row, answers - what any durable receiver does at least."""

import json
import sqlite3
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import uvicorn

from storage.transactions import PRAGMAS

Message = MutableMapping[str, Any]


class Bare:
    """One ASGI application for every address."""

    def __init__(self, file: str) -> None:
        self._link = sqlite3.connect(file, isolation_level=None)
        for pragma in PRAGMAS:
            self._link.execute(pragma)
        self._link.execute("CREATE TABLE event (id INTEGER PRIMARY KEY, body TEXT NOT NULL)")

    async def __call__(
        self, scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        """Answer 200 after the commit."""
        body = (await receive()).get("body", b"")
        if scope["method"] == "POST":
            # Each statement is a transaction of its own here.
            self._link.execute("INSERT INTO event (body) VALUES (?)", (json.dumps(json.loads(body)),))
        headers = [(b"content-type", b"application/json"), (b"content-length", b"11")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"ok":true}'})


if __name__ == "__main__":
    uvicorn.run(Bare(sys.argv[1]), port=int(sys.argv[2]), log_config=None, access_log=False, lifespan="off")
