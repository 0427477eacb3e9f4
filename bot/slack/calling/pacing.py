"""Pacing: how often Slack's methods are called, kept below what Slack grants, and what it asked to wait.

Limits are per method and workspace: https://docs.slack.dev/apis/web-api/rate-limits. Each method has a budget of its
own, so a dialog that somebody waits for never queues behind cards.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.budget import Budget
from bot.outcomes import Limited
from bot.slack.calling.calls import POST

TIERS: Final[Mapping[int, int]] = {1: 1, 2: 20, 3: 50, 4: 100}
"""Calls a minute that every app may make at least."""
TIER_OF: Final[Mapping[str, int]] = {
    **dict.fromkeys(
        ("conversations.list", "emoji.list", "reactions.list", "reactions.remove", "usergroups.list",
         "usergroups.users.list", "users.conversations", "users.list"), 2,
    ),
    **dict.fromkeys(
        ("chat.delete", "chat.update", "conversations.history", "conversations.info", "conversations.join",
         "conversations.open", "conversations.replies", "functions.completeError", "functions.completeSuccess",
         "reactions.add", "team.info"), 3,
    ),
    **dict.fromkeys(
        ("chat.postEphemeral", "conversations.members", "files.completeUploadExternal", "files.getUploadURLExternal",
         "users.info", "views.open", "views.publish", "views.push", "views.update"), 4,
    ),
}  # fmt: skip
"""As the methods' own pages say, https://docs.slack.dev/reference/methods."""
UNLISTED: Final = 2
"""The tier of a method that isn't in the table."""
POSTS_A_MINUTE: Final = 300
"""Slack takes "several hundred" messages of a workspace."""
BETWEEN_POSTS: Final = 1.05
"""Seconds between two messages in one channel; Slack takes one a second."""
LARGEST_BURST: Final = 20
PATIENCE: Final = 5.0
"""Seconds that a call waits by itself; with longer ones the caller is told to come again."""
MOST_CHANNELS: Final = 5_000
"""Channels remembered; those whose turn is long past are forgotten then."""


@dataclass(slots=True)
class Paces:
    """Of all workspaces; `monotonic` in seconds."""

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _budgets: dict[tuple[str, str], Budget] = field(default_factory=dict)
    _channels: dict[tuple[str, str], Budget] = field(default_factory=dict)
    _blocked: dict[tuple[str, str], float] = field(default_factory=dict)

    async def wait(self, workspace: str, method: str, channel: str = "") -> None:
        """Returns when the call may be made. Raises Limited if that takes more than a moment."""
        self._refuse_blocked(workspace, method)
        now = self.monotonic()
        general = self._budget(workspace, method)
        first = turn = general.turn(now)
        if turn - now > PATIENCE:
            raise Limited(turn - now)
        own = self._channel(workspace, channel) if method == POST and channel else None
        if own is not None:
            turn = max(turn, own.turn(now))
            if turn - now > PATIENCE:
                raise Limited(turn - now, everything=False)
            own.take(turn)
        # At its own turn: a busy channel must not keep the others waiting.
        general.take(first)
        if turn > now:
            await self.sleep(turn - now)
            self._refuse_blocked(workspace, method)

    def block(self, workspace: str, method: str, seconds: float) -> None:
        """Slack asked to wait: with this method, in this workspace."""
        key, until = (workspace, method), self.monotonic() + seconds
        self._blocked[key] = max(self._blocked.get(key, 0.0), until)

    def _refuse_blocked(self, workspace: str, method: str) -> None:
        until = self._blocked.get((workspace, method))
        if until is None:
            return
        left = until - self.monotonic()
        if left > 0:
            raise Limited(left)
        del self._blocked[workspace, method]

    def _budget(self, workspace: str, method: str) -> Budget:
        if (workspace, method) not in self._budgets:
            granted = POSTS_A_MINUTE if method == POST else TIERS[TIER_OF.get(method, UNLISTED)]
            self._budgets[workspace, method] = budget(granted)
        return self._budgets[workspace, method]

    def _channel(self, workspace: str, channel: str) -> Budget:
        if len(self._channels) > MOST_CHANNELS:
            now = self.monotonic()
            self._channels = {key: each for key, each in self._channels.items() if not each.is_whole(now)}
        return self._channels.setdefault((workspace, channel), Budget(BETWEEN_POSTS, 1))


def budget(granted: int) -> Budget:
    """One that keeps a twentieth below so many calls a minute."""
    if granted < 10:
        return Budget(61 / granted, 1)
    burst = min(granted // 5, LARGEST_BURST)
    return Budget(60 / (granted * 0.95 - burst), burst)
