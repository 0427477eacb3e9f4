"""Handing out: a link, good for ten minutes, at which somebody finds everything that is held on them."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.dispatch import Dispatch, Unavailable
from handlers.privacy import held
from scoring.facts import Micros
from scoring.periods import MINUTE
from storage.sealing import Sealing, WrongKey

ADDRESS: Final = "/teams/about-me"
GOOD: Final = 10 * MINUTE
LONGEST: Final = 2_000
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'",
}
BUSY: Final = "Huzzah can't look that up just now. Try again in a minute.\n"
OVER: Final = "This link is no longer good. Press “Export what is held on me” once more, and you get another.\n"


@dataclass(frozen=True, slots=True)
class HandingOut:
    """Makes such links and honours them. `clock` in microseconds."""

    dispatch: Dispatch
    sealing: Sealing
    public_url: str
    clock: Callable[[], Micros]

    def link(self, workspace: str, member: str) -> str:
        """For one member; whoever has it can read what is held on them, until it ends."""
        sealed = self.sealing.seal(json.dumps([workspace, member, self.clock() + GOOD]))
        return f"{self.public_url.rstrip('/')}{ADDRESS}?{urlencode({'for': sealed})}"

    async def endpoint(self, request: Request) -> Response:
        """`GET /teams/about-me`: the file; 410 for a link that is over or was made up."""
        given = request.query_params.get("for", "")
        try:
            workspace, member, until = json.loads(self.sealing.unseal(given[:LONGEST]))
        except (WrongKey, ValueError):
            return PlainTextResponse(OVER, 410, headers=HEADERS)
        if not isinstance(until, int) or until < self.clock():
            return PlainTextResponse(OVER, 410, headers=HEADERS)
        try:
            file = await self.dispatch.read(str(workspace), lambda work: held(work, str(member)))
        except Unavailable:
            return PlainTextResponse(
                "Huzzah can't look that up just now. Try again in a minute.\n", 503, headers=HEADERS
            )
        named = {"Content-Disposition": f'attachment; filename="{file.name}"'}
        return Response(file.content, media_type=file.media_type, headers={**HEADERS, **named})
