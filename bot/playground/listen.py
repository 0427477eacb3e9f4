"""What the playground tells Huzzah: payloads are verified, read, and acknowledged only after the commit."""

import json
from collections.abc import Mapping
from typing import Final

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from bot.dispatch import Dispatch, Unavailable
from bot.playground.colleagues import WORKSPACE
from bot.playground.parse import Malformed, parse
from bot.playground.replies import Outcome, show
from bot.playground.room import Room
from bot.playground.signing import Secret, Unsigned

MOST_BYTES: Final = 256 * 1024
RETRY_SECONDS: Final = 2

log = structlog.get_logger()


class TooLarge(Exception):
    """A body that is longer than anything we would send."""


class Listener:
    """Receives payloads, over HTTP or from the room itself: both take the same way."""

    def __init__(self, dispatch: Dispatch, room: Room, secret: Secret) -> None:
        self._dispatch = dispatch
        self._room = room
        self._secret = secret

    async def receive(self, raw: bytes, headers: Mapping[str, str]) -> Outcome:
        """Take one payload; returns after the commit. Raises Unsigned, Malformed, or Unavailable to be asked again."""
        self._secret.check(raw, headers)
        payload = decode(raw)
        event = parse(payload)
        if event is None or not isinstance(payload, Mapping):
            return {}
        if event.workspace != WORKSPACE:
            # Whoever can read the data folder can sign; a workspace of real people must still be out of reach.
            raise Malformed(f'`workspace` must be "{WORKSPACE}"')
        replies = await self._dispatch.submit(event)
        return show(self._room, payload, replies, self._secret.seal)

    async def endpoint(self, request: Request) -> Response:
        """`POST /playground/events`: 200 after the commit; 401 unsigned, 400 malformed, 503 to send again."""
        try:
            outcome = await self.receive(await body(request, MOST_BYTES), request.headers)
        except Unsigned as error:
            return _error(401, str(error))
        except TooLarge:
            return _error(413, f"the payload is larger than {MOST_BYTES // 1024} kB")
        except Malformed as error:
            return _error(400, str(error))
        except ClientDisconnect:
            return Response(status_code=400)
        except Unavailable as error:
            log.warning("playground_payload_put_off", reason=str(error))
            answer = _error(503, "the database cannot take it now; send it again")
            answer.headers["Retry-After"] = str(RETRY_SECONDS)
            return answer
        return JSONResponse({"ok": True, **outcome})


async def body(request: Request, most: int) -> bytes:
    """The whole body, unless it is longer than `most` bytes."""
    found = bytearray()
    async for chunk in request.stream():
        found += chunk
        if len(found) > most:
            raise TooLarge
    return bytes(found)


def decode(raw: bytes) -> object:
    """The JSON of a body; whatever is wrong with it is Malformed."""
    try:
        return json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise Malformed(f"the body is not JSON in UTF-8: {str(error)[:200]}") from error


def _error(status: int, words: str) -> JSONResponse:
    return JSONResponse({"ok": False, "error": words}, status_code=status)
