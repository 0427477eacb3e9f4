"""Noticing: what activities tell beside events - where the bot is, what changed, and who came to the company."""

from dataclasses import dataclass
from typing import Final, Protocol

from bot.teams.learning.acquaintance import Acquaintance
from bot.teams.learning.meeting import Meeting
from bot.teams.learning.notebook import Notebook
from bot.teams.reading.heard import Absent, Aside, Came, Present, Stale
from handlers.events import MemberChanged
from scoring.facts import Micros
from scoring.periods import MINUTE
from scoring.state import Member
from storage.conversations import CHANNEL, GROUP, PERSONAL, TEAM, Conversation
from storage.transactions import Work

JUST_NOW: Final = MINUTE
"""Microseconds: whoever was first seen so shortly before they were added to a team was only listed more quickly."""


class Loses(Protocol):
    """Knows where the bot is (bot.teams.learning.installations)."""

    async def lose(self, workspace: str, channel: str) -> bool:
        """The bot isn't in a conversation any more. Raises Unavailable."""
        ...


@dataclass(frozen=True, slots=True)
class Noticing:
    """For all tenants; everything raises Unavailable."""

    installations: Loses
    notebook: Notebook
    meeting: Meeting

    async def take_in(self, place: Acquaintance, aside: Aside) -> None:
        """Write down what can't wait, and queue what is to be looked up."""
        match aside:
            case Present():
                await self._arrived(place, aside)
            case Absent(channel):
                place.drop(channel)
                await self.installations.lose(place.workspace, channel)
            case Stale(kind, which):
                place.again(kind, which)
            case Came(member, at):
                await self._came(place, member, at)

    async def _arrived(self, place: Acquaintance, told: Present) -> None:
        before = place.conversations.get(told.channel)
        found = Conversation(told.channel, told.kind, told.member, told.team, told.group_id, told.service)
        await self.notebook.keep(place, [found], surely=told.installed)
        named = bool(told.topic) and place.topics.get(told.channel) != told.topic
        if named:
            place.topics[told.channel] = told.topic
        if before is not None and not (told.installed or named):
            return
        if told.kind in (TEAM, CHANNEL):
            place.queue("team", told.team or told.channel)
        elif told.kind == GROUP:
            place.queue("chat", told.channel)
        elif told.kind == PERSONAL and self.meeting.is_worth_asking(place, told.member):
            place.queue("member", told.member, told.channel)

    async def _came(self, place: Acquaintance, member: str, at: Micros) -> None:
        """Added to a team, and never seen before: nothing else tells since when somebody is with the company."""

        def ask(work: Work) -> Member | None:
            return work.look(lambda state: state.members.get(member))

        known = await self.notebook.dispatch.read(place.workspace, ask)
        if known is None and member not in place.members:
            place.joined[member] = at
        elif place.met.get(member, at - 2 * JUST_NOW) >= at - JUST_NOW and not (known and known.joined):
            await self.notebook.tell(place, [MemberChanged(workspace=place.workspace, at=at, member=member, joined=at)])
        place.again("member", member)
