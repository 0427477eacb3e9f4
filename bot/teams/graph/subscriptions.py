"""Subscriptions: every channel the bot is in is subscribed to, renewed long before it ends, and its gaps are read.

https://learn.microsoft.com/graph/teams-changenotifications-chatmessage (what can be subscribed to, and who may) and
https://learn.microsoft.com/graph/change-notifications-lifecycle-events. A subscription lives for three days at most;
each is seen to several times a day, by one process alone: it is renewed (which also authorizes it anew), made again if
Graph doesn't know it any more, and what happened since nothing was missed is read.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Final, Protocol

import structlog

from bot.dispatch import Dispatch, Unavailable
from bot.outcomes import Ambiguous, Away, Limited, Refused
from bot.rounds import Round
from bot.settings import Settings
from bot.teams.graph import refusals
from bot.teams.graph.certificates import Certificates
from bot.teams.graph.gaps import Gaps
from bot.teams.graph.making import Making
from bot.teams.workplace import NotInstalled, Tenant
from scoring.facts import Micros
from scoring.periods import DAY, HOUR, MINUTE, SECOND
from storage import reacted, subscriptions
from storage.sealing import WrongKey
from storage.subscriptions import Place, Subscription
from storage.transactions import Work

EVERY: Final = 6 * HOUR
"""How often each is seen to."""
LEASE: Final = 5 * MINUTE
"""How long one process has it; longer than any call takes."""
REFUSED_FOR: Final = DAY
"""Somebody has to grant something first."""
FIRST_PAUSE: Final = 2 * SECOND
"""After a failure; each next one is twice as long."""
LONGEST_PAUSE: Final = HOUR
AT_ONCE: Final = 4
UNTIL_HEARD: Final = 1.0
"""Seconds from the start until Graph can reach us, which it tries whenever something is subscribed to."""
LONGEST_TURN: Final = 60.0
"""Seconds after which it is looked for new channels."""

log = structlog.get_logger()


class Homes(Protocol):
    """Knows the tenants (bot.teams.learning.installations)."""

    def all(self) -> Iterable[Tenant]:
        """Everywhere the bot is."""
        ...


@dataclass(slots=True)
class Subscriptions:
    """Those of all tenants. Stop it before the dispatch."""

    installations: Homes
    dispatch: Dispatch
    making: Making
    gaps: Gaps
    certificates: Certificates
    settings: Settings
    clock: Callable[[], Micros]
    _round: Round = field(init=False)
    _anew: set[str] = field(default_factory=set)
    """Tenants all of whose channels are to be seen to, whatever was planned."""
    _started: set[str] = field(default_factory=set)
    _pauses: dict[tuple[str, str], Micros] = field(default_factory=dict)
    _tidied: dict[str, Micros] = field(default_factory=dict)
    _begun: bool = False

    def __post_init__(self) -> None:
        self._round = Round("subscriptions", self._turn)

    @property
    def wanted(self) -> bool:
        """Whether there is to be any: it isn't turned off, and Graph can reach us."""
        return self.settings.teams_graph == "on" and bool(self.settings.public_url)

    async def start(self) -> None:
        """Begin; whatever happened while nobody was here is read first."""
        if self.wanted:
            self._round.start()

    async def stop(self) -> None:
        """In the midst of a turn, if need be: another process takes it up."""
        await self._round.stop()
        await self.certificates.stop()

    def changed(self, workspace: str) -> None:
        """The bot came into channels, or was granted something: see to all of them now."""
        self._anew.add(workspace)
        self._round.wake()

    async def ask_for(self, workspace: str, channels: Iterable[str]) -> None:
        """See to these soon: something about them was missed, or is to be authorized anew. Raises Unavailable."""
        chosen = sorted(set(channels))
        await self.dispatch.write(workspace, lambda work: subscriptions.ask_for(work, chosen))
        self._round.wake()

    async def lost(self, workspace: str, remotes: Iterable[str]) -> None:
        """Graph ended these: they are made again, and what was missed is read. Raises Unavailable."""
        chosen = sorted(set(remotes))

        def write(work: Work) -> None:
            for remote in chosen:
                subscriptions.lost(work, remote)

        await self.dispatch.write(workspace, write)
        self._round.wake()

    async def turn(self) -> float:
        """See to all that are due; the seconds until the next one is. Raises Unavailable."""
        soonest = LONGEST_TURN
        for home in list(self.installations.all()):
            due = await self._see_to_all(home)
            if due is not None:
                soonest = min(soonest, max(0.0, (due - self.clock()) / SECOND))
        return soonest

    async def _turn(self) -> float:
        if not self._begun:
            self._begun = True
            return UNTIL_HEARD
        return await self.turn()

    async def _see_to_all(self, home: Tenant) -> Micros | None:
        workspace = home.workspace
        await self._match(home)
        places = {each.channel: each for each in await self.dispatch.read(workspace, subscriptions.places)}
        due = await self.dispatch.read(workspace, subscriptions.due)
        few = asyncio.Semaphore(AT_ONCE)

        async def one(place: Place) -> None:
            async with few:
                await self._see_to(home, place)

        # If one of them can't be written down, the others needn't be, either.
        async with asyncio.TaskGroup() as group:
            for channel in due:
                if channel in places:
                    group.create_task(one(places[channel]))
        if due:
            await self.dispatch.write(workspace, refusals.tell)
        await self._tidy(workspace)
        return await self.dispatch.read(workspace, subscriptions.next_due)

    async def _match(self, home: Tenant) -> None:
        """One for each channel, none where the bot isn't any more."""
        workspace = home.workspace
        if await self.dispatch.read(workspace, _differs):
            for gone in await self.dispatch.write(workspace, subscriptions.match):
                await self._end(gone)
        if workspace in self._anew or workspace not in self._started:
            await self.dispatch.write(workspace, subscriptions.ask_for)
            self._anew.discard(workspace)
            self._started.add(workspace)

    async def _end(self, gone: Subscription) -> None:
        try:
            await self.making.end(gone)
        except (Ambiguous, Away, Limited, NotInstalled, Refused) as error:
            # It ends by itself within three days, and what still comes is refused.
            log.info("teams_subscription_not_ended", workspace=gone.workspace, reason=type(error).__name__)
        await self.dispatch.write(gone.workspace, lambda work: subscriptions.drop(work, gone.channel))

    async def _see_to(self, home: Tenant, place: Place) -> None:
        until = self.clock() + LEASE
        held = await self.dispatch.write(home.workspace, lambda work: subscriptions.lease(work, place.channel, until))
        if held is None:
            return
        settled = False
        try:
            wait, error = await self._try(home, place, held)
            settled = True
        finally:
            if not settled:
                # It was stopped in the midst: nobody has to wait for the end of the lease.
                release = partial(subscriptions.release, channel=place.channel)
                await asyncio.shield(asyncio.ensure_future(self.dispatch.write(home.workspace, release)))
        again = self.clock() + wait
        await self.dispatch.write(home.workspace, lambda work: subscriptions.settle(work, place.channel, again, error))

    async def _try(self, home: Tenant, place: Place, held: Subscription) -> tuple[Micros, str]:
        """How long until it is to be seen to again, and why there is none. Raises Unavailable."""
        key = (home.workspace, place.channel)
        try:
            await self.making.keep_alive(home, place, held)
            await self._fill(home, place)
        except Limited as limited:
            return round(limited.seconds * SECOND), held.error
        except NotInstalled:
            return LONGEST_PAUSE, held.error
        except Refused as refused:
            log.warning("teams_subscription_refused", workspace=home.workspace, error=refused.error)
            lasting = refusals.is_of_permission(refused)
            return (REFUSED_FOR if lasting else self._pause(key)), refusals.worded(refused)
        except (Ambiguous, Away) as error:
            log.info("teams_subscription_put_off", workspace=home.workspace, reason=str(error))
            return self._pause(key), refusals.UNSURE if isinstance(error, Ambiguous) else held.error
        except WrongKey as error:
            log.error("teams_subscription_unreadable", workspace=home.workspace, reason=str(error))
            return LONGEST_PAUSE, refusals.NO_KEY
        self._pauses.pop(key, None)
        return EVERY, ""

    async def _fill(self, home: Tenant, place: Place) -> None:
        held = await self.dispatch.read(home.workspace, lambda work: subscriptions.one(work, place.channel))
        if held is None or not held.seen:
            return
        begun, seen = self.clock(), held.seen

        async def still() -> None:
            until = self.clock() + LEASE
            await self.dispatch.write(home.workspace, lambda work: subscriptions.extend(work, held, until))

        await self.gaps.read(home, place, seen, still)
        await self.dispatch.write(home.workspace, lambda work: subscriptions.saw(work, place.channel, begun))

    def _pause(self, key: tuple[str, str]) -> Micros:
        before = self._pauses.get(key, 0)
        self._pauses[key] = pause = min(LONGEST_PAUSE, 2 * before or FIRST_PAUSE)
        return pause

    async def _tidy(self, workspace: str) -> None:
        if self._tidied.get(workspace, 0) + DAY > self.clock():
            return
        self._tidied[workspace] = self.clock()
        await self.dispatch.write(workspace, reacted.tidy)
        try:
            used = {self.making.certificate_of(each) for each in await self.making.everywhere()}
            await self.certificates.discard(used)
        except (Unavailable, WrongKey):
            log.info("teams_certificates_kept")


def _differs(work: Work) -> bool:
    wanted = {each.channel for each in subscriptions.places(work)}
    return wanted != {each.channel for each in subscriptions.known(work)}
