"""Census: teams, chats and the people in them are learnt whole - when the bot comes somewhere, and every night."""

from collections.abc import Coroutine, Iterable
from dataclasses import dataclass, field
from typing import Final, Protocol

import structlog

from bot.outcomes import Refused
from bot.teams.learning.acquaintance import Acquaintance, Room
from bot.teams.learning.asking import NotNow
from bot.teams.learning.notebook import Notebook
from bot.teams.learning.roll_call import RollCall, Team
from bot.teams.learning.roster import NO_TOPIC, Found, Listed, channel_event
from bot.teams.learning.seeking import Seeking
from bot.teams.learning.tagging import Tagging
from bot.teams.workplace import Tenant
from handlers.events import ChannelChanged, GroupChanged, MemberChanged
from scoring.periods import local_day
from storage import known
from storage.conversations import CHANNEL, GROUP, PERSONAL, TEAM, Conversation
from storage.transactions import Work

MOST_ALONE: Final = 1_000
"""So many people whom no roster names are asked for one by one in a night."""

log = structlog.get_logger()


class Names(Protocol):
    """Knows what tenants are called (bot.teams.learning.installations)."""

    async def call(self, workspace: str, title: str) -> None:
        """A tenant is called like this, unless it has a name already. Raises Unavailable."""
        ...


@dataclass(slots=True)
class Met:
    """Whom rosters named in the course of a census."""

    members: set[str] = field(default_factory=set)
    judged: set[str] = field(default_factory=set)
    """Of whom was told whether they are an admin."""
    tags: set[str] = field(default_factory=set)
    tags_whole: bool = True
    """Whether the tags of every team could be seen."""

    def note(self, people: Iterable[Found]) -> None:
        """These were there."""
        for each in people:
            self.members.add(each.member)
            if each.event.admin is not None:
                self.judged.add(each.member)


@dataclass(frozen=True, slots=True)
class Census:
    """Learns one tenant; everything raises Unavailable, the parts NotNow and Refused."""

    place: Acquaintance
    home: Tenant
    call: RollCall
    notebook: Notebook
    seeking: Seeking
    names: Names
    tagging: Tagging | None = None
    met: Met = field(default_factory=Met)

    async def everything(self) -> bool:
        """All teams, chats and people; whether all of it could be had."""
        whole = True
        for team in sorted(self.place.teams()):
            whole &= await self._safely("team", self.team(team))
        for chat in sorted(each.channel for each in self.place.of_kind(GROUP)):
            whole &= await self._safely("chat", self.chat(chat))
        whole = whole and await self._alone()
        if whole:
            await self._former_admins()
            await self._former_tags()
        return whole

    async def team(self, team: str) -> None:
        """A team: its name, its channels, its people."""
        service = self.place.teams().get(team, "")
        found = await self.call.team(team, service)
        await self.names.call(self.home.workspace, found.name)
        await self.notebook.keep(self.place, _conversations(found, service))
        await self.notebook.drop(self.place, await self._deleted(found))
        async for page in self.call.people(team, service):
            await self._introduce(page)
        inside = {each.channel: await self._inside(each, service) for each in found.channels if each.private}
        await self._name(found, inside)
        await self._tags(found)

    async def chat(self, chat: str) -> None:
        """A group chat: only those who are in it may see that there is one."""
        kept = self.place.conversations.get(chat)
        people: list[Found] = []
        async for page in self.call.people(chat, kept.service if kept else ""):
            await self._introduce(page)
            people += page
        title = await self._topic(chat)
        shared = any(each.event.external for each in people)
        listed = Listed(chat, title, private=True, shared=shared)
        members = tuple(sorted({each.member for each in people}))
        await self.notebook.tell(self.place, [channel_event(self.home, listed, title, members, self.call.clock())])

    async def _safely(self, kind: str, learning: Coroutine[object, object, None]) -> bool:
        try:
            await learning
        except NotNow as error:
            log.info("teams_list_put_off", workspace=self.home.workspace, kind=kind, reason=str(error))
            return False
        except Refused as refused:
            # It won't be told tomorrow either; that must not keep the rest from being learnt.
            log.warning("teams_list_refused", workspace=self.home.workspace, kind=kind, error=refused.error)
        return True

    async def _introduce(self, people: list[Found]) -> None:
        self.met.note(people)
        await self.notebook.introduce(self.place, people)

    async def _inside(self, channel: Listed, service: str) -> tuple[str, ...] | None:
        members: set[str] = set()
        try:
            async for page in self.call.people(channel.channel, service):
                await self._introduce(page)
                members.update(each.member for each in page)
        except Refused as refused:
            log.info("teams_channel_refused", workspace=self.home.workspace, error=refused.error)
            return None
        return tuple(sorted(members))

    async def _deleted(self, found: Team) -> list[str]:
        # Lists may leave private channels out, which is no word on whether they are there.
        there = {each.channel for each in found.channels}
        missing = [
            each.channel
            for each in self.place.of_kind(CHANNEL)
            if each.team == found.team and each.channel not in there
        ]
        if not missing:
            return []
        state = await self.notebook.dispatch.read(
            self.home.workspace,
            lambda work: work.look(lambda state: {each: state.channels.get(each) for each in missing}),
        )
        return [each for each in missing if (known := state[each]) is None or not known.private]

    async def _name(self, found: Team, inside: dict[str, tuple[str, ...] | None]) -> None:
        place, now = self.place, self.call.clock()
        mine = {each.channel: each for each in found.channels}
        place.rooms = {each: room for each, room in place.rooms.items() if room.team != found.team}
        place.rooms |= {each.channel: Room(found.team, found.name, each.name) for each in found.channels}
        events: list[ChannelChanged] = []
        for channel, listed in mine.items():
            members = inside.get(channel, ())
            if members is None and channel in place.channels:
                continue  # as it was, then
            events.append(channel_event(self.home, listed, place.label(channel), members or (), now))
        events += self._renamed(set(mine), now)
        await self.notebook.tell(place, events)
        place.told.update({each.channel: each for each in events})

    def _renamed(self, mine: set[str], now: int) -> list[ChannelChanged]:
        # A channel of another team, which from now on must be told apart from one of these. Who is in a private one
        # may have changed since: that one waits for its own team's turn.
        told = [each for each in self.place.told.values() if each.channel in self.place.rooms.keys() - mine]
        labels = {each.channel: self.place.label(each.channel) for each in told}
        return [
            ChannelChanged(workspace=each.workspace, at=now, channel=each.channel, name=labels[each.channel])
            for each in told
            if not each.private and each.name != labels[each.channel]
        ]

    async def _topic(self, chat: str) -> str:
        if topic := self.place.topics.get(chat):
            return topic
        channel = await self.notebook.dispatch.read(
            self.home.workspace, lambda work: work.look(lambda state: state.channels.get(chat))
        )
        return channel.name if channel and channel.name else NO_TOPIC

    async def _alone(self) -> bool:
        """Those whom no roster named, in their own chats with us; whoever isn't there any more has left."""
        alone = sorted(
            (each for each in self.place.of_kind(PERSONAL) if each.member and each.member not in self.met.members),
            key=lambda each: each.member,
        )
        for each in await self._in_turn(alone):
            answer, left = await self.seeking.alone(self.home, each)
            if isinstance(answer, Found):
                await self._introduce([answer])
            elif answer is not None:
                log.info("teams_list_put_off", workspace=self.home.workspace, kind="person", reason=str(answer))
                return False
            elif left and each.member in self.place.members:
                await self.notebook.tell(self.place, [self._changed(each.member, deactivated=True)])
        return True

    async def _in_turn(self, alone: list[Conversation]) -> list[Conversation]:
        if len(alone) <= MOST_ALONE:
            return alone
        first = local_day("UTC", self.call.clock()) * MOST_ALONE % len(alone)
        return (alone + alone)[first : first + MOST_ALONE]

    async def _former_admins(self) -> None:
        """Whoever was taken from the list and is on no roster; an id on it needs no roster."""
        admins = await self.notebook.dispatch.read(self.home.workspace, _admins)
        former = sorted(admins - self.met.judged - self.call.admins)
        await self.notebook.tell(self.place, [self._changed(member, admin=False) for member in former])

    async def _tags(self, found: Team) -> None:
        try:
            tags = await self.tagging.of(self.place, self.home, found.group_id) if self.tagging else None
        except NotNow as error:
            # No reason to list a whole team anew: the next night will do.
            log.info("teams_list_put_off", workspace=self.home.workspace, kind="tags", reason=str(error))
            tags = None
        self.met.tags_whole &= tags is not None
        self.met.tags.update(each.group for each in tags or ())
        await self.notebook.tell(self.place, tags or ())

    async def _former_tags(self) -> None:
        """Behind a tag that was deleted is nobody any more."""
        if not self.met.tags_whole:
            return
        kept = await self.notebook.dispatch.read(self.home.workspace, known.groups)
        gone = {each: called for each, called in kept.items() if each not in self.met.tags}
        now = self.call.clock()
        await self.notebook.tell(
            self.place,
            [GroupChanged(workspace=self.home.workspace, at=now, group=each, name=gone[each]) for each in sorted(gone)],
        )

    def _changed(self, member: str, *, deactivated: bool | None = None, admin: bool | None = None) -> MemberChanged:
        now = self.call.clock()
        return MemberChanged(workspace=self.home.workspace, at=now, member=member, deactivated=deactivated, admin=admin)


def _admins(work: Work) -> set[str]:
    return known.with_role(work, "admin")


def _conversations(found: Team, service: str) -> list[Conversation]:
    return [
        Conversation(
            each.channel,
            TEAM if each.channel == found.team else CHANNEL,
            team=found.team,
            group_id=found.group_id,
            service=service,
        )
        for each in found.channels
    ]
