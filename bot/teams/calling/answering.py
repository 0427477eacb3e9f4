"""Answering: what is said to somebody who waits, once their request has been acknowledged; nothing here is durable."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import structlog

from bot.dispatch import Unavailable
from bot.outcomes import Ambiguous, Away, Limited, Refused
from bot.teams.calling.calls import Call, Tell, Update
from bot.teams.calling.connector import Connector
from bot.teams.calling.privately import Privately, To
from bot.teams.calling.refusals import in_words, is_of_the_card
from bot.teams.calling.responses import Refusal
from bot.teams.rendering.plainer import plainer
from bot.teams.workplace import NotInstalled

Json = dict[str, Any]

TRIES: Final = 5
LONGEST: Final = 15.0
"""Seconds that an answer may come late; later nobody waits for it any more."""
AWAY_FOR: Final = 2.0
FAILED: Final = (Ambiguous, Away, Limited, NotInstalled, Refused, Unavailable)

log = structlog.get_logger()


@dataclass(slots=True)
class Answerer:
    """Carries out what a request entails."""

    connector: Connector
    privately: Privately
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def make(self, workspace: str, calls: Sequence[Call]) -> None:
        """Calls in their order; one that fails doesn't keep the others from being made, and is logged."""
        for call in calls:
            try:
                await self._shown(workspace, call)
            except FAILED as error:
                reason = in_words(error) if isinstance(error, Refused) else str(error)
                kind = f"{type(call).__name__}: {type(error).__name__}"
                log.warning("teams_call_failed", workspace=workspace, call=kind, reason=reason[:100])

    async def _shown(self, workspace: str, call: Call) -> None:
        try:
            return await self._patiently(workspace, call)
        except Refusal as error:
            plain = plainer(call.activity)
            if not (is_of_the_card(error) or error.status == 400) or plain == call.activity:
                raise
            log.warning("teams_card_refused", workspace=workspace, reason=error.error)
        return await self._patiently(workspace, replace(call, activity=plain))

    async def _patiently(self, workspace: str, call: Call) -> None:
        # What certainly wasn't said is said a moment later: the asker is still there.
        for number in range(TRIES - 1):
            try:
                return await self._make(workspace, call)
            except Limited as error:
                if error.seconds > LONGEST:
                    raise
                await self.sleep(error.seconds)
            except (Ambiguous, Away):
                # Said twice, an answer does no harm; unsaid, it has people do again what was done.
                await self.sleep(AWAY_FOR * 2**number)
        return await self._make(workspace, call)

    async def _make(self, workspace: str, call: Call) -> None:
        match call:
            case Update(targeted=True):
                await self.connector.update_targeted(
                    workspace, call.conversation, call.message, call.activity, service=call.service
                )
            case Update():
                await self.connector.update(
                    workspace, call.conversation, call.message, call.activity, service=call.service, waited_for=True
                )
            case Tell(personal=True):
                await self.connector.send(
                    workspace, call.conversation, call.activity, service=call.service, waited_for=True
                )
            case Tell():
                to = To(call.member, call.conversation, call.address, call.service)
                await self.privately.tell(workspace, to, call.activity, waited_for=True)
