"""Sending to Teams: posts, edits, private notes and reactions; finding what got lost."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, Protocol, TypeVar

import structlog

from bot import outcomes
from bot.dispatch import Transacts, Unavailable
from bot.sending import Ambiguous, CannotTell, GiveUp, NotWanted, Sender, TryLater, Unwell
from bot.teams.calling import refusals
from bot.teams.calling.connector import Connector
from bot.teams.calling.privately import AGAIN, Privately, To, is_shared
from bot.teams.calling.responses import Refusal
from bot.teams.reading.reactions import reaction_of
from bot.teams.render import Refresh, message
from bot.teams.rendering.look import Look, is_member
from bot.teams.workplace import NotInstalled, Tenant
from handlers.answers import Finish, Post, React, Said, Whisper
from handlers.cards.blocks import Card
from scoring.facts import Micros
from scoring.periods import SECOND
from storage import channel_ids, conditions, conversations, member_ids
from storage.transactions import Work

T = TypeVar("T")
Json = dict[str, Any]

AWAY_FOR: Final = 15.0
"""Seconds until Teams is tried again when it can't be reached."""
SKEW: Final = 120 * SECOND
"""By how much Teams' clock and ours may differ."""
REACTIONS: Final = "teams.reactions"
"""The condition that says that a tenant takes no reactions of ours; its value is Teams' word for why."""
NOT_TAKEN: Final = frozenset({403, 404, 405, 501})
"""How a connector answers that doesn't take reactions of bots: they are a preview,
https://learn.microsoft.com/en-us/microsoftteams/platform/agents-in-teams/agent-reactions"""

THREADED: Final = (".tacv2", ".skype")
"""How ids of channels end; those of chats don't."""

log = structlog.get_logger()


class Homes(Protocol):
    """Knows the tenants (bot.teams.learning.installations)."""

    def of(self, workspace: str) -> Tenant | None:
        """The bot there."""
        ...


class Reads(Protocol):
    """Reads channels (bot.teams.graph.reading)."""

    async def find_letter(self, workspace: str, channel: str, thread: str, letter: str, since: Micros) -> str | None:
        """The id of the message that bears a letter; None if there is certainly none. Raises CannotTell or outcomes."""
        ...


class Notes(Protocol):
    """Remembers what people were told in answer to them (bot.teams.calling.answering)."""

    async def give_way(self, workspace: str, member: str, key: str, service: str = "") -> None:
        """Take back what somebody was told under a key."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is said: the channel's newest id, its connector, and what the tenant takes."""

    channel: str
    service: str = ""
    reactions: bool = True
    viewers: tuple[str, ...] = ()
    """Ids in conversations of those who see a card their own way."""


def _look(home: Tenant) -> Look:
    return Look(app=home.app, tenant=home.workspace)


@dataclass(slots=True)
class TeamsSender(Sender):
    """The Sender of Teams; ids of messages are the connector's, after `conversation|` where that isn't the channel."""

    installations: Homes
    connector: Connector
    privately: Privately
    database: Transacts
    reads: Reads | None = None
    reactions: bool = True
    """The bot's own may be tried."""
    look: Callable[[Tenant], Look] = _look
    notes: Notes | None = None

    async def send(self, workspace: str, said: Said, remote: str, letter: str) -> str:
        """Say it; `letter` goes with the card as an id of its first part, by which `find` knows it again."""
        try:
            return await self._say(workspace, said, remote, letter)
        except outcomes.Refused as error:
            raise refusals.meaning(error, said) from None
        except outcomes.Ambiguous as error:
            raise Ambiguous(f"Teams' answer got lost ({error})") from None
        except (outcomes.Limited, outcomes.Away, NotInstalled) as error:
            raise _later(error) from None

    async def find(self, workspace: str, said: Said, letter: str, since: Micros) -> str | None:
        """Look for it in its channel, through Graph; reactions, and what one person is shown, are simply repeated."""
        match said:
            case React() | Finish():
                return None
            case Whisper():
                if is_shared(said.channel):
                    return None
                raise CannotTell("nobody but the two may read a personal chat")
            case Post():
                pass
        if self.reads is None:
            raise CannotTell("reading channels through Graph is off")
        place = await self.database.read(workspace, partial(_place, channel=said.channel))
        try:
            oldest = max(0, since - SKEW)
            return await self.reads.find_letter(workspace, place.channel, said.thread, letter, oldest)
        except outcomes.Refused as error:
            raise CannotTell(f"Graph doesn't let me look ({error.error})") from None
        except outcomes.Limited as error:
            # Only looking is limited: what is to be said elsewhere doesn't wait for it.
            raise TryLater(error.seconds) from None
        except outcomes.Ambiguous as error:
            raise Ambiguous(f"Graph's answer got lost ({error})") from None
        except (outcomes.Away, NotInstalled) as error:
            raise _later(error) from None

    async def _say(self, workspace: str, said: Said, remote: str, letter: str) -> str:
        home = self.installations.of(workspace)
        if home is None:
            raise NotInstalled(workspace)
        match said:
            case Post():
                return await self._post(home, said, remote, letter)
            case Whisper():
                return remote or await self._whisper(home, said, letter)
            case React():
                await self._react(workspace, said)
                return said.message
            case Finish():
                # Teams has no workflows of this kind.
                return said.execution

    async def _post(self, home: Tenant, said: Post, remote: str, letter: str) -> str:
        workspace = home.workspace
        place = await self.database.read(
            workspace, partial(_place, channel=said.channel, viewers=said.viewers if said.view else ())
        )
        again = Refresh(place.viewers, said.view) if place.viewers else None
        conversation = _thread(place.channel, said.thread)

        async def say(look: Look) -> str:
            activity = message(said.card, look, letter=letter, refresh=again)
            if not remote:
                return await self.connector.send(workspace, conversation, activity, service=place.service)
            await self.connector.update(workspace, conversation, remote, activity, service=place.service)
            return remote

        try:
            return await self._shown(home, said.card, say)
        except outcomes.Limited as error:
            if not remote:
                raise
            # A limit of edits is none of posts.
            raise TryLater(error.seconds) from None
        except Refusal as error:
            if not remote or error.error not in refusals.GONE:
                raise
            # Somebody who deleted the card wants no other one.
            return remote

    async def _whisper(self, home: Tenant, said: Whisper, letter: str) -> str:
        if not is_member(said.member):
            raise NotWanted("whom it was for isn't here any more")
        place = await self.database.read(home.workspace, partial(_place, channel=said.channel))
        where = _thread(place.channel, said.thread) if is_shared(said.channel) else ""
        to = To(said.member, where, service=place.service)

        async def say(look: Look) -> str:
            return await self.privately.tell(home.workspace, to, message(said.card, look, letter=letter))

        told = await self._shown(home, said.card, say)
        if said.key and self.notes is not None:
            await self.notes.give_way(home.workspace, said.member, said.key, place.service)
        return told

    async def _shown(self, home: Tenant, card: Card, say: Callable[[Look], Awaitable[str]]) -> str:
        look = self.look(home)
        try:
            return await say(look)
        except Refusal as error:
            if not (refusals.is_of_the_card(error) or error.status == 400):
                raise
            # Charts, pictures and mentions make a card long, and are what Teams may not take.
            log.warning("teams_card_refused", workspace=home.workspace, reason=error.error, blocks=len(card.blocks))
            return await say(replace(look, people=False, charts=False, pictures=False))

    async def _react(self, workspace: str, said: React) -> None:
        reaction = reaction_of(said.emoji)
        if not self.reactions or not reaction:
            return
        place = await self.database.read(workspace, partial(_place, channel=said.channel))
        if not place.reactions:
            return
        try:
            await self.connector.react(
                workspace, place.channel, said.message, reaction, off=said.off, service=place.service
            )
        except Refusal as error:
            # Whether it is this message or all of them, silence is fine.
            if error.status in NOT_TAKEN and error.error not in refusals.OF_THE_PLACE:
                await self._note(workspace, error.error)
            log.info("teams_reaction_refused", workspace=workspace, reason=error.error)

    async def _note(self, workspace: str, reason: str) -> None:
        try:
            await self.database.write(workspace, partial(conditions.put, name=REACTIONS, value=reason))
        except Unavailable as error:
            log.warning("teams_not_noted", workspace=workspace, reason=str(error))


def _place(work: Work, channel: str, viewers: tuple[str, ...] = ()) -> Place:
    newest = channel_ids.newest(work, channel)
    known = conversations.one(work, newest)
    kept = conditions.get(work, REACTIONS)
    blocked = kept is not None and kept[1] + AGAIN > work.now
    addresses = tuple(member_ids.alias(work, viewer) or viewer for viewer in viewers)
    return Place(newest, known.service if known else "", not blocked, addresses)


def _thread(channel: str, root: str) -> str:
    # Threads are of channels; chats have none.
    return f"{channel};messageid={root}" if root and channel.endswith(THREADED) else channel


def _later(error: outcomes.Limited | outcomes.Away | NotInstalled) -> Exception:
    match error:
        case outcomes.Limited():
            return TryLater(error.seconds, everything=error.everything)
        case outcomes.Away(reached=True):
            return Unwell(f"Teams isn't well ({error})")
        case outcomes.Away():
            return TryLater(AWAY_FOR, everything=True)
        case NotInstalled(gone=False):
            return TryLater(AWAY_FOR, everything=True)
        case _:
            return GiveUp(str(error))
