"""The home tab: published to whoever opens it, and again when something on it changed, never twice the same.

views.publish: docs.slack.dev/reference/methods/views.publish
"""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Protocol, TypeVar

import structlog

from bot.dispatch import Unavailable
from bot.rounds import Round
from bot.slack import render
from bot.slack.calling.caller import Ambiguous, Away, Limited, Refused
from bot.slack.receiving.neighbours import Calls
from bot.slack.rendering.look import Look
from bot.slack.workplace import Installation, NotInstalled
from handlers import home
from handlers.cards.blocks import Card
from scoring.facts import Micros
from scoring.periods import HOUR
from storage.profiles import standings
from storage.transactions import Work

T = TypeVar("T")
Seat = tuple[str, str]
"""Workspace and member."""

EVERY: Final = 60.0
"""Seconds between two looks at whose points changed."""
WATCHED: Final = 4 * HOUR
"""So long after somebody opened it, their tab follows what happens."""
MOST: Final = 20_000
"""Of so many members it is remembered what they were shown."""
LATER: Final = (Ambiguous, Away, Limited, Unavailable)
"""What passes: the next turn tries again."""

log = structlog.get_logger()


class Reads(Protocol):
    """Answers questions from the database (bot.dispatch.Dispatch)."""

    async def read(self, workspace: str, question: Callable[[Work], T]) -> T:
        """Raises Unavailable."""
        ...


class Knows(Protocol):
    """Knows how a workspace is reached (bot.slack.installing.installations.Installations)."""

    def of(self, workspace: str) -> Installation | None:
        """None where the app isn't (any more)."""
        ...


@dataclass(slots=True)
class Seen:
    """What somebody was shown last, and what they had then."""

    digest: bytes = b""
    amounts: tuple[int, ...] = ()
    opened: Micros = 0


@dataclass(slots=True)
class HomeTab:
    """The tabs of this process; another process may publish one as well, which Slack takes as it comes."""

    caller: Calls
    dispatch: Reads
    installations: Knows
    clock: Callable[[], Micros]
    every: float = EVERY
    _seen: "OrderedDict[Seat, Seen]" = field(default_factory=OrderedDict)
    _stirred: set[str] = field(default_factory=set)
    _round: Round | None = None

    def start(self) -> None:
        """Begin to follow what happens."""
        self._round = Round("slack home tabs", self._follow)
        self._round.start()

    async def stop(self) -> None:
        """No longer."""
        if self._round is not None:
            await self._round.stop()
            self._round = None

    async def opened(self, workspace: str, member: str) -> None:
        """Somebody looks at theirs. Raises what the caller raises, and Unavailable."""
        self._of((workspace, member)).opened = self.clock()
        await self._publish(workspace, member)

    async def after(self, workspace: str, member: str) -> None:
        """They asked something from it, which may have changed it. Raises the same."""
        await self._publish(workspace, member)

    def changed(self, workspace: str) -> None:
        """Something was written there: whoever has their tab open and other points than before, sees it soon."""
        self._stirred.add(workspace)

    def forget(self, workspace: str) -> None:
        """The app was removed, or installed anew: what people were shown before isn't there any more."""
        for seat in [seat for seat in self._seen if seat[0] == workspace]:
            del self._seen[seat]

    def _of(self, seat: Seat) -> Seen:
        seen = self._seen.setdefault(seat, Seen())
        self._seen.move_to_end(seat)
        while len(self._seen) > MOST:
            self._seen.popitem(last=False)
        return seen

    async def _publish(self, workspace: str, member: str) -> None:
        installation = self.installations.of(workspace)
        if installation is None:
            return

        def ask(work: Work) -> tuple[tuple[Card, ...], tuple[int, ...]]:
            return home.whole(work, member), standings(work, [member]).get(member, ())

        cards, amounts = await self.dispatch.read(workspace, ask)
        view = render.home(cards, Look(installation.url, installation.team))
        digest = hashlib.blake2b(json.dumps(view, sort_keys=True).encode(), digest_size=16).digest()
        seen = self._of((workspace, member))
        seen.amounts = amounts
        if digest == seen.digest:
            return
        seen.digest = digest  # at once: of two openings in a row one is enough
        published = False
        try:
            await self.caller.call(workspace, "views.publish", {"user_id": member, "view": view})
            published = True
        finally:
            if not published:
                seen.digest = b""

    async def _follow(self) -> float:
        stirred, self._stirred = self._stirred, set()
        since = self.clock() - WATCHED
        for workspace in sorted(stirred):
            watched = [seat[1] for seat, seen in self._seen.items() if seat[0] == workspace and seen.opened >= since]
            if watched:
                await self._look(workspace, watched)
        return self.every

    async def _look(self, workspace: str, members: list[str]) -> None:
        # One question for all of them; only whose points, coins or thanks are other ones costs more.
        try:
            now = await self.dispatch.read(workspace, lambda work: standings(work, members))
            for member in members:
                seen = self._of((workspace, member))
                if now.get(member, ()) != seen.amounts or not seen.digest:
                    await self._renew(workspace, member)
        except LATER as error:
            log.info("slack_home_tabs_wait", workspace=workspace, reason=type(error).__name__)
            self._stirred.add(workspace)
        except NotInstalled:
            self.forget(workspace)

    async def _renew(self, workspace: str, member: str) -> None:
        try:
            await self._publish(workspace, member)
        except Refused as error:
            # This one can't be shown: until they open it again, they aren't tried any more.
            log.warning("slack_home_tab_refused", workspace=workspace, reason=str(error)[:100])
            self._of((workspace, member)).opened = 0
