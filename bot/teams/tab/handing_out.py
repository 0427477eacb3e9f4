"""Handing out: a link, good for ten minutes, at which somebody finds everything that is held on them."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.dispatch import Dispatch, Unavailable
from bot.shapes import rows
from handlers.privacy import held
from scoring.facts import Micros
from scoring.periods import MINUTE
from storage.sealing import Sealing, WrongKey

ADDRESS: Final = "/teams/about-me"
GOOD: Final = 10 * MINUTE
LONGEST: Final = 2_000
PURPOSE: Final = "about-me"
"""Stands in what is sealed, so that nothing else that bears our seal is taken for a link."""
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
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
        sealed = self.sealing.seal(json.dumps([PURPOSE, workspace, member, self.clock() + GOOD]))
        return f"{self.public_url.rstrip('/')}{ADDRESS}?{urlencode({'for': sealed})}"

    async def endpoint(self, request: Request) -> Response:
        """`GET /teams/about-me`: the file; 410 for a link that is over or was made up."""
        whose = self._whose(request.query_params.get("for", ""))
        if whose is None:
            return PlainTextResponse(OVER, 410, headers=HEADERS)
        workspace, member = whose
        try:
            file = await self.dispatch.read(workspace, lambda work: held(work, member))
        except Unavailable:
            return PlainTextResponse(BUSY, 503, headers=HEADERS)
        named = {"Content-Disposition": f'attachment; filename="{file.name}"'}
        return Response(file.content, media_type=file.media_type, headers={**HEADERS, **named})

    def _whose(self, given: str) -> tuple[str, str] | None:
        if len(given) > LONGEST:
            return None
        try:
            said = rows(json.loads(self.sealing.unseal(given)))
        except (WrongKey, ValueError):
            return None
        match [*said]:
            case [purpose, str(workspace), str(member), int(until)] if purpose == PURPOSE and self.clock() < until:
                return workspace, member
        return None
