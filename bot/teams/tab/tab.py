"""The personal tab: what Slack shows on its home tab, on a page inside Teams, with its buttons and forms."""

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final, Protocol

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from bot.bodies import Malformed, TooLong, from_json, received
from bot.dispatch import Dispatch, Unavailable
from bot.html import STYLES
from bot.html.look import Look
from bot.shapes import Table, name, rows, table, words
from bot.teams.receiving.afterwards import FAILED
from bot.teams.receiving.keys import KeysAway
from bot.teams.receiving.tokens import Forbidden, Unsigned, bearer
from bot.teams.rendering import look as looks
from bot.teams.tab.handing_out import ADDRESS, HandingOut
from bot.teams.tab.outcomes import outcome, shown
from bot.teams.tab.page import HEADERS, STATIC, Files, page
from bot.teams.tab.visitors import Door, Visitor
from handlers import events, home
from handlers.answers import Open
from handlers.events import ButtonPressed, DialogSubmitted
from scoring.facts import Micros
from storage.names import everybody
from storage.sealing import Sealing, WrongKey
from storage.transactions import Work

LONGEST_FIELD: Final = 4_000
MOST_FIELDS: Final = 100
PURPOSE: Final = "tab"
"""Stands in what is sealed, so that nothing else that bears our seal is taken for a form's context."""
PRIVATE: Final = {**HEADERS, "Cache-Control": "no-store"}
AGAIN: Final = "Teams didn't say who you are. Close this tab and open it once more."
BUSY: Final = "Huzzah can't look that up just now. Please try again in a minute."
OLD: Final = "This form is an old one. Close it and open it again."
UNREADABLE: Final = "That can't be read. Close this tab and open it once more."
TOO_MUCH: Final = "That is more than fits in here. Please make it shorter."


class Knows(Protocol):
    """Knows people and channels (bot.teams.learning.directory)."""

    async def meet(self, workspace: str, members: Collection[str]) -> None:
        """Look up who is unknown among these."""
        ...

    async def channels(self, workspace: str, member: str) -> Sequence[tuple[str, str]]:
        """The channels they may choose."""
        ...

    def groups(self, workspace: str) -> Mapping[str, str]:
        """Channel -> the id of its team's group."""
        ...


log = structlog.get_logger()


class Stale(Exception):
    """A form that this page didn't give out, or not to this member."""


@dataclass(slots=True)
class Tab:
    """Everything behind `/teams/tab`. `clock` in microseconds."""

    door: Door
    dispatch: Dispatch
    sealing: Sealing
    directory: Knows
    handing_out: HandingOut
    clock: Callable[[], Micros]
    patience: float = 3.0
    """Seconds to wait until it is known who a newcomer is."""

    def routes(self) -> list[BaseRoute]:
        """Its addresses."""
        return [
            Route("/teams/tab", self._page),
            Route("/teams/tab/mine", self._answering(self._mine)),
            Route("/teams/tab/press", self._answering(self._press), methods=["POST"]),
            Route("/teams/tab/submit", self._answering(self._submit), methods=["POST"]),
            Mount("/teams/tab/static", Files(directory=STATIC)),
            Mount("/teams/tab/shared", Files(directory=STYLES)),
            Route(ADDRESS, self.handing_out.endpoint),
        ]

    async def _page(self, _request: Request) -> Response:
        return page()

    async def _mine(self, _request: Request, visitor: Visitor) -> Response:
        look = self._look(visitor)

        def ask(work: Work) -> str:
            return "".join(shown(card, look) for card in home.whole(work, visitor.member))

        with suppress(TimeoutError, *FAILED):
            async with asyncio.timeout(self.patience):
                await self.directory.meet(visitor.workspace, [visitor.member])
        return JSONResponse({"html": await self.dispatch.read(visitor.workspace, ask)}, headers=PRIVATE)

    async def _press(self, request: Request, visitor: Visitor) -> Response:
        body = from_json(await received(request))
        pressed = ButtonPressed(
            workspace=visitor.workspace, at=self.clock(), member=visitor.member, channel="",
            request=_request(body, visitor), action=name(body.get("action")),
            value=words(body.get("value"), LONGEST_FIELD),
        )  # fmt: skip
        return await self._asked(visitor, pressed)

    async def _submit(self, request: Request, visitor: Visitor) -> Response:
        body = from_json(await received(request))
        dialog = name(body.get("dialog"))
        context = self._unsealed(visitor, dialog, words(body.get("context"), 4 * LONGEST_FIELD))
        entered = list(table(body.get("fields")).items())[:MOST_FIELDS]
        # Cut, a list of people would end in somebody who doesn't exist.
        if long := [each for each, value in entered if isinstance(value, str) and len(value) > LONGEST_FIELD]:
            return JSONResponse({"errors": dict.fromkeys(map(name, long), TOO_MUCH)}, headers=PRIVATE)
        sent = DialogSubmitted(
            workspace=visitor.workspace, at=self.clock(), member=visitor.member, channel="",
            request=_request(body, visitor), dialog=dialog, context=context,
            fields={name(each): words(value) for each, value in entered},
        )  # fmt: skip
        return await self._asked(visitor, sent)

    async def _asked(self, visitor: Visitor, asked: events.Request) -> Response:
        replies = await self.dispatch.submit(asked)
        look = self._look(visitor)
        if any(isinstance(reply, Open) for reply in replies):
            people = await self.dispatch.read(visitor.workspace, everybody)
            channels = await self.directory.channels(visitor.workspace, visitor.member)
            look = replace(look, people=people, channels=tuple(channels))

        def seal(dialog: str, context: str) -> str:
            return self.sealing.seal(json.dumps([PURPOSE, visitor.workspace, visitor.member, dialog, context]))

        def address(file: str) -> str:
            return self.handing_out.link(visitor.workspace, visitor.member, file)

        return JSONResponse(outcome(replies, look, seal, address), headers=PRIVATE)

    def _look(self, visitor: Visitor) -> Look:
        tenant = looks.Look(tenant=visitor.workspace, groups=self.directory.groups(visitor.workspace))
        return Look(address=tenant.address, is_chat=False)

    def _unsealed(self, visitor: Visitor, dialog: str, sealed: str) -> str:
        # What a form was opened with says where and about whom it is: nobody may make it up.
        try:
            said = rows(json.loads(self.sealing.unseal(sealed)))
        except (WrongKey, ValueError):
            raise Stale from None
        match [*said]:
            case [*whose, str(context)] if whose == [PURPOSE, visitor.workspace, visitor.member, dialog]:
                return context
        raise Stale

    def _answering(
        self, endpoint: Callable[[Request, Visitor], Awaitable[Response]]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            try:
                visitor = await self.door.admit(bearer(request.headers.get("authorization", "")))
                return await endpoint(request, visitor)
            except Unsigned as error:
                log.info("teams_tab_refused", reason=str(error))
                return _error(401, AGAIN)
            except Forbidden as error:
                return _error(403, str(error))
            except (KeysAway, Unavailable):
                return _error(503, BUSY)
            except Stale:
                return _error(409, OLD)
            except Malformed:
                return _error(400, UNREADABLE)
            except TooLong:
                return _error(413, TOO_MUCH)
            except ClientDisconnect:
                return Response(status_code=400)

        return answer


def _request(body: Table, visitor: Visitor) -> str:
    """The page gives each press and form a number of its own, so that what is sent twice counts once."""
    number = name(body.get("request"))
    if not number:
        raise Malformed("there is no number of the request")
    # Kept with what follows from it, so nobody must be told from it, least of all who asks to be forgotten.
    return "tab:" + hashlib.blake2b(f"{visitor.member} {number}".encode(), digest_size=16).hexdigest()


def _error(status: int, said: str) -> Response:
    return JSONResponse({"error": said}, status_code=status, headers=PRIVATE)
