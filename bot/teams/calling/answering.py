"""Answering: what is said to somebody who waits, once their request has been acknowledged; nothing here is durable."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field, replace
from typing import Any, Final
from weakref import WeakValueDictionary

import structlog

from bot.dispatch import Unavailable
from bot.outcomes import Ambiguous, Away, Limited, Refused
from bot.teams.calling.calls import Call, Tell, Update
from bot.teams.calling.connector import Connector
from bot.teams.calling.privately import Privately, To, is_shared
from bot.teams.calling.refusals import in_words, is_of_the_card
from bot.teams.calling.responses import Refusal
from bot.teams.rendering.plainer import plainer
from bot.teams.workplace import NotInstalled

Json = dict[str, Any]
Known = tuple[str, str, str]
"""(workspace, member, key)"""

TRIES: Final = 5
LONGEST: Final = 15.0
"""Seconds that an answer may come late; later nobody waits for it any more."""
AWAY_FOR: Final = 2.0
MOST_TOLD: Final = 10_000
"""Notes that are remembered so that newer ones take their place."""
REMEMBERED: Final = 3_600.0
"""Seconds that they are: nobody changes their mind later often enough to keep who was told for it."""
FAILED: Final = (Ambiguous, Away, Limited, NotInstalled, Refused, Unavailable)

log = structlog.get_logger()


@dataclass(slots=True)
class Answerer:
    """Carries out what a request entails."""

    connector: Connector
    privately: Privately
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    clock: Callable[[], float] = time.monotonic
    _told: dict[Known, tuple[str, float]] = field(default_factory=dict)
    """Where they were told and when, the newest last; forgotten with the process."""
    _turns: WeakValueDictionary[Known, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    async def make(self, workspace: str, calls: Sequence[Call]) -> None:
        """Calls in their order; one that fails doesn't keep the others from being made, and is logged."""
        for call in calls:
            try:
                # One after the other, with all its patience: an older note never comes below a newer one.
                async with self._turn(workspace, call):
                    await self._shown(workspace, call)
            except FAILED as error:
                reason = in_words(error) if isinstance(error, Refused) else str(error)
                kind = f"{type(call).__name__}: {type(error).__name__}"
                log.warning("teams_call_failed", workspace=workspace, call=kind, reason=reason[:100])

    def _turn(self, workspace: str, call: Call) -> AbstractAsyncContextManager[None]:
        if not isinstance(call, Tell) or not call.key:
            return nullcontext()
        return self._turns.setdefault((workspace, call.member, call.key), asyncio.Lock())

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
            case Tell():
                await self._tell(workspace, call)

    async def _tell(self, workspace: str, call: Tell) -> None:
        if call.personal:
            message = await self.connector.send(
                workspace, call.conversation, call.activity, service=call.service, waited_for=True
            )
            where = f"{call.conversation}|{message}"
        else:
            to = To(call.member, call.conversation, call.address, call.service)
            where = await self.privately.tell(workspace, to, call.activity, waited_for=True)
        if call.key:
            before = self._remember((workspace, call.member, call.key), where)
            await self._take_back(workspace, before, call.service)

    async def give_way(self, workspace: str, member: str, key: str, service: str = "") -> None:
        """What somebody was told under a key, as far as that is remembered, goes: what is durable has been said."""
        before, _ = self._told.pop((workspace, member, key), ("", 0.0))
        await self._take_back(workspace, before, service)

    def _remember(self, known: Known, where: str) -> str:
        """Where they were told before; nothing if that isn't remembered."""
        now = self.clock()
        while self._told:
            oldest = next(iter(self._told))
            if len(self._told) <= MOST_TOLD and self._told[oldest][1] + REMEMBERED > now:
                break
            del self._told[oldest]
        before, _ = self._told.pop(known, ("", 0.0))
        self._told[known] = (where, now)
        return before

    async def _take_back(self, workspace: str, before: str, service: str) -> None:
        # The new note stands below by now, so that what is lowest is true, whichever process said the old one.
        conversation, _, message = before.rpartition("|")
        if not message:
            return
        take = self.connector.delete_targeted if is_shared(conversation) else self.connector.delete
        try:
            await take(workspace, conversation, message, service=service)
        except FAILED as error:
            log.info("teams_note_left", workspace=workspace, reason=type(error).__name__)
