"""Afterwards: what a payload asks for once it has been acknowledged - calls, look-ups, conditions; each by itself."""

from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Final

import structlog

from bot.dispatch import Unavailable
from bot.errands import Errands
from bot.outcomes import Ambiguous, Away, Limited, Refused
from bot.slack.calling.calls import Call
from bot.slack.reading.heard import Ask, Heard, HomeOpened, RateLimited
from bot.slack.receiving.neighbours import Neighbours
from bot.slack.workplace import Installation, NotInstalled
from storage import conditions
from storage.transactions import Work

FAILED: Final = (Ambiguous, Away, Limited, NotInstalled, Refused, Unavailable)
TOO_LATE: Final = frozenset({"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id", "trigger_expired"})
LATE: Final = "Slack didn't let me open that in time. Please try again."
RATE_LIMITED: Final = "slack.rate_limited"
"""The condition's name; its value is the minute, in seconds since 1970."""
CHANGES_HOME: Final = frozenset({"home", "modal", "dialog"})
"""Surfaces from which somebody sees their home tab underneath."""

log = structlog.get_logger()


@dataclass(slots=True)
class Afterwards:
    """What is under way; nothing here can fail an acknowledgement."""

    neighbours: Neighbours
    _errands: Errands = field(default_factory=lambda: Errands("slack", FAILED))

    def take_on(self, work: Coroutine[object, object, None], what: str) -> None:
        """Do this by itself."""
        self._errands.take_on(work, what)

    def see_to(self, home: Installation, heard: Heard, calls: Sequence[Call]) -> None:
        """Everything that a payload entails, at once: a slow look-up mustn't outlast the trigger of a dialog."""
        workspace = home.workspace
        if calls:
            self.take_on(self.make(workspace, calls, heard.ask), "calls")
        for aside in heard.asides:
            match aside:
                case HomeOpened(member):
                    self.take_on(self.neighbours.home_tab.opened(workspace, member), "home opened")
                case RateLimited(minute):
                    self.take_on(self._note_limit(workspace, str(minute // 1_000_000)), "rate limit")
                case _:
                    pass  # Removals came before the answer; look-ups are the directory's.
        if heard.ask and not heard.refused and heard.ask.surface in CHANGES_HOME:
            self.take_on(self.neighbours.home_tab.after(workspace, heard.ask.member), "home")
        if heard.asides or heard.people or heard.channels:
            self.take_on(self.neighbours.directory.notice(workspace, heard), "notice")

    async def make(self, workspace: str, calls: Sequence[Call], ask: Ask | None = None) -> None:
        """Calls in their order; one that fails doesn't keep the others from being made."""
        for call in calls:
            try:
                await self._call(workspace, call)
            except FAILED as error:
                log.warning("slack_call_failed", workspace=workspace, method=call.method, reason=_reason(error))
                if str(error) in TOO_LATE and ask and ask.response_url:
                    self.take_on(self._sorry(workspace, ask.response_url), "sorry")

    async def stop(self) -> None:
        """Let what is under way end, but not for ever."""
        await self._errands.stop()

    async def _call(self, workspace: str, call: Call) -> None:
        if call.method == "respond":
            await self.neighbours.caller.respond(call.arguments["url"], call.arguments["body"])
        else:
            await self.neighbours.caller.call(workspace, call.method, call.arguments)

    async def _sorry(self, workspace: str, url: str) -> None:
        body = {"response_type": "ephemeral", "replace_original": False, "text": LATE}
        await self.make(workspace, [Call("respond", {"url": url, "body": body})])

    async def _note_limit(self, workspace: str, minute: str) -> None:
        log.warning("slack_rate_limited", workspace=workspace, minute=minute)

        def note(work: Work) -> None:
            conditions.put(work, RATE_LIMITED, minute)

        await self.neighbours.dispatch.write(workspace, note)


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error)[:100]}"
