"""Handing out: a link, good for ten minutes, at which somebody finds a file that is for them alone."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.dispatch import Dispatch, Unavailable
from bot.drawing import content_of
from bot.shapes import rows
from handlers import files
from handlers.answers import ABOUT_ME
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
    "X-Robots-Tag": "noindex",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
BUSY: Final = "Huzzah can't look that up just now. Try again in a minute.\n"
NOT_YOURS: Final = "This file isn't there any more, or it isn't for you.\n"
OVER: Final = (
    "This link is no longer good. Press “Export what is held on me” once more, or the button under the poll, "
    "and you get another.\n"
)


@dataclass(frozen=True, slots=True)
class HandingOut:
    """Makes such links and honours them. `clock` in microseconds."""

    dispatch: Dispatch
    sealing: Sealing
    public_url: str
    clock: Callable[[], Micros]

    def link(self, workspace: str, member: str, file: str = ABOUT_ME) -> str:
        """For one member and a file of handlers.files; whoever has it can read the file, until it ends."""
        sealed = self.sealing.seal(json.dumps([file, workspace, member, self.clock() + GOOD]))
        return f"{self.public_url.rstrip('/')}{ADDRESS}?{urlencode({'for': sealed})}"

    async def endpoint(self, request: Request) -> Response:
        """`GET /teams/about-me`: the file; 410 for a link that is over, was made up, or leads to nothing."""
        whose = self._whose(request.query_params.get("for", ""))
        if whose is None:
            return PlainTextResponse(OVER, 410, headers=HEADERS)
        workspace, member, wanted = whose
        try:
            file = await self.dispatch.read(workspace, lambda work: files.find(work, member, wanted))
        except Unavailable:
            return PlainTextResponse(BUSY, 503, headers=HEADERS)
        if file is None:
            return PlainTextResponse(NOT_YOURS, 410, headers=HEADERS)
        named = {"Content-Disposition": f'attachment; filename="{file.name}"'}
        content = await asyncio.to_thread(content_of, file)
        return Response(content, media_type=file.media_type, headers={**HEADERS, **named})

    def _whose(self, given: str) -> tuple[str, str, str] | None:
        if len(given) > LONGEST:
            return None
        try:
            said = rows(json.loads(self.sealing.unseal(given)))
        except (WrongKey, ValueError):
            return None
        match [*said]:
            case [str(file), str(workspace), str(member), int(until)] if files.is_one(file) and self.clock() < until:
                return workspace, member, file
        return None
