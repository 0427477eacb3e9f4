"""A bot that verifies each activity's token and does nothing with it: what receiving from Teams costs at least."""

import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import jwt
import uvicorn
from cryptography.hazmat.primitives import serialization

from bot.bench.plain_teams import APP, ISSUER, Message


class Verifier:
    """One ASGI application for every address."""

    def __init__(self, key: bytes) -> None:
        self._public = serialization.load_pem_private_key(key, None).public_key()

    async def __call__(
        self, scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        """Answer 200 to what is signed, 401 to the rest."""
        body = (await receive()).get("body", b"")
        status = 200 if scope["method"] != "POST" or self._is_good(dict(scope["headers"]), body) else 401
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})

    def _is_good(self, headers: dict[bytes, bytes], body: bytes) -> bool:
        token = headers.get(b"authorization", b"").removeprefix(b"Bearer ")
        try:
            claims = jwt.decode(token, self._public, ["RS256"], audience=APP, issuer=ISSUER)  # type: ignore[arg-type]
        except jwt.PyJWTError:
            return False
        return bool(claims["serviceurl"] == json.loads(body)["serviceUrl"])


if __name__ == "__main__":
    verifier = Verifier(Path(os.environ["KEY"]).read_bytes())
    uvicorn.run(verifier, port=int(sys.argv[1]), log_config=None, access_log=False, lifespan="off")
