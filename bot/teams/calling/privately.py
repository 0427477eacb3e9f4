"""Privately: what only one person is to see - shown to them where they are, or said in their chat with us alone.

https://learn.microsoft.com/en-us/microsoftteams/platform/agents-in-teams/targeted-messages (its advice: where one can't
be sent, say it in the personal chat) and
https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages (who never met the
bot must be given the app first, which Graph may do).
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeVar

import structlog

from bot.dispatch import Transacts, Unavailable
from bot.outcomes import Ambiguous, Limited, Refused
from bot.teams.calling.connector import Connector
from bot.teams.calling.refusals import NOT_THERE, OF_THE_PLACE, is_of_the_card
from bot.teams.calling.responses import Refusal
from scoring.periods import DAY
from storage import conditions, conversations, member_ids
from storage.conversations import PERSONAL, Conversation
from storage.transactions import Work

T = TypeVar("T")
Json = dict[str, Any]

TARGETED: Final = "teams.targeted"
"""The condition that says that a tenant takes no targeted messages; its value is Teams' word for why."""
AGAIN: Final = DAY
"""After so long it is tried once more."""
A_MOMENT, SOON = 2.0, 30.0
"""Seconds."""
SHARED: Final = "19:"
"""How conversations of several people begin."""
OF_TWO: Final = "@unq.gbl.spaces"
"""How those of two people end nevertheless, as Graph calls them."""

log = structlog.get_logger()


Install = Callable[[str, str], Awaitable[object]]
"""Gives the app to a member of a workspace (bot.teams.graph). Raises Refused where it may not, and other outcomes."""


@dataclass(frozen=True, slots=True)
class To:
    """Whom, and how they are reached; `conversation` is where they are, with its thread, or nothing."""

    member: str
    conversation: str = ""
    address: str = ""
    """Their id in conversations, where known."""
    service: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """What the database knows of reaching somebody."""

    address: str
    chat: Conversation | None
    targeted: bool
    """The tenant takes targeted messages, as far as is known."""


@dataclass(slots=True)
class Privately:
    """`targeted` as in the settings: auto, on or off."""

    connector: Connector
    database: Transacts
    targeted: str = "auto"
    install: Install | None = None
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def tell(self, workspace: str, to: To, activity: Json, *, waited_for: bool = False) -> str:
        """Say it; where it came to stand, as `conversation|message`. Raises what the connector does, or Unavailable."""
        way = await self.database.read(workspace, partial(_way, to=to))
        refused: Refusal | None = None
        if self._is_beside(to) and (way.targeted or self.targeted == "on"):
            try:
                return await self._there(workspace, to, way.address, activity, waited_for=waited_for)
            except Refusal as error:
                if is_of_the_card(error):
                    raise
                refused = error
        found = await self._directly(workspace, to, way, activity, waited_for=waited_for)
        if refused is not None and refused.error not in OF_THE_PLACE:
            # The same words were taken here: it is targeted messages that aren't.
            await self._note(workspace, partial(conditions.put, name=TARGETED, value=refused.error))
        return found

    def _is_beside(self, to: To) -> bool:
        return self.targeted != "off" and is_shared(to.conversation)

    async def _there(self, workspace: str, to: To, address: str, activity: Json, *, waited_for: bool) -> str:
        message = await self.connector.send(
            workspace, to.conversation, activity, service=to.service, targeted_to=address, waited_for=waited_for
        )
        return f"{to.conversation}|{message}"

    async def _directly(self, workspace: str, to: To, way: Way, activity: Json, *, waited_for: bool) -> str:
        chat = way.chat
        if chat is not None:
            try:
                return await self._say(workspace, chat, activity, waited_for=waited_for)
            except Refusal as error:
                if error.error not in NOT_THERE:
                    raise
                # It is another one since they removed the app and took it back, or there is none.
                await self._note(workspace, partial(conversations.lose, channel=chat.channel))
        try:
            return await self._newly(workspace, to, way.address, activity, waited_for=waited_for)
        except Refusal as error:
            if error.error not in NOT_THERE or self.install is None:
                raise
            await self._install(self.install, workspace, to.member, error)
        try:
            return await self._newly(workspace, to, way.address, activity, waited_for=waited_for)
        except Refusal as error:
            if error.error not in NOT_THERE:
                raise
        # The connector hears of it a moment later than Graph.
        await self.pause(A_MOMENT)
        return await self._newly(workspace, to, way.address, activity, waited_for=waited_for)

    async def _newly(self, workspace: str, to: To, address: str, activity: Json, *, waited_for: bool) -> str:
        chat = await self._open(workspace, to, address, waited_for=waited_for)
        return await self._say(workspace, chat, activity, waited_for=waited_for)

    async def _say(self, workspace: str, chat: Conversation, activity: Json, *, waited_for: bool) -> str:
        message = await self.connector.send(
            workspace, chat.channel, activity, service=chat.service, waited_for=waited_for
        )
        return f"{chat.channel}|{message}"

    async def _open(self, workspace: str, to: To, address: str, *, waited_for: bool) -> Conversation:
        ident = await self.connector.open_personal(workspace, address, service=to.service, waited_for=waited_for)
        chat = Conversation(ident, PERSONAL, to.member, service=to.service)
        await self._note(workspace, partial(conversations.keep, found=chat))
        return chat

    async def _install(self, install: Install, workspace: str, member: str, why: Refusal) -> None:
        try:
            await install(workspace, member)
        except Refused as error:
            log.info("teams_not_installed_for", workspace=workspace, reason=error.error)
            raise why from None
        except Limited as error:
            # Only installing is: whoever has the app can be told.
            raise Limited(error.seconds, everything=False) from None
        except Ambiguous:
            # Nothing was said, and installing twice does no harm.
            raise Limited(SOON, everything=False) from None

    async def _note(self, workspace: str, change: Callable[[Work], object]) -> None:
        # Only to know better next time: if it can't be kept, what was said mustn't be said again for it.
        try:
            await self.database.write(workspace, change)
        except Unavailable as error:
            log.warning("teams_not_noted", workspace=workspace, reason=str(error))


def is_shared(conversation: str) -> bool:
    """Whether several people are there."""
    return conversation.startswith(SHARED) and not conversation.endswith(OF_TWO)


def _way(work: Work, to: To) -> Way:
    address = to.address or member_ids.alias(work, to.member) or to.member
    kept = conditions.get(work, TARGETED)
    fresh = kept is not None and kept[1] + AGAIN > work.now
    return Way(address, conversations.personal(work, to.member), not fresh)
