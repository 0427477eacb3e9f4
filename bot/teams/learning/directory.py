"""The directory: who and what is in each tenant - learnt where the bot comes, fresh every night, asked for when new."""

import asyncio
import random
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

import structlog

from bot.dispatch import Dispatch, Unavailable
from bot.outcomes import Refused
from bot.rounds import Round
from bot.settings import Settings
from bot.teams.configured import listed
from bot.teams.learning.acquaintance import Acquaintance
from bot.teams.learning.asking import Asking, Calls, NotNow
from bot.teams.learning.census import Census
from bot.teams.learning.choosing import Choosing
from bot.teams.learning.meeting import Meeting
from bot.teams.learning.notebook import Notebook, nobody
from bot.teams.learning.noticing import Noticing
from bot.teams.learning.roll_call import RollCall
from bot.teams.learning.seeking import Seeking
from bot.teams.learning.tagging import Lists, Tagging
from bot.teams.reading.heard import Heard
from bot.teams.workplace import NotInstalled, Tenant
from scoring.facts import Micros
from scoring.periods import SECOND, local_day, midnight
from storage import member_ids
from storage.conversations import CHANNEL, TEAM
from storage.forgetting import forgotten
from storage.transactions import Work

MOST_AT_ONCE: Final = 20
"""So many people of one activity are looked up before it counts; the others follow."""
NIGHT: Final = (2, 5)
"""Between these hours of the workspace's own night everything is listed again."""
AFTER_A_FAULT: Final = 900 * SECOND
NEVER_NOW: Final = 24 * 3_600.0

log = structlog.get_logger()


class Homes(Protocol):
    """Knows the tenants (bot.teams.learning.installations)."""

    def of(self, workspace: str) -> Tenant | None:
        """The bot in one tenant."""
        ...

    def all(self) -> Iterable[Tenant]:
        """Everywhere the bot is."""
        ...

    async def call(self, workspace: str, title: str) -> None:
        """A tenant is called like this, unless it has a name already. Raises Unavailable."""
        ...

    async def lose(self, workspace: str, channel: str) -> bool:
        """The bot isn't in a conversation any more. Raises Unavailable."""
        ...


@dataclass(slots=True)
class Directory:
    """Learns members and channels; `pause` is in seconds, how long it waits after a failed call."""

    installations: Homes
    connector: Calls
    graph: Lists | None
    dispatch: Dispatch
    clock: Callable[[], Micros]
    settings: Settings
    arrived: Callable[[str], None] = nobody
    """Told in which tenant there is news of channels that the bot is in."""
    pause: float = 2.0
    chance: Callable[[], float] = random.random
    _notebook: Notebook = field(init=False)
    _seeking: Seeking = field(init=False)
    _meeting: Meeting = field(init=False)
    _tagging: Tagging | None = field(init=False)
    _noticing: Noticing = field(init=False)
    _choosing: Choosing = field(init=False)
    _places: dict[str, Acquaintance] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Nothing is asked yet."""
        admins = frozenset(each.lower() for each in listed(self.settings.teams_admins))
        self._notebook = Notebook(self.dispatch, self.arrived)
        self._seeking = Seeking(self.connector, self.graph, admins, self.clock)
        self._meeting = Meeting(self._notebook, self._seeking, self.clock)
        self._noticing = Noticing(self.installations, self._notebook, self._meeting)
        self._tagging = Tagging(self.graph, self.clock) if self.graph is not None else None
        self._choosing = Choosing(self.dispatch, self.clock)

    async def start(self) -> None:
        """Begin to list what there is, in every tenant."""
        for home in self.installations.all():
            self.changed(home.workspace)

    async def stop(self) -> None:
        """Stop in the midst of whatever is going on."""
        for place in list(self._places.values()):
            if place.round is not None:
                await place.round.stop()
            tasks = list(place.under_way.values())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        self._places.clear()

    def changed(self, workspace: str) -> None:
        """The bot came to a tenant, or left it: list what there is now."""
        place = self._place(workspace)
        place.due = 0
        if self.installations.of(workspace) is None:
            place.forget()
        if place.round is None:
            place.round = Round(f"directory {workspace}", lambda: self._turn(place))
            place.round.start()
        else:
            place.round.wake()

    def forget(self, workspace: str) -> None:
        """Everything about it was deleted: whoever was known there is a stranger, should it ever begin anew."""
        self._place(workspace).forget()
        self._choosing.forget()

    def knows(self, workspace: str, member: str) -> bool:
        """Whether somebody has been introduced."""
        place = self._places.get(workspace)
        return place is not None and member in place.members

    def is_settled(self, workspace: str, member: str) -> bool:
        """Whether it is known who somebody is, or that Teams doesn't tell: asking again soon wouldn't help."""
        place = self._places.get(workspace)
        if self.installations.of(workspace) is None:
            return True
        return place is not None and not self._meeting.is_worth_asking(place, member)

    async def know(self, workspace: str, pairs: Mapping[str, str]) -> None:
        """Other id -> member, as an activity tells: kept once. Raises Unavailable."""
        await self._notebook.know(self._place(workspace), pairs)

    async def resolve(
        self, workspace: str, ids: Collection[str], *, channel: str = "", service: str = ""
    ) -> Mapping[str, str]:
        """Other id -> member: what is remembered, then what is kept, then what the roster of `channel` says.

        Whom nobody knows for certain goes by that id itself. Raises Limited, Away, NotInstalled and Unavailable.
        """
        home = self._home(workspace)
        place = await self._loaded(workspace)
        unheard = [each for each in ids if each not in place.ids]
        if unheard:
            place.note(await self.dispatch.read(workspace, lambda work: _kept(work, unheard)))
        strangers = [
            each for each in sorted(unheard) if each not in place.ids and self._meeting.is_worth_asking(place, each)
        ]
        tasks = [self._meeting.with_one(place, home, each, channel.partition(";")[0], service) for each in strangers]
        if tasks:
            # Whoever waits may give up; the look-up itself goes on, for the next activity.
            await asyncio.wait(tasks)
        for task in tasks:
            answer = task.result()
            if isinstance(answer, Exception):
                raise answer
        return {each: place.ids.get(each, each) for each in ids}

    async def meet(self, workspace: str, members: Collection[str], *, channel: str = "") -> None:
        """Look up who is unknown among these, now; returns once they are written down. Raises nothing of Teams'."""
        home = self.installations.of(workspace)
        if home is None:
            return
        place = await self._loaded(workspace)
        strangers = [member for member in sorted(members) if self._meeting.is_worth_asking(place, member)]
        for member in strangers[MOST_AT_ONCE:]:
            place.queue("member", member, channel)
        tasks = [self._meeting.with_one(place, home, member, channel) for member in strangers[:MOST_AT_ONCE]]
        if tasks:
            await asyncio.wait(tasks)

    async def notice(self, workspace: str, heard: Heard) -> None:
        """Keep the conversations, and look up soon what an activity didn't tell whole. Raises Unavailable."""
        if self.installations.of(workspace) is None:
            return
        place = await self._loaded(workspace)
        for aside in heard.asides:
            await self._noticing.take_in(place, aside)
        if self.installations.of(workspace) is None:
            return
        where = min(heard.channels, default="")
        for member in sorted(heard.people):
            if self._meeting.is_worth_asking(place, member):
                place.queue("member", member, where)
        for channel in sorted(heard.channels - place.channels):
            place.again("channel", channel)
        if (place.pending or not place.due) and place.round is not None:
            place.round.wake()

    async def refresh(self, workspace: str) -> bool:
        """List everything once; whether all of it could be had. Raises Unavailable."""
        home = self.installations.of(workspace)
        if home is None:
            return True
        return await self._census(await self._loaded(workspace), home).everything()

    async def channels(self, workspace: str, member: str) -> Sequence[tuple[str, str]]:
        """(id, name) of the channels that a member may choose, by name. Raises Unavailable."""
        return await self._choosing.channels(workspace, member)

    def groups(self, workspace: str) -> dict[str, str]:
        """Channel -> the id of its team in the directory, which links to messages need; as far as remembered."""
        place = self._places.get(workspace)
        return {each.channel: each.group_id for each in place.of_kind(TEAM, CHANNEL)} if place else {}

    async def _turn(self, place: Acquaintance) -> float:
        home = self.installations.of(place.workspace)
        if home is None:
            return NEVER_NOW
        await self._notebook.load(place)
        if place.due <= self.clock():
            # Whoever asks for a new list in the meantime sets the time anew, and gets it.
            again = place.due = self.clock() + AFTER_A_FAULT
            if await self.refresh(place.workspace):
                night = await self._next_night(place)
                place.due = night if place.due == again else place.due
        await self._look_up(place, home)
        return max(1.0, (place.due - self.clock()) / SECOND)

    async def _next_night(self, place: Acquaintance) -> Micros:
        # Not all tenants at once: Teams and we have other things to do.
        zone = await self.dispatch.read(place.workspace, lambda work: work.book.settings.zone)
        hours = NIGHT[0] + (NIGHT[1] - NIGHT[0]) * self.chance()
        return midnight(zone, local_day(zone, self.clock()) + 1) + round(hours * 3_600) * SECOND

    async def _look_up(self, place: Acquaintance, home: Tenant) -> None:
        """What is pending, one after the other; what can't be had now waits for the next turn. Raises Unavailable."""
        while told := place.next():
            (kind, which), channel = told
            try:
                if kind == "member":
                    answer = await self._meeting.with_one(place, home, which, channel)
                    if isinstance(answer, Exception):
                        raise NotNow(str(answer))
                else:
                    census = self._census(place, home)
                    await (census.team(which) if kind == "team" else census.chat(which))
            except Refused as refused:
                log.warning("teams_list_refused", workspace=home.workspace, kind=kind, error=refused.error)
            except NotNow as error:
                place.queue(kind, which, channel)
                place.due = min(place.due, self.clock() + AFTER_A_FAULT)
                log.info("teams_look_up_put_off", workspace=home.workspace, kind=kind, reason=str(error))
                return
            except Unavailable:
                place.queue(kind, which, channel)
                raise

    def _census(self, place: Acquaintance, home: Tenant) -> Census:
        asking = Asking(self.connector, home.workspace, self.pause)
        call = RollCall(home, asking, self._seeking.admins, self.clock)
        return Census(place, home, call, self._notebook, self._seeking, self.installations, self._tagging)

    def _home(self, workspace: str) -> Tenant:
        home = self.installations.of(workspace)
        if home is None:
            raise NotInstalled(workspace)
        return home

    def _place(self, workspace: str) -> Acquaintance:
        return self._places.setdefault(workspace, Acquaintance(workspace))

    async def _loaded(self, workspace: str) -> Acquaintance:
        place = self._place(workspace)
        await self._notebook.load(place)
        return place


def _kept(work: Work, ids: Sequence[str]) -> dict[str, str]:
    # Whoever was erased is nobody's other id any more, and isn't looked for.
    return member_ids.members(work, ids) | {each: each for each in forgotten(work, ids)}
