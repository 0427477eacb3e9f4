"""The directory: who and what is in each workspace, learnt once, kept fresh every night, looked up when it is news."""

import asyncio
import random
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Final, Protocol

import structlog

from bot.dispatch import Dispatch, Unavailable
from bot.rounds import Round
from bot.slack.calling.caller import Refused
from bot.slack.learning.acquaintance import Acquaintance, Item
from bot.slack.learning.asking import Asking, Calls, NotNow
from bot.slack.learning.roll_call import LISTS, RollCall
from bot.slack.reading.heard import Heard, Invited, Stale
from bot.slack.workplace import SLACKBOT, Installation
from handlers.events import ChannelChanged, Event, MemberChanged
from handlers.news import news
from scoring.facts import Micros
from scoring.periods import SECOND, local_day, midnight
from storage import conditions, known
from storage.transactions import Work

MOST_AT_ONCE: Final = 20
"""So many people of one payload are looked up before it counts; the others follow."""
MOST_TRIED: Final = 50_000
ASK_AGAIN: Final = 3_600 * SECOND
"""Microseconds until somebody whom Slack didn't know is asked for again."""
NIGHT: Final = (2, 5)
"""Between these hours of the workspace's own night everything is listed again."""
AFTER_A_FAULT: Final = 900 * SECOND
NOT_GRANTED: Final = "slack.not_granted."
"""How the name of a condition begins that says which list we may not see; its value is what must be granted."""

log = structlog.get_logger()


class Finds(Protocol):
    """Knows the workspaces (bot.slack.installing.installations)."""

    def of(self, workspace: str) -> Installation | None:
        """The installation of one workspace."""
        ...

    def all(self) -> Iterable[Installation]:
        """Every installation that is there."""
        ...


@dataclass(slots=True)
class Directory:
    """Learns members, channels, groups and emoji; `pause` is in seconds, how long it waits after a failed call."""

    installations: Finds
    caller: Calls
    dispatch: Dispatch
    clock: Callable[[], Micros]
    pause: float = 2.0
    chance: Callable[[], float] = random.random
    _places: dict[str, Acquaintance] = field(default_factory=dict)
    _few: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(5))

    async def start(self) -> None:
        """Begin to list what there is, in every workspace."""
        for home in self.installations.all():
            self.changed(home.workspace)

    async def stop(self) -> None:
        """Stop in the midst of whatever is going on."""
        for place in self._places.values():
            if place.round is not None:
                await place.round.stop()
            tasks = list(place.under_way.values())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        self._places.clear()

    def changed(self, workspace: str) -> None:
        """A workspace was installed, or granted something more: list it now."""
        place = self._place(workspace)
        place.due = 0
        if place.round is None:
            place.round = Round(f"directory {workspace}", lambda: self._turn(place))
            place.round.start()
        else:
            place.round.wake()

    def forget(self, workspace: str) -> None:
        """Everything about it was deleted: whoever was known there is a stranger, should it ever begin anew."""
        place = self._place(workspace)
        for remembered in (place.members, place.channels, place.pending, place.tried):
            remembered.clear()
        place.loaded = False

    def knows(self, workspace: str, member: str) -> bool:
        """Whether somebody has been introduced."""
        place = self._places.get(workspace)
        return place is not None and member in place.members

    def is_settled(self, workspace: str, member: str) -> bool:
        """Whether it is known who somebody is, or that Slack doesn't tell: asking again soon wouldn't help."""
        home, place = self.installations.of(workspace), self._places.get(workspace)
        return home is None or (place is not None and not self._is_worth_asking(place, home, ("member", member)))

    async def meet(self, workspace: str, ids: Collection[str]) -> None:
        """Look up who is unknown among these, now; returns once they are written down. Raises nothing of Slack's."""
        home = self.installations.of(workspace)
        if home is None:
            return
        place = await self._loaded(workspace)
        strangers = [member for member in sorted(ids) if self._is_worth_asking(place, home, ("member", member))]
        for member in strangers[MOST_AT_ONCE:]:
            place.queue(("member", member))
        tasks = [self._meeting(place, home, member) for member in strangers[:MOST_AT_ONCE]]
        if tasks:
            # Whoever waits may give up; the look-up itself goes on, for the next payload.
            await asyncio.wait(tasks)

    async def notice(self, workspace: str, heard: Heard) -> None:
        """Remember whom a payload introduced, and look up soon what it didn't tell whole."""
        home = self.installations.of(workspace)
        if home is None:
            return
        place = await self._loaded(workspace)
        self._remember(place, heard.events)
        for aside in heard.asides:
            match aside:
                case Stale(kind, which) if kind in LISTS:
                    place.queue((kind, which if kind in ("member", "channel") else ""))
                case Invited(channel):
                    place.queue(("channel", channel))
        items: list[Item] = [("member", member) for member in heard.people]
        items += [("channel", channel) for channel in heard.channels if not channel.startswith("D")]
        for item in sorted(items):
            if self._is_worth_asking(place, home, item):
                place.queue(item)
        if place.pending and place.round is not None:
            place.round.wake()

    async def refresh(self, workspace: str) -> bool:
        """List everything once; whether all of it could be had. Raises Unavailable."""
        home = self.installations.of(workspace)
        if home is None:
            return True
        place = await self._loaded(workspace)
        whole = True
        for kind in LISTS:
            whole &= await self._list(place, home, kind)
        return whole

    async def _turn(self, place: Acquaintance) -> float:
        home = self.installations.of(place.workspace)
        if home is None:
            return 24 * 3_600.0
        await self._loaded(place.workspace)
        if place.due <= self.clock():
            # Whoever asks for a new list in the meantime sets the time anew, and gets it.
            again = place.due = self.clock() + AFTER_A_FAULT
            if await self.refresh(place.workspace):
                night = await self._next_night(place)
                place.due = night if place.due == again else place.due
        await self._look_up(place, home)
        return max(1.0, (place.due - self.clock()) / SECOND)

    async def _next_night(self, place: Acquaintance) -> Micros:
        # Not all workspaces at once: Slack and we have other things to do.
        zone = await self.dispatch.read(place.workspace, lambda work: work.book.settings.zone)
        hours = NIGHT[0] + (NIGHT[1] - NIGHT[0]) * self.chance()
        return midnight(zone, local_day(zone, self.clock()) + 1) + round(hours * 3_600) * SECOND

    async def _list(self, place: Acquaintance, home: Installation, kind: str) -> bool:
        scope, pages = LISTS[kind]
        if not home.may(scope):
            await self._say(place, kind, scope)
            return True
        try:
            async for events in pages(self._call(home)):
                await self._tell(place, events)
                await self._look_up(place, home, lists=False)
        except Refused as refused:
            if refused.error != "missing_scope":
                log.warning("slack_list_refused", workspace=place.workspace, kind=kind, error=refused.error)
                return False
            await self._say(place, kind, scope)
        except NotNow as error:
            log.info("slack_list_put_off", workspace=place.workspace, kind=kind, reason=str(error))
            return False
        else:
            await self._say(place, kind, "")
        return True

    async def _say(self, place: Acquaintance, kind: str, scope: str) -> None:
        condition = NOT_GRANTED + kind
        said = await self.dispatch.read(place.workspace, lambda work: conditions.get(work, condition))
        if scope and (said is None or said[0] != scope):
            log.info("slack_list_not_granted", workspace=place.workspace, kind=kind, scope=scope)
            await self.dispatch.write(place.workspace, lambda work: conditions.put(work, condition, scope))
        elif not scope and said is not None:
            await self.dispatch.write(place.workspace, lambda work: conditions.clear(work, condition))

    async def _look_up(self, place: Acquaintance, home: Installation, *, lists: bool = True) -> None:
        """What is pending, one after the other; what can't be had now waits for the next turn. Raises Unavailable."""
        while item := place.next(lists=lists):
            kind, which = item
            try:
                if which:
                    await self._ask_for(place, home, item)
                elif not await self._list(place, home, kind):
                    return
            except NotNow as error:
                place.queue(item)
                log.info("slack_look_up_put_off", workspace=place.workspace, kind=kind, reason=str(error))
                return
            except Unavailable:
                place.queue(item)
                raise

    async def _ask_for(self, place: Acquaintance, home: Installation, item: Item, tries: int = 3) -> None:
        """Raises NotNow, Unavailable."""
        try:
            events = await self._call(home).look_up(*item, tries)
        except Refused as refused:
            log.info("slack_look_up_refused", workspace=place.workspace, kind=item[0], error=refused.error)
            events = []
        if len(place.tried) >= MOST_TRIED:
            place.tried.clear()
        place.tried[item] = self.clock()
        await self._tell(place, events)

    def _meeting(self, place: Acquaintance, home: Installation, member: str) -> "asyncio.Task[None]":
        # One look-up for all who wait for the same person.
        if member not in place.under_way:
            task = asyncio.create_task(self._meet_one(place, home, member), name="slack meeting")
            task.add_done_callback(lambda _: place.under_way.pop(member, None))
            place.under_way[member] = task
        return place.under_way[member]

    async def _meet_one(self, place: Acquaintance, home: Installation, member: str) -> None:
        try:
            async with self._few:
                await self._ask_for(place, home, ("member", member), tries=1)
        except (NotNow, Unavailable):
            place.queue(("member", member))

    async def _tell(self, place: Acquaintance, events: list[Event]) -> None:
        """Submit what is news. Raises Unavailable."""
        if not events:
            return

        def ask(work: Work) -> list[Event]:
            return news(work, events)

        changed = await self.dispatch.read(place.workspace, ask)
        await asyncio.gather(*map(self.dispatch.submit, changed))
        self._remember(place, events)

    def _remember(self, place: Acquaintance, events: Iterable[Event]) -> None:
        for event in events:
            if isinstance(event, MemberChanged) and event.name:
                place.members.add(event.member)
            elif isinstance(event, ChannelChanged):
                place.channels.add(event.channel)

    def _is_worth_asking(self, place: Acquaintance, home: Installation, item: Item) -> bool:
        if not item[1] or item[1] in (home.bot_user, SLACKBOT) or place.is_known(item):
            return False
        return item not in place.tried or place.tried[item] + ASK_AGAIN <= self.clock()

    def _call(self, home: Installation) -> RollCall:
        return RollCall(home, Asking(self.caller, home.workspace, self.pause), self.clock)

    def _place(self, workspace: str) -> Acquaintance:
        return self._places.setdefault(workspace, Acquaintance(workspace))

    async def _loaded(self, workspace: str) -> Acquaintance:
        place = self._place(workspace)
        if not place.loaded:
            members, channels = await self.dispatch.read(
                workspace, lambda work: (known.members(work), known.channels(work))
            )
            place.members |= members
            place.channels |= channels
            place.loaded = True
        return place
