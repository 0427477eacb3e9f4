"""Pacing: how often the connector is called, kept below what Teams grants, and what it asked to wait.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit: so many in each of four windows for a bot in
one conversation, and so many a second for an app in a tenant. Reactions have a limit of their own, over everything:
https://learn.microsoft.com/en-us/microsoftteams/platform/agents-in-teams/agent-reactions.
Nobody queues: whoever may not go sleeps until a turn may be free and looks again, and cards leave a part of each window
to what people wait for. So an answer never stands behind cards.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from bot.outcomes import Limited

Kind = Literal["send", "create", "read", "react"]
Limits = tuple[tuple[int, float], ...]
"""So many in so many seconds, each."""

SENDING: Final[Limits] = ((7, 1), (8, 2), (60, 30), (1800, 3600))
READING: Final[Limits] = ((14, 1), (16, 2), (120, 30), (3600, 3600))
REACTING: Final[Limits] = ((2, 1),)
IN_A_THREAD: Final[Mapping[Kind, Limits]] = {"send": SENDING, "create": SENDING, "read": READING}
"""Of one bot in one conversation. Edits count as sending, to be on the safe side."""
IN_A_TENANT: Final[Limits] = ((50, 1),)
EASE: Final = 0.25
"""Seconds by which each window is taken to be longer: on the way, calls come closer together or further apart."""
LEFT: Final = 5
"""One of so many turns in each window is left to what somebody waits for."""
PATIENCE: Final = 5.0
"""Seconds that a call waits by itself; with longer ones the caller is told to come again."""
SHORTEST: Final = 0.01
"""Seconds of sleep at least, against rounding."""
FIRST_WAIT, LONGEST_WAIT = 2.0, 120.0
"""Seconds to wait where Teams doesn't say; doubled each time that it says so again."""
IT_IS_ALL: Final = 3
"""When so many conversations of a tenant are told to wait at the same time, the whole tenant is."""
REACTIONS: Final = "reactions"
"""Stands for the conversation where Teams asked to wait with reactions: wherever it was, it is about all of them."""
READS: Final = "read "
"""Before a conversation that is read of: it has limits of its own, and rosters mustn't hold up what is to be said."""
MOST_THREADS: Final = 10_000
"""Conversations remembered before those that were silent for an hour are forgotten."""


@dataclass(slots=True)
class Pace:
    """When calls were made, and when the next one may be."""

    limits: Limits
    made: deque[float] = field(default_factory=deque)

    def turn(self, now: float, *, waited_for: bool) -> float:
        """When one may be made at the earliest."""
        turn = now
        for most, seconds in self.limits:
            share = most if waited_for else most - max(1, most // LEFT)
            if len(self.made) >= share:
                turn = max(turn, self.made[-share] + seconds + EASE)
        return turn

    def take(self, now: float) -> None:
        """One is made."""
        self.made.append(now)
        most, longest = max(most for most, _ in self.limits), max(seconds for _, seconds in self.limits)
        while len(self.made) > most or self.made[0] + longest + EASE < now:
            self.made.popleft()


@dataclass(slots=True)
class Block:
    """Teams asked to wait."""

    until: float
    wait: float
    """As long as the next time, if Teams doesn't say."""


@dataclass(slots=True)
class Paces:
    """Of all tenants; `monotonic` in seconds."""

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _threads: dict[tuple[str, str, Kind], Pace] = field(default_factory=dict)
    _tenants: dict[str, Pace] = field(default_factory=dict)
    _reactions: Pace = field(default_factory=lambda: Pace(REACTING))
    _blocks: dict[tuple[str, str], Block] = field(default_factory=dict)
    """By tenant and conversation; without a conversation, of the whole tenant."""
    _tidied_at: int = MOST_THREADS

    async def wait(self, workspace: str, conversation: str, kind: Kind = "send", *, waited_for: bool = False) -> None:
        """Returns when the call may be made. Raises Limited if that takes more than a moment.

        `waited_for`: somebody looks at their screen until it is done.
        """
        thread = _key(conversation, kind)
        end = self.monotonic() + PATIENCE
        while True:
            now = self.monotonic()
            self._refuse_blocked(workspace, thread, now)
            own, tenant = self._pace(workspace, thread, kind), self._tenant(workspace)
            first = own.turn(now, waited_for=waited_for or kind == "react")
            general = tenant.turn(now, waited_for=waited_for)
            turn = max(first, general)
            if turn <= now:
                own.take(now)
                tenant.take(now)
                return
            if turn > end:
                raise Limited(turn - now, everything=kind == "react" or general > end)
            await self.sleep(max(SHORTEST, turn - now))

    def block(self, workspace: str, conversation: str, seconds: float | None, kind: Kind = "send") -> Limited:
        """Teams asked to wait there (None: it didn't say for how long); what is to be told of it."""
        now, thread = self.monotonic(), _key(conversation, kind)
        self._blocks = {key: each for key, each in self._blocks.items() if each.until + each.wait > now}
        waits = self._block((workspace, thread), seconds, now)
        whole = kind in ("send", "create") and self._spoken_to(workspace, now) >= IT_IS_ALL
        if whole:
            # What Teams told of this one is about all of it, then.
            self._block((workspace, ""), waits, now)
        return Limited(waits, everything=whole or kind == "react")

    def _spoken_to(self, workspace: str, now: float) -> int:
        """In how many of a tenant's conversations nothing may be said now."""
        return sum(
            key[0] == workspace and key[1] not in ("", REACTIONS) and not key[1].startswith(READS) and each.until > now
            for key, each in self._blocks.items()
        )

    def _block(self, key: tuple[str, str], seconds: float | None, now: float) -> float:
        kept = self._blocks.get(key)
        again = kept is not None and kept.until + kept.wait > now
        wait = min(LONGEST_WAIT, kept.wait * 2) if kept is not None and again else FIRST_WAIT
        waits = wait if seconds is None else max(seconds, SHORTEST)
        self._blocks[key] = Block(max(now + waits, kept.until if kept else 0.0), wait)
        return waits

    def _refuse_blocked(self, workspace: str, thread: str, now: float) -> None:
        for key in ((workspace, ""), (workspace, thread)):
            block = self._blocks.get(key)
            if block is not None and block.until > now:
                raise Limited(block.until - now, everything=not key[1] or thread == REACTIONS)

    def _tenant(self, workspace: str) -> Pace:
        return self._tenants.setdefault(workspace, Pace(IN_A_TENANT))

    def _pace(self, workspace: str, thread: str, kind: Kind) -> Pace:
        if kind == "react":
            return self._reactions
        key: tuple[str, str, Kind] = (workspace, thread, kind)
        if key not in self._threads:
            if len(self._threads) >= self._tidied_at:
                self._tidy()
            self._threads[key] = Pace(IN_A_THREAD[kind])
        return self._threads[key]

    def _tidy(self) -> None:
        past = self.monotonic() - SENDING[-1][1] - EASE
        self._threads = {key: each for key, each in self._threads.items() if each.made and each.made[-1] > past}
        # Not at every new one, where all of them are in use.
        self._tidied_at = max(MOST_THREADS, 2 * len(self._threads))


def _key(conversation: str, kind: Kind) -> str:
    # Answers in a thread of a channel count for the channel.
    thread = conversation.partition(";")[0]
    return {"react": REACTIONS, "read": f"{READS}{thread}"}.get(kind, thread)
