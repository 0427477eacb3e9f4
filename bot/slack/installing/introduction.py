"""Introduction: whose token is in the settings - Slack is asked until it says, and what it said is kept.

So a start while Slack is away knows the workspace from last time.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog

from bot.dispatch import Dispatch
from bot.slack.installing import identity
from bot.slack.installing.identity import NotAnInstallation
from bot.slack.installing.tokens import PLATFORM, REMOVED
from bot.slack.installing.web import SlackAway, SlackRefused, Web, asked
from bot.slack.workplace import Installation
from storage import conditions, installations
from storage.finding import set_platform
from storage.installations import Kept
from storage.transactions import Work

log = structlog.get_logger()

LONGEST_PAUSE = 60.0
"""Seconds between attempts while Slack can't be reached."""
AFTER_A_REFUSAL = 600.0
EVERY_DAY = 86_400.0
"""What was granted may change."""


@dataclass(slots=True)
class Introduction:
    """Asks whose the token is."""

    dispatch: Dispatch
    token: str = field(repr=False)
    web: Web
    workspace: Callable[[], str]
    """The workspace it is known to be of; empty while nobody knows."""
    introduced: Callable[[], Awaitable[None]]
    removed: Callable[[str], Awaitable[bool]]
    tried: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once Slack has said something about it."""
    _attempts: int = 0

    def is_of(self, kept: Kept) -> bool:
        """Whether this workspace was last reached with this token of the settings."""
        return bool(self.token) and identity.mark_in(kept) == identity.mark_of(self.token)

    async def turn(self) -> float:
        """Ask; seconds until it should be asked again."""
        try:
            answer = await asked(self.web.client(self.token).auth_test())
            home = identity.from_test(answer, self.token)
        except SlackAway as error:
            self._attempts += 1
            log.warning("slack_away", reason=str(error))
            return min(LONGEST_PAUSE, 2.0**self._attempts)
        except (SlackRefused, NotAnInstallation) as error:
            await self._refused(str(error))
            self.tried.set()
            return AFTER_A_REFUSAL
        await self._keep(home)
        self.tried.set()
        self._attempts = 0
        return EVERY_DAY

    async def _keep(self, home: Installation) -> None:
        data = identity.as_data(home, identity.mark_of(self.token))

        def write(work: Work) -> None:
            installations.identify(work, PLATFORM, data)
            call_it(work, home)

        await self.dispatch.write(home.workspace, write)
        await self.introduced()

    async def _refused(self, error: str) -> None:
        advice = "copy it again from OAuth & Permissions of your Slack app into HUZZAH_SLACK_BOT_TOKEN"
        log.error("slack_refuses_it", setting="HUZZAH_SLACK_BOT_TOKEN", why=error, advice=advice)
        workspace = self.workspace()
        if workspace and error in REMOVED:
            await self.removed(workspace)
        elif workspace:
            words = f"Slack doesn't take the bot token ({error}): {advice}."
            await self.dispatch.write(workspace, lambda work: conditions.put(work, installations.TOKEN, words))


def call_it(work: Work, installation: Installation) -> None:
    """The workspace is one of Slack's, and is called as Slack calls it."""
    set_platform(work, PLATFORM)
    installations.call(work, installation.name)
