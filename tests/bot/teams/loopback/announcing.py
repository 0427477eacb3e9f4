"""What the bot is told of: messages where it may hear them, and all that concerns the conversations it is in."""

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.bot.teams.loopback import activities
from tests.bot.teams.loopback.world import PERSONAL, Json, Message, Place, Team, World

Watcher = Callable[[str, Message, Place], None]
"""Is told `created`, `updated` or `deleted` of every message of a channel or chat: what Graph's subscribers hear."""


@dataclass
class Announcer:
    """Turns what happens into activities and hands them to `send`."""

    world: World
    send: Callable[[Json], None]
    rsc: bool = True
    """Whether the app asks for all messages (resource-specific consent); if not, it only hears what mentions it."""
    service: str = ""
    """The address of the connector, as activities tell it."""
    watchers: list[Watcher] = field(default_factory=list)
    sent: list[Json] = field(default_factory=list)
    """All that were sent, the latest last."""

    def said(self, message: Message) -> None:
        """A message."""
        place = self.world.places[message.place]
        if self._may_hear(message, place):
            self.post(activities.message(self.world, self.service, message, place))
        self.watched("created", message)

    def changed(self, message: Message, event: str) -> None:
        """An edit, a deletion, or its undoing."""
        place = self.world.places[message.place]
        if self._may_hear(message, place):
            self.post(activities.changed(self.world, self.service, message, place, event))
        self.watched("deleted" if event == "softDeleteMessage" else "updated", message)

    def reaction(self, message: Message, who: str, kind: str, *, added: bool) -> None:
        """A reaction: the bot is told of those to its own messages, Graph's subscribers of all."""
        place = self.world.places[message.place]
        if message.author == self.world.bot and self.world.hears(place) and who != self.world.bot:
            self.post(activities.reaction(self.world, self.service, message, place, (who, kind, added)))
        self.watched("updated", message)

    def update(self, place: Place, who: str, event: str = "", **more: Any) -> None:
        """Something about a conversation that the bot is in."""
        if self.world.hears(place):
            self.post(activities.update(self.world, self.service, place, who, event, **more))

    def team_update(self, team: Team, who: str, event: str, **more: Any) -> None:
        """Something about a team that the bot is in."""
        if team.installed:
            place = self.world.places[team.id]
            self.post(activities.update(self.world, self.service, place, who, event, **more))

    def installation(self, place: Place, who: str, action: str) -> None:
        """The app was put into a conversation, or taken out."""
        self.post(activities.installation(self.world, self.service, place, who, action))

    def watched(self, kind: str, message: Message) -> None:
        """Tell the watchers; targeted messages are seen by no one else."""
        if not message.only_for:
            for each in self.watchers:
                each(kind, message, self.world.places[message.place])

    def again(self, activity: Json, new_id: bool = True) -> Json:
        """The same once more, under an id of its own or the same one."""
        second = copy.deepcopy(activity)
        if new_id:
            second["id"] = f"f:{self.world.new_id('activity')}"
        self.post(second)
        return second

    def post(self, activity: Json) -> None:
        """Send any activity."""
        self.sent.append(activity)
        self.send(activity)

    def _may_hear(self, message: Message, place: Place) -> bool:
        """Source: learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-messages-with-rsc"""
        if not self.world.hears(place) or message.author == self.world.bot:
            return False
        team = self.world.team_of(place)
        consented = self.rsc and (team is None or (team.consented and place.membership == "standard"))
        mentioned = any(each.ident == self.world.bot for each in message.mentions)
        return place.kind == PERSONAL or bool(message.only_for) or consented or mentioned
